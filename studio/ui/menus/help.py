"""The keys, and what this program is."""

from __future__ import annotations

from studio.ui.dialogs.message import show_about
from studio.ui.menus.desk import Desk
from studio.ui.menus.row import Row, Rows
from studio.ui.shortcuts import ShortcutsDialog


def show_shortcuts(desk: Desk) -> None:
    ShortcutsDialog(desk.window, desk.keymap, desk.session.preferences).show()


def about(desk: Desk) -> None:
    show_about(desk.window)


ROWS: Rows = (
    Row("shortcuts", "Shortcuts", show_shortcuts, "F1", "keyboard"),
    Row("about", "About Latent Studio", about),
)
