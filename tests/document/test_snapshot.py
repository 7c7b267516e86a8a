import threading

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.core.work import Stopped, Work
from studio.document.document import Document
from studio.document.edit import Change, pixel_edit
from studio.document.layer import Blend, Group, Layer
from studio.document.picture import Picture
from studio.document.snapshot import Snapshot
from studio.document.surface import Raster


def noise(height: int, width: int, seed: int = 0) -> Pixels:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)
    pixels[..., 3] = 255
    return pixels


@pytest.fixture
def document() -> Document:
    """A picture of 600 × 300 px, of one layer."""
    return Document.from_pixels(noise(300, 600))


def painted_over(document: Document) -> Change:
    """A stroke across all of it that is not finished yet."""
    layer = document.layers[0].raster
    change = Change(layer)
    change.keep(layer.bounds)
    layer.pixels[:] = 7
    return change


def test_it_keeps_what_was_there_before_a_stroke(document: Document) -> None:
    before = document.layers[0].raster.pixels.copy()
    with Snapshot(document.picture) as snapshot:
        painted_over(document)
        assert_array_equal(snapshot.picture.layers[0].raster.pixels, before)


def test_a_stroke_that_had_begun_is_in_it_only_as_far_as_it_was(document: Document) -> None:
    raster = document.layers[0].raster
    change = Change(raster)
    change.keep(raster.bounds)
    raster.pixels[:, :10] = 1
    before = raster.pixels.copy()
    with Snapshot(document.picture) as snapshot:
        change.keep(raster.bounds)
        raster.pixels[:, 10:20] = 2
        assert_array_equal(snapshot.picture.layers[0].raster.pixels, before)


def test_undo_redo_and_a_stroke_given_up_leave_it_alone(document: Document) -> None:
    edit = painted_over(document).finish("Paint")
    assert edit is not None
    after = document.layers[0].raster.pixels.copy()
    with Snapshot(document.picture) as snapshot:
        held = snapshot.picture.layers[0].raster
        edit.revert(document)
        assert_array_equal(held.pixels, after)
        edit.apply(document)
        painted_over(document).abort()
        assert_array_equal(held.pixels, after)


def test_memory_is_taken_only_where_something_changed(document: Document) -> None:
    raster = document.layers[0].raster
    with Snapshot(document.picture) as snapshot:
        edit = pixel_edit("Dot", raster, Bounds(0, 0, 1, 1), np.zeros((1, 1, 4), np.uint8))
        assert edit is not None
        edit.apply(document)
        assert snapshot.held_bytes == 256 * 256 * 4


def test_once_released_nothing_is_kept(document: Document) -> None:
    snapshot = Snapshot(document.picture)
    snapshot.release()
    painted_over(document)
    assert snapshot.held_bytes == 0


def test_one_that_is_forgotten_keeps_nothing(document: Document) -> None:
    snapshot = Snapshot(document.picture)
    del snapshot
    painted_over(document)
    assert not document.layers[0].raster.is_held


def test_parts_and_tiles_are_those_of_the_surface(document: Document) -> None:
    raster = document.layers[0].raster
    with Snapshot(document.picture) as snapshot:
        held = snapshot.picture.layers[0].raster
        bounds = Bounds(200, 100, 300, 170)
        assert_array_equal(held.part(bounds), raster.part(bounds))
        for tile in raster.tiles_in(raster.bounds):
            assert_array_equal(held.tile(tile), raster.tile(tile))


def test_what_is_painted_is_found_at_its_place(document: Document) -> None:
    document.mask.pixels[270:280, 20:30] = 1
    pixels = np.zeros((400, 700, 4), np.uint8)
    pixels[290:300, 5:9, 3] = 1
    picture = Picture.with_nodes(
        Extent(600, 300), (Layer(raster=Raster(pixels, -50, -60), name="A"),)
    )
    with Snapshot(picture) as snapshot, Snapshot(document.picture) as other:
        assert snapshot.picture.layers[0].raster.painted == Bounds(-45, 230, 4, 10)
        assert snapshot.picture.masks[0].mask.is_empty
        assert other.picture.masks[0].mask.painted == Bounds(20, 270, 10, 10)
        assert not other.picture.masks[0].mask.is_empty


def test_flattened_it_is_the_document_as_it_was() -> None:
    document = Document(Extent(600, 300))
    half = noise(300, 600, 1)
    half[..., 3] = 128
    group = Group(children=(Layer.of("C", half),), name="G", opacity=0.5, blend=Blend.MULTIPLY)
    document.show(Picture.with_nodes(Extent(600, 300), (Layer.of("A", noise(300, 600)), group)))
    before = document.flattened()
    with Snapshot(document.picture) as snapshot:
        painted_over(document)
        assert_array_equal(snapshot.flattened(Work().tell), before)


def test_flattening_can_be_stopped(document: Document) -> None:
    work = Work()
    work.stop()
    with Snapshot(document.picture) as snapshot, pytest.raises(Stopped):
        snapshot.flattened(work.tell)


def test_it_is_the_same_on_another_thread_while_strokes_go_on(document: Document) -> None:
    raster = document.layers[0].raster
    before = raster.pixels.copy()
    read: list[Pixels] = []
    with Snapshot(document.picture) as snapshot:
        held = snapshot.picture.layers[0].raster
        thread = threading.Thread(target=lambda: read.extend(held.pixels for _ in range(20)))
        thread.start()
        number = 0
        while thread.is_alive():
            change = Change(raster)
            change.keep(raster.bounds)
            raster.pixels[:] = number = (number + 1) % 256
        thread.join()
    for pixels in read:
        assert_array_equal(pixels, before)
