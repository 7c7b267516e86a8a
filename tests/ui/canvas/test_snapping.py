"""Lines draw what is near them, as far as they are shown and switched on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.core.geometry import Extent, Point
from studio.document.picture import Guides
from studio.session.view_settings import ViewSettings
from studio.ui.canvas.snapping import snapped

GUIDES = Guides(upright=(100.0,), level=(40.0,))
EXTENT = Extent(200, 120)
PLAIN = ViewSettings()


def at(x: float, y: float, chosen: ViewSettings = PLAIN, reach: float = 5.0) -> Point:
    return snapped(Point(x, y), reach, GUIDES, EXTENT, chosen)


def test_a_guide_draws_what_is_near_it():
    assert at(97, 80) == (100, 80)
    assert at(30, 43.5) == (30, 40)


def test_what_is_far_stays():
    assert at(94, 46) == (94, 46)


def test_hidden_guides_draw_nothing():
    assert at(97, 43, replace(PLAIN, guides=False)) == (97, 43)


def test_guides_that_are_switched_off_draw_nothing():
    assert at(97, 43, replace(PLAIN, snap_to_guides=False)) == (97, 43)


def test_a_shown_grid_draws_both_ways():
    chosen = replace(PLAIN, grid=True, grid_px=32)
    assert at(61, 67, chosen) == (64, 64)
    assert at(61, 67, replace(chosen, snap_to_grid=False)) == (61, 67)


def test_a_grid_draws_from_its_offset_on():
    chosen = replace(PLAIN, grid=True, grid_px=32, grid_x_px=5, grid_y_px=50)
    assert at(71, 80, chosen) == (69, 82)
    assert at(7, 20, chosen) == (5, 18)


@pytest.mark.parametrize(("x", "drawn"), [(3, 0), (197, 200), (98.2, 98.2), (101.5, 101.5)])
def test_edges_draw(x: float, drawn: float):
    chosen = replace(PLAIN, snap_to_edges=True, snap_to_guides=False)
    assert at(x, 20, chosen, reach=1.0 if 90 < x < 110 else 5.0).x == drawn


def test_the_middle_draws_with_the_edges():
    chosen = replace(PLAIN, snap_to_edges=True, snap_to_guides=False)
    assert at(101, 58, chosen) == (100, 60)


def test_the_nearest_line_wins():
    chosen = replace(PLAIN, grid=True, grid_px=32)
    assert at(98.5, 5, chosen).x == 100
    assert at(97, 5, chosen).x == 96
