"""The way of the brush: evenly spaced, smooth, and where the hand is in the end."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from studio.core.geometry import Point
from studio.document.brushes.brush import Brush, Pen, Tip
from studio.document.brushes.path import Path

BRUSH = Brush(size_px=40.0, spacing=0.25)


def walked(path: Path, *places: tuple[float, float]) -> list[Point]:
    """Where the dabs are, the hand lifted at the last place."""
    pens = [pen for place in places for pen in path.to(Pen(Point(*place)))]
    return [pen.position for pen in (*pens, *path.rest())]


def gaps(dabs: list[Point]) -> list[float]:
    return [math.dist(one, other) for one, other in pairwise(dabs)]


def test_dabs_on_a_line_are_evenly_spaced_whatever_the_moves():
    for stops in ([300.0], [103.0, 104.0, 177.0, 299.0, 300.0]):
        dabs = walked(Path(BRUSH), (100, 50), *((x, 50) for x in stops))
        assert gaps(dabs) == pytest.approx([10.0] * 20)


def test_dabs_of_a_small_brush_are_at_least_half_a_pixel_apart():
    dabs = walked(Path(Brush(size_px=1.0, spacing=0.05)), (0, 0), (10, 0))
    assert gaps(dabs) == pytest.approx([0.5] * 20)


def test_bristles_need_nearer_dabs():
    brush = Brush(size_px=40.0, spacing=0.2, tip=Tip.BRISTLES)
    assert gaps(walked(Path(brush), (0, 0), (10, 0))) == pytest.approx([2.0] * 5)


def test_a_light_hand_sets_smaller_dabs_nearer_to_each_other():
    path = Path(BRUSH)
    pens = [*path.to(Pen(Point(0, 0), 0.5)), *path.to(Pen(Point(50, 0), 0.5)), *path.rest()]
    assert gaps([pen.position for pen in pens]) == pytest.approx([5.0] * 10)


def test_pressure_changes_along_the_way():
    path = Path(Brush(size_px=40.0, spacing=0.25, pressure_sizes=False))
    pens = [*path.to(Pen(Point(0, 0), 0.0)), *path.to(Pen(Point(100, 0), 1.0)), *path.rest()]
    assert [pen.pressure for pen in pens] == pytest.approx([n / 10 for n in range(11)])


def test_a_fast_circle_of_few_moves_is_drawn_round():
    turns = [index * math.pi / 4 for index in range(25)]
    places = [(100 * math.cos(turn), 100 * math.sin(turn)) for turn in turns]
    dabs = walked(Path(BRUSH), *places)[20:-20]
    radii = [math.hypot(*dab) for dab in dabs]
    # The chords' own middles lie at 92.4; the curve goes through them and bends outward.
    assert min(radii) > 92 and max(radii) < 98


def test_the_way_ends_where_the_hand_is_lifted():
    fine = Brush(size_px=10.0, spacing=0.05)
    for string_px in (0.0, 60.0):
        dabs = walked(Path(fine, string_px), (0, 0), (50, 20), (90, 70))
        assert math.dist(dabs[-1], (90, 70)) <= 0.5


def test_a_string_keeps_a_trembling_hand_still():
    path = Path(BRUSH, string_px=20.0)
    list(path.to(Pen(Point(100, 100))))
    for index in range(40):
        assert not list(path.to(Pen(Point(100 + 15 * math.sin(index), 100 + 10 * math.cos(index)))))
    assert path.pulled is not None and path.pulled.position == Point(100, 100)


def test_the_brush_hangs_behind_by_the_length_of_its_string():
    path = Path(BRUSH, string_px=30.0)
    for x in range(0, 201, 10):
        list(path.to(Pen(Point(x, 0))))
    assert path.pulled is not None
    assert path.pulled.position == pytest.approx((170, 0))


def test_a_string_rounds_a_trembling_line():
    zigzag = [(x, 4.0 * (x % 20 == 10)) for x in range(0, 400, 10)]
    loose = walked(Path(Brush(size_px=8.0)), *zigzag)
    held = walked(Path(Brush(size_px=8.0), string_px=40.0), *zigzag)

    def swing(dabs: list[Point]) -> float:
        inner = [dab.y for dab in dabs if 100 < dab.x < 300]
        return max(inner) - min(inner)

    assert swing(held) < swing(loose) / 3


def test_a_straight_line_ends_in_a_whole_dab():
    path = Path(BRUSH)
    path.begin(Pen(Point(0, 0)))
    dabs = [pen.position for pen in path.straight_to(Pen(Point(33, 0)))]
    assert dabs == [Point(10, 0), Point(20, 0), Point(30, 0), Point(33, 0)]
