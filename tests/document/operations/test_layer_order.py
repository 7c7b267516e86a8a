"""Layers put elsewhere: order, groups, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import Group, walk
from studio.document.operations.layer_order import (
    group_edit,
    move_edit,
    step_edit,
    ungroup_edit,
)
from studio.document.operations.layers import duplicate_edit, remove_edit
from tests.document.operations.stacks import document_of, group, layer, looks, tree


def three(active: str = "b") -> Document:
    return document_of(layer("a"), layer("b"), layer("c"), active=active)


def nested() -> Document:
    inner = group("h", layer("c", 3), layer("d", 4))
    return document_of(layer("a", 1), group("g", layer("b", 2), inner), layer("e", 5))


def moved(document: Document, uids: list[str], parent: str | None, index: int) -> list[object]:
    edit = move_edit(document, uids, parent, index)
    if edit is not None:
        edit.apply(document)
    return tree(document)


@pytest.mark.parametrize(
    ("uid", "index", "wanted"),
    [
        ("a", 3, ["b", "c", "a"]),
        ("a", 2, ["b", "a", "c"]),
        ("c", 0, ["c", "a", "b"]),
        ("b", 1, ["a", "b", "c"]),
        ("b", 2, ["a", "b", "c"]),
    ],
)
def test_a_layer_goes_to_the_place_between_two(uid: str, index: int, wanted: list[str]):
    assert moved(three(), [uid], None, index) == wanted


def test_a_layer_that_lies_there_is_no_edit():
    assert move_edit(three(), ["b"], None, 1) is None
    assert move_edit(three(), ["b"], None, 2) is None


def test_layers_go_into_a_group_and_out_of_it():
    document = nested()
    assert moved(document, ["a"], "h", 1) == [("g", ["b", ("h", ["c", "a", "d"])]), "e"]
    assert moved(document, ["a"], None, 0) == ["a", ("g", ["b", ("h", ["c", "d"])]), "e"]


def test_several_keep_their_order():
    document = document_of(layer("a"), layer("b"), layer("c"), layer("d"))
    assert moved(document, ["d", "a"], None, 2) == ["b", "a", "d", "c"]


@pytest.mark.parametrize("target", ["g", "h"])
def test_a_group_cannot_be_put_into_itself(target: str):
    with pytest.raises(BadInput, match="into itself"):
        move_edit(nested(), ["g"], target, 0)


def test_a_step_up_goes_to_the_end_of_a_group_and_then_out_of_it():
    document = document_of(group("g", layer("a"), layer("b")), layer("c"), active="a")
    seen = []
    for _ in range(3):
        edit = step_edit(document, 1)
        assert edit is not None
        edit.apply(document)
        seen.append(tree(document))
    assert seen == [
        [("g", ["b", "a"]), "c"],
        [("g", ["b"]), "a", "c"],
        [("g", ["b"]), "c", "a"],
    ]
    assert step_edit(document, 1) is None


def test_a_step_down_leaves_a_group_below_it():
    document = document_of(layer("c"), group("g", layer("a"), layer("b")), active="a")
    edit = step_edit(document, -1)
    assert edit is not None
    edit.apply(document)
    assert tree(document) == ["c", "a", ("g", ["b"])]


def test_a_group_takes_the_place_of_the_highest_that_it_takes_in():
    document = document_of(layer("a"), layer("b"), layer("c"), layer("d"))
    edit = group_edit(document, ["c", "a"])
    assert edit is not None
    edit.apply(document)
    assert tree(document) == ["b", ("Group 1", ["a", "c"]), "d"]
    assert isinstance(document.picture.node, Group)


def test_ungrouping_leaves_the_layers_where_the_group_was():
    document = document_of(layer("a"), group("g", layer("b"), layer("c")), layer("d"), active="g")
    edit = ungroup_edit(document)
    assert edit is not None
    edit.apply(document)
    assert tree(document) == ["a", "b", "c", "d"]
    assert document.picture.active_node == "c"


def test_what_a_hidden_group_held_stays_hidden():
    document = document_of(layer("a", 1), group("g", layer("b", 2), visible=False), active="g")
    before = looks(document)
    edit = ungroup_edit(document)
    assert edit is not None
    edit.apply(document)
    assert_array_equal(looks(document), before)


def test_a_locked_group_stays_and_a_layer_is_no_group():
    with pytest.raises(BadInput, match="locked"):
        ungroup_edit(document_of(group("g", layer("a"), locked=True)))
    assert ungroup_edit(three()) is None


def test_an_empty_group_that_is_all_there_is_stays():
    with pytest.raises(BadInput, match="at least one layer"):
        ungroup_edit(document_of(group("g")))


@given(
    st.lists(st.tuples(st.sampled_from("mgdrus"), st.randoms(use_true_random=False)), max_size=8)
)
def test_any_changes_of_order_lose_no_layer_and_are_taken_back(steps: list[tuple[str, Random]]):
    document = nested()
    before, names = looks(document), {node.uid for node in walk(document.picture.nodes)}
    done: list[PictureReplaced] = []
    for kind, lot in steps:
        edit = any_edit(document, kind, lot)
        if edit is not None:
            edit.apply(document)
            done.append(edit)
        left = [node.uid for node in walk(document.picture.nodes)]
        assert len(left) == len(set(left))
        assert document.picture.active_node in left
    layers = {uid for uid in names if uid in "abcde"}
    if not any(kind == "r" for kind, _ in steps):
        assert layers <= {each.uid for each in document.layers}
    for edit in reversed(done):
        edit.revert(document)
    assert {node.uid for node in walk(document.picture.nodes)} == names
    assert_array_equal(looks(document), before)


def any_edit(document: Document, kind: str, lot: Random) -> PictureReplaced | None:
    nodes = list(walk(document.picture.nodes))
    chosen = [node.uid for node in lot.sample(nodes, min(len(nodes), lot.randint(1, 3)))]
    document.choose(node=chosen[0])
    groups = [None, *(node.uid for node in nodes if isinstance(node, Group))]
    edits: dict[str, Callable[[], PictureReplaced | None]] = {
        "m": lambda: move_edit(document, chosen, lot.choice(groups), lot.randint(0, 4)),
        "g": lambda: group_edit(document, chosen),
        "d": lambda: duplicate_edit(document, chosen),
        "r": lambda: remove_edit(document, chosen),
        "u": lambda: ungroup_edit(document),
        "s": lambda: step_edit(document, lot.choice([-1, 1])),
    }
    try:
        return edits[kind]()
    except BadInput:
        return None
