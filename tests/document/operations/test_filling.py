"""Fills and gradients, against areas and colours that can be computed."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.core.geometry import Extent, Point
from studio.document.colour import Colour
from studio.document.document import Document
from studio.document.edit import PixelEdit
from studio.document.layer import Layer
from studio.document.operations.filling import (
    Gradient,
    GradientShape,
    fill_edit,
    gradient_edit,
)
from studio.document.operations.mask_picking import Likeness
from studio.document.picture import Picture
from studio.document.surface import Mask

RED, BLUE = Colour(220, 20, 30), Colour(0, 0, 200)
SHARP = Likeness(tolerance=10, all_layers=False, antialias=False)
ACROSS = Gradient(start=Point(0, 0), end=Point(256, 0), first=Colour(0, 0, 0), last=BLUE)


@pytest.fixture
def document() -> Document:
    """Grey, with two squares of white, 40 px a side."""
    pixels = np.full((200, 300, 3), 100, np.uint8)
    pixels[50:90, 50:90] = pixels[50:90, 150:190] = 255
    return Document.from_pixels(pixels)


def done(document: Document, edit: PixelEdit | None) -> np.ndarray:
    """The layer's pixels once the edit is made."""
    assert edit is not None
    edit.apply(document)
    return document.layers[0].raster.pixels


def area(pixels: np.ndarray, colour: Colour = RED) -> int:
    return int((pixels[..., :3] == colour).all(axis=2).sum())


def test_a_fill_covers_what_hangs_together(document: Document):
    pixels = done(document, fill_edit(document, Point(60, 60), RED, SHARP))
    assert area(pixels) == area(pixels[50:90, 50:90]) == 40 * 40


def test_a_fill_can_cover_all_that_is_alike(document: Document):
    edit = fill_edit(document, Point(60, 60), RED, SHARP, contiguous=False)
    assert area(done(document, edit)) == 2 * 40 * 40


def test_nothing_is_written_before_the_fill_is_made(document: Document):
    before = document.layers[0].raster.pixels.copy()
    assert fill_edit(document, Point(60, 60), RED, SHARP) is not None
    assert_array_equal(document.layers[0].raster.pixels, before)


def test_a_tolerant_fill_covers_more(document: Document):
    likeness = replace(SHARP, tolerance=155)
    pixels = done(document, fill_edit(document, Point(60, 60), RED, likeness))
    assert area(pixels) == 200 * 300


@pytest.mark.parametrize(("grow_px", "wanted"), [(0, 1600), (3, 46**2 - 12), (-4, 32**2)])
def test_a_fill_can_be_widened_and_narrowed(document: Document, grow_px: int, wanted: int):
    edit = fill_edit(document, Point(60, 60), RED, SHARP, grow_px=grow_px)
    assert area(done(document, edit)) == pytest.approx(wanted, abs=10)


def test_a_smooth_edge_takes_a_pixel_to_each_side(document: Document):
    likeness = replace(SHARP, antialias=True)
    pixels = done(document, fill_edit(document, Point(60, 60), RED, likeness))
    row = pixels[70, 45:55, 0].astype(int)
    assert row[3] == 100 and row[-1] == 220
    assert len(set(row.tolist())) > 2


def test_a_fill_looks_at_all_layers_where_it_is_told_to(document: Document):
    line_art = document.picture
    paint = Layer.clear("Paint", document.extent)
    picture = replace(line_art, nodes=(*line_art.nodes, paint), active_node=paint.uid)
    document.show(picture)
    likeness = replace(SHARP, all_layers=True)
    edit = fill_edit(document, Point(60, 60), RED, likeness)
    assert edit is not None
    edit.apply(document)
    assert int((paint.raster.pixels[..., 3] == 255).sum()) == 40 * 40
    assert area(document.layers[0].raster.pixels) == 0


def test_a_fill_keeps_to_the_mask(document: Document):
    within = Mask.empty(document.extent)
    within.pixels[:, :70] = 255
    edit = fill_edit(document, Point(60, 60), RED, SHARP, within=within)
    assert area(done(document, edit)) == 20 * 40


def test_the_same_fill_again_is_no_edit(document: Document):
    done(document, fill_edit(document, Point(60, 60), RED, SHARP))
    assert fill_edit(document, Point(60, 60), RED, SHARP) is None


def test_a_fill_is_taken_back(document: Document):
    before = document.layers[0].raster.pixels.copy()
    edit = fill_edit(document, Point(5, 5), RED, SHARP)
    done(document, edit)
    assert edit is not None
    edit.revert(document)
    assert_array_equal(document.layers[0].raster.pixels, before)


def test_a_place_outside_cannot_be_filled(document: Document):
    with pytest.raises(BadInput, match="outside"):
        fill_edit(document, Point(-1, 5), RED, SHARP)


def test_a_locked_layer_takes_neither(document: Document):
    layer = document.layers[0]
    document.show(document.picture.changed(layer.uid, locked=True))
    with pytest.raises(BadInput, match="locked"):
        fill_edit(document, Point(5, 5), RED, SHARP)
    with pytest.raises(BadInput, match="locked"):
        gradient_edit(document, ACROSS)


def test_a_linear_gradient_runs_evenly_from_one_colour_to_the_other(document: Document):
    pixels = done(document, gradient_edit(document, ACROSS))
    wanted = np.clip((np.arange(300) + 0.5) / 256, 0, 1) * 200
    assert np.abs(pixels[100, :, 2] - wanted).max() <= 1.5
    assert (pixels == pixels[:1]).all()


def test_a_radial_gradient_runs_outwards(document: Document):
    gradient = replace(
        ACROSS, start=Point(150, 100), end=Point(150, 20), shape=GradientShape.RADIAL
    )
    pixels = done(document, gradient_edit(document, gradient))
    for x, y in ((150, 100), (190, 100), (150, 140), (206, 156), (10, 10)):
        wanted = 200 * min(1.0, math.hypot(x + 0.5 - 150, y + 0.5 - 100) / 80)
        assert pixels[y, x, 2] == pytest.approx(wanted, abs=2)


def test_a_gradient_can_fade_to_nothing():
    document = Document(Extent(256, 16))
    document.show(Picture.with_nodes(document.extent, (Layer.clear("Layer", document.extent),)))
    gradient = replace(ACROSS, first=RED, last=None)
    pixels = done(document, gradient_edit(document, gradient))
    wanted = 255 * (1 - (np.arange(256) + 0.5) / 256)
    assert np.abs(pixels[8, :, 3] - wanted).max() <= 1.5
    assert np.abs(pixels[8, :, 0] - wanted * RED.red / 255).max() <= 2


def test_a_gradient_keeps_to_the_mask_and_to_locked_alpha():
    document = Document(Extent(256, 700))
    layer = Layer.clear("Layer", document.extent)
    layer.raster.pixels[:, :128] = (90, 90, 90, 255)
    document.show(Picture.with_nodes(document.extent, (replace(layer, alpha_locked=True),)))
    within = Mask.empty(document.extent)
    within.pixels[100:650] = 255
    before = layer.raster.pixels.copy()
    pixels = done(document, gradient_edit(document, replace(ACROSS, first=RED), within=within))
    changed = (pixels != before).any(axis=2)
    assert changed[100:650, :128].all()
    assert int(changed.sum()) == 550 * 128
