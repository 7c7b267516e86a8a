"""The clipboard, colours and the brush in hand. Undo and redo come from the undo stack."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from studio.core.pixels import Pixels
from studio.document.colour import BLACK, WHITE
from studio.document.document import Document
from studio.document.operations.copying import Piece, active_piece, cut_edit, seen_piece
from studio.ui import clipboard
from studio.ui.menus import brush
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import SEPARATOR, Row, Rows, has_picture
from studio.ui.pictures import pixels_of, qimage_of


def cut(desk: Desk) -> None:
    if _copied(desk, active_piece):
        desk.session.do(cut_edit)


def copy(desk: Desk) -> None:
    """A result that is shown is what a person means, whatever is under it."""
    if desk.session.current_result is None:
        _copied(desk, active_piece)
    else:
        copy_seen(desk)


def copy_seen(desk: Desk) -> None:
    if desk.session.current_result is None:
        _copied(desk, seen_piece)
    else:
        QGuiApplication.clipboard().setImage(qimage_of(desk.session.copied()))
        desk.session.notice.emit("Result copied.")


def paste(desk: Desk) -> None:
    at = clipboard.place_on(desk.session.document.extent)
    _paste(desk, lambda pixels: desk.session.paste(pixels, at))


def paste_into_layer(desk: Desk) -> None:
    at = clipboard.place_on(desk.session.document.extent)
    _paste(desk, lambda pixels: desk.session.paste_into_layer(pixels, at))


def _copied(desk: Desk, take: Callable[[Document], Piece]) -> bool:
    """False where there was nothing to be copied."""
    document = desk.session.document
    with desk.session.telling_problems():
        piece = take(document)
        clipboard.put(piece, document.extent)
        desk.session.notice.emit(f"{piece.bounds.extent} px copied.")
        return True
    return False


def _paste(desk: Desk, put: Callable[[Pixels], None]) -> None:
    image = QGuiApplication.clipboard().image()
    if image.isNull():
        desk.session.problem.emit("There is no picture in the clipboard.")
    else:
        put(pixels_of(image))


def show_preferences(desk: Desk) -> None:
    from studio.ui.dialogs.preferences.dialog import PreferencesDialog  # noqa: PLC0415

    PreferencesDialog(desk.window, desk.session, desk.keymap).show()


def swap_colours(desk: Desk) -> None:
    tool = desk.session.tool
    desk.session.update_tool(foreground=tool.background, background=tool.foreground)


def default_colours(desk: Desk) -> None:
    desk.session.update_tool(foreground=BLACK, background=WHITE)


ROWS: Rows = (
    Row("cut", "Cut", cut, "Ctrl+X", "scissors", can=has_picture),
    Row("copy", "Copy", copy, "Ctrl+C", "copy", can=has_picture),
    Row("copy_seen", "Copy what is seen", copy_seen, "Ctrl+Shift+C", can=has_picture),
    Row("paste", "Paste as a layer", paste, "Ctrl+V", "clipboard"),
    Row("paste_into", "Paste into the layer", paste_into_layer, "Ctrl+Shift+V"),
    SEPARATOR,
    Row("swap_colours", "Swap colours", swap_colours, "X", "swap"),
    Row("default_colours", "Black and white", default_colours, "D"),
    *brush.ROWS,
    SEPARATOR,
    Row("preferences", "Preferences…", show_preferences, "Ctrl+,", "sliders-horizontal"),
)
