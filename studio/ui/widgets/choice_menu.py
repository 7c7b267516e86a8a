"""Choices in a menu, with a tick at the one that holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu


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
        action.setCheckable(True)
        action.setChecked(name == current)
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
