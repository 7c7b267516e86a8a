"""The clipboard. Undo and redo come from the undo stack."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from studio.ui.menus.desk import Desk
from studio.ui.menus.row import Row, Rows, has_picture
from studio.ui.pictures import pixels_of, qimage_of


def copy(desk: Desk) -> None:
    QGuiApplication.clipboard().setImage(qimage_of(desk.session.copied()))
    desk.session.notice.emit("Picture copied.")


def paste(desk: Desk) -> None:
    image = QGuiApplication.clipboard().image()
    if image.isNull():
        desk.session.problem.emit("There is no picture in the clipboard.")
    else:
        desk.session.paste(pixels_of(image))


ROWS: Rows = (
    Row("copy", "Copy picture", copy, "Ctrl+C", "copy", can=has_picture),
    Row("paste", "Paste picture", paste, "Ctrl+V", "clipboard"),
)
