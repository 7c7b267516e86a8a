"""Choices in a menu, with a tick at the one that holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu

from studio.ui.theme import IconColours, icon

_TICK = IconColours("accent", "on_accent", "on_accent", "accent")


def choice_actions(
    menu: QMenu,
    choices: Sequence[tuple[str, str]],
    current: str,
    chosen: Callable[[str], object],
) -> list[QAction]:
    """One action for each (name, title), owned by the menu but not yet in it."""
    actions: list[QAction] = []
    for name, title in choices:
        action = QAction(title, menu)
        # Qt's style sheets can tint no tick of their own: the tick is the action's icon.
        action.setIcon(icon("check", _TICK) if name == current else QIcon())
        action.triggered.connect(lambda _=False, name=name: chosen(name))
        actions.append(action)
    return actions


def add_choice_menu(
    menu: QMenu,
    choices: Callable[[], Sequence[tuple[str, str]]],
    current: Callable[[], str],
    chosen: Callable[[str], object],
) -> None:
    """The choices as they are whenever the menu opens, above what is in it already."""
    below = menu.actions()[0] if menu.actions() else None
    shown: list[QAction] = []

    def renew() -> None:
        for action in shown:
            menu.removeAction(action)
            action.deleteLater()
        shown[:] = choice_actions(menu, choices(), current(), chosen)
        if below is None:
            menu.addActions(shown)
        else:
            menu.insertActions(below, shown)

    menu.aboutToShow.connect(renew)
