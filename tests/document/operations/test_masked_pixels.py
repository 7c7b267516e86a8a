"""The active layer's pixels inside the mask."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.core.geometry import Bounds
from studio.document.colour import Colour
from studio.document.document import Document
from studio.document.edit import Edit
from studio.document.layer import Layer
from studio.document.operations.masked_pixels import copy_edit, delete_edit, fill_masked_edit

Operation = Callable[[Document], Edit | None]
INSIDE = Bounds(10, 5, 20, 10)
RED = Colour(200, 10, 20)


@pytest.fixture
def document() -> Document:
    """An opaque grey picture, a part of it masked, the right half of that part by half."""
    document = Document.from_pixels(np.full((30, 40, 3), 100, np.uint8), "Paper")
    document.mask.part(INSIDE)[:] = 255
    document.mask.part(Bounds(20, 5, 10, 10))[:] = 128
    return document


def active(document: Document) -> Layer:
    assert document.active_layer is not None
    return document.active_layer


def look(document: Document, **fields: object) -> None:
    document.show(document.picture.changed(active(document).uid, **fields))


def applied(document: Document, edit: Edit | None) -> None:
    """Applied, taken back exactly, and applied again."""
    assert edit is not None
    before = document.flattened()
    edit.apply(document)
    edit.revert(document)
    assert_array_equal(document.flattened(), before)
    edit.apply(document)


def test_deleting_clears_in_proportion(document: Document):
    applied(document, delete_edit(document))
    alpha = document.flattened()[..., 3]
    assert not alpha[5:15, 10:20].any()
    assert (alpha[5:15, 20:30] == 127).all()
    assert alpha.astype(int).sum() == 255 * (30 * 40 - 200) + 127 * 100


def test_filling_paints_in_proportion(document: Document):
    applied(document, fill_masked_edit(document, RED))
    pixels = document.flattened()
    assert (pixels[5:15, 10:20] == (*RED, 255)).all()
    assert (pixels[5:15, 20:30] == (150, 55, 60, 255)).all()
    assert (pixels[20:] == (100, 100, 100, 255)).all()


def test_filling_a_layer_whose_alpha_is_locked_keeps_its_shape(document: Document):
    active(document).raster.pixels[:, :15] = 0
    look(document, alpha_locked=True)
    applied(document, fill_masked_edit(document, RED))
    pixels = document.flattened()
    assert not pixels[:, :15].any()
    assert (pixels[5:15, 15:20] == (*RED, 255)).all()


def test_a_copy_lies_above_and_holds_the_masked_part_only(document: Document):
    applied(document, copy_edit(document))
    above = active(document)
    assert above.name == "Paper part"
    assert document.layers[1] is above
    assert above.raster.painted == INSIDE
    assert (above.raster.part(Bounds(20, 5, 10, 10)) == (50, 50, 50, 128)).all()
    assert (document.layers[0].raster.pixels == (100, 100, 100, 255)).all()


@pytest.mark.parametrize("what", [delete_edit, copy_edit, lambda each: fill_masked_edit(each, RED)])
def test_nothing_can_be_done_with_an_empty_mask(document: Document, what: Operation):
    document.mask.pixels[:] = 0
    with pytest.raises(BadInput, match="The mask is empty"):
        what(document)


@pytest.mark.parametrize("what", [delete_edit, lambda each: fill_masked_edit(each, RED)])
def test_a_locked_layer_is_left_alone(document: Document, what: Operation):
    look(document, locked=True)
    with pytest.raises(BadInput, match="“Paper” is locked"):
        what(document)


def test_nothing_is_deleted_where_alpha_is_locked(document: Document):
    look(document, alpha_locked=True)
    with pytest.raises(BadInput, match="alpha of the layer “Paper” is locked"):
        delete_edit(document)
