"""What goes to the clipboard, and what a cut leaves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.document.document import Document
from studio.document.layer import Group, Layer
from studio.document.operations.copying import active_piece, cut_edit, seen_piece
from studio.document.operations.pasting import insert_layer_edit


def noise(seed: int) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (20, 30, 3), np.uint8)


@pytest.fixture
def document() -> Document:
    """Noise, and over it a layer with a red square of 6 × 4 px at 10, 8."""
    document = Document.from_pixels(noise(0))
    layer = Layer.clear("Red", document.extent)
    layer.raster.pixels[8:12, 10:16] = (255, 0, 0, 255)
    document.show(document.picture.inserted(layer, None, 1))
    return document


def test_without_a_mask_all_of_the_layer_is_copied(document: Document):
    piece = active_piece(document)
    assert piece.bounds == Bounds(10, 8, 6, 4)
    assert (piece.pixels == (255, 0, 0, 255)).all()


def test_a_mask_cuts_out_what_is_copied(document: Document):
    document.mask.pixels[8:10, :13] = 255
    document.mask.pixels[9, :13] = 128
    piece = active_piece(document)
    assert piece.bounds == Bounds(0, 8, 13, 2)
    assert (piece.pixels[0, 10:] == (255, 0, 0, 255)).all()
    assert (piece.pixels[1, 10:, 3] == 128).all()
    assert not piece.pixels[:, :10].any()


def test_what_is_seen_is_copied_through_all_layers(document: Document):
    document.mask.pixels[0:12, 0:16] = 255
    piece = seen_piece(document)
    assert piece.bounds == Bounds(0, 0, 16, 12)
    assert_array_equal(piece.pixels[:8, :, :3], noise(0)[:8, :16])
    assert (piece.pixels[8:, 10:, :3] == (255, 0, 0)).all()


def test_a_group_is_copied_as_one(document: Document):
    picture = document.picture
    group = Group(children=picture.nodes, name="Both")
    document.show(replace(picture, nodes=(group,), active_node=group.uid))
    assert_array_equal(active_piece(document).pixels, document.flattened())


def test_where_there_is_nothing_nothing_is_copied(document: Document):
    document.mask.pixels[:4, :4] = 255
    with pytest.raises(BadInput, match="nothing"):
        active_piece(document)
    with pytest.raises(BadInput, match="no picture"):
        active_piece(Document(Extent(4, 4)))


def test_a_cut_takes_away_what_was_copied_and_comes_back(document: Document):
    before = document.flattened()
    edit = cut_edit(document)
    assert edit is not None
    edit.apply(document)
    assert not document.layers[1].raster.pixels.any()
    edit.revert(document)
    assert_array_equal(document.flattened(), before)


def test_a_masked_cut_leaves_the_rest(document: Document):
    document.mask.pixels[:, :13] = 255
    edit = cut_edit(document)
    assert edit is not None
    assert edit.title == "Cut"
    edit.apply(document)
    alpha = document.layers[1].raster.pixels[8:12, 10:16, 3]
    assert not alpha[:, :3].any()
    assert (alpha[:, 3:] == 255).all()


def test_a_layer_whose_alpha_is_locked_cannot_be_cut(document: Document):
    picture = document.picture
    document.show(picture.changed(picture.nodes[-1].uid, alpha_locked=True))
    with pytest.raises(BadInput, match="locked"):
        cut_edit(document)


def test_cut_and_pasted_in_place_it_looks_the_same(document: Document):
    before, piece = document.flattened(), active_piece(document)
    cut = cut_edit(document)
    assert cut is not None
    cut.apply(document)
    at = piece.bounds.x, piece.bounds.y
    insert_layer_edit(document, piece.pixels, at).apply(document)
    assert_array_equal(document.flattened(), before)
