"""Shapes, against computed areas; and how they meet a mask that is there."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.geometry import Bounds, Extent, Point
from studio.core.pixels import MaskPixels
from studio.document.masking.shapes import (
    Mode,
    Shape,
    combined,
    ellipse,
    polygon,
    rectangle,
    softened,
)

EXTENT = Extent(200, 120)
TRIANGLE = (Point(10, 10), Point(50.5, 12), Point(30, 77.5))


def area(shape: Shape) -> float:
    return float(shape.coverage.sum() / 255)


def half(mode: Mode) -> MaskPixels:
    """The left half of 8 × 4 px masked, met with columns 2 to 5."""
    mask = np.zeros((4, 8), np.uint8)
    mask[:, :4] = 255
    bounds, after = combined(mask, rectangle(Bounds(2, 0, 4, 4), Extent(8, 4)), mode)
    mask[bounds.slices] = after
    return mask


def test_a_rectangle_is_cut_at_the_pictures_edge():
    shape = rectangle(Bounds(190, -10, 40, 30), EXTENT)
    assert shape.bounds == Bounds(190, 0, 10, 20)
    assert area(shape) == 200


def test_an_ellipse_has_its_area():
    shape = ellipse(Point(120.5, 90.25), Point(20.5, 30.25), EXTENT)
    assert area(shape) == pytest.approx(np.pi * 50 * 30, rel=0.003)
    assert shape.bounds == Bounds(20, 30, 101, 61)


def test_a_polygon_has_its_area():
    shoelace = abs(40.5 * 67.5 - 20 * 2) / 2
    assert area(polygon(TRIANGLE, EXTENT)) == pytest.approx(shoelace, rel=0.002)


def test_without_antialiasing_every_pixel_is_in_or_out():
    shape = polygon(TRIANGLE, EXTENT, antialias=False)
    assert set(np.unique(shape.coverage)) == {0, 255}
    assert area(shape) == pytest.approx(area(polygon(TRIANGLE, EXTENT)), rel=0.01)


def test_a_line_that_crosses_itself_holds_all_that_it_goes_round():
    twice = [Point(10, 10), Point(50, 10), Point(50, 50), Point(10, 50)] * 2
    assert area(polygon(twice, EXTENT)) == 1600


def test_a_shape_outside_the_picture_is_empty():
    shape = ellipse(Point(300, 300), Point(400, 400), EXTENT)
    assert shape.bounds.is_empty
    assert shape.coverage.size == 0


def test_a_softened_shape_is_wider_and_holds_as_much():
    shape = ellipse(Point(60, 30), Point(120, 90), EXTENT)
    soft = softened(shape, 10, EXTENT)
    assert soft.bounds == Bounds(40, 10, 100, 100)
    assert area(soft) == pytest.approx(area(shape), rel=0.01)


@pytest.mark.parametrize(
    ("mode", "columns"),
    [
        (Mode.REPLACE, [2, 3, 4, 5]),
        (Mode.ADD, [0, 1, 2, 3, 4, 5]),
        (Mode.SUBTRACT, [0, 1]),
        (Mode.INTERSECT, [2, 3]),
    ],
)
def test_modes(mode: Mode, columns: list[int]):
    assert_array_equal(np.flatnonzero(half(mode)[0]), columns)


def test_what_is_added_and_taken_away_again_leaves_no_rim():
    mask = np.zeros((EXTENT.height, EXTENT.width), np.uint8)
    shape = ellipse(Point(30.3, 30.6), Point(100.1, 100.9), EXTENT)
    for mode in (Mode.ADD, Mode.SUBTRACT):
        bounds, after = combined(mask, shape, mode)
        mask[bounds.slices] = after
    assert not mask.any()


@pytest.mark.parametrize("mode", [Mode.REPLACE, Mode.ADD, Mode.INTERSECT])
def test_the_same_shape_again_changes_nothing(mode: Mode):
    mask = np.zeros((EXTENT.height, EXTENT.width), np.uint8)
    mask[20:60, 20:90] = 200
    shape = softened(ellipse(Point(30, 30), Point(100, 100), EXTENT), 8, EXTENT)
    bounds, once = combined(mask, shape, mode)
    mask[bounds.slices] = once
    bounds, twice = combined(mask, shape, mode)
    assert_array_equal(twice, once)
