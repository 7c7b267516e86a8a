"""The picture before all that was done to it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.document.document import Document
from studio.document.earlier import at_first, since_blank
from studio.document.edit import Edit, pixel_edit
from studio.document.operations.layers import add_edit, look_edit
from studio.document.operations.pasting import insert_layer_edit
from studio.document.snapshot import Snapshot
from studio.document.surface import Surface

Do = Callable[[Edit | None], Edit]


@pytest.fixture
def document() -> Document:
    pixels = np.random.default_rng(0).integers(0, 256, (300, 600, 3), np.uint8)
    return Document.from_pixels(pixels)


@pytest.fixture
def do(document: Document) -> Do:
    def done(edit: Edit | None) -> Edit:
        assert edit is not None
        edit.apply(document)
        return edit

    return done


def painted(surface: Surface, bounds: Bounds, value: int) -> Edit | None:
    after = np.full((bounds.height, bounds.width, 4), value, np.uint8)
    return pixel_edit("Paint", surface, bounds, after)


def seen(snapshot: Snapshot) -> Pixels:
    return Document.of(snapshot.picture).flattened()


def test_it_is_what_it_was_however_often_a_place_was_painted(document: Document, do: Do):
    first, raster = document.flattened(), document.layers[0].raster
    edits = [
        do(painted(raster, Bounds(*place), value))
        for place, value in (((10, 10, 300, 200), 255), ((200, 100, 300, 150), 0))
    ]
    assert_array_equal(seen(at_first(document.picture, edits)), first)
    assert (document.flattened() != first).any()


def test_layers_that_came_later_are_not_in_it(document: Document, do: Do):
    first, layer = document.flattened(), document.layers[0]
    edits = [do(add_edit(document)), do(look_edit(document, layer.uid, opacity=0.5))]
    added = document.active_layer
    assert added is not None
    edits.append(do(painted(added.raster, Bounds(0, 0, 50, 50), 255)))
    edits.append(do(painted(layer.raster, Bounds(0, 0, 50, 50), 9)))
    snapshot = at_first(document.picture, edits)
    assert len(snapshot.picture.layers) == 1
    assert_array_equal(seen(snapshot), first)


def test_what_is_done_and_taken_back_later_leaves_it_alone(document: Document, do: Do):
    first, raster = document.flattened(), document.layers[0].raster
    edit = do(painted(raster, Bounds(0, 0, 50, 50), 255))
    snapshot = at_first(document.picture, [edit])
    do(painted(raster, Bounds(20, 20, 500, 200), 7))
    edit.revert(document)
    assert_array_equal(seen(snapshot), first)


def test_only_the_steps_since_a_picture_was_blank_count():
    document = Document(Extent(40, 30))
    begin = insert_layer_edit(document, np.full((30, 40, 3), 77, np.uint8), None)
    assert begin is not None
    begin.apply(document)
    edit = painted(document.layers[0].raster, Bounds(0, 0, 20, 20), 255)
    assert edit is not None
    assert since_blank([begin, edit]) == [edit]
    assert since_blank([begin]) == []
    assert since_blank([edit]) == [edit]
