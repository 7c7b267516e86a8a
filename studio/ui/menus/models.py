"""Which model draws, and where models are."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu

from studio.core.resources import user_models_folder
from studio.session.session import Session
from studio.ui.dialogs.files import ask_folder, ask_model_file
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import SEPARATOR, Row, Rows
from studio.ui.widgets.choice_menu import add_choice_menu


def show_models(desk: Desk) -> None:
    desk.show_panel("Models")


def rescan(desk: Desk) -> None:
    desk.session.rescan_models()


def choose_folder(desk: Desk) -> None:
    path = ask_folder(desk.window, "Folder of a diffusers model")
    if path is not None:
        desk.session.add_model(path)


def choose_file(desk: Desk) -> None:
    path = ask_model_file(desk.window, "Model in one file")
    if path is not None:
        desk.session.add_model(path)


def open_folder(desk: Desk) -> None:
    folder = user_models_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        desk.session.problem.emit(f"The folder {folder} cannot be made: {error.strerror}.")
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def add_model_choices(menu: QMenu, session: Session) -> None:
    """The models above the menu's own actions."""
    menu.insertSeparator(menu.actions()[0])
    add_choice_menu(
        menu,
        lambda: [(model.name, model.title) for model in session.models],
        lambda: session.settings.model,
        lambda name: session.update(model=name),
    )


ROWS: Rows = (
    Row("show_models", "Show models", show_models),
    Row("open_model", "Use a model from a folder…", choose_folder),
    Row("open_model_file", "Use a model from a file…", choose_file),
    Row("rescan", "Look for models again", rescan),
    SEPARATOR,
    Row("model_folder", "Open the models folder", open_folder),
)
