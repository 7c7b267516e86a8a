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
    move_mask_edit,
    remove_mask_edit,
    step_mask_edit,
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


@pytest.fixture
def three(document: Document) -> Document:
    """With the masks "Mask", "Mask 2" and "Mask 3", the last of which is active."""
    for _ in range(2):
        add_mask_edit(document).apply(document)
    return document


@pytest.mark.parametrize(
    ("name", "before", "expected"),
    [
        ("Mask", 3, ["Mask 2", "Mask 3", "Mask"]),
        ("Mask", 2, ["Mask 2", "Mask", "Mask 3"]),
        ("Mask 3", 0, ["Mask 3", "Mask", "Mask 2"]),
        ("Mask 2", 0, ["Mask 2", "Mask", "Mask 3"]),
    ],
)
def test_a_mask_is_put_before_another(three: Document, name: str, before: int, expected: list[str]):
    first = three.picture
    uid = next(entry.uid for entry in first.masks if entry.name == name)
    edit = move_mask_edit(three, uid, before)
    assert edit is not None
    edit.apply(three)
    assert names(three) == expected
    assert three.picture.named_mask.name == "Mask 3"
    edit.revert(three)
    assert three.picture is first


@pytest.mark.parametrize("before", [1, 2])
def test_a_mask_that_is_put_where_it_lies_is_no_step(three: Document, before: int):
    assert move_mask_edit(three, three.picture.masks[1].uid, before) is None


def test_a_mask_that_is_gone_cannot_be_moved(three: Document):
    with pytest.raises(BadInput, match="no longer there"):
        move_mask_edit(three, "gone", 0)


def test_the_active_mask_goes_place_by_place_up_to_the_end(three: Document):
    for expected in (["Mask", "Mask 3", "Mask 2"], ["Mask 3", "Mask", "Mask 2"]):
        edit = step_mask_edit(three, -1)
        assert edit is not None
        edit.apply(three)
        assert names(three) == expected
    assert step_mask_edit(three, -1) is None
    back = step_mask_edit(three, 1)
    assert back is not None
    back.apply(three)
    assert names(three) == ["Mask", "Mask 3", "Mask 2"]
