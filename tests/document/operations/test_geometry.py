"""The whole picture in another shape, against what numpy makes of the same pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from PIL import Image

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent, Point
from studio.core.pixels import Pixels
from studio.core.work import Stopped, Work
from studio.document import room
from studio.document.document import Document
from studio.document.edit import PictureReplaced
from studio.document.layer import Group, Layer
from studio.document.operations import geometry
from studio.document.picture import Guides, NamedMask, Picture
from studio.document.resampling import Resampling
from studio.document.surface import Mask, Raster, moved_by
from studio.document.turning import Axis

EXTENT = Extent(30, 20)
WHOLE = Bounds.of(EXTENT)
edges = st.integers(-40, 60)


def noise(seed: int, extent: Extent = EXTENT) -> Pixels:
    """Premultiplied, opaque and transparent."""
    pixels = np.random.default_rng(seed).integers(
        0, 256, (extent.height, extent.width, 4), np.uint8
    )
    np.minimum(pixels, pixels[..., 3:], out=pixels)
    return pixels


@pytest.fixture
def document() -> Document:
    """A layer and a group with one that reaches over the left top edge, two masks, two guides."""
    low = Layer(raster=Raster(noise(0)), name="low")
    high = Layer(raster=moved_by(Raster(noise(1)), -7, -3, EXTENT), name="high")
    nodes = (low, Group(children=(high,), name="group"))
    first = NamedMask(mask=Mask(noise(2)[..., 0].copy()), name="first")
    second = NamedMask(mask=Mask.empty(EXTENT), name="second")
    document = Document(EXTENT)
    document.show(
        Picture(
            extent=EXTENT,
            nodes=nodes,
            masks=(first, second),
            active_node=low.uid,
            active_mask=first.uid,
            guides=Guides((3.0, 10.0), (5.5,)),
        )
    )
    return document


def after(edit: PictureReplaced | None) -> Picture:
    assert edit is not None
    return edit.after


def low(picture: Picture) -> Pixels:
    """What the canvas shows of it."""
    return picture.layers[0].raster.part(Bounds.of(picture.extent))


def high(picture: Picture) -> Pixels:
    return picture.layers[1].raster.part(Bounds.of(picture.extent))


def lines(picture: Picture) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The guides: upright ones by x, level ones by y."""
    return picture.guides.upright, picture.guides.level


def mask(picture: Picture) -> Pixels:
    return picture.masks[0].mask.pixels


# Cut.


def test_a_crop_keeps_the_part_in_its_bounds(document: Document):
    before = document.picture
    cropped = after(geometry.crop_edit(document, Bounds(4, 5, 10, 8)))
    assert cropped.extent == Extent(10, 8)
    assert_array_equal(low(cropped), low(before)[5:13, 4:14])
    assert_array_equal(high(cropped), high(before)[5:13, 4:14])
    assert_array_equal(mask(cropped), mask(before)[5:13, 4:14])
    assert lines(cropped) == ((6.0,), (0.5,))


def test_a_crop_leaves_nothing_outside_unless_it_is_asked_to(document: Document):
    bounds = Bounds(4, 5, 10, 8)
    assert after(geometry.crop_edit(document, bounds)).layers[0].raster.bounds == Bounds(
        0, 0, 10, 8
    )
    kept = after(geometry.crop_edit(document, bounds, keeps_outside=True))
    assert kept.layers[0].raster.bounds == Bounds(-4, -5, 30, 20)
    assert_array_equal(kept.layers[0].raster.pixels, low(document.picture))


def test_a_crop_beyond_the_canvas_adds_clear_room(document: Document):
    cropped = after(geometry.crop_edit(document, Bounds(-2, -1, 34, 22)))
    expected = np.zeros((22, 34, 4), np.uint8)
    expected[1:21, 2:32] = low(document.picture)
    assert_array_equal(low(cropped), expected)


def test_a_crop_beyond_the_canvas_shows_what_lay_outside(document: Document):
    cropped = after(geometry.crop_edit(document, Bounds(-7, -3, 30, 20)))
    assert_array_equal(high(cropped), noise(1))


