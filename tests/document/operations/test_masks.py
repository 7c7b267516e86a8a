"""What is done to the active mask: areas are compared with computed ones, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent, Point
from studio.core.pixels import MaskPixels, Pixels
from studio.document.document import Document
from studio.document.edit import PixelEdit
from studio.document.layer import Layer
from studio.document.masking.shapes import Mode, Shape, ellipse, rectangle
from studio.document.operations.mask_edges import (
    border_edit,
    feather_edit,
    fill_holes_edit,
    grow_edit,
    shrink_edit,
    smooth_edit,
)
from studio.document.operations.mask_picking import (
    Likeness,
    alpha_edit,
    colour_shape,
    wand_shape,
)
from studio.document.operations.masks import invert_edit, mask_edit, shape_edit

EXTENT = Extent(200, 160)
SQUARE = Bounds(60, 40, 80, 60)
EDGE_EDITS = (grow_edit, shrink_edit, feather_edit, smooth_edit, border_edit)


@pytest.fixture
def document() -> Document:
    """A grey picture with a masked rectangle."""
    document = Document.from_pixels(np.full((EXTENT.height, EXTENT.width, 3), 128, np.uint8))
    document.mask.part(SQUARE)[:] = 255
    return document


def applied(document: Document, edit: PixelEdit | None) -> float:
    """The masked area after the edit in px, which must be taken back exactly."""
    assert edit is not None
    before = document.mask.pixels.copy()
    edit.apply(document)
    area = float(document.mask.pixels.sum() / 255)
    edit.revert(document)
    assert_array_equal(document.mask.pixels, before)
    edit.apply(document)
    return area


def patches() -> Pixels:
    """Two red squares apart on blue, one of them with a slightly darker half."""
    pixels = np.zeros((160, 200, 3), np.uint8)
    pixels[..., 2] = 200
    pixels[20:60, 20:60] = (200, 0, 0)
    pixels[40:60, 20:60] = (190, 0, 0)
    pixels[100:120, 150:170] = (200, 0, 0)
    return pixels


@pytest.fixture
def picture() -> Document:
    return Document.from_pixels(patches())


def test_growing_adds_a_round_rim(document: Document):
    expected = 80 * 60 + 2 * 10 * (80 + 60) + np.pi * 10**2
    assert applied(document, grow_edit(document, 10)) == pytest.approx(expected, rel=0.006)


def test_shrinking_takes_a_rim_away(document: Document):
    assert applied(document, shrink_edit(document, 10)) == 60 * 40


def test_shrinking_leaves_what_the_pictures_edge_cuts(document: Document):
    document.mask.part(Bounds(0, 0, 200, 50))[:] = 255
    applied(document, shrink_edit(document, 10))
    assert document.mask.pixels[:38, 0].all()


def test_shrinking_by_more_than_there_is_leaves_nothing(document: Document):
    assert applied(document, shrink_edit(document, 31)) == 0


def test_a_feather_keeps_the_area_and_widens_the_edge(document: Document):
    assert applied(document, feather_edit(document, 12)) == pytest.approx(80 * 60, rel=0.01)
    assert 0 < document.mask.pixels[70, 55] < document.mask.pixels[70, 65] < 255


def test_smoothing_cuts_only_corners(document: Document):
    area = applied(document, smooth_edit(document, 10))
    assert 0.97 * 80 * 60 < area < 80 * 60


def test_a_border_has_its_width(document: Document):
    area = applied(document, border_edit(document, 6))
    outer = 80 * 60 + 2 * 3 * 140 + np.pi * 9
    assert area == pytest.approx(outer - 74 * 54, rel=0.01)


def test_holes_are_filled(document: Document):
    document.mask.part(Bounds(80, 60, 10, 10))[:] = 0
    assert applied(document, fill_holes_edit(document)) == 80 * 60


@pytest.mark.parametrize("edge_edit", EDGE_EDITS)
def test_an_empty_mask_has_no_edge_to_work_on(
    document: Document, edge_edit: Callable[[Document, int], PixelEdit | None]
):
    document.mask.pixels[:] = 0
    with pytest.raises(BadInput, match="The mask is empty"):
        edge_edit(document, 5)


@pytest.mark.parametrize("edge_edit", EDGE_EDITS)
@pytest.mark.parametrize("px", [0, 1025])
def test_a_width_out_of_range_is_refused(
    document: Document, edge_edit: Callable[[Document, int], PixelEdit | None], px: int
):
    with pytest.raises(BadInput, match="The width"):
        edge_edit(document, px)


def test_growing_a_full_mask_is_no_step(document: Document):
    document.mask.pixels[:] = 255
    assert grow_edit(document, 5) is None


def test_the_inverse_is_all_else(document: Document):
    assert applied(document, invert_edit(document)) == EXTENT.area - 80 * 60


@pytest.mark.parametrize(
    ("mode", "area"),
    [
        (Mode.REPLACE, 40 * 60),
        (Mode.ADD, 80 * 60 + 20 * 60),
        (Mode.SUBTRACT, 60 * 60),
        (Mode.INTERSECT, 20 * 60),
    ],
)
def test_a_shape_meets_the_mask(document: Document, mode: Mode, area: float):
    shape = rectangle(Bounds(120, 40, 40, 60), EXTENT)
    assert applied(document, shape_edit(document, "rectangle", shape, mode)) == area


def test_a_step_is_named_by_what_was_done(document: Document):
    shape = ellipse(Point(0, 0), Point(20, 20), EXTENT)
    edit = shape_edit(document, "ellipse", shape, Mode.SUBTRACT)
    assert edit is None
    edit = shape_edit(document, "ellipse", shape, Mode.ADD)
    assert edit is not None
    assert edit.title == "Add to mask: ellipse"


def test_a_mask_of_another_size_is_refused(document: Document):
    with pytest.raises(BadInput, match="must have the same size"):
        mask_edit(document, "Set mask", np.zeros((10, 10), np.uint8))


def test_a_layers_alpha_becomes_the_mask():
    pixels = np.zeros((160, 200, 4), np.uint8)
    pixels[10:30, 20:60, 3] = 200
    document = Document.from_pixels(pixels)
    assert applied(document, alpha_edit(document)) == pytest.approx(20 * 40 * 200 / 255)


def test_an_alpha_without_a_layer_is_refused():
    with pytest.raises(BadInput, match="Choose a layer"):
        alpha_edit(Document(EXTENT))


def masked_by(shape_of: Callable[..., Shape], document: Document, **how: Any) -> MaskPixels:
    shape = shape_of(document, Point(25.5, 25.5), Likeness(antialias=False, **how))
    applied(document, shape_edit(document, "wand", shape, Mode.REPLACE))
    return document.mask.pixels


def test_the_wand_takes_what_hangs_together_and_is_alike(picture: Document):
    assert_array_equal(masked_by(wand_shape, picture, tolerance=20) > 0, shown(20, 60))


def test_a_smaller_tolerance_takes_less(picture: Document):
    assert_array_equal(masked_by(wand_shape, picture, tolerance=5) > 0, shown(20, 40))


def test_by_colour_takes_it_wherever_it_is(picture: Document):
    expected = shown(20, 60)
    expected[100:120, 150:170] = True
    assert_array_equal(masked_by(colour_shape, picture, tolerance=20) > 0, expected)


def test_an_antialiased_wand_holds_the_same_area(picture: Document):
    shape = wand_shape(picture, Point(25, 25), Likeness(tolerance=20))
    assert shape.coverage.sum() / 255 == pytest.approx(40 * 40, rel=0.002)
    assert len(np.unique(shape.coverage)) > 2


def test_the_wand_looks_at_one_layer_or_at_all(picture: Document):
    clear = Layer.clear("above", EXTENT)
    before = picture.picture
    picture.show(before.inserted(clear, None, 1))
    assert masked_by(wand_shape, picture, all_layers=False).all()
    assert_array_equal(masked_by(wand_shape, picture, all_layers=True) > 0, shown(20, 60))


def test_the_wand_outside_the_picture_is_refused(picture: Document):
    with pytest.raises(BadInput, match="outside the picture"):
        wand_shape(picture, Point(-1, 5), Likeness())


def test_a_tolerance_out_of_range_is_refused():
    with pytest.raises(BadInput, match="The tolerance"):
        Likeness(tolerance=256)


def shown(top: int, bottom: int) -> np.ndarray:
    expected = np.zeros((160, 200), np.bool_)
    expected[top:bottom, 20:60] = True
    return expected
