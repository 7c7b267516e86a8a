"""The clipboard. Undo and redo come from the undo stack."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from studio.core.pixels import Pixels
from studio.document.colour import BLACK, WHITE
from studio.ui.dialogs.preferences.dialog import PreferencesDialog
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import SEPARATOR, Row, Rows, has_picture
from studio.ui.pictures import pixels_of, qimage_of


def copy(desk: Desk) -> None:
    QGuiApplication.clipboard().setImage(qimage_of(desk.session.copied()))
    desk.session.notice.emit("Picture copied.")


def paste(desk: Desk) -> None:
    _paste(desk, desk.session.paste)


def paste_into_layer(desk: Desk) -> None:
    _paste(desk, desk.session.paste_into_layer)


def _paste(desk: Desk, put: Callable[[Pixels], None]) -> None:
    image = QGuiApplication.clipboard().image()
    if image.isNull():
        desk.session.problem.emit("There is no picture in the clipboard.")
    else:
        put(pixels_of(image))


def show_preferences(desk: Desk) -> None:
    PreferencesDialog(desk.window, desk.session, desk.keymap).show()


def swap_colours(desk: Desk) -> None:
    tool = desk.session.tool
    desk.session.update_tool(foreground=tool.background, background=tool.foreground)


def default_colours(desk: Desk) -> None:
    desk.session.update_tool(foreground=BLACK, background=WHITE)


ROWS: Rows = (
    Row("copy", "Copy picture", copy, "Ctrl+C", "copy", can=has_picture),
    Row("paste", "Paste as a layer", paste, "Ctrl+V", "clipboard"),
    Row("paste_into", "Paste into the layer", paste_into_layer, "Ctrl+Shift+V"),
    SEPARATOR,
    Row("swap_colours", "Swap colours", swap_colours, "X", "swap"),
    Row("default_colours", "Black and white", default_colours, "D"),
    SEPARATOR,
    Row("preferences", "Preferences…", show_preferences, "Ctrl+,", "sliders-horizontal"),
)
