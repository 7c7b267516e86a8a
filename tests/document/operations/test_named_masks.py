"""Several masks, one of them active."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core.errors import BadInput
from studio.document.document import Document
from studio.document.operations.named_masks import (
    add_mask_edit,
    duplicate_mask_edit,
    mask_look_edit,
    remove_mask_edit,
)


@pytest.fixture
def document() -> Document:
    document = Document.from_pixels(np.zeros((20, 30, 3), np.uint8))
    document.mask.pixels[5:10] = 255
    return document


def names(document: Document) -> list[str]:
    return [entry.name for entry in document.picture.masks]


def test_an_added_mask_is_empty_and_active(document: Document):
    first = document.picture
    edit = add_mask_edit(document)
    edit.apply(document)
    assert names(document) == ["Mask", "Mask 2"]
    assert document.picture.named_mask.name == "Mask 2"
    assert document.mask.is_empty
    edit.revert(document)
    assert document.picture is first


def test_a_copy_has_its_own_pixels_and_the_same_words(document: Document):
    uid = document.picture.active_mask
    edit = mask_look_edit(document, uid, prompt="a boat", strength=0.5, colour="#00ff00")
    assert edit is not None
    edit.apply(document)
    original = document.picture.named_mask
    duplicate_mask_edit(document, uid).apply(document)
    copy = document.picture.named_mask
    assert (copy.name, copy.prompt, copy.strength, copy.colour) == (
        "Mask copy",
        "a boat",
        0.5,
        "#00ff00",
    )
    copy.mask.pixels[:] = 0
    assert original.mask.pixels.any()


def test_the_neighbour_of_a_removed_mask_becomes_active(document: Document):
    first = document.picture.active_mask
    add_mask_edit(document).apply(document)
    remove_mask_edit(document, document.picture.active_mask).apply(document)
    assert names(document) == ["Mask"]
    assert document.picture.active_mask == first


def test_removing_another_leaves_the_active_one(document: Document):
    first = document.picture.active_mask
    add_mask_edit(document).apply(document)
    remove_mask_edit(document, first).apply(document)
    assert document.picture.named_mask.name == "Mask 2"


def test_the_last_mask_stays(document: Document):
    with pytest.raises(BadInput, match="at least one mask"):
        remove_mask_edit(document, document.picture.active_mask)


def test_what_is_so_already_is_no_step(document: Document):
    assert mask_look_edit(document, document.picture.active_mask, name="Mask") is None


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": " "}, "needs a name"),
        ({"strength": 2.0}, "strength of a mask is 2"),
        ({"strength": 0.0}, "strength of a mask is 0"),
        ({"colour": "reddish"}, "“reddish” is no colour"),
    ],
)
def test_what_cannot_be_is_refused(document: Document, fields: dict[str, object], why: str):
    with pytest.raises(BadInput, match=why):
        mask_look_edit(document, document.picture.active_mask, **fields)


def test_a_mask_that_is_gone_is_told(document: Document):
    with pytest.raises(BadInput, match="no longer there"):
        mask_look_edit(document, "gone", name="Sky")
