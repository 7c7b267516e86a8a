"""How the picture is looked at, and the theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from studio.document.operations.guides import clear_edit
from studio.session.session import Session
from studio.ui import theme
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import SEPARATOR, Row, Rows, Where
from studio.ui.theme import ThemeChoice
from studio.ui.widgets.choice_menu import add_choice_menu
from studio.ui.widgets.menu import Menu

TURN_DEGREES = 15.0

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


def turn_left(desk: Desk) -> None:
    desk.canvas.turn_by(-TURN_DEGREES)


def turn_right(desk: Desk) -> None:
    desk.canvas.turn_by(TURN_DEGREES)


def mirror(desk: Desk) -> None:
    desk.canvas.mirror()


def straighten(desk: Desk) -> None:
    desk.canvas.straighten()


def _switch(name: str) -> Callable[[Desk], None]:
    """Turns a field of the ViewSettings on or off."""

    def do(desk: Desk) -> None:
        desk.session.update_view(**{name: not getattr(desk.session.view, name)})

    return do


def _is_on(name: str) -> Callable[[Session], bool]:
    return lambda session: bool(getattr(session.view, name))


def grid_settings(desk: Desk) -> None:
    from studio.ui.dialogs.grid import ask_grid  # noqa: PLC0415

    ask_grid(desk.window, desk.session)


def remove_guides(desk: Desk) -> None:
    desk.session.do(clear_edit)


def has_guides(session: Session) -> bool:
    guides = session.document.picture.guides
    return bool(guides.upright or guides.level)


def show_history(desk: Desk) -> None:
    desk.show_panel("History")


def add_theme_menu(menu: QMenu) -> QMenu:
    themes = Menu("Theme", menu)
    menu.addSeparator()
    menu.addMenu(themes)
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
    Row("turn_view_left", "Turn view left", turn_left, "4", where=Where.CANVAS),
    Row("turn_view_right", "Turn view right", turn_right, "6", where=Where.CANVAS),
    Row("straighten", "Straighten view", straighten, "5", where=Where.CANVAS),
    Row("mirror_view", "Mirror view", mirror, "M", where=Where.CANVAS),
    SEPARATOR,
    Row("rulers", "Rulers", _switch("rulers"), "Ctrl+R", on=_is_on("rulers")),
    Row("grid", "Grid", _switch("grid"), "Ctrl+'", on=_is_on("grid")),
    Row("grid_settings", "Set up grid…", grid_settings),
    Row("pixel_grid", "Pixel grid", _switch("pixel_grid"), on=_is_on("pixel_grid")),
    Row("guides", "Guides", _switch("guides"), "Ctrl+;", on=_is_on("guides")),
    Row("remove_guides", "Remove guides", remove_guides, can=has_guides),
    Row("snap_guides", "Snap to guides", _switch("snap_to_guides"), on=_is_on("snap_to_guides")),
    Row("snap_grid", "Snap to grid", _switch("snap_to_grid"), on=_is_on("snap_to_grid")),
    Row("snap_edges", "Snap to edges", _switch("snap_to_edges"), on=_is_on("snap_to_edges")),
    SEPARATOR,
    Row("navigator", "Navigator", _switch("navigator"), "Ctrl+Alt+N", on=_is_on("navigator")),
    Row("split", "Split before and after", _switch("split"), "\\", on=_is_on("split")),
    Row("overlays", "Show or hide overlays", toggle_overlays, "Shift+H", "stack"),
    Row("history", "Show history", show_history),
    SEPARATOR,
    Row("original", "Show original", toggle_original, "Tab", where=Where.NOWHERE),
)