@given(edges, edges, st.integers(1, 60), st.integers(1, 60), st.booleans())
def test_any_crop_is_the_slice_of_a_wide_clear_sheet(
    left: int, top: int, width: int, height: int, keeps_outside: bool
):
    document = Document(EXTENT)
    document.show(Picture.with_nodes(EXTENT, (Layer(raster=Raster(noise(0)), name="a"),)))
    bounds = Bounds(left, top, width, height)
    edit = geometry.crop_edit(document, bounds, keeps_outside=keeps_outside)
    sheet = np.zeros((220, 220, 4), np.uint8)
    sheet[100:120, 100:130] = noise(0)
    expected = sheet[bounds.moved(100, 100).slices]
    shown = document.picture if edit is None else edit.after
    assert_array_equal(shown.layers[0].raster.part(Bounds.of(shown.extent)), expected)


def test_a_crop_to_nothing_is_refused(document: Document):
    with pytest.raises(BadInput, match="nothing inside the frame"):
        geometry.crop_edit(document, Bounds(3, 3, 0, 5))


def test_a_crop_to_all_is_no_step(document: Document):
    assert geometry.crop_edit(document, WHOLE) is None


def test_the_mask_says_where_to_crop(document: Document):
    document.mask.pixels[:] = 0
    document.mask.pixels[3:9, 5:25] = 1
    assert geometry.mask_bounds(document) == Bounds(5, 3, 20, 6)


def test_without_a_mask_nothing_says_where_to_crop(document: Document):
    document.mask.pixels[:] = 0
    with pytest.raises(BadInput, match="Nothing is masked"):
        geometry.mask_bounds(document)


def sheet_with(pixels: Pixels) -> Document:
    document = Document(Extent(pixels.shape[1], pixels.shape[0]))
    layer = Layer(raster=Raster(pixels), name="a")
    document.show(Picture.with_nodes(document.extent, (layer,)))
    return document


def test_trimming_finds_what_is_not_clear():
    pixels = np.zeros((20, 30, 4), np.uint8)
    pixels[4:9, 6:21] = 200
    assert geometry.content_bounds(sheet_with(pixels)) == Bounds(6, 4, 15, 5)


def test_trimming_an_opaque_picture_finds_what_differs_from_its_corner():
    pixels = np.full((20, 30, 4), 255, np.uint8)
    pixels[4:9, 6:21, 1] = 200
    assert geometry.content_bounds(sheet_with(pixels)) == Bounds(6, 4, 15, 5)


def test_trimming_a_plain_picture_leaves_it_whole():
    assert geometry.content_bounds(sheet_with(np.full((20, 30, 4), 255, np.uint8))) == WHOLE


def test_trimming_does_not_see_hidden_layers(document: Document):
    picture = document.picture
    for node in picture.nodes:
        document.show(document.picture.changed(node.uid, visible=False))
    with pytest.raises(BadInput, match="Nothing is seen"):
        geometry.content_bounds(document)


# Another canvas.


@pytest.mark.parametrize(
    ("anchor", "corner"),
    [
        (Point(0, 0), (0, 0)),
        (Point(0.5, 0.5), (5, 3)),
        (Point(1, 1), (10, 6)),
        (Point(0, 1), (0, 6)),
    ],
)
def test_a_larger_canvas_is_clear_around_its_anchor(
    document: Document, anchor: Point, corner: tuple[int, int]
):
    larger = after(geometry.canvas_edit(document, Extent(40, 26), anchor))
    left, top = corner
    expected = np.zeros((26, 40, 4), np.uint8)
    expected[top : top + 20, left : left + 30] = low(document.picture)
    assert larger.extent == Extent(40, 26)
    assert_array_equal(low(larger), expected)
    assert lines(larger) == ((3.0 + left, 10.0 + left), (5.5 + top,))


def test_a_smaller_canvas_and_back_again_is_the_same_picture(document: Document):
    before = document.picture
    document.show(after(geometry.canvas_edit(document, Extent(11, 7))))
    document.show(after(geometry.canvas_edit(document, EXTENT)))
    assert_array_equal(low(document.picture), low(before))
    assert_array_equal(high(document.picture), high(before))


