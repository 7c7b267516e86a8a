"""Pictures from elsewhere among layers: they look as they were shown, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.document.document import Document
from studio.document.layer import Blend, Layer, Node
from studio.document.operations.pasting import (
    accept_edit,
    insert_edit,
    insert_layer_edit,
    paintable,
    replace_edit,
)
from studio.document.picture import Guides
from studio.document.surface import Raster
from tests.document.operations.stacks import EXTENT, document_of, group, layer, looks, noise, tree

PART = Bounds(5, 4, 9, 8)


def result_in(document: Document, seed: int = 9) -> Pixels:
    """What an engine gives back: the picture on white, with other pixels inside PART."""
    image = document.flattened_rgb()
    image[PART.slices] = noise(seed, 3)[PART.slices]
    return image


def accepted(document: Document, image: Pixels, **how: Any) -> None:
    edit = accept_edit(document, "Fill: a red boat", image, PART, **how)
    assert edit is not None
    edit.apply(document)


def test_a_result_goes_into_the_only_layer():
    document = document_of(layer("a", -1))
    accepted(document, result_in(document))
    assert tree(document) == ["a"]
    assert_array_equal(document.flattened_rgb()[PART.slices], noise(9, 3)[PART.slices])


@pytest.mark.parametrize(
    "nodes",
    [
        (layer("a", -1), layer("over", 2)),
        (layer("over", -2), layer("a", 1, blend=Blend.MULTIPLY)),
        (layer("over", -2), layer("a", 1, opacity=0.5)),
        (layer("over", -2), layer("a", 1, clips=True)),
        (layer("over", -2), layer("a", 1, locked=True)),
        (layer("over", -2), layer("a", 1, alpha_locked=True)),
        (layer("over", -2), layer("a", 1, visible=False)),
        (layer("over", -2), group("g", layer("a", 1), opacity=0.5)),
        (group("g", layer("a", 1)), layer("over", 2)),
        (layer("over", -2), group("a", layer("b", 1))),
    ],
)
def test_where_the_active_layer_would_look_different_the_result_is_a_layer_on_top(
    nodes: tuple[Node, ...],
):
    document = document_of(*nodes, active="a")
    image = result_in(document)
    before = tree(document)
    accepted(document, image)
    assert tree(document) == [*before, "a red boat"]
    assert document.active_layer is document.layers[-1]
    assert_array_equal(document.flattened_rgb(), image)


def test_a_result_can_be_a_layer_of_its_own():
    document = document_of(layer("a", -1))
    before = looks(document)
    accepted(document, result_in(document), apart=True)
    assert tree(document) == ["a", "a red boat"]
    outside = np.ones(before.shape[:2], bool)
    outside[PART.slices] = False
    assert not document.layers[1].raster.pixels[outside].any()


def test_a_result_that_changes_nothing_is_no_edit():
    document = document_of(layer("a", 1), layer("b", 2, blend=Blend.SCREEN))
    assert accept_edit(document, "Fill", document.flattened_rgb(), PART) is None


SHEETS = st.builds(
    lambda seed, blend, opacity, clips, visible: (seed, blend, opacity, clips, visible),
    st.integers(-9, 9),
    st.sampled_from(list(Blend)),
    st.sampled_from([1.0, 0.6]),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=60)
@given(st.lists(SHEETS, min_size=1, max_size=4), st.booleans(), st.data())
def test_outside_the_mask_no_pixel_changes_whatever_the_layers_are(
    sheets: list[tuple[int, Blend, float, bool, bool]], apart: bool, data: st.DataObject
):
    nodes = [
        layer(f"{n}", seed, blend=blend, opacity=opacity, clips=clips, visible=visible)
        for n, (seed, blend, opacity, clips, visible) in enumerate(sheets)
    ]
    nodes[-1:] = [group("g", nodes[-1], opacity=0.7)] if data.draw(st.booleans()) else nodes[-1:]
    document = document_of(*nodes, active=data.draw(st.sampled_from([each.uid for each in nodes])))
    before, image = looks(document), result_in(document)
    edit = accept_edit(document, "Fill", image, PART, apart=apart)
    if edit is not None:
        edit.apply(document)
    after = looks(document)
    assert_array_equal(document.flattened_rgb(), image)
    outside = np.ones(before.shape[:2], bool)
    outside[PART.slices] = False
    assert_array_equal(after[outside], before[outside])
    if edit is not None:
        edit.revert(document)
    assert_array_equal(looks(document), before)


def test_a_pasted_picture_is_a_layer_above_the_active_one():
    document = document_of(layer("a", -1), layer("b"), active="a")
    edit = insert_layer_edit(document, np.full((4, 6, 3), 7, np.uint8))
    edit.apply(document)
    assert tree(document) == ["a", "Pasted 1", "b"]
    assert document.layers[1].raster.painted == Bounds(9, 7, 6, 4)


def test_what_is_larger_than_the_canvas_is_kept_beyond_it():
    document = document_of(layer("a", -1))
    pixels = np.random.default_rng(3).integers(0, 256, (30, 40, 3), np.uint8)
    insert_layer_edit(document, pixels).apply(document)
    raster = document.layers[1].raster
    assert raster.bounds == Bounds(-8, -6, 40, 30)
    assert_array_equal(raster.pixels[..., :3], pixels)
    assert document.extent == EXTENT


def test_the_first_picture_that_is_pasted_is_all_of_it():
    document = Document(Extent(64, 64))
    insert_layer_edit(document, noise(1, 3)).apply(document)
    assert document.extent == EXTENT


def test_guides_go_along_where_a_picture_of_another_size_takes_the_place_of_all():
    document = document_of(layer("a", 1))
    document.show(replace(document.picture, guides=Guides((5.0, 6.5), (4.0,))))
    large = np.zeros((EXTENT.height * 2, EXTENT.width * 2, 3), np.uint8)
    replace_edit(document, "Upscale", large).apply(document)
    guides = document.picture.guides
    assert (guides.upright, guides.level) == ((10.0, 13.0), (8.0,))


def test_a_picture_can_be_pasted_into_the_active_layer():
    document = document_of(layer("a", -1))
    edit = insert_edit(document, np.full((4, 6, 3), 7, np.uint8))
    assert edit is not None
    edit.apply(document)
    assert tree(document) == ["a"]
    assert (document.flattened_rgb()[7:11, 9:15] == 7).all()


def test_a_picture_is_pasted_into_a_layer_where_it_was():
    document = document_of(layer("a", -1))
    edit = insert_edit(document, np.full((4, 6, 3), 7, np.uint8), (-2, 15))
    assert edit is not None
    edit.apply(document)
    inside = Bounds(0, 15, 4, 3)
    assert (document.flattened_rgb(inside) == 7).all()
    assert edit.bounds.intersected(Bounds.of(EXTENT)) == Bounds.of(EXTENT)


def test_locked_transparency_stays_where_something_is_pasted():
    document = document_of(layer("a", 1, alpha_locked=True))
    raster = document.layers[0].raster
    alpha, below = raster.pixels[..., 3].copy(), raster.pixels / 255.0
    edit = insert_edit(document, noise(2))
    assert edit is not None
    edit.apply(document)
    assert_array_equal(raster.pixels[..., 3], alpha)
    top = Raster.of(noise(2)).pixels / 255.0
    expected = top[..., :3] * below[..., 3:] + below[..., :3] * (1 - top[..., 3:])
    assert np.abs(raster.pixels[..., :3] - 255 * expected).max() <= 0.51


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (layer("a", 1, locked=True), "layer “a” is locked"),
        (layer("a", 1, visible=False), "layer “a” is hidden"),
        (group("g", layer("a", 1), locked=True), "group “g” is locked"),
        (group("g", layer("a", 1), visible=False), "group “g” is hidden"),
    ],
)
def test_nothing_is_painted_where_it_is_locked_or_would_not_be_seen(node: Node, words: str):
    with pytest.raises(BadInput, match=words):
        paintable(document_of(node, active="a"))


def test_nothing_is_painted_on_a_group():
    with pytest.raises(BadInput, match="Choose a layer"):
        paintable(document_of(group("g", layer("a", 1)), active="g"))


def test_the_active_layer_is_painted_on():
    base = layer("a", 1)
    assert isinstance(base, Layer)
    assert paintable(document_of(replace(base, opacity=0.5), layer("b"), active="a")) is base.raster
