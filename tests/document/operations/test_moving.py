"""A layer or a group elsewhere, turned and scaled, against what numpy makes of the same pixels."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent, Point
from studio.core.pixels import Pixels
from studio.document import room
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import Group, Layer
from studio.document.operations import moving
from studio.document.picture import Picture
from studio.document.placement import Placement, wrapped
from studio.document.resampling import Resampling
from studio.document.surface import Raster
from studio.document.turning import Axis

EXTENT = Extent(60, 40)
PLACE = Bounds(10, 8, 20, 13)
OTHER = Bounds(25, 15, 9, 12)


def noise(seed: int, extent: Extent) -> Pixels:
    """Premultiplied and nowhere clear."""
    shape = (extent.height, extent.width, 4)
    pixels = np.random.default_rng(seed).integers(1, 256, shape, np.uint8)
    np.minimum(pixels, pixels[..., 3:], out=pixels)
    return pixels


def layer(seed: int, place: Bounds) -> Layer:
    raster = Raster.clear(EXTENT)
    raster.part(place)[:] = noise(seed, place.extent)
    return Layer(raster=raster, name=f"layer {seed}")


def document_of(*nodes: Layer | Group) -> Document:
    document = Document(EXTENT)
    document.show(Picture.with_nodes(EXTENT, nodes))
    return document


@pytest.fixture
def document() -> Document:
    return document_of(layer(0, PLACE))


def uid(document: Document) -> str:
    return document.picture.nodes[-1].uid


def after(edit: PictureReplaced | None) -> Picture:
    assert edit is not None
    return edit.after


def put(
    document: Document, there: Placement, resampling: Resampling = Resampling.BICUBIC
) -> Picture:
    return moving.placed_in(document.picture, uid(document), there, resampling)


def sheet(picture: Picture, index: int = 0) -> Pixels:
    """A layer on a clear sheet that reaches 100 px beyond the canvas."""
    raster = picture.layers[index].raster
    wide = np.zeros((EXTENT.height + 200, EXTENT.width + 200, 4), np.uint8)
    wide[raster.bounds.moved(100, 100).slices] = raster.pixels
    return wide


def sheet_with(pixels: Pixels, x: int, y: int) -> Pixels:
    wide = np.zeros((EXTENT.height + 200, EXTENT.width + 200, 4), np.uint8)
    wide[100 + y : 100 + y + pixels.shape[0], 100 + x : 100 + x + pixels.shape[1]] = pixels
    return wide


# Moved.


@given(st.integers(-80, 80), st.integers(-80, 80))
def test_a_moved_layer_is_the_same_elsewhere_and_keeps_what_lies_outside(dx: int, dy: int):
    document = document_of(layer(0, PLACE))
    before = document.picture
    edit = moving.move_edit(document, uid(document), dx, dy)
    assert (edit is None) == (dx == dy == 0)
    if edit is not None:
        edit.apply(document)
        expected = sheet_with(noise(0, PLACE.extent), PLACE.x + dx, PLACE.y + dy)
        assert_array_equal(sheet(document.picture), expected)
        moving_back = moving.move_edit(document, uid(document), -dx, -dy)
        assert_array_equal(sheet(after(moving_back)), sheet(before))
        edit.revert(document)
    assert document.picture is before


def test_a_group_moves_with_all_its_layers():
    clear = Layer.clear("clear", EXTENT)
    group = Group(children=(layer(0, PLACE), clear, layer(1, OTHER)), name="group")
    document = document_of(layer(2, PLACE), group)
    moved = after(moving.move_edit(document, group.uid, 3, -2))
    assert_array_equal(sheet(moved, 0), sheet(document.picture, 0))
    assert_array_equal(sheet(moved, 1), sheet_with(noise(0, PLACE.extent), 13, 6))
    assert_array_equal(sheet(moved, 3), sheet_with(noise(1, OTHER.extent), 28, 13))


def test_what_does_not_move_is_shared():
    clear = Layer.clear("clear", EXTENT)
    group = Group(children=(layer(0, PLACE), clear), name="group")
    document = document_of(layer(2, PLACE), group)
    moved = after(moving.move_edit(document, group.uid, 3, -2))
    before = document.picture
    assert moved.layers[0].raster is before.layers[0].raster
    assert moved.layers[2].raster is before.layers[2].raster
    assert moved.masks is before.masks


def test_a_locked_layer_does_not_move(document: Document):
    document.show(document.picture.changed(uid(document), locked=True))
    with pytest.raises(BadInput, match="layer “layer 0” is locked"):
        moving.move_edit(document, uid(document), 1, 1)


def test_a_layer_in_a_locked_group_does_not_move():
    inside = layer(0, PLACE)
    document = document_of(Group(children=(inside,), name="group", locked=True))
    with pytest.raises(BadInput, match="group “group” is locked"):
        moving.move_edit(document, inside.uid, 1, 0)


def test_a_group_with_a_locked_layer_does_not_move():
    locked = replace(layer(0, PLACE), locked=True)
    document = document_of(Group(children=(locked,), name="group"))
    with pytest.raises(BadInput, match="layer “layer 0” is locked"):
        moving.flip_layer_edit(document, uid(document), Axis.VERTICAL)


def test_without_a_layer_there_is_nothing_to_move():
    with pytest.raises(BadInput, match="Choose a layer"):
        moving.move_edit(Document(EXTENT), "none", 1, 1)


# Flipped and turned in place.


def test_a_layer_is_flipped_where_it_is(document: Document):
    pixels = noise(0, PLACE.extent)
    across = after(moving.flip_layer_edit(document, uid(document), Axis.HORIZONTAL))
    down = after(moving.flip_layer_edit(document, uid(document), Axis.VERTICAL))
    assert_array_equal(sheet(across), sheet_with(pixels[:, ::-1], PLACE.x, PLACE.y))
    assert_array_equal(sheet(down), sheet_with(pixels[::-1], PLACE.x, PLACE.y))


def test_a_group_is_flipped_as_one():
    group = Group(children=(layer(0, PLACE), layer(1, OTHER)), name="group")
    document = document_of(group)
    flipped = after(moving.flip_layer_edit(document, group.uid, Axis.HORIZONTAL))
    around = PLACE.united(OTHER)
    left = around.x + around.right - OTHER.right
    assert_array_equal(
        sheet(flipped, 1), sheet_with(noise(1, OTHER.extent)[:, ::-1], left, OTHER.y)
    )


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_layer_is_turned_by_quarters_exactly(document: Document, quarters: int):
    turned = after(moving.turn_layer_edit(document, uid(document), quarters)).layers[0].raster
    assert_array_equal(turned.part(turned.painted), np.rot90(noise(0, PLACE.extent), -quarters))
    middle, before = Placement.of(turned.painted).centre, Placement.of(PLACE).centre
    assert abs(middle.x - before.x) <= 0.5
    assert abs(middle.y - before.y) <= 0.5


@given(
    st.integers(1, 25),
    st.integers(1, 25),
    st.lists(st.sampled_from([1, 2, 3]), min_size=1, max_size=6),
)
def test_turning_back_leads_back(width: int, height: int, quarters: list[int]):
    document = document_of(layer(0, Bounds(10, 8, width, height)))
    before = sheet(document.picture)
    for quarter in (*quarters, *(-quarter for quarter in reversed(quarters))):
        document.show(after(moving.turn_layer_edit(document, uid(document), quarter)))
    assert_array_equal(sheet(document.picture), before)


def test_half_a_turn_twice_gives_the_same_pixels(document: Document):
    before = sheet(document.picture)
    here = Placement.of(PLACE)
    for _ in range(2):
        document.show(put(document, replace(here, angle=180.0)))
    assert_array_equal(sheet(document.picture), before)


# Put into any rectangle.


def test_whole_px_are_moved_exactly(document: Document):
    there = replace(Placement.of(PLACE), centre=Point(PLACE.x + 17, PLACE.y + 10.5))
    moved = put(document, there)
    assert_array_equal(sheet(moved), sheet_with(noise(0, PLACE.extent), PLACE.x + 7, PLACE.y + 4))


def test_a_doubled_layer_repeats_every_pixel(document: Document):
    there = Placement(Point(30.0, 20.0), 40.0, 26.0)
    moved = put(document, there, Resampling.NEAREST)
    pixels = noise(0, PLACE.extent).repeat(2, 0).repeat(2, 1)
    assert_array_equal(sheet(moved), sheet_with(pixels, 10, 7))


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("mirrored", [1, -1])
def test_scaled_flipped_and_turned_is_numpys(document: Document, quarters: int, mirrored: int):
    there = Placement(Point(30.0, 30.0), mirrored * 60.0, 26.0, quarters * 90.0)
    raster = put(document, there, Resampling.NEAREST)
    pixels = noise(0, PLACE.extent)[:, ::mirrored].repeat(2, 0).repeat(3, 1)
    expected = np.rot90(pixels, -quarters)
    left, top = 30 - expected.shape[1] // 2, 30 - expected.shape[0] // 2
    assert_array_equal(sheet(raster), sheet_with(expected, left, top))


def test_a_scaled_edge_on_whole_px_stays_sharp():
    opaque = Raster.clear(EXTENT)
    opaque.part(PLACE)[:] = 255
    document = document_of(Layer(raster=opaque, name="a"))
    moved = put(document, Placement(Point(30.5, 20), 31.0, 20.0))
    expected = sheet_with(np.full((20, 31, 4), 255, np.uint8), 15, 10)
    assert_array_equal(sheet(moved), expected)


def test_an_edge_between_two_pixels_covers_both_in_part():
    opaque = Raster.clear(EXTENT)
    opaque.part(PLACE)[:] = 255
    document = document_of(Layer(raster=opaque, name="a"))
    there = Placement(Point(30.0, 20.0), 30.5, 20.0)
    moved = put(document, there, Resampling.BILINEAR)
    row = sheet(moved)[120, 100:160, 3]
    assert row.sum() == pytest.approx(30.5 * 255, rel=0.01)
    assert (row[16:44] == 255).all()


def test_a_layer_scaled_down_keeps_its_mean():
    """Fine stripes become grey, not stripes of their own: every pixel counts."""
    extent = Extent(512, 512)
    pixels = np.full((512, 512, 4), 255, np.uint8)
    pixels[:, ::2, :3] = 0
    document = Document(extent)
    document.show(Picture.with_nodes(extent, (Layer(raster=Raster(pixels), name="a"),)))
    for angle in (0.0, 30.0):
        there = Placement(Point(256, 256), 64.0, 64.0, angle)
        small = put(document, there).layers[0].raster
        middle = small.part(Bounds(240, 240, 32, 32))[..., 0]
        assert np.abs(middle.astype(int) - 128).max() <= 4


@pytest.mark.parametrize("angle", [17.0, 45.0, -120.0])
def test_a_turned_rectangle_covers_its_area_and_no_colour_exceeds_its_alpha(angle: float):
    opaque = Raster.clear(EXTENT)
    opaque.part(PLACE)[:] = (255, 128, 0, 255)
    document = document_of(Layer(raster=opaque, name="a"))
    there = replace(Placement.of(PLACE), angle=angle)
    raster = put(document, there).layers[0].raster
    assert raster.pixels[..., 3].sum() / 255 == pytest.approx(PLACE.extent.area, rel=0.02)
    assert (raster.pixels[..., :3] <= raster.pixels[..., 3:]).all()
    touched = raster.painted
    diagonal = math.ceil(PLACE.extent.diagonal) + 2
    assert touched.width <= diagonal
    assert touched.height <= diagonal


def test_pixels_of_a_picture_stay_pixels_when_they_are_turned(document: Document):
    there = replace(Placement.of(PLACE), angle=30.0)
    raster = put(document, there, Resampling.NEAREST)
    before = {tuple(pixel) for pixel in noise(0, PLACE.extent).reshape(-1, 4)}
    shown = raster.layers[0].raster.pixels.reshape(-1, 4)
    assert {tuple(pixel) for pixel in shown[shown[:, 3] > 0]} <= before


def test_a_placement_where_it_is_already_is_no_step(document: Document):
    assert put(document, Placement.of(PLACE)) is document.picture


def test_a_clear_layer_has_nothing_to_place():
    document = document_of(Layer.clear("a", EXTENT))
    assert put(document, Placement(Point(1, 1), 2, 3)) is document.picture


@given(
    st.floats(-60, 120),
    st.floats(-40, 80),
    st.floats(0.2, 70) | st.floats(-70, -0.2),
    st.floats(0.2, 70) | st.floats(-70, -0.2),
    st.sampled_from([0.0, 90.0, 180.0, -90.0]) | st.floats(-180, 180),
    st.sampled_from(Resampling),
)
def test_any_placement_is_made_of_other_pixels(
    x: float, y: float, width: float, height: float, angle: float, resampling: Resampling
):
    group = Group(children=(layer(0, PLACE), layer(1, OTHER)), name="group")
    document = document_of(group)
    before = document.picture
    there = Placement(Point(x, y), width, height, angle)
    around = there.bounds.padded(2)
    for each in put(document, there, resampling).layers:
        painted = each.raster.painted
        assert around.united(painted) == around
        assert each.raster.bounds.united(Bounds.of(EXTENT)) == each.raster.bounds
    assert_array_equal(sheet(before), sheet_with(noise(0, PLACE.extent), PLACE.x, PLACE.y))


# Limits.


def test_a_layer_does_not_grow_without_end(document: Document):
    with pytest.raises(BadInput, match="at most"):
        there = Placement(Point(0, 0), 40000.0, 20.0)
        put(document, there)


def test_a_layer_is_not_moved_further_than_can_be_painted(document: Document):
    document.show(after(moving.move_edit(document, uid(document), -30_000, 0)))
    with pytest.raises(BadInput, match="at most"):
        moving.move_edit(document, uid(document), -30_000, 0)


def test_a_layer_that_memory_cannot_hold_is_refused(
    document: Document, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(room, "free_bytes", lambda: 100_000_000)
    with pytest.raises(BadInput, match="100 MB are free"):
        put(document, Placement(Point(0, 0), 9000.0, 9000.0))


def test_directions_are_told_in_half_a_turn_each_way():
    assert [wrapped(angle) for angle in (0, 180, 181, -180, -90, 720)] == [
        0,
        180,
        -179,
        180,
        -90,
        0,
    ]
