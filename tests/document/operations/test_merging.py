"""Merged layers look as they did, or are not merged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from studio.core.errors import BadInput
from studio.core.geometry import Bounds
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import Blend, Layer
from studio.document.operations.merging import (
    flatten_edit,
    merge_chosen_edit,
    merge_down_edit,
    merge_group_edit,
    merge_visible_edit,
    stamp_edit,
)
from studio.document.surface import moved_by
from tests.document.operations.stacks import EXTENT, document_of, group, layer, looks, noise, tree

LOOKS = st.fixed_dictionaries(
    {
        "blend": st.sampled_from(list(Blend)),
        "opacity": st.sampled_from([1.0, 0.5]),
        "clips": st.booleans(),
    }
)


def merged(document: Document, edit: PictureReplaced | None, levels: int = 2) -> list[object]:
    """The tree afterwards; what is seen must be what was seen, within levels of 255."""
    before, picture = looks(document).astype(int), document.picture
    assert edit is not None
    edit.apply(document)
    assert_allclose(looks(document), before, atol=levels)
    edit.revert(document)
    assert document.picture is picture
    edit.apply(document)
    return tree(document)


@pytest.mark.parametrize("blend", list(Blend))
@pytest.mark.parametrize("opacity", [1.0, 0.3])
@pytest.mark.parametrize("clips", [False, True])
def test_any_layer_merges_with_an_opaque_one_below(blend: Blend, opacity: float, clips: bool):
    top = layer("top", 2, blend=blend, opacity=opacity, clips=clips)
    document = document_of(layer("under", -3), layer("base", -1), top)
    assert merged(document, merge_down_edit(document)) == ["under", "base"]
    assert document.active_layer is document.layers[1]


@pytest.mark.parametrize("blend", list(Blend))
def test_any_layer_merges_with_the_lowest_of_all(blend: Blend):
    base = layer("base", 1, blend=Blend.MULTIPLY, opacity=0.7)
    document = document_of(base, layer("top", 2, blend=blend, opacity=0.6))
    assert merged(document, merge_down_edit(document)) == ["base"]


def test_two_plain_layers_merge_over_anything():
    document = document_of(
        layer("under", 3), layer("base", 1, opacity=0.5), layer("top", 2, opacity=0.8)
    )
    assert merged(document, merge_down_edit(document)) == ["under", "base"]
    assert document.layers[1].opacity == 1.0


@pytest.mark.parametrize("blend", [Blend.MULTIPLY, Blend.SCREEN])
def test_two_layers_that_shade_alike_merge_into_one_that_shades(blend: Blend):
    document = document_of(
        layer("under", -3), layer("base", 1, blend=blend), layer("top", 2, blend=blend)
    )
    merged(document, merge_down_edit(document))
    assert document.layers[1].blend is blend


def test_two_clipped_layers_merge_into_a_clipped_one():
    document = document_of(
        layer("under", 3), layer("base", 1, clips=True), layer("top", 2, clips=True)
    )
    merged(document, merge_down_edit(document))
    assert document.layers[1].clips


def test_layers_that_would_look_different_as_one_are_left_alone():
    document = document_of(
        layer("under", -3), layer("base", 1), layer("top", 2, blend=Blend.DIFFERENCE)
    )
    picture = document.picture
    with pytest.raises(BadInput, match="would look different as one layer"):
        merge_down_edit(document)
    assert document.picture is picture


@settings(max_examples=60)
@given(LOOKS, LOOKS, st.booleans())
def test_whatever_is_merged_down_looks_the_same(
    below: dict[str, object], top: dict[str, object], opaque: bool
):
    document = document_of(
        layer("under", -3 if opaque else 3), layer("base", 1, **below), layer("top", 2, **top)
    )
    try:
        edit = merge_down_edit(document)
    except BadInput:
        return
    merged(document, edit)


def test_chosen_layers_become_one_where_the_topmost_lay():
    nodes = (layer("base", -1), layer("a", 2), layer("b", 3), layer("c", 4), layer("top", 5))
    document = document_of(*nodes)
    edit = merge_chosen_edit(document, ("b", "c", "a"))
    assert edit is not None
    assert edit.title == "Merge layers"
    assert merged(document, edit) == ["base", "a", "top"]
    assert document.active_layer is document.layers[1]


def test_one_that_is_chosen_is_merged_with_the_one_below():
    document = document_of(layer("base", -1), layer("a", 2), active="a")
    assert merged(document, merge_chosen_edit(document, ("a",))) == ["base"]


def test_what_is_hidden_between_stays():
    nodes = (layer("base", -1), layer("a", 2), layer("b", 3, visible=False), layer("c", 4))
    document = document_of(*nodes)
    assert merged(document, merge_chosen_edit(document, ("base", "a", "c"))) == ["b", "base"]


def test_a_group_and_what_it_holds_are_merged_once():
    document = document_of(layer("base", -1), group("g", layer("a", 2), layer("b", 3)))
    edit = merge_chosen_edit(document, ("base", "g", "a"))
    assert merged(document, edit) == ["base"]


@pytest.mark.parametrize(
    ("look", "words"), [({"locked": True}, "is locked"), ({"visible": False}, "is hidden")]
)
def test_what_is_locked_or_hidden_is_not_merged_with_others(look: dict[str, bool], words: str):
    document = document_of(layer("base", -1), layer("a", 2, **look), layer("b", 3))
    with pytest.raises(BadInput, match=words):
        merge_chosen_edit(document, ("base", "a", "b"))


def test_layers_of_different_groups_are_not_merged():
    document = document_of(layer("base", -1), group("g", layer("a", 2), layer("b", 3)))
    with pytest.raises(BadInput, match="same group"):
        merge_chosen_edit(document, ("base", "a"))


@given(
    st.lists(LOOKS, min_size=4, max_size=4),
    st.sets(st.sampled_from("abcd"), min_size=2),
    st.booleans(),
)
def test_whatever_is_chosen_and_merged_looks_the_same(
    given_looks: list[dict[str, object]], chosen: set[str], opaque: bool
):
    nodes = (
        layer(name, seed + 1, **look)
        for seed, (name, look) in enumerate(zip("abcd", given_looks, strict=True))
    )
    document = document_of(layer("under", -9 if opaque else 9), *nodes)
    try:
        edit = merge_chosen_edit(document, chosen)
    except BadInput:
        return
    # Each half clear layer above rounds once more.
    merged(document, edit, levels=4)


def test_a_layer_merges_into_the_group_below():
    below = group("g", layer("a", 1), layer("b", 2, blend=Blend.SCREEN), opacity=0.5)
    document = document_of(layer("under", -4), below, layer("top", 3))
    assert merged(document, merge_down_edit(document)) == ["under", "g"]


def test_merging_in_a_group_stays_in_the_group():
    document = document_of(layer("under", -4), group("g", layer("a", 1), layer("b", 2)), active="b")
    assert merged(document, merge_down_edit(document)) == ["under", ("g", ["a"])]


def test_merging_keeps_what_lies_beyond_the_canvas():
    away = moved_by(layer("a", -1).raster, 10, 0, EXTENT)
    document = document_of(layer("base", 2), layer("a", raster=away))
    merged(document, merge_down_edit(document))
    beyond = Bounds(EXTENT.width, 0, 10, EXTENT.height)
    assert_array_equal(document.layers[0].raster.part(beyond), away.part(beyond))


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ((layer("a", 1),), "Nothing lies below"),
        ((layer("a", 1, locked=True), layer("b", 2)), "“a” is locked"),
        ((layer("a", 1), layer("b", 2, locked=True)), "“b” is locked"),
        ((layer("a", 1, visible=False), layer("b", 2)), "“a” is hidden"),
        ((layer("a", 1), layer("b", 2, visible=False)), "“b” is hidden"),
    ],
)
def test_what_cannot_be_merged_is_told(nodes: tuple[Layer, ...], words: str):
    with pytest.raises(BadInput, match=words):
        merge_down_edit(document_of(*nodes))


@pytest.mark.parametrize("blend", list(Blend))
def test_a_group_becomes_a_layer_of_the_same_look(blend: Blend):
    shaded = group(
        "g",
        layer("a", 1),
        layer("b", 2, blend=Blend.MULTIPLY, clips=True),
        layer("c", 5, visible=False),
        blend=blend,
        opacity=0.6,
    )
    document = document_of(layer("under", 3), shaded, layer("over", 4, clips=True), active="g")
    assert merged(document, merge_group_edit(document)) == ["under", "g", "over"]


def test_an_empty_group_is_not_merged():
    with pytest.raises(BadInput, match="empty"):
        merge_group_edit(document_of(layer("a"), group("g"), active="g"))


def test_layers_in_a_locked_group_are_not_merged():
    inside = group("g", layer("a", 1), layer("b", 2), locked=True)
    document = document_of(layer("base", -1), inside, active="b")
    with pytest.raises(BadInput, match="“g” is locked"):
        merge_down_edit(document)


def test_merging_what_is_visible_leaves_the_hidden_where_they_were():
    document = document_of(
        layer("a", 1, visible=False),
        layer("b", -2),
        layer("c", 3, visible=False),
        layer("d", 4, blend=Blend.OVERLAY),
        group("g", layer("e", 5), opacity=0.5),
    )
    assert merged(document, merge_visible_edit(document)) == ["a", "b", "c"]


def test_a_flat_picture_has_one_layer_of_the_canvas():
    away = moved_by(layer("a", 1).raster, 10, 0, EXTENT)
    document = document_of(layer("base", raster=away), layer("b", 2), layer("c", 3, visible=False))
    assert merged(document, flatten_edit(document)) == ["base"]
    assert document.layers[0].raster.extent == EXTENT
    assert flatten_edit(document) is None
    assert merge_visible_edit(document) is None


def test_layers_too_far_apart_for_one_are_not_merged():
    left, right = (moved_by(layer("x", 1).raster, by, 0, EXTENT) for by in (-20_000, 20_000))
    document = document_of(layer("a", raster=left), layer("b", raster=right), active="b")
    with pytest.raises(BadInput, match="at most"):
        merge_down_edit(document)


def test_what_is_seen_can_be_a_layer_more():
    document = document_of(layer("a", -1), layer("b", 2, blend=Blend.ADD))
    before = looks(document)
    assert merged(document, stamp_edit(document)) == ["a", "b", "Visible"]
    assert_array_equal(document.layers[-1].raster.pixels, before)
    assert (noise(1, 3) != before[..., :3]).any()
    assert np.array_equal(looks(document), before)
