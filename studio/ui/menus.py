"""The parts of the menus that are choices, not actions: theme, model, samplers."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from studio.session.session import Session
from studio.ui import theme
from studio.ui.theme import ThemeChoice

_THEMES = (
    (ThemeChoice.SYSTEM, "As the system"),
    (ThemeChoice.DARK, "Dark"),
    (ThemeChoice.LIGHT, "Light"),
)


def add_theme_menu(menu: QMenu) -> None:
    themes = menu.addMenu("Theme")
    group = QActionGroup(themes)
    for choice, title in _THEMES:
        action = QAction(title, group, checkable=True)
        action.setChecked(choice is theme.current().choice)
        action.triggered.connect(lambda _=False, choice=choice: theme.current().choose(choice))
        themes.addAction(action)


def add_model_choices(menu: QMenu, session: Session) -> None:
    """The models over the menu's own actions, as the engine knows them when it opens."""
    first = menu.actions()[0]
    group = QActionGroup(menu)
    separator = menu.insertSeparator(first)

    def show_models() -> None:
        for action in group.actions():
            group.removeAction(action)
            action.deleteLater()
        for model in session.models:
            action = QAction(model.title, group, checkable=True)
            action.setChecked(model.name == session.settings.model)
            action.triggered.connect(lambda _=False, name=model.name: session.update(model=name))
            menu.insertAction(separator, action)

    menu.aboutToShow.connect(show_models)
