"""Opening, saving, and leaving."""

from __future__ import annotations

from pathlib import Path

from studio.core.errors import StudioError
from studio.document.files.images import loses_transparency, open_picture
from studio.ui.dialogs.files import (
    ask_file_to_open,
    ask_file_to_save,
    last_folder,
    remember_folder,
)
from studio.ui.dialogs.message import Unsaved, ask_flatten, ask_unsaved
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import SEPARATOR, Row, Rows, has_parameters, has_picture


def new(desk: Desk) -> None:
    if may_drop_work(desk):
        desk.session.new(desk.session.settings.extent)


def open_file(desk: Desk) -> None:
    path = ask_file_to_open(desk.window, "Open a picture")
    if path is not None:
        open_path(desk, path)


def open_path(desk: Desk, path: Path) -> None:
    if may_drop_work(desk) and desk.session.open(path):
        remember_folder(path)
        if desk.session.document.source.parameters:
            desk.session.notice.emit(
                "This picture says how it was made: File ▸ Use settings of this picture."
            )


def save(desk: Desk) -> bool:
    """False where the picture is still unsaved."""
    path = desk.session.document.path
    return save_as(desk) if path is None else _write(desk, path)


def save_as(desk: Desk) -> bool:
    document = desk.session.document
    suggested = document.path or last_folder() / f"{document.name}.png"
    path = ask_file_to_save(desk.window, "Save the picture", suggested)
    if path is None:
        return False
    remember_folder(path)
    saved = _write(desk, path)
    if saved:
        desk.session.notice.emit(f"Saved as {path.name}.")
    return saved


def may_drop_work(desk: Desk) -> bool:
    """Asks once about changes that are in no file. False = stay."""
    if not desk.session.is_modified:
        return True
    match ask_unsaved(desk.window, desk.session.title):
        case Unsaved.SAVE:
            return save(desk)
        case Unsaved.DROP:
            return True
        case Unsaved.CANCEL:
            return False


def use_settings_of_picture(desk: Desk) -> None:
    desk.session.use_parameters(desk.session.parameters)


def use_settings_of_file(desk: Desk) -> None:
    path = ask_file_to_open(desk.window, "Use the settings of")
    if path is None:
        return
    try:
        desk.session.use_parameters(open_picture(path).source.parameters)
    except StudioError as error:
        desk.session.problem.emit(str(error))


def leave(desk: Desk) -> None:
    desk.window.window().close()


def _write(desk: Desk, path: Path) -> bool:
    """Asks before transparency is lost. False where the picture is still unsaved."""
    flatten = loses_transparency(path, desk.session.document.flattened())
    if flatten and not ask_flatten(desk.window, path):
        return False
    return desk.session.save(path, flatten)


ROWS: Rows = (
    Row("new", "New", new, "Ctrl+N", "file-plus"),
    Row("open", "Open…", open_file, "Ctrl+O", "folder-open"),
    SEPARATOR,
    Row("save", "Save", save, "Ctrl+S", "floppy-disk", can=has_picture),
    Row("save_as", "Save as…", save_as, "Ctrl+Shift+S", can=has_picture),
    SEPARATOR,
    Row(
        "use_own_settings",
        "Use settings of this picture",
        use_settings_of_picture,
        can=has_parameters,
    ),
    Row("use_settings", "Use settings from picture…", use_settings_of_file),
    SEPARATOR,
    Row("quit", "Quit", leave, "Ctrl+Q"),
)
