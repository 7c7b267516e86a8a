"""The parts of the menus that are choices, not actions: theme and model."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from studio.session.session import Session
from studio.ui import theme
from studio.ui.theme import ThemeChoice
from studio.ui.widgets.choice_menu import add_choice_menu

_THEMES = (
    (ThemeChoice.SYSTEM.value, "As the system"),
    (ThemeChoice.DARK.value, "Dark"),
    (ThemeChoice.LIGHT.value, "Light"),
)


def add_theme_menu(menu: QMenu) -> QMenu:
    themes = menu.addMenu("Theme")
    shown = theme.current()
    add_choice_menu(
        themes,
        lambda: _THEMES,
        lambda: shown.choice.value,
        lambda name: shown.choose(ThemeChoice(name)),
    )
    return themes


def add_model_choices(menu: QMenu, session: Session) -> None:
    """The models above the menu's own actions."""
    menu.insertSeparator(menu.actions()[0])
    add_choice_menu(
        menu,
        lambda: [(model.name, model.title) for model in session.models],
        lambda: session.settings.model,
        lambda name: session.update(model=name),
    )
