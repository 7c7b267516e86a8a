"""Masks with words as boxes, and boxes as masks."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core.geometry import Bounds, Extent
from studio.core.request import LEAST_BOX, Placed
from studio.document.document import Document
from studio.document.operations.placed_masks import layout_edit, placed, says_where
from studio.document.picture import NamedMask
from studio.document.surface import Mask

BOAT = Placed("a red boat", 0.25, 0.5, 0.75, 1.0)
SKY = Placed("the sky", 0.0, 0.0, 1.0, 0.3333)
WIDE = Extent(200, 100)


def a_document(width: int, height: int) -> Document:
    return Document.from_pixels(np.zeros((height, width, 3), np.uint8))


def a_mask(prompt: str, *painted: Bounds, extent: Extent = WIDE) -> NamedMask:
    mask = Mask.empty(extent)
    for bounds in painted:
        mask.part(bounds)[:] = 255
    return NamedMask(mask=mask, name="Mask", prompt=prompt)


def told(document: Document) -> list[Placed]:
    return [placed(entry) for entry in document.picture.masks if says_where(entry)]


def apply_layout(document: Document, *layout: Placed) -> None:
    edit = layout_edit(document, layout)
    assert edit is not None
    edit.apply(document)


def test_the_box_reaches_around_all_that_is_painted():
    entry = a_mask("a red boat", Bounds(50, 50, 10, 10), Bounds(140, 90, 10, 10))
    assert placed(entry) == BOAT


def test_weights_of_words_are_left_out():
    entry = a_mask(" a (red:1.3)  [boat] ", Bounds(50, 50, 100, 50))
    assert placed(entry) == BOAT


@pytest.mark.parametrize("prompt", ["", "  ", "a boat"])
def test_without_words_or_paint_a_mask_says_nothing(prompt: str):
    assert not says_where(a_mask(prompt))
    assert says_where(a_mask(prompt, Bounds(0, 0, 5, 5))) == bool(prompt.strip())


@pytest.mark.parametrize("place", [(0, 0), (77, 31), (4095, 4095)])
def test_a_dot_has_the_smallest_box_there_is(place: tuple[int, int]):
    box = placed(a_mask("a star", Bounds(*place, 1, 1), extent=Extent(4096, 4096)))
    assert LEAST_BOX <= box.right - box.left < 0.02
    assert box.left <= (place[0] + 0.5) / 4096 <= box.right
    assert box.top <= (place[1] + 0.5) / 4096 <= box.bottom


def test_boxes_become_masks_that_say_the_same():
    document = a_document(300, 600)
    apply_layout(document, BOAT, SKY)
    assert told(document) == [BOAT, SKY]
    assert [entry.name for entry in document.picture.masks] == ["Mask", "Mask 2", "Mask 3"]


@pytest.mark.parametrize("side", [64, 128, 333, 1000])
def test_what_masks_say_comes_back_as_the_same_box(side: int):
    entry = a_mask(
        "a boat", Bounds(side // 3, side // 7, side // 2, side // 5), extent=Extent(side, side)
    )
    document = a_document(side, side)
    apply_layout(document, placed(entry))
    assert told(document) == [placed(entry)]


def test_masks_that_say_another_layout_give_way_and_others_stay():
    document = a_document(100, 100)
    (empty,) = document.picture.masks
    apply_layout(document, BOAT)
    apply_layout(document, SKY)
    assert [entry.prompt for entry in document.picture.masks] == ["", "the sky"]
    assert document.picture.named_mask is empty


def test_the_layout_that_is_there_already_is_no_step():
    document = a_document(100, 100)
    apply_layout(document, BOAT)
    assert layout_edit(document, (BOAT,)) is None


def test_a_step_can_be_taken_back():
    document = a_document(100, 100)
    before = document.picture
    edit = layout_edit(document, (BOAT,))
    assert edit is not None
    edit.apply(document)
    edit.revert(document)
    assert document.picture is before


def test_where_only_masks_with_words_were_another_is_active():
    document = a_document(100, 100)
    apply_layout(document, BOAT)
    empty, boat = document.picture.masks
    document.show(document.picture.mask_changed(empty.uid, prompt="a hill"))
    document.picture.masks[0].mask.part(Bounds(0, 0, 9, 9))[:] = 255
    apply_layout(document, SKY)
    (sky,) = document.picture.masks
    assert (sky.prompt, document.picture.active_mask) == ("the sky", sky.uid)
    assert boat.uid != sky.uid
    apply_layout(document)
    assert [entry.prompt for entry in document.picture.masks] == [""]


def test_a_box_as_small_as_can_be_is_at_least_a_pixel():
    document = a_document(8, 8)
    apply_layout(document, Placed("a star", 0.99, 0.99, 1.0, 1.0))
    assert document.picture.masks[-1].mask.painted == Bounds(7, 7, 1, 1)
