"""Opening, saving, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from studio.core.work import Work
from studio.document.files.export import ExportOptions
from studio.session import files
from studio.session.recent import folder_text
from studio.ui.dialogs.files import (
    ask_file_to_open,
    ask_file_to_save,
    last_folder,
    remember_folder,
)
from studio.ui.dialogs.message import Flat, Unsaved, ask_flat, ask_flatten, ask_unsaved
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import SEPARATOR, Row, Rows, has_parameters, has_picture
from studio.ui.widgets.menu import Menu

Then = Callable[[], object]
_NAME_LENGTH = 48


def nothing() -> None:
    """What follows where nothing does."""


def new(desk: Desk) -> None:
    from studio.ui.dialogs.new_document import ask_new_document  # noqa: PLC0415

    if may_drop_work(desk, lambda: new(desk)):
        ask_new_document(desk.window, desk.session)


def open_file(desk: Desk) -> None:
    path = ask_file_to_open(desk.window, "Open a picture")
    if path is not None:
        open_path(desk, path)


def open_path(desk: Desk, path: Path) -> None:
    if may_drop_work(desk, lambda: open_path(desk, path)):
        remember_folder(path)
        desk.session.open(path, lambda: _offer_settings(desk, path))


def save(desk: Desk, then: Then = nothing) -> None:
    """then: called when the picture is in its file."""
    path = desk.session.document.path
    if path is None:
        save_as(desk, then)
    else:
        _save_into(desk, path, then)


def save_as(desk: Desk, then: Then = nothing) -> None:
    path = ask_file_to_save(desk.window, "Save the picture", _suggested(desk))
    if path is not None:
        remember_folder(path)
        _save_into(desk, path, then)


def export(desk: Desk) -> None:
    """A flat copy, whatever the document is saved as."""
    from studio.ui.dialogs.export import ask_export  # noqa: PLC0415

    document = desk.session.document
    chosen = ask_export(desk.window, document)
    if chosen is None:
        return
    folder = document.path.parent if document.path is not None else last_folder()
    suggested = folder / f"{document.name}{chosen.suffix}"
    path = ask_file_to_save(desk.window, "Export a copy of the picture", suggested, only=True)
    if path is not None:
        _export_to(desk, path, chosen.options)


def may_drop_work(desk: Desk, afterwards: Then) -> bool:
    """Whether nothing is lost with the picture, or a person says so; False = stay for now.

    afterwards: called once what would be lost has been saved.
    """
    session = desk.session
    if not session.is_modified:
        return True
    if session.is_being_saved:
        _after_writing(desk, afterwards)
        return False
    match ask_unsaved(desk.window, session.title):
        case Unsaved.SAVE:
            save(desk, afterwards)
            return False
        case Unsaved.DROP:
            return True
        case Unsaved.CANCEL:
            return False


def may_leave(desk: Desk, afterwards: Then) -> bool:
    """The same for all of the studio: what is being written is waited for."""
    if not desk.session.is_writing:
        return may_drop_work(desk, afterwards)
    _after_writing(desk, afterwards)
    return False


def use_settings_of_picture(desk: Desk) -> None:
    desk.session.use_parameters(desk.session.parameters)


def use_settings_of_file(desk: Desk) -> None:
    path = ask_file_to_open(desk.window, "Use the settings of")
    if path is None:
        return

    def read(work: Work) -> str:
        return files.opened(path, work.tell).document.source.parameters

    desk.session.background.run(f"Reading {path.name}", read, desk.session.use_parameters)


def leave(desk: Desk) -> None:
    desk.window.window().close()


def add_recent_menu(menu: QMenu, after: QAction, desk: Desk) -> QMenu:
    """The files used last that are still there, below an entry of the menu."""
    recent = Menu("Open recent", menu)
    rows = menu.actions()
    menu.insertMenu(rows[rows.index(after) + 1], recent)

    def renew() -> None:
        recent.clear()
        for path in desk.session.recent:
            if path.exists():
                # What follows a tab stands at the right, as shortcuts do.
                text = f"{_short(path.name)}\t{folder_text(path)}".replace("&", "&&")
                recent.addAction(text, lambda path=path: open_path(desk, path))
        recent.addSeparator()
        recent.addAction("Clear this list", desk.session.forget_recent)

    def refresh() -> None:
        recent.menuAction().setEnabled(bool(desk.session.recent))

    recent.aboutToShow.connect(renew)
    desk.session.recent_changed.connect(refresh)
    refresh()
    return recent


def _after_writing(desk: Desk, then: Then) -> None:
    # One thing after the other: this one's turn comes when what is being written is.
    desk.session.background.run("Finishing", lambda _: None, lambda _: then())


def _short(name: str) -> str:
    """A long name widens no menu: its middle goes."""
    half = _NAME_LENGTH // 2
    return name if len(name) <= _NAME_LENGTH else f"{name[:half]}…{name[-half:]}"


def _offer_settings(desk: Desk, path: Path) -> None:
    if desk.session.document.source.parameters and not files.is_project(path):
        desk.session.notice.emit(
            "This picture says how it was made: File ▸ Use settings of this picture."
        )


def _suggested(desk: Desk) -> Path:
    """A project where there is more than one flat picture can hold."""
    document = desk.session.document
    path = document.path or last_folder() / f"{document.name}.png"
    lost = files.loss_in(document.picture, path)
    return path.with_suffix(files.PROJECT_SUFFIX) if lost.any else path


def _save_into(desk: Desk, path: Path, then: Then) -> None:
    """Asks before layers or transparency are lost."""
    session = desk.session
    lost = files.loss_in(session.document.picture, path)
    if not lost.needs_project:
        _write(desk, path, lost, then)
        return
    match ask_flat(desk.window, path, lost.words):
        case Flat.PROJECT:
            project = path.with_suffix(files.PROJECT_SUFFIX)
            chosen = ask_file_to_save(desk.window, "Save the project", project)
            if chosen is not None:
                remember_folder(chosen)
                _save_into(desk, chosen, then)
        case Flat.EXPORT:
            _export_to(desk, path)
        case Flat.CANCEL:
            pass


def _write(desk: Desk, path: Path, lost: files.Loss, then: Then) -> None:
    session = desk.session

    def saved() -> None:
        without = f", without {lost.words}" if lost.any else ""
        session.notice.emit(f"Saved as {path.name}{without}.")
        then()

    def ask() -> None:
        if ask_flatten(desk.window, path):
            session.save(path, flatten=True, then=saved)

    session.save(path, then=saved, transparent=ask)


def _export_to(desk: Desk, path: Path, options: ExportOptions | None = None) -> None:
    session = desk.session

    def exported() -> None:
        session.notice.emit(f"Exported to {path.name}.")

    def ask() -> None:
        if ask_flatten(desk.window, path):
            session.export(path, flatten=True, then=exported, options=options)

    remember_folder(path)
    session.export(path, then=exported, transparent=ask, options=options)


ROWS: Rows = (
    Row("new", "New…", new, "Ctrl+N", "file-plus"),
    Row("open", "Open…", open_file, "Ctrl+O", "folder-open"),
    SEPARATOR,
    Row("save", "Save", save, "Ctrl+S", "floppy-disk", can=has_picture),
    Row("save_as", "Save as…", save_as, "Ctrl+Shift+S", can=has_picture),
    Row("export", "Export a copy…", export, "Ctrl+Alt+Shift+S", can=has_picture),
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
