"""The settings of the tools that mask shapes and colours."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.document.masking.shapes import Mode
from studio.session.session import Session
from studio.ui.panels.options.selection import LikenessOptions, SelectionOptions
from studio.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def options_of(window: MainWindow, tool: str) -> SelectionOptions:
    window.toolbar.choose(tool)
    shown = window.tool_options.options
    assert isinstance(shown, SelectionOptions)
    return shown


@pytest.mark.parametrize("mode", list(Mode))
def test_a_button_for_each_mode(
    qtbot: QtBot, with_picture: MainWindow, session: Session, mode: Mode
):
    modes = options_of(with_picture, "mask_lasso").modes
    qtbot.mouseClick(modes.buttons[mode], LEFT)
    assert session.tool.selection.mode is mode
    assert [each for each, button in modes.buttons.items() if button.isChecked()] == [mode]


def test_the_mode_is_the_same_for_all_tools(
    qtbot: QtBot, with_picture: MainWindow, session: Session
):
    qtbot.mouseClick(options_of(with_picture, "mask_rectangle").modes.buttons[Mode.SUBTRACT], LEFT)
    assert options_of(with_picture, "mask_wand").modes.buttons[Mode.SUBTRACT].isChecked()


def test_softness_and_antialiasing(qtbot: QtBot, with_picture: MainWindow, session: Session):
    options = options_of(with_picture, "mask_ellipse")
    options.softness.setFocus()
    qtbot.keyClicks(options.softness, "12")
    qtbot.keyClick(options.softness, Qt.Key.Key_Return)
    qtbot.mouseClick(options.antialias, LEFT)
    assert session.tool.selection.softness_px == 12
    assert not session.tool.selection.antialias


def test_a_rectangle_has_no_edge_to_smooth(with_picture: MainWindow):
    assert not options_of(with_picture, "mask_rectangle").antialias.isVisible()
    assert options_of(with_picture, "mask_ellipse").antialias.isVisible()


def test_tolerance_and_layers(qtbot: QtBot, with_picture: MainWindow, session: Session):
    options = options_of(with_picture, "mask_colour")
    assert isinstance(options, LikenessOptions)
    options.tolerance.slider.setValue(200)
    qtbot.mouseClick(options.sample_all, LEFT)
    assert session.tool.selection.tolerance == 200
    assert not session.tool.selection.sample_all
