"""Edits: what they write, and that they take it back exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import MaskPixels, Pixels
from studio.document.document import Document
from studio.document.edit import PictureReplaced, PixelEdit
from studio.document.operations.masks import mask_edit
from studio.document.operations.pasting import paste_edit, replace_edit

WHOLE = Bounds(0, 0, 30, 20)


def noise(seed: int, channels: int = 3, height: int = 20, width: int = 30) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


@pytest.fixture
def document() -> Document:
    return Document.from_pixels(noise(0), "a")


def test_a_pasted_part_changes_only_its_bounds(document: Document):
    bounds = Bounds(5, 6, 10, 7)
    paste_edit(document, "Fill", noise(1), bounds).apply(document)
    expected = noise(0)
    expected[bounds.slices] = noise(1)[bounds.slices]
    assert_array_equal(document.flattened_rgb(), expected)


def test_a_patch_of_the_bounds_own_size_is_put_there(document: Document):
    paste_edit(document, "Paste", noise(2, height=7, width=10), Bounds(5, 6, 10, 7)).apply(document)
    assert_array_equal(document.flattened_rgb()[6:13, 5:15], noise(2, height=7, width=10))


def test_a_patch_over_the_edge_is_cut(document: Document):
    paste_edit(document, "Paste", noise(2, height=7, width=10), Bounds(-4, 16, 10, 7)).apply(
        document
    )
    assert_array_equal(document.flattened_rgb()[16:, :6], noise(2, height=7, width=10)[:4, 4:])


def test_a_paste_is_taken_back_exactly(document: Document):
    edit = paste_edit(document, "Fill", noise(1), Bounds(5, 6, 10, 7))
    edit.apply(document)
    edit.revert(document)
    assert_array_equal(document.flattened_rgb(), noise(0))


def test_a_result_without_alpha_leaves_transparent_parts_that_it_did_not_change():
    pixels = noise(0, channels=4)
    pixels[:, :15, 3] = 0
    document = Document.from_pixels(pixels, "a")
    result = document.flattened_rgb()
    result[:, 20:] = 7
    before = document.flattened()
    paste_edit(document, "Fill", result, WHOLE).apply(document)
    assert_array_equal(document.flattened()[:, :20], before[:, :20])
    assert (document.flattened_rgb()[:, 20:] == 7).all()


def test_a_blank_document_takes_the_whole_picture():
    document = Document(Extent(64, 64))
    edit = paste_edit(document, "Generate", noise(1), WHOLE)
    edit.apply(document)
    assert document.extent == Extent(30, 20)
    edit.revert(document)
    assert document.is_blank
    assert document.extent == Extent(64, 64)


def test_a_picture_of_a_wrong_size_is_refused(document: Document):
    with pytest.raises(BadInput, match="does not fit"):
        paste_edit(document, "Paste", noise(1, height=5), WHOLE)


def test_an_enlarged_picture_takes_the_mask_along(document: Document):
    document.mask.pixels[5:10, 5:10] = 255
    edit = replace_edit(document, "Upscale", noise(1, height=40, width=60))
    edit.apply(document)
    assert document.extent == Extent(60, 40)
    assert document.mask.pixels[15, 15] == 255
    assert not document.mask.pixels[30:].any()


def test_replacing_is_taken_back_with_edits_before_it(document: Document):
    first = paste_edit(document, "Fill", noise(1), Bounds(5, 6, 10, 7))
    first.apply(document)
    second = replace_edit(document, "Upscale", noise(2, height=40, width=60))
    assert isinstance(second, PictureReplaced)
    second.apply(document)
    second.revert(document)
    first.revert(document)
    assert_array_equal(document.flattened_rgb(), noise(0))


def test_undo_and_redo_tell_the_bounds(document: Document):
    heard: list[Bounds] = []
    document.subscribe(heard.append)
    edit = paste_edit(document, "Fill", noise(1), Bounds(5, 6, 10, 7))
    edit.apply(document)
    edit.revert(document)
    assert len(heard) == 2
    assert all(bounds.united(Bounds(5, 6, 10, 7)) == bounds for bounds in heard)


@given(arrays(np.uint8, (6, 7)), arrays(np.uint8, (6, 7)), st.booleans())
def test_any_mask_can_follow_any_mask_and_be_taken_back(
    before: MaskPixels, after: MaskPixels, same: bool
):
    document = Document(Extent(7, 6))
    document.mask.pixels[:] = before
    edit = mask_edit(document, "Invert mask", before if same else after)
    assert (edit is None) == np.array_equal(before, before if same else after)
    if isinstance(edit, PixelEdit):
        edit.apply(document)
        assert_array_equal(document.mask.pixels, after)
        edit.revert(document)
    assert_array_equal(document.mask.pixels, before)


def test_a_mask_of_another_size_is_refused(document: Document):
    with pytest.raises(BadInput, match="same size"):
        mask_edit(document, "Open mask", np.zeros((5, 5), np.uint8))
