"""Which layers are listed where, and where a dragged one would go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.errors import BadInput
from studio.document.layer import Blend
from studio.document.operations.layer_order import move_edit
from studio.ui.panels.layers.rows import Drop, drop_at, rows_of, subtitle
from tests.document.operations.stacks import document_of, group, layer, tree


def sheets():
    """e, g(c, h(b, a)), z from the top: rows 0, 1, 2, 3, 4, 5, 6."""
    inner = group("h", layer("a"), layer("b"))
    return document_of(layer("z"), group("g", inner, layer("c")), layer("e"))


ROWS = rows_of(sheets().picture.nodes)


def dropped(uid: str, place: float, depth: int) -> list[object]:
    document = sheets()
    drop = drop_at(ROWS, place, depth)
    edit = move_edit(document, [uid], drop.parent, drop.index)
    if edit is not None:
        edit.apply(document)
    return tree(document)


def test_rows_run_from_the_top_and_into_open_groups():
    assert [(row.uid, row.depth) for row in ROWS] == [
        ("e", 0),
        ("g", 0),
        ("c", 1),
        ("h", 1),
        ("b", 2),
        ("a", 2),
        ("z", 0),
    ]


def test_a_closed_group_keeps_its_layers_to_itself():
    document = document_of(group("g", layer("a"), is_open=False), layer("b"))
    assert [row.uid for row in rows_of(document.picture.nodes)] == ["b", "g"]


@pytest.mark.parametrize(
    ("place", "depth", "wanted"),
    [
        (-0.5, 0, [("g", [("h", ["a", "b"]), "c"]), "e", "z"]),
        (0.2, 0, [("g", [("h", ["a", "b"]), "c"]), "e", "z"]),
        (0.8, 0, [("g", [("h", ["a", "b"]), "c"]), "z", "e"]),
        (1.5, 0, [("g", [("h", ["a", "b"]), "c", "z"]), "e"]),
        (1.9, 0, [("g", [("h", ["a", "b"]), "c", "z"]), "e"]),
        (2.7, 0, [("g", [("h", ["a", "b"]), "z", "c"]), "e"]),
        (3.5, 1, [("g", [("h", ["a", "b", "z"]), "c"]), "e"]),
        (4.8, 2, [("g", [("h", ["a", "z", "b"]), "c"]), "e"]),
        (5.8, 2, [("g", [("h", ["z", "a", "b"]), "c"]), "e"]),
        (5.8, 1, [("g", ["z", ("h", ["a", "b"]), "c"]), "e"]),
        (5.8, 0, ["z", ("g", [("h", ["a", "b"]), "c"]), "e"]),
        (6.2, 1, [("g", ["z", ("h", ["a", "b"]), "c"]), "e"]),
        (99.0, 5, ["z", ("g", [("h", ["a", "b"]), "c"]), "e"]),
    ],
)
def test_a_layer_is_dropped_where_the_line_is(place: float, depth: int, wanted: list[object]):
    assert dropped("z", place, depth) == wanted


def test_the_middle_of_a_group_lights_the_group():
    drop = drop_at(ROWS, 1.5, 0)
    assert drop.into == "g"
    assert drop_at(ROWS, 1.1, 0).into is None


def test_a_list_of_nothing_takes_the_first():
    assert drop_at((), 3.0, 0) == Drop(None, 0, 0, 0)


@given(st.floats(-1, 9), st.integers(-2, 4), st.sampled_from("abcghez"))
def test_every_drop_is_a_place_that_is_there(place: float, depth: int, uid: str):
    document = sheets()
    drop = drop_at(ROWS, place, depth)
    assert 0 <= drop.line <= len(ROWS)
    try:
        edit = move_edit(document, [uid], drop.parent, drop.index)
    except BadInput:
        return
    if edit is not None:
        edit.apply(document)
    assert sorted(each.uid for each in document.layers) == list("abcez")


def test_a_row_says_how_its_layer_looks():
    assert subtitle(layer("a", blend=Blend.SOFT_LIGHT, opacity=0.6)) == "Soft light · 60 %"
    assert subtitle(layer("a", blend=Blend.COLOR_BURN)) == "Colour burn · 100 %"
    assert subtitle(layer("a", clips=True, locked=True)) == "Normal · 100 % · clipped · locked"
    assert subtitle(layer("a", alpha_locked=True)) == "Normal · 100 % · transparency locked"
