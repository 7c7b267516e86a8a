"""More layers, fewer layers, and how they look."""

from __future__ import annotations

import pytest
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.document import room
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import Blend, Group
from studio.document.operations.layers import (
    add_edit,
    add_group_edit,
    alone_edit,
    duplicate_edit,
    look_edit,
    remove_edit,
    toggle_edit,
)
from studio.document.surface import moved_by
from tests.document.operations.stacks import EXTENT, document_of, group, layer, looks, tree


def do(document: Document, edit: PictureReplaced | None) -> None:
    assert edit is not None
    edit.apply(document)


def test_a_new_layer_lies_above_the_active_one_and_is_active():
    document = document_of(layer("a", 1), layer("b", 2), active="a")
    do(document, add_edit(document))
    assert tree(document) == ["a", "Layer 1", "b"]
    assert document.active_layer is document.layers[1]
    assert not document.layers[1].raster.pixels.any()


def test_a_new_layer_lies_on_top_inside_an_open_group_and_above_a_closed_one():
    for is_open, wanted in ((True, [("g", ["a", "Layer 1"])]), (False, [("g", ["a"]), "Layer 1"])):
        document = document_of(group("g", layer("a"), is_open=is_open))
        do(document, add_edit(document))
        assert tree(document) == wanted


def test_a_blank_document_takes_a_layer():
    document = Document(EXTENT)
    do(document, add_edit(document))
    assert document.layers[0].raster.extent == EXTENT
    assert not document.is_blank


def test_new_names_count_on_from_the_highest():
    document = document_of(layer("Layer 7"), layer("Layer"), layer("Layer 9 copy"))
    do(document, add_edit(document))
    assert document.active_layer is not None
    assert document.active_layer.name == "Layer 8"


def test_a_new_group_is_empty_and_active():
    document = document_of(layer("a"))
    do(document, add_group_edit(document))
    assert tree(document) == ["a", ("Group 1", [])]
    assert isinstance(document.picture.node, Group)


def test_groups_can_be_nested_only_so_deep():
    document = document_of(layer("a"))
    for _ in range(32):
        do(document, add_group_edit(document))
    with pytest.raises(BadInput, match="deep"):
        add_group_edit(document)


def test_a_duplicate_lies_above_with_pixels_of_its_own():
    document = document_of(layer("a", 1, opacity=0.4), layer("b", 2))
    do(document, duplicate_edit(document, ["a"]))
    assert tree(document) == ["a", "a copy", "b"]
    original, copy = document.layers[:2]
    assert copy.uid != original.uid
    assert copy.opacity == 0.4
    assert_array_equal(copy.raster.pixels, original.raster.pixels)
    copy.raster.pixels[:] = 0
    assert original.raster.pixels.any()


def test_a_duplicated_group_is_copied_to_the_last_layer():
    document = document_of(group("g", layer("a", 1), group("h", layer("b", 2))))
    do(document, duplicate_edit(document, ["g"]))
    assert tree(document)[1] == ("g copy", ["a", ("h", ["b"])])
    uids = [each.uid for each in document.layers]
    assert len(set(uids)) == 4
    surfaces = document.picture.surfaces
    assert len({id(surface) for surface in surfaces}) == len(surfaces)


def test_a_copy_that_memory_cannot_hold_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "_ALWAYS_THERE", 0)
    monkeypatch.setattr(room, "free_bytes", lambda: 0)
    with pytest.raises(BadInput, match="A copy takes"):
        duplicate_edit(document_of(layer("a", 1)), ["a"])


def test_a_duplicate_keeps_what_lies_beyond_the_canvas():
    away = moved_by(layer("a", 1).raster, -10, 4, EXTENT)
    document = document_of(layer("a", raster=away))
    do(document, duplicate_edit(document, ["a"]))
    copy = document.layers[-1].raster
    assert_array_equal(copy.part(away.painted), away.part(away.painted))


def test_deleting_makes_the_next_below_active():
    document = document_of(layer("a"), layer("b"), layer("c"), active="b")
    do(document, remove_edit(document, ["b"]))
    assert tree(document) == ["a", "c"]
    assert document.picture.active_node == "a"


def test_deleting_the_lowest_makes_the_one_above_active():
    document = document_of(layer("a"), layer("b"), active="a")
    do(document, remove_edit(document, ["a"]))
    assert document.picture.active_node == "b"


def test_deleting_the_last_of_a_group_makes_the_group_active():
    document = document_of(layer("a"), group("g", layer("b")), active="b")
    do(document, remove_edit(document, ["b"]))
    assert document.picture.active_node == "g"


def test_deleting_a_group_around_the_active_layer_leaves_something_active():
    document = document_of(layer("a"), group("g", layer("b")), active="b")
    do(document, remove_edit(document, ["g"]))
    assert document.picture.active_node == "a"


def test_deleting_several_leaves_the_rest():
    document = document_of(layer("a"), group("g", layer("b"), layer("c")), layer("d"), active="c")
    do(document, remove_edit(document, ["c", "d", "a"]))
    assert tree(document) == [("g", ["b"])]
    assert document.picture.active_node == "b"


@pytest.mark.parametrize("uids", [["a"], ["g", "a"]])
def test_the_last_layer_stays(uids: list[str]):
    document = document_of(layer("a"), group("g"))
    with pytest.raises(BadInput, match="at least one layer"):
        remove_edit(document, uids)


@pytest.mark.parametrize("uid", ["b", "g"])
def test_what_is_locked_is_not_deleted_nor_what_is_around_it(uid: str):
    document = document_of(layer("a"), group("g", layer("b", locked=True)))
    with pytest.raises(BadInput, match="“b” is locked"):
        remove_edit(document, [uid])


def test_deleting_is_taken_back():
    document = document_of(layer("a", 1), layer("b", 2, blend=Blend.SCREEN))
    before, picture = looks(document), document.picture
    edit = remove_edit(document, ["b"])
    do(document, edit)
    assert edit is not None
    edit.revert(document)
    assert document.picture is picture
    assert_array_equal(looks(document), before)


def test_what_a_locked_group_holds_is_not_deleted():
    document = document_of(layer("a"), group("g", layer("b"), locked=True))
    with pytest.raises(BadInput, match="“g” is locked"):
        remove_edit(document, ["b"])


def test_a_look_that_is_there_already_is_no_edit():
    document = document_of(layer("a", opacity=0.5))
    assert look_edit(document, "a", opacity=0.5) is None
    assert look_edit(document, "gone", opacity=0.5) is None


def test_an_opacity_out_of_range_is_refused():
    document = document_of(layer("a"))
    with pytest.raises(BadInput, match="opacity"):
        look_edit(document, "a", opacity=1.5)


def test_a_switch_turns_and_turns_back():
    document = document_of(layer("a"))
    for wanted in (True, False):
        do(document, toggle_edit(document, "alpha_locked"))
        assert document.layers[0].alpha_locked is wanted


def test_a_group_has_no_alpha_to_lock():
    assert toggle_edit(document_of(group("g", layer("a"))), "alpha_locked") is None


def test_one_layer_alone_and_all_again():
    document = document_of(layer("a", 1), layer("b", 2, visible=False), layer("c", 3))
    do(document, alone_edit(document, "b"))
    assert [each.visible for each in document.layers] == [False, True, False]
    do(document, alone_edit(document, "b"))
    assert all(each.visible for each in document.layers)
