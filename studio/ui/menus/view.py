"""How the picture is looked at, and the theme."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from studio.ui import theme
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import SEPARATOR, Row, Rows, Where
from studio.ui.theme import ThemeChoice
from studio.ui.widgets.choice_menu import add_choice_menu

_THEMES = (
    (ThemeChoice.SYSTEM.value, "As the system"),
    (ThemeChoice.DARK.value, "Dark"),
    (ThemeChoice.LIGHT.value, "Light"),
)


def zoom_in(desk: Desk) -> None:
    desk.canvas.zoom_in()


def zoom_out(desk: Desk) -> None:
    desk.canvas.zoom_out()


def fit(desk: Desk) -> None:
    desk.canvas.fit()


def actual_size(desk: Desk) -> None:
    desk.canvas.zoom_to(1.0)


def toggle_overlays(desk: Desk) -> None:
    desk.session.update_tool(overlays_shown=not desk.session.tool.overlays_shown)


def toggle_original(desk: Desk) -> None:
    desk.canvas.show_original(not desk.canvas.scene.original_shown)


def show_history(desk: Desk) -> None:
    desk.show_panel("History")


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


ROWS: Rows = (
    Row("zoom_in", "Zoom in", zoom_in, "Ctrl++  Ctrl+=", "magnifying-glass-plus"),
    Row("zoom_out", "Zoom out", zoom_out, "Ctrl+-", "magnifying-glass-minus"),
    Row("fit", "Fit to window", fit, "Ctrl+0", "corners-out"),
    Row("actual_size", "100 %", actual_size, "Ctrl+1"),
    SEPARATOR,
    Row("overlays", "Show or hide overlays", toggle_overlays, "Shift+H", "stack"),
    Row("history", "Show history", show_history),
    SEPARATOR,
    Row("original", "Show original", toggle_original, "Tab", where=Where.NOWHERE),
)
