"""A row of small pictures that is longer than its room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from studio.ui.widgets.thumbnails import ThumbnailRow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def row(qtbot: QtBot) -> ThumbnailRow:
    """Ten pictures, of which the last three are seen."""
    row = ThumbnailRow()
    qtbot.addWidget(row)
    images = [QImage(8, 8, QImage.Format.Format_RGB32) for _ in range(10)]
    row.resize(240, row.sizeHint().height())
    row.show_images(images, 9, [str(number) for number in range(10)])
    return row


@pytest.mark.parametrize("index", [7, 8, 9])
def test_a_picture_that_is_seen_is_chosen_by_a_click(qtbot: QtBot, row: ThumbnailRow, index: int):
    with qtbot.waitSignal(row.chosen) as told:
        qtbot.mouseClick(row, LEFT, pos=row.place_of(index).center().toPoint())
    assert told.args == [index]


@pytest.mark.parametrize("x", [0.0, 3.0, 900.0])
def test_beside_them_lies_no_picture(row: ThumbnailRow, x: float):
    assert row.index_at(x) is None


def test_it_is_told_how_many_lie_beyond_either_end(row: ThumbnailRow):
    assert row.hidden == (7, 0)
    row.resize(row.sizeHint())
    row.show()
    assert row.hidden == (0, 0)