# Another size.


def test_a_nearest_doubling_repeats_every_pixel(document: Document):
    doubled = after(geometry.resize_edit(document, Extent(60, 40), Resampling.NEAREST))
    assert_array_equal(low(doubled), low(document.picture).repeat(2, 0).repeat(2, 1))
    assert_array_equal(mask(doubled), mask(document.picture).repeat(2, 0).repeat(2, 1))
    assert_array_equal(high(doubled), high(document.picture).repeat(2, 0).repeat(2, 1))
    assert doubled.layers[1].raster.bounds == Bounds(-14, -6, 74, 46)
    assert lines(doubled) == ((6.0, 20.0), (11.0,))


@pytest.mark.parametrize("resampling", list(Resampling))
def test_a_plain_picture_stays_plain_in_every_size(resampling: Resampling):
    document = sheet_with(np.full((20, 30, 4), (60, 120, 180, 200), np.uint8))
    for extent in (Extent(7, 5), Extent(91, 47)):
        scaled = after(geometry.resize_edit(document, extent, resampling))
        assert (low(scaled) == (60, 120, 180, 200)).all()


@pytest.mark.parametrize(
    ("resampling", "truth"),
    [
        (Resampling.BILINEAR, Image.Resampling.BILINEAR),
        (Resampling.BICUBIC, Image.Resampling.BICUBIC),
        (Resampling.LANCZOS, Image.Resampling.LANCZOS),
    ],
)
def test_a_resized_picture_is_pillows_on_premultiplied_pixels(
    resampling: Resampling, truth: Image.Resampling
):
    extent = Extent(300, 200)
    smooth = np.asarray(Image.fromarray(noise(3)[..., 0]).resize((300, 200), Image.Resampling.BOX))
    pixels = np.repeat(smooth[..., None], 4, axis=2)
    scaled = after(geometry.resize_edit(sheet_with(pixels.copy()), Extent(190, 333), resampling))
    expected = np.asarray(Image.fromarray(smooth).resize((190, 333), truth))
    assert np.abs(low(scaled)[..., 0].astype(int) - expected).max() <= 3
    assert extent != scaled.extent


def test_no_colour_is_brighter_than_its_alpha_at_an_edge():
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[10:30, 10:30] = (255, 128, 0, 255)
    for resampling in Resampling:
        scaled = low(after(geometry.resize_edit(sheet_with(pixels), Extent(97, 61), resampling)))
        assert (scaled[..., :3] <= scaled[..., 3:]).all()


def test_a_clear_surround_darkens_no_edge():
    """Straight alpha would mix in the black of what is clear."""
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[10:30, 10:30] = (255, 255, 255, 255)
    scaled = low(after(geometry.resize_edit(sheet_with(pixels), Extent(27, 27))))
    assert_array_equal(scaled[..., :3], scaled[..., 3:].repeat(3, axis=2))


def test_little_paint_on_a_wide_sheet_is_scaled_like_all_of_it():
    """Only what is painted is looked at: the rest is clear anyway."""
    pixels = np.zeros((400, 600, 4), np.uint8)
    pixels[200:220, 300:330] = noise(4)
    whole = pixels.copy()
    whole[0, 0] = whole[-1, -1] = 255
    extent = Extent(440, 730)
    part = low(after(geometry.resize_edit(sheet_with(pixels), extent)))
    expected = low(after(geometry.resize_edit(sheet_with(whole), extent)))
    inner = slice(20, -20), slice(20, -20)
    assert np.abs(part[inner].astype(int) - expected[inner]).max() <= 1


@given(st.integers(1, 70), st.integers(1, 70), st.sampled_from(Resampling))
def test_any_size_covers_the_canvas_and_is_taken_back(
    width: int, height: int, resampling: Resampling
):
    document = sheet_with(noise(0))
    reaching = moved_by(Raster(noise(1)), 11, 9, EXTENT)
    layer = Layer(raster=reaching, name="b")
    document.show(replace(document.picture, nodes=(*document.picture.nodes, layer)))
    before = document.picture
    edit = geometry.resize_edit(document, Extent(width, height), resampling)
    if edit is not None:
        edit.apply(document)
        for surface in document.picture.surfaces:
            assert surface.bounds.intersected(Bounds(0, 0, width, height)).extent == document.extent
        edit.revert(document)
    assert document.picture is before
    assert_array_equal(low(before), noise(0))


