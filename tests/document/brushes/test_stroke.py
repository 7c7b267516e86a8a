"""Strokes on masks and layers, against areas and colours that can be computed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent, Point
from studio.document.brushes.brush import Brush, Tip
from studio.document.brushes.stroke import (
    Stroke,
    blur_stroke,
    erase_stroke,
    mask_stroke,
    paint_stroke,
    smudge_stroke,
)
from studio.document.colour import Colour
from studio.document.document import Document
from studio.document.layer import Layer
from studio.document.picture import Picture
from studio.document.surface import Mask

RED = Colour(200, 30, 60)
HARD = Brush(size_px=40.0, hardness=1.0)
Begin = Callable[[Document, Brush], Stroke]


@pytest.fixture
def document() -> Document:
    """A clear layer of 400 × 300 px."""
    document = Document(Extent(400, 300))
    extent = document.extent
    document.show(Picture.with_nodes(extent, (Layer.clear("Layer", extent),)))
    return document


def grey(level: int = 128) -> Document:
    return Document.from_pixels(np.full((300, 400, 3), level, np.uint8))


def pixels(document: Document) -> np.ndarray:
    return document.layers[0].raster.pixels


def masked(document: Document) -> float:
    """Covered area in px."""
    return float(document.mask.pixels.sum()) / 255


def lock(document: Document, **fields: bool) -> None:
    layer = document.layers[0]
    document.show(document.picture.changed(layer.uid, **fields))


def drawn(stroke: Stroke, *places: tuple[float, float]) -> Stroke:
    for place in places:
        stroke.move_to(Point(*place))
    return stroke


PAINT: Begin = partial(paint_stroke, colour=RED)
STROKES = pytest.mark.parametrize(
    "begin", [mask_stroke, PAINT, erase_stroke, smudge_stroke, blur_stroke]
)
LAYER_STROKES = pytest.mark.parametrize("begin", [PAINT, erase_stroke, smudge_stroke, blur_stroke])


# The mask.


@pytest.mark.parametrize("size", [1, 10, 33.3, 100, 250])
def test_a_hard_dab_masks_the_area_of_its_circle(document: Document, size: float):
    drawn(mask_stroke(document, Brush(size_px=size, hardness=1)), (200.5, 150.5))
    assert masked(document) == pytest.approx(math.pi * size**2 / 4, rel=0.02, abs=0.6)


@pytest.mark.parametrize("offset", [0.0, 0.25, 0.5, 0.75])
def test_a_dab_is_centred_where_the_pen_is(document: Document, offset: float):
    drawn(mask_stroke(document, Brush(size_px=40, hardness=0.5)), (100 + offset, 80 + offset))
    mask = document.mask.pixels / 255
    y, x = np.mgrid[:300, :400] + 0.5
    assert (mask * x).sum() / mask.sum() == pytest.approx(100 + offset, abs=0.02)
    assert (mask * y).sum() / mask.sum() == pytest.approx(80 + offset, abs=0.02)


def test_a_hard_line_masks_a_stadium(document: Document):
    stroke = drawn(mask_stroke(document, Brush(size_px=50, hardness=1)), (100, 150))
    stroke.line_to(Point(300, 150))
    assert masked(document) == pytest.approx(200 * 50 + math.pi * 25**2, rel=0.01)


def test_overlapping_dabs_of_one_stroke_never_exceed_its_opacity(document: Document):
    brush = Brush(size_px=60, hardness=1, opacity=0.5)
    drawn(mask_stroke(document, brush), *[(100, 100), (200, 100)] * 5).finish()
    assert document.mask.pixels.max() == 128


def test_a_second_stroke_adds_to_the_first(document: Document):
    for _ in range(2):
        drawn(mask_stroke(document, replace(HARD, opacity=0.5)), (100, 100)).finish()
    assert document.mask.pixels[100, 100] == 192


def test_erasing_takes_the_mask_away(document: Document):
    document.mask.pixels[:] = 255
    brush = Brush(size_px=100, hardness=1)
    drawn(mask_stroke(document, brush, erase=True), (200.5, 150.5))
    assert 400 * 300 - masked(document) == pytest.approx(math.pi * 50**2, rel=0.02)


def test_pressure_makes_the_dab_smaller(document: Document):
    mask_stroke(document, Brush(size_px=100, hardness=1)).move_to(Point(200.5, 150.5), 0.5)
    assert masked(document) == pytest.approx(math.pi * 25**2, rel=0.02)


def test_a_steep_pressure_curve_makes_a_light_hand_lighter(document: Document):
    brush = Brush(size_px=100, hardness=1, pressure_curve=2.0)
    mask_stroke(document, brush).move_to(Point(200.5, 150.5), 0.5)
    assert masked(document) == pytest.approx(math.pi * 12.5**2, rel=0.03)


def test_pressure_can_fade_the_dab(document: Document):
    brush = Brush(size_px=100, hardness=1, pressure_sizes=False, pressure_fades=True)
    mask_stroke(document, brush).move_to(Point(200, 150), 0.25)
    assert document.mask.pixels.max() == 64


@pytest.mark.parametrize("dabs", [1, 2, 5, 40])
def test_little_flow_builds_up_towards_full_cover(document: Document, dabs: int):
    brush = Brush(size_px=40, hardness=1, flow=0.1)
    stroke = mask_stroke(document, brush)
    for _ in range(dabs):
        stroke.start_from(Point(100, 100))
        stroke.line_to(Point(100, 100))
    assert document.mask.pixels[100, 100] == pytest.approx(255 * (1 - 0.9**dabs), abs=1.5)


def test_flow_never_exceeds_the_opacity(document: Document):
    brush = Brush(size_px=40, hardness=1, flow=0.5, opacity=0.25)
    drawn(mask_stroke(document, brush), *[(100, 100), (200, 100)] * 8)
    assert document.mask.pixels.max() == 64


# Layers.


def test_paint_has_the_colour_that_was_chosen(document: Document):
    drawn(paint_stroke(document, HARD, RED), (100, 100))
    assert pixels(document)[100, 100].tolist() == [*RED, 255]
    assert pixels(document)[100, 130].tolist() == [0, 0, 0, 0]


def test_half_opaque_paint_mixes_with_what_is_there():
    document = grey(100)
    drawn(paint_stroke(document, replace(HARD, opacity=0.5), Colour(200, 0, 100)), (100, 100))
    assert pixels(document)[100, 100] == pytest.approx([150, 50, 100, 255], abs=1)


def test_half_opaque_paint_on_nothing_is_half_opaque(document: Document):
    drawn(paint_stroke(document, replace(HARD, opacity=0.5), Colour(200, 0, 100)), (100, 100))
    assert pixels(document)[100, 100] == pytest.approx([100, 0, 50, 128], abs=1)


def test_paint_never_exceeds_its_own_alpha(document: Document):
    brush = Brush(size_px=80, hardness=0, flow=0.3, opacity=0.7)
    drawn(paint_stroke(document, brush, Colour(255, 254, 1)), (50, 50), (300, 200))
    assert (pixels(document)[..., :3] <= pixels(document)[..., 3:]).all()


def test_erasing_makes_clear_and_half_erasing_half_clear():
    document = grey(200)
    drawn(erase_stroke(document, HARD), (100, 100))
    drawn(erase_stroke(document, replace(HARD, opacity=0.5)), (200, 100))
    assert pixels(document)[100, 100].tolist() == [0, 0, 0, 0]
    assert pixels(document)[100, 200] == pytest.approx([100, 100, 100, 127], abs=1)


def test_locked_alpha_is_painted_only_where_something_is(document: Document):
    pixels(document)[:, :100] = (60, 60, 60, 120)
    lock(document, alpha_locked=True)
    drawn(paint_stroke(document, HARD, Colour(255, 255, 255)), (100, 100))
    assert pixels(document)[100, 95].tolist() == [120, 120, 120, 120]
    assert pixels(document)[100, 105].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("begin", [smudge_stroke, blur_stroke])
def test_locked_alpha_stays_when_colours_are_smeared(document: Document, begin: Begin):
    pixels(document)[:, :100] = (120, 20, 30, 120)
    pixels(document)[:, 100:200] = (0, 0, 250, 255)
    before = pixels(document).copy()
    lock(document, alpha_locked=True)
    drawn(begin(document, HARD), (80, 100), (230, 100)).finish()
    assert_array_equal(pixels(document)[..., 3], before[..., 3])
    assert (pixels(document)[..., :3] <= pixels(document)[..., 3:]).all()
    assert (pixels(document) != before).any()


def test_what_is_locked_cannot_be_erased(document: Document):
    lock(document, alpha_locked=True)
    with pytest.raises(BadInput, match="transparency"):
        erase_stroke(document, HARD)


@LAYER_STROKES
def test_a_locked_layer_takes_no_stroke(document: Document, begin: Begin):
    lock(document, locked=True)
    with pytest.raises(BadInput, match="locked"):
        begin(document, HARD)


@pytest.mark.parametrize("stroke", [paint_stroke, erase_stroke, smudge_stroke, blur_stroke])
def test_nothing_changes_outside_the_mask_that_is_kept_to(stroke: Callable[..., Stroke]):
    dice = np.random.default_rng(0)
    document = Document.from_pixels(dice.integers(0, 256, (300, 400, 4), np.uint8))
    within = Mask.empty(document.extent)
    within.pixels[120:180, 150:250] = 255
    before = pixels(document).copy()
    extra = {"colour": RED} if stroke is paint_stroke else {}
    drawn(stroke(document, HARD, within=within, **extra), (50, 100), (350, 200)).finish()
    changed = (pixels(document) != before).any(axis=2)
    assert changed[120:180, 150:250].any()
    changed[120:180, 150:250] = False
    assert not changed.any()


def test_chalk_leaves_the_pits_of_the_paper_and_comes_back_to_the_same_ones(document: Document):
    chalk = Brush(size_px=100, hardness=1, tip=Tip.CHALK)
    drawn(paint_stroke(document, chalk, RED), (200, 150)).finish()
    once = pixels(document).copy()
    share = (once[120:180, 170:230, 3] > 127).mean()
    drawn(paint_stroke(document, chalk, RED), (200, 150)).finish()
    assert 0.3 < share < 0.9
    assert_array_equal(pixels(document)[once[..., 3] == 0], once[once[..., 3] == 0])


def test_bristles_draw_streaks(document: Document):
    brush = Brush(size_px=60, hardness=1, tip=Tip.BRISTLES)
    drawn(paint_stroke(document, brush, RED), (60, 150), (340, 150)).finish()
    across = pixels(document)[120:180, 200, 3].astype(int)
    along = pixels(document)[150, 120:280, 3].astype(int)
    assert np.abs(np.diff(across)).mean() > 4 * np.abs(np.diff(along)).mean()


# Smudge and blur.


@pytest.mark.parametrize("begin", [smudge_stroke, blur_stroke])
def test_a_plain_picture_stays_plain(begin: Begin):
    document = grey(77)
    stroke = drawn(begin(document, Brush(size_px=60, hardness=0.2)), (-20, 50), (450, 250))
    assert stroke.finish() is None


def test_smudging_takes_colour_along():
    """Fresh paint enters at the front: at half strength it has come through after two diameters."""
    document = grey(0)
    pixels(document)[:, :200, :3] = 255
    brush = Brush(size_px=40, hardness=1, opacity=0.5, spacing=0.05)
    drawn(smudge_stroke(document, brush), (150, 150), (320, 150)).finish()
    trail = pixels(document)[150, 200:, 0].astype(int)
    assert trail[10] > 240
    assert 40 < trail[40] < 215
    assert trail[75] < 30
    assert (np.diff(trail) <= 0).all()


def test_weak_smudging_takes_less_along():
    reached = []
    for opacity in (0.3, 0.9):
        document = grey(0)
        pixels(document)[:, :200, :3] = 255
        brush = Brush(size_px=40, hardness=1, opacity=opacity, spacing=0.05)
        drawn(smudge_stroke(document, brush), (150, 150), (260, 150)).finish()
        reached.append(int(pixels(document)[150, 200:, 0].astype(int).sum()))
    assert reached[0] < reached[1] / 2


def test_blurring_softens_an_edge_and_keeps_its_mean():
    document = grey(0)
    pixels(document)[:, 200:, :3] = 240
    brush = Brush(size_px=80, hardness=1, opacity=1.0, spacing=0.1)
    drawn(blur_stroke(document, brush), (200, 80), (200, 220)).finish()
    edge = pixels(document)[150, 170:230, 0].astype(int)
    assert np.abs(np.diff(edge)).max() < 60
    assert (np.diff(edge) >= 0).all()
    assert edge.mean() == pytest.approx(120, abs=2)


MASK_SMEARS = [partial(smudge_stroke, on_mask=True), partial(blur_stroke, on_mask=True)]


@pytest.mark.parametrize("begin", MASK_SMEARS)
def test_smearing_the_mask_softens_its_edge_and_nothing_else(begin: Begin):
    document = grey(0)
    document.mask.pixels[:, 200:] = 255
    brush = Brush(size_px=60, hardness=0.5, opacity=0.8)
    edit = drawn(begin(document, brush), (180, 150), (220, 150)).finish()
    assert edit is not None
    assert edit.title in ("Smudge mask", "Blur mask")
    changed = np.zeros((300, 400), bool)
    changed[:, 200:] = True
    changed = (document.mask.pixels == 255) != changed
    assert changed[140:160, 180:220].any()
    assert not changed[:118].any()
    assert not changed[182:].any()
    assert not pixels(document)[..., :3].any()
    edit.revert(document)
    assert masked(document) == 200 * 300


def test_blurring_the_mask_keeps_as_much_masked():
    document = grey(0)
    document.mask.pixels[:, 200:] = 255
    brush = Brush(size_px=80, hardness=1, opacity=1.0, spacing=0.1)
    drawn(blur_stroke(document, brush, on_mask=True), (200, 80), (200, 220)).finish()
    edge = document.mask.pixels[150, 170:230].astype(int)
    assert (np.diff(edge) >= 0).all()
    assert np.abs(np.diff(edge)).max() < 64
    assert masked(document) == pytest.approx(200 * 300, rel=0.005)


@pytest.mark.parametrize("begin", MASK_SMEARS)
def test_a_locked_layer_does_not_keep_its_mask_from_being_smeared(begin: Begin):
    document = grey(0)
    lock(document, locked=True)
    document.mask.pixels[:, 200:] = 255
    assert drawn(begin(document, HARD), (150, 150), (250, 150)).finish() is not None


@pytest.mark.parametrize("begin", MASK_SMEARS)
def test_an_empty_mask_has_no_edge_to_smear(begin: Begin):
    with pytest.raises(BadInput, match="Nothing is masked yet"):
        begin(grey(), HARD)


# Every stroke.


@STROKES
def test_a_stroke_is_undone_and_done_again_as_one(begin: Begin):
    dice = np.random.default_rng(1)
    document = Document.from_pixels(dice.integers(0, 256, (300, 400, 3), np.uint8))
    document.mask.pixels[140:160] = 77
    before = pixels(document).copy(), document.mask.pixels.copy()
    stroke = drawn(
        begin(document, Brush(size_px=30, hardness=0.3)), (60, 150), (120, 90), (350, 290)
    )
    edit = stroke.finish()
    after = pixels(document).copy(), document.mask.pixels.copy()
    assert edit is not None
    edit.revert(document)
    assert_array_equal(pixels(document), before[0])
    assert_array_equal(document.mask.pixels, before[1])
    edit.apply(document)
    assert_array_equal(pixels(document), after[0])
    assert_array_equal(document.mask.pixels, after[1])


@STROKES
def test_an_aborted_stroke_leaves_nothing(begin: Begin):
    dice = np.random.default_rng(2)
    document = Document.from_pixels(dice.integers(0, 256, (300, 400, 4), np.uint8))
    before = pixels(document).copy()
    stroke = drawn(begin(document, HARD), (100, 100), (300, 200))
    stroke.abort()
    assert_array_equal(pixels(document), before)
    assert document.mask.is_empty


@STROKES
def test_only_what_is_told_has_changed(begin: Begin):
    dice = np.random.default_rng(3)
    document = Document.from_pixels(dice.integers(0, 256, (300, 400, 3), np.uint8))
    heard: list[Bounds] = []
    document.subscribe(heard.append)
    before = pixels(document).copy()
    drawn(begin(document, Brush(size_px=20, hardness=1)), (50, 60), (120, 60)).finish()
    changed = (pixels(document) != before).any(axis=2) | (document.mask.pixels > 0)
    assert changed.any()
    for bounds in heard:
        assert bounds.width <= 96 and bounds.height <= 24
        changed[bounds.slices] = False
    assert not changed.any()


@STROKES
def test_a_stroke_outside_the_picture_is_no_edit(document: Document, begin: Begin):
    assert drawn(begin(document, HARD), (-100, -100), (-100, 900)).finish() is None


def test_a_stroke_over_the_edge_paints_what_is_inside(document: Document):
    drawn(mask_stroke(document, Brush(size_px=100, hardness=1)), (0, 0))
    assert masked(document) == pytest.approx(math.pi * 50**2 / 4, rel=0.03)


def test_a_layer_beyond_the_canvas_is_painted_there_too(document: Document):
    wide = Layer.clear("Wide", Extent(600, 500))
    raster = wide.raster.__class__(wide.raster.pixels, -100, -100)
    document.show(Picture.with_nodes(document.extent, (replace(wide, raster=raster),)))
    drawn(paint_stroke(document, HARD, RED), (-50, -50))
    assert pixels(document)[50, 50].tolist() == [*RED, 255]


def test_a_stroke_can_start_where_another_ended(document: Document):
    stroke = mask_stroke(document, HARD)
    stroke.start_from(Point(100, 100))
    assert document.mask.is_empty
    stroke.line_to(Point(200, 100))
    assert document.mask.pixels[100, 150] == 255


def test_a_long_fast_line_is_told_in_pieces(document: Document):
    large = Document.from_pixels(np.zeros((3000, 3000, 3), np.uint8))
    heard: list[Bounds] = []
    large.subscribe(heard.append)
    drawn(paint_stroke(large, HARD, RED), (50, 50), (2950, 2950)).finish()
    assert max(bounds.extent.area for bounds in heard) <= 700**2
    assert sum(bounds.extent.area for bounds in heard) < 3000**2 / 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"size_px": 0},
        {"hardness": 1.5},
        {"opacity": float("nan")},
        {"flow": 0},
        {"spacing": 9},
        {"smoothing": -1},
        {"pressure_curve": 0},
    ],
)
def test_an_impossible_brush_is_refused(wrong: dict[str, float]):
    with pytest.raises(BadInput):
        Brush(**wrong)
