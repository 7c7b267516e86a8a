"""A menu says at the left what is on, and at the right by which keys it is done."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QAction, QColor, QImage
from pytestqt.qtbot import QtBot

from studio.core.pixels import Pixels
from studio.ui import theme
from studio.ui.theme import icon, tokens
from studio.ui.widgets.menu import Menu


@pytest.fixture
def menu(qtbot: QtBot) -> Menu:
    theme.current()
    menu = Menu()
    qtbot.addWidget(menu)
    return menu


def seen(menu: Menu, action: QAction) -> Pixels:
    """The row of an action as it is painted, in RGB."""
    menu.resize(menu.sizeHint())
    image = menu.grab(menu.actionGeometry(action)).toImage()
    image.convertTo(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def rgb(colour: str) -> list[int]:
    shown = QColor(colour)
    return [shown.red(), shown.green(), shown.blue()]


def first_column(pixels: Pixels) -> int:
    """Where anything is painted on the menu's ground."""
    ground = np.array(rgb(tokens().raised))
    return int(np.flatnonzero((np.abs(pixels.astype(int) - ground) > 24).any(axis=(0, 2)))[0])


def last_column(pixels: Pixels) -> int:
    return pixels.shape[1] - 1 - first_column(pixels[:, ::-1])


def test_what_is_on_has_a_tick_in_the_accent(menu: Menu):
    on, off = menu.addAction("Rulers"), menu.addAction("Rulers")
    for action in (on, off):
        action.setCheckable(True)
    on.setChecked(True)
    red, _, blue = np.moveaxis(seen(menu, on).astype(int), 2, 0)
    assert (blue - red)[:, :32].max() > 60, "the accent is blue, all else is grey"
    assert first_column(seen(menu, on)) < first_column(seen(menu, off))


def test_words_begin_at_the_edge_where_nothing_can_be_on(menu: Menu):
    words = menu.addAction("Hello")
    alone = first_column(seen(menu, words))
    menu.addAction("Rulers").setCheckable(True)
    assert first_column(seen(menu, words)) == alone + 20


def test_an_icon_that_is_hidden_in_menus_takes_no_room(menu: Menu):
    words = menu.addAction("Hello")
    alone = first_column(seen(menu, words))
    hidden = menu.addAction(icon("x"), "Close")
    hidden.setIconVisibleInMenu(False)
    assert first_column(seen(menu, words)) == alone
    hidden.setIconVisibleInMenu(True)
    assert first_column(seen(menu, words)) > alone


def test_keys_end_at_one_line_at_the_right(menu: Menu):
    short, long = menu.addAction("Fit"), menu.addAction("A rather long name")
    short.setShortcut("Ctrl+Shift+H")
    long.setShortcut("H")
    ends = [last_column(seen(menu, action)) for action in (short, long)]
    assert abs(ends[0] - ends[1]) <= 1


def test_what_follows_a_tab_stands_at_the_right_too(menu: Menu):
    file, keys = menu.addAction("a && b.png\t~/H"), menu.addAction("Fit")
    keys.setShortcut("H")
    assert last_column(seen(menu, file)) == last_column(seen(menu, keys))


def test_the_row_under_the_pointer_is_lit(menu: Menu):
    action = menu.addAction("Fit")
    menu.setActiveAction(action)
    lit = seen(menu, action)[4, 20].tolist()
    assert lit == pytest.approx(rgb(tokens().accent), abs=2)


def test_what_cannot_be_done_is_not_lit(menu: Menu):
    action = menu.addAction("Fit")
    action.setEnabled(False)
    menu.setActiveAction(action)
    assert seen(menu, action)[4, 20].tolist() == rgb(tokens().raised)
