"""Tabs: words first, then signs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.ui.widgets.tabs import Tab, Tabs

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tabs(qtbot: QtBot) -> Tabs:
    made = Tabs(
        (
            Tab("Layers", QLabel("layers")),
            Tab("Masks", QLabel("masks")),
            Tab("Models", QLabel("models"), "cube"),
            Tab("Queue", QLabel("queue"), "list-dashes"),
        )
    )
    qtbot.addWidget(made)
    made.resize(312, 200)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("index", range(4))
def test_a_click_on_a_word_or_a_sign_shows_its_panel(qtbot: QtBot, tabs: Tabs, index: int) -> None:
    place = tabs.words.place_of(index).center().toPoint()
    qtbot.mouseClick(tabs.words, LEFT, pos=place)
    assert tabs.words.current == index
    shown = [label.text() for label in tabs.findChildren(QLabel) if label.isVisible()]
    assert shown == [("layers", "masks", "models", "queue")[index]]


def test_tabs_do_not_overlap_and_end_inside(tabs: Tabs) -> None:
    places = [tabs.words.place_of(index) for index in range(4)]
    for left, right in pairwise(places):
        assert left.right() < right.left()
    assert QRectF(tabs.words.rect()).contains(places[-1])


def test_arrows_go_round_through_words_and_signs(qtbot: QtBot, tabs: Tabs) -> None:
    tabs.words.setFocus()
    for wanted in (1, 2, 3, 0):
        qtbot.keyClick(tabs.words, Qt.Key.Key_Right)
        assert tabs.words.current == wanted


def test_a_mark_is_seen_until_it_is_taken_away(tabs: Tabs) -> None:
    plain = tabs.words.grab().toImage()
    tabs.words.mark("Queue", True)
    assert tabs.words.grab().toImage() != plain
    tabs.words.mark("Queue", False)
    assert tabs.words.grab().toImage() == plain
