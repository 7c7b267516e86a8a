"""Places in the picture and in the widget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMarginsF, QPointF, QSizeF

from studio.core.geometry import Bounds, Extent, Point
from studio.ui.canvas.viewport import (
    LARGEST_FIT,
    LARGEST_ZOOM,
    SMALLEST_ZOOM,
    Viewport,
    next_zoom,
    previous_zoom,
)

NO_MARGINS = QMarginsF(0, 0, 0, 0)
places = st.floats(-2000, 2000)
viewports = st.builds(
    Viewport, st.floats(0.05, 40), places, places, st.sampled_from([1.0, 1.25, 2.0])
)


@given(viewports, places, places)
def test_a_place_goes_to_the_picture_and_back(viewport: Viewport, x: float, y: float):
    back = viewport.to_view(viewport.to_picture(QPointF(x, y)))
    assert (back.x(), back.y()) == pytest.approx((x, y), abs=1e-3)


@pytest.mark.parametrize("zoom", [1.5, 3.0, 6.0, 12.0, 0.8337, 2.1713])
def test_the_edge_of_a_pixel_is_a_whole_number(zoom: float):
    viewport = Viewport(zoom, 171.0, 93.0)
    for number in range(0, 1200, 2):
        edge = viewport.to_picture(QPointF(171 + zoom * number, 93 + zoom * number))
        assert edge == Point(number, number)


@given(viewports, places, places, st.floats(0.05, 40))
def test_zooming_leaves_the_place_under_the_cursor(
    viewport: Viewport, x: float, y: float, zoom: float
):
    cursor = QPointF(x, y)
    before = viewport.to_picture(cursor)
    after = viewport.zoomed(zoom, cursor).to_view(before)
    # Corners are rounded to whole screen pixels: half of one, seen at the old and the new zoom.
    tolerance = 0.5 / viewport.ratio * (1 + zoom / viewport.zoom) + 1e-3
    assert abs(after.x() - x) <= tolerance
    assert abs(after.y() - y) <= tolerance


def test_many_small_steps_do_not_drift():
    cursor = QPointF(333, 222)
    viewport = start = Viewport(0.731, 17.3, -5.9)
    for _ in range(100):
        viewport = viewport.zoomed(viewport.zoom * 1.01, cursor)
    for _ in range(100):
        viewport = viewport.zoomed(viewport.zoom / 1.01, cursor)
    assert (viewport.left, viewport.top) == pytest.approx((start.left, start.top), abs=1e-6)


def test_the_corner_lies_on_a_whole_screen_pixel():
    transform = Viewport(1.3, 10.4, 20.6, 2.0).transform
    assert (transform.dx(), transform.dy()) == (5.0, 10.5)


def test_a_hundred_percent_is_one_screen_pixel_each():
    rect = Viewport(1.0, 0, 0, 2.0).rect(Bounds(0, 0, 200, 100))
    assert (rect.width(), rect.height()) == (100, 50)


def test_a_fitted_picture_lies_in_the_middle():
    fitted = Viewport().fitted(Extent(400, 200), QSizeF(800, 600), NO_MARGINS, 1.0)
    assert (fitted.zoom, fitted.left, fitted.top) == (2.0, 0.0, 100.0)


def test_a_small_picture_is_not_blown_up_without_end():
    assert Viewport().fitted(Extent(4, 4), QSizeF(800, 600), NO_MARGINS, 1.0).zoom == LARGEST_FIT


def test_a_widget_without_room_is_no_problem():
    assert Viewport().fitted(Extent(4, 4), QSizeF(0, 0), QMarginsF(9, 9, 9, 9), 1.0).zoom > 0


def test_the_picture_cannot_be_lost():
    viewport = Viewport(1.0, 9000, -9000).kept_reachable(Extent(100, 100), QSizeF(800, 600))
    assert viewport.left < 800
    assert viewport.top + 100 > 0


def test_zoom_has_ends():
    assert Viewport().zoomed(1e9, QPointF()).zoom == LARGEST_ZOOM
    assert Viewport().zoomed(0, QPointF()).zoom == SMALLEST_ZOOM


@pytest.mark.parametrize(("zoom", "larger", "smaller"), [(1, 1.5, 0.6667), (1.7, 2, 1.5)])
def test_steps_follow_the_ladder(zoom: float, larger: float, smaller: float):
    assert next_zoom(zoom) == larger
    assert previous_zoom(zoom) == smaller
    assert next_zoom(LARGEST_ZOOM) == LARGEST_ZOOM
    assert previous_zoom(SMALLEST_ZOOM) == SMALLEST_ZOOM


def test_what_is_dirty_covers_the_bounds_and_little_more():
    viewport = Viewport(2.0, 0, 0)
    dirty = viewport.dirty_rect(Bounds(10, 10, 5, 5))
    assert dirty.contains(viewport.rect(Bounds(10, 10, 5, 5)).toAlignedRect())
    assert dirty.width() <= 10 + 2 * 3
    assert viewport.to_picture(QPointF(20, 20)) == Point(10, 10)


turns = st.floats(0, 359)


@given(viewports, turns, st.booleans(), places, places)
def test_a_place_of_a_turned_view_goes_to_the_picture_and_back(
    viewport: Viewport, degrees: float, mirrored: bool, x: float, y: float
):
    look = viewport.turned(degrees, QPointF(50, 20))
    look = look.mirrored(QPointF(30, 0)) if mirrored else look
    back = look.to_view(look.to_picture(QPointF(x, y)))
    assert (back.x(), back.y()) == pytest.approx((x, y), abs=1e-3)


@given(viewports, turns, places, places)
def test_turning_leaves_the_place_under_the_pointer(
    viewport: Viewport, degrees: float, x: float, y: float
):
    around = QPointF(x, y)
    after = viewport.turned(degrees, around).to_view(viewport.to_picture(around))
    # The corner is rounded to whole screen pixels before and after.
    assert abs(after.x() - x) + abs(after.y() - y) <= 2.5 / viewport.ratio


@given(viewports, turns)
def test_mirroring_twice_changes_nothing(viewport: Viewport, degrees: float):
    look = viewport.turned(degrees, QPointF(10, 20))
    back = look.mirrored(QPointF(99, 0)).mirrored(QPointF(99, 0))
    assert (back.left, back.top, back.angle) == pytest.approx((look.left, look.top, look.angle))
    assert back.is_mirrored is look.is_mirrored


@pytest.mark.parametrize("degrees", [0, 30, 90, 200])
def test_a_turned_picture_is_fitted_by_its_corners(degrees: float):
    look = Viewport().turned(degrees, QPointF()).mirrored(QPointF())
    fitted = look.fitted(Extent(400, 100), QSizeF(500, 500), NO_MARGINS, 1.0)
    shown = fitted.rect(Bounds(0, 0, 400, 100))
    assert max(shown.width(), shown.height()) == pytest.approx(500, abs=1)
    assert (shown.center().x(), shown.center().y()) == pytest.approx((250, 250), abs=1)
