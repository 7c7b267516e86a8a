"""A value that becomes a field when it is clicked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.value_field import ValueField

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[ValueField]:
    holder = QWidget()
    field = ValueField(NumberFormat(low=1, high=100, unit="px"), 12.0)
    layout = QVBoxLayout(holder)
    layout.addWidget(field)
    qtbot.addWidget(holder)
    with qtbot.waitActive(holder):
        holder.show()
        holder.activateWindow()
    holder.setFocus()
    yield field


@pytest.fixture
def taken(field: ValueField) -> list[Any]:
    values: list[Any] = []
    field.value_changed.connect(values.append)
    return values


def test_one_click_and_typing_replace_the_number(
    qtbot: QtBot, field: ValueField, taken: list[Any]
) -> None:
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "40")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert taken == [40.0]
    assert field.text() == "40 px"


def test_leaving_the_field_takes_the_number(
    qtbot: QtBot, field: ValueField, taken: list[Any]
) -> None:
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "40")
    field.clearFocus()
    assert taken == [40.0]


def test_escape_keeps_the_old_number(qtbot: QtBot, field: ValueField, taken: list[Any]) -> None:
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "40")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert taken == []
    assert field.text() == "12 px"


def test_words_keep_the_old_number(qtbot: QtBot, field: ValueField, taken: list[Any]) -> None:
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "large")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert taken == []
    assert field.text() == "12 px"


def test_a_number_outside_the_range_becomes_the_nearest_end(
    qtbot: QtBot, field: ValueField, taken: list[Any]
) -> None:
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "1000000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert taken == [100.0]


def test_arrows_step(qtbot: QtBot, field: ValueField, taken: list[Any]) -> None:
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_PageDown)
    assert taken == [13.0, 3.0]


def test_a_value_that_is_set_is_not_told(field: ValueField, taken: list[Any]) -> None:
    field.set_value(50.0)
    assert field.text() == "50 px"
    assert taken == []


def test_what_is_being_typed_is_not_overwritten(qtbot: QtBot, field: ValueField) -> None:
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "4")
    field.set_value(50.0)
    assert field.text() == "4"
