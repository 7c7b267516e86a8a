"""The menus, and the key that leads to them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.ui.window import MainWindow
from tests.ui.canvas.tools.mouse import ALT, Mouse
from tests.ui.canvas.tools.pen import Pen

ALT_KEY = Qt.Key.Key_Alt


@pytest.fixture
def canvas_with_focus(with_picture: MainWindow) -> MainWindow:
    with_picture.area.canvas.setFocus()
    return with_picture


def test_alt_leads_to_the_menus(qtbot: QtBot, canvas_with_focus: MainWindow):
    canvas, bar = canvas_with_focus.area.canvas, canvas_with_focus.menu_row.bar
    qtbot.keyClick(canvas, ALT_KEY)
    assert bar.hasFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert canvas.hasFocus()


@pytest.mark.parametrize("hand", ["mouse", "pen"])
def test_alt_held_while_something_is_drawn_does_not(
    qtbot: QtBot, canvas_with_focus: MainWindow, hand: str
):
    canvas = canvas_with_focus.area.canvas
    qtbot.keyPress(canvas, ALT_KEY)
    if hand == "mouse":
        Mouse(canvas).drag((10, 10), (40, 30), keys=ALT)
    else:
        Pen(canvas).stroke((10, 10, 1.0), (40, 30, 1.0), keys=ALT)
    qtbot.keyRelease(canvas, ALT_KEY)
    assert canvas.hasFocus()
