"""The mask brush against areas that can be computed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent, Point
from studio.document.brush import Brush, Stroke, dab
from studio.document.document import Document


@pytest.fixture
def document() -> Document:
    return Document(Extent(400, 300))


def painted(document: Document) -> float:
    """Covered area in px."""
    return float(document.mask.pixels.sum()) / 255


@pytest.mark.parametrize("size", [1, 2, 5, 10, 33.3, 100, 250])
def test_a_hard_dab_covers_the_area_of_its_circle(document: Document, size: float):
    Stroke(document, Brush(size, hardness=1)).move_to(Point(200.5, 150.5))
    assert painted(document) == pytest.approx(math.pi * size**2 / 4, rel=0.02, abs=0.6)


@pytest.mark.parametrize("offset", [0.0, 0.25, 0.5, 0.75])
def test_a_dab_is_centred_where_the_pen_is(document: Document, offset: float):
    Stroke(document, Brush(40, hardness=0.5)).move_to(Point(100 + offset, 80 + offset))
    mask = document.mask.pixels / 255
    y, x = np.mgrid[:300, :400] + 0.5
    assert (mask * x).sum() / mask.sum() == pytest.approx(100 + offset, abs=0.02)
    assert (mask * y).sum() / mask.sum() == pytest.approx(80 + offset, abs=0.02)


def test_a_hard_line_covers_a_stadium(document: Document):
    stroke = Stroke(document, Brush(50, hardness=1))
    stroke.move_to(Point(100, 150))
    stroke.line_to(Point(300, 150))
    assert painted(document) == pytest.approx(200 * 50 + math.pi * 25**2, rel=0.01)


def test_a_line_is_the_same_in_one_move_or_in_many():
    masks = []
    for places in ([300], [110, 111, 150, 299.5, 300]):
        document = Document(Extent(400, 300))
        stroke = Stroke(document, Brush(41, hardness=1))
        stroke.move_to(Point(100, 150))
        for x in places:
            stroke.move_to(Point(x, 150))
        masks.append(document.mask.pixels.copy())
    assert np.abs(masks[0].astype(int) - masks[1]).max() <= 24


def test_a_soft_dab_falls_off_without_a_step():
    profile = dab(100, 0.0, 255, 0.0, 0.0)[51].astype(int)
    assert np.abs(np.diff(profile)).max() < 10


def test_hardness_keeps_the_middle_full():
    stamp = dab(100, 0.5, 255, 0.0, 0.0)
    y, x = np.mgrid[:103, :103] + 0.5 - 51
    assert (stamp[np.hypot(x, y) <= 24.5] == 255).all()


def test_overlapping_dabs_of_one_stroke_never_exceed_its_opacity(document: Document):
    stroke = Stroke(document, Brush(60, hardness=1, opacity=0.5))
    for _ in range(5):
        stroke.move_to(Point(100, 100))
        stroke.move_to(Point(200, 100))
    assert document.mask.pixels.max() == 128


def test_a_second_stroke_adds_to_the_first(document: Document):
    for _ in range(2):
        stroke = Stroke(document, Brush(60, hardness=1, opacity=0.5))
        stroke.move_to(Point(100, 100))
        stroke.finish()
    assert document.mask.pixels[100, 100] == 192


def test_erasing_takes_away_what_is_painted(document: Document):
    document.mask.pixels[:] = 255
    Stroke(document, Brush(100, hardness=1, erase=True)).move_to(Point(200.5, 150.5))
    assert 400 * 300 - painted(document) == pytest.approx(math.pi * 50**2, rel=0.02)


def test_pressure_makes_the_dab_smaller(document: Document):
    Stroke(document, Brush(100, hardness=1)).move_to(Point(200.5, 150.5), pressure=0.5)
    assert painted(document) == pytest.approx(math.pi * 25**2, rel=0.02)


def test_pressure_can_fade_the_dab(document: Document):
    brush = Brush(100, hardness=1, pressure_sizes=False, pressure_fades=True)
    Stroke(document, brush).move_to(Point(200, 150), pressure=0.25)
    assert document.mask.pixels.max() == 64


def test_only_the_reported_bounds_change(document: Document):
    dirty = Stroke(document, Brush(20, hardness=1)).move_to(Point(50, 60))
    outside = document.mask.pixels.copy()
    outside[dirty.slices] = 0
    assert dirty.width <= 24
    assert not outside.any()


def test_subscribers_hear_of_each_move(document: Document):
    heard: list[Bounds] = []
    document.subscribe(heard.append)
    stroke = Stroke(document, Brush(20))
    dirty = [stroke.move_to(Point(50, 60)), stroke.move_to(Point(90, 60))]
    assert heard == dirty


def test_a_stroke_over_the_edge_paints_what_is_inside(document: Document):
    Stroke(document, Brush(100, hardness=1)).move_to(Point(0, 0))
    assert painted(document) == pytest.approx(math.pi * 50**2 / 4, rel=0.03)


def test_a_stroke_outside_the_picture_is_no_edit(document: Document):
    stroke = Stroke(document, Brush(20))
    stroke.move_to(Point(-100, -100))
    stroke.move_to(Point(-100, 900))
    assert stroke.finish() is None


def test_erasing_an_empty_mask_is_no_edit(document: Document):
    stroke = Stroke(document, Brush(20, erase=True))
    stroke.move_to(Point(100, 100))
    assert stroke.finish() is None


def test_a_stroke_is_undone_and_done_again_as_one(document: Document):
    document.mask.pixels[140:160] = 77
    before = document.mask.pixels.copy()
    stroke = Stroke(document, Brush(30, hardness=0.3))
    for x in range(60, 200, 20):
        stroke.move_to(Point(x, 150))
    after = document.mask.pixels.copy()
    edit = stroke.finish()
    assert edit is not None
    edit.revert(document)
    assert_array_equal(document.mask.pixels, before)
    edit.apply(document)
    assert_array_equal(document.mask.pixels, after)


def test_an_aborted_stroke_leaves_nothing(document: Document):
    stroke = Stroke(document, Brush(30))
    stroke.move_to(Point(100, 100))
    stroke.abort()
    assert document.mask.is_empty
    assert stroke.finish() is None


def test_a_stroke_can_start_where_another_ended(document: Document):
    stroke = Stroke(document, Brush(20, hardness=1))
    stroke.start_from(Point(100, 100))
    assert document.mask.is_empty
    stroke.line_to(Point(200, 100))
    assert document.mask.pixels[100, 150] == 255


@pytest.mark.parametrize("wrong", [{"size_px": 0}, {"hardness": 1.5}, {"opacity": float("nan")}])
def test_an_impossible_brush_is_refused(wrong: dict[str, float]):
    with pytest.raises(BadInput):
        Brush(**wrong)