# Turned.


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_picture_is_numpys(document: Document, quarters: int):
    before = document.picture
    turned = after(geometry.turn_edit(document, quarters))
    assert_array_equal(low(turned), np.rot90(low(before), -quarters))
    assert_array_equal(high(turned), np.rot90(high(before), -quarters))
    assert_array_equal(mask(turned), np.rot90(mask(before), -quarters))


@pytest.mark.parametrize(("axis", "numpys"), [(Axis.HORIZONTAL, 1), (Axis.VERTICAL, 0)])
def test_a_flipped_picture_is_numpys(document: Document, axis: Axis, numpys: int):
    before = document.picture
    flipped = after(geometry.flip_edit(document, axis))
    assert_array_equal(low(flipped), np.flip(low(before), numpys))
    assert_array_equal(high(flipped), np.flip(high(before), numpys))
    assert_array_equal(mask(flipped), np.flip(mask(before), numpys))


def test_guides_turn_with_what_they_lie_on(document: Document):
    assert lines(after(geometry.turn_edit(document, 1))) == ((14.5,), (3.0, 10.0))
    assert lines(after(geometry.turn_edit(document, 2))) == ((20.0, 27.0), (14.5,))
    assert lines(after(geometry.turn_edit(document, 3))) == ((5.5,), (20.0, 27.0))
    assert lines(after(geometry.flip_edit(document, Axis.HORIZONTAL))) == ((20.0, 27.0), (5.5,))
    assert lines(after(geometry.flip_edit(document, Axis.VERTICAL))) == ((3.0, 10.0), (14.5,))


@given(st.lists(st.sampled_from([1, 2, 3, *Axis]), max_size=6))
def test_turns_and_flips_are_taken_back_by_undo_and_by_their_opposites(ways: list[int | Axis]):
    document = sheet_with(noise(0))
    before, edits = document.picture, []
    for way in ways:
        edits.append(_edit(document, way))
        edits[-1].apply(document)
    for edit in reversed(edits):
        edit.revert(document)
    assert document.picture is before
    for way in ways:
        _edit(document, way).apply(document)
    for way in reversed(ways):
        _edit(document, way if isinstance(way, Axis) else -way).apply(document)
    assert_array_equal(low(document.picture), noise(0))


def _edit(document: Document, way: int | Axis) -> PictureReplaced:
    if isinstance(way, Axis):
        edit = geometry.flip_edit(document, way)
    else:
        edit = geometry.turn_edit(document, way)
    assert edit is not None
    return edit


# Limits, and work that is stopped.


def test_a_side_that_is_too_long_is_refused(document: Document):
    with pytest.raises(BadInput, match="1 to 16384 px"):
        geometry.resize_edit(document, Extent(16385, 4))
    with pytest.raises(BadInput, match="1 to 16384 px"):
        geometry.canvas_edit(document, Extent(4, 20000))


def test_what_memory_cannot_hold_is_refused(document: Document, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "free_bytes", lambda: 500_000_000)
    with pytest.raises(BadInput, match=r"16384 × 16384 px takes 4\.29 GB .* 500 MB are free"):
        geometry.resize_edit(document, Extent(16384, 16384))


def test_work_that_is_not_wanted_any_longer_changes_nothing(document: Document):
    before, work = document.picture, Work()
    work.stop()
    with pytest.raises(Stopped):
        geometry.resize_edit(document, Extent(300, 200), work=work)
    assert document.picture is before


def test_work_tells_how_far_it_is(document: Document):
    told: list[float | None] = []
    work = Work(lambda: told.append(work.share))
    geometry.turn_edit(document, 1, work)
    assert told == [0.25, 0.5, 0.75, 1.0]


def test_a_blank_document_has_nothing_to_turn():
    assert geometry.turn_edit(Document(EXTENT), 1) is None
