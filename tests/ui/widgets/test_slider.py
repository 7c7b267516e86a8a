"""A slider with its name and number."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from studio.ui.widgets.formats import PERCENT, NumberFormat
from studio.ui.widgets.slider import Curve, NumberSlider

LEFT = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, slider: NumberSlider) -> NumberSlider:
    qtbot.addWidget(slider)
    slider.resize(300, 24)
    with qtbot.waitExposed(slider):
        slider.show()
    return slider


@pytest.fixture
def strength(qtbot: QtBot) -> NumberSlider:
    return shown(qtbot, NumberSlider("Strength", PERCENT))


def test_a_press_puts_the_handle_there(qtbot: QtBot, strength: NumberSlider) -> None:
    bar = strength.slider
    with qtbot.waitSignal(strength.value_changed) as told:
        qtbot.mouseClick(bar, LEFT, pos=QPoint(bar.width() // 2, bar.height() // 2))
    assert told.args is not None
    assert told.args[0] == pytest.approx(0.5, abs=0.03)
    assert strength.field.text() == PERCENT.text(strength.value)


def test_the_ends_are_the_ends_of_the_range(qtbot: QtBot, strength: NumberSlider) -> None:
    qtbot.mouseClick(strength.slider, LEFT, pos=QPoint(strength.slider.width() - 1, 8))
    assert strength.value == 1.0
    qtbot.mouseClick(strength.slider, LEFT, pos=QPoint(0, 8))
    assert strength.value == 0.01


def test_a_drag_follows_the_pointer(qtbot: QtBot, strength: NumberSlider) -> None:
    bar = strength.slider
    qtbot.mousePress(bar, LEFT, pos=QPoint(5, 8))
    qtbot.mouseMove(bar, QPoint(bar.width() // 2, 8))
    qtbot.mouseRelease(bar, LEFT)
    assert strength.value == pytest.approx(0.5, abs=0.03)


def test_arrows_move_by_what_is_shown(qtbot: QtBot, strength: NumberSlider) -> None:
    strength.set_value(0.5)
    qtbot.keyClick(strength.slider, Qt.Key.Key_Right)
    assert strength.value == pytest.approx(0.51)


def test_a_value_that_is_set_is_not_told(qtbot: QtBot, strength: NumberSlider) -> None:
    with qtbot.assertNotEmitted(strength.value_changed):
        strength.set_value(0.3)
    assert strength.field.text() == "30 %"


def test_a_value_beyond_the_reach_can_be_typed(qtbot: QtBot) -> None:
    steps = shown(qtbot, NumberSlider("Steps", NumberFormat(low=1, high=1000), reach=60))
    steps.field.setFocus()
    steps.field.selectAll()
    qtbot.keyClicks(steps.field, "500")
    qtbot.keyClick(steps.field, Qt.Key.Key_Return)
    assert steps.value == 500
    assert steps.slider.value() == steps.slider.maximum()


@pytest.mark.parametrize("px", [1.0, 64.0, 512.0])
def test_a_logarithmic_slider_shows_what_it_was_set_to(qtbot: QtBot, px: float) -> None:
    number = NumberFormat(low=1, high=2000, unit="px")
    size = shown(qtbot, NumberSlider("Size", number, reach=512.0, curve=Curve.LOGARITHMIC))
    size.set_value(px)
    share = size.slider.value() / size.slider.maximum()
    assert 512.0**share == pytest.approx(px, rel=0.02)
