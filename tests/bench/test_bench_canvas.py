"""The benchmark measures what it says, on pictures that are soon measured."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from studio.bench.canvas import BRUSH_PX, Stalls, measure_canvas
from studio.bench.stage import CANVAS, a_picture, a_stage
from studio.core.geometry import Extent


@pytest.mark.usefixtures("qapp")
def test_each_row_has_a_figure_and_a_target():
    rows = measure_canvas(Extent(96, 64), Extent(128, 96), count=2)
    assert len(rows) == 12
    assert len({row.name for row in rows}) == len(rows)
    for row in rows:
        assert np.isfinite(row.value)
        assert row.target.startswith("value <= ")


@pytest.mark.usefixtures("qapp")
def test_a_stage_shows_a_canvas_of_the_size_that_is_measured():
    with a_stage() as stage:
        size = stage.canvas.size()
        assert (size.width(), size.height()) == (CANVAS.width, CANVAS.height)


@pytest.mark.usefixtures("qapp")
def test_a_stroke_on_the_stage_paints():
    with a_stage() as stage:
        stage.show(a_picture(Extent(400, 400), 1))
        stage.look(1.0)
        stage.take("mask_brush", BRUSH_PX)
        centre = QPointF(stage.canvas.rect().center())
        stage.press(centre)
        stage.move(centre + QPointF(50, 0))
        stage.release(centre + QPointF(50, 0))
        painted = stage.session.document.mask.painted
        assert (painted.width, painted.height) == pytest.approx((150, 100), abs=3)


def test_a_stall_is_noticed(qtbot: QtBot):
    with Stalls() as stalls:
        end = time.perf_counter() + 0.05
        while time.perf_counter() < end:
            pass
    assert stalls.longest_s >= 0.05
