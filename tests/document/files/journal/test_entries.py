import zlib
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.errors import FileProblem
from studio.core.geometry import Bounds, Extent
from studio.document.files.journal.entries import (
    Header,
    Origin,
    Told,
    put_tile,
    surface_bytes,
    surface_from,
    tile_bytes,
    told_bytes,
    told_from,
)
from studio.document.layer import Blend, Group, Layer
from studio.document.picture import Guides, NamedMask, Picture
from studio.document.source import Source
from studio.document.surface import Mask, Raster, Surface

EXTENT = Extent(300, 200)


def a_told() -> Told:
    """Of everything that a picture can have."""
    below = Layer(raster=Raster.clear(EXTENT), name="Below", locked=True, opacity=0.25)
    above = Layer(raster=Raster.clear(EXTENT), name="Above", blend=Blend.SCREEN, clips=True)
    group = Group(children=(above,), name="Group", is_open=False, visible=False)
    mask = NamedMask(mask=Mask.empty(EXTENT), name="Cat", prompt="a cat", strength=0.5)
    picture = Picture(
        extent=EXTENT,
        nodes=(below, group),
        masks=(NamedMask(mask=Mask.empty(EXTENT), name="Mask"), mask),
        active_node=above.uid,
        active_mask=mask.uid,
        guides=Guides((1.5,), (2.0, 3.0)),
    )
    source = Source("a cat", icc=b"\0sRGB", exif=b"exif", profile=b"Adobe", place=b"Paris")
    return Told(picture, "Work", Path("/somewhere/work.ora"), source)


def numbered(picture: Picture) -> dict[Surface, int]:
    return {surface: number for number, surface in enumerate(picture.surfaces)}


def fields_of(value: Any) -> dict[str, Any]:
    """Without what has pixels."""
    left_out = ("raster", "mask", "children")
    names = [field.name for field in fields(value)]
    return {name: getattr(value, name) for name in names if name not in left_out}


def test_a_picture_comes_back_with_all_that_it_has() -> None:
    told = a_told()
    numbers = numbered(told.picture)
    read = told_from(
        told_bytes(told, numbers.__getitem__), {n: surface for surface, n in numbers.items()}
    )
    before, after = told.picture, read.picture
    assert (read.name, read.path, read.source) == (told.name, told.path, told.source)
    assert after.surfaces == before.surfaces
    for was, comes in zip(
        (*before.layers, *before.masks), (*after.layers, *after.masks), strict=True
    ):
        assert fields_of(was) == fields_of(comes)
    assert fields_of(before.nodes[1]) == fields_of(after.nodes[1])
    assert (after.active_node, after.active_mask) == (before.active_node, before.active_mask)
    assert fields_of(after.guides) == fields_of(before.guides)


def test_a_picture_whose_buffers_are_missing_is_refused() -> None:
    told = a_told()
    content = told_bytes(told, numbered(told.picture).__getitem__)
    with pytest.raises(FileProblem):
        told_from(content, {})


@pytest.mark.parametrize("side", ["0", "-1", "1e999", "100000"])
def test_a_canvas_that_cannot_be_is_refused(side: str) -> None:
    told = a_told()
    numbers = numbered(told.picture)
    content = zlib.decompress(told_bytes(told, numbers.__getitem__))
    lied = zlib.compress(content.replace(b'"extent": [300,', f'"extent": [{side},'.encode()))
    with pytest.raises(FileProblem):
        told_from(lied, {number: surface for surface, number in numbers.items()})


def test_a_mask_is_no_layer() -> None:
    told = a_told()
    numbers = numbered(told.picture)
    backwards = {len(numbers) - 1 - n: surface for surface, n in numbers.items()}
    with pytest.raises(FileProblem):
        told_from(told_bytes(told, numbers.__getitem__), backwards)


@pytest.mark.parametrize(
    "surface", [Raster(np.zeros((8, 9, 4), np.uint8), -3, 5), Mask.empty(EXTENT)]
)
def test_a_buffer_comes_back_clear_and_in_its_place(surface: Surface) -> None:
    number, read = surface_from(surface_bytes(7, surface))
    assert (number, read.bounds, type(read)) == (7, surface.bounds, type(surface))


@pytest.mark.parametrize("tile", [(0, 0), (0, 1)])
def test_a_tile_comes_back(tile: tuple[int, int]) -> None:
    raster = Raster.clear(EXTENT)
    raster.pixels[:] = np.random.default_rng(0).integers(0, 256, raster.pixels.shape, np.uint8)
    other = Raster.clear(EXTENT)
    put_tile(tile_bytes(3, tile, raster.tile(tile)), {3: other})
    assert_array_equal(other.tile(tile), raster.tile(tile))


def test_a_clear_tile_takes_a_few_bytes_and_clears() -> None:
    raster = Raster.clear(EXTENT)
    content = tile_bytes(3, (0, 0), raster.tile((0, 0)))
    assert len(content) < 20
    other = Raster.of(np.full((200, 300, 3), 9, np.uint8))
    put_tile(content, {3: other})
    assert other.painted == Bounds(256, 0, 44, 200)


@pytest.mark.parametrize(
    ("number", "tile"), [(4, (0, 0)), (3, (1, 0)), (3, (0, 2))], ids=["buffer", "row", "column"]
)
def test_a_tile_that_has_no_place_is_refused(number: int, tile: tuple[int, int]) -> None:
    content = tile_bytes(number, tile, np.ones((200, 256, 4), np.uint8))
    with pytest.raises(FileProblem):
        put_tile(content, {3: Raster.clear(EXTENT)})


def test_a_header_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"abc")
    for origin in (None, Origin.of(path)):
        header = Header(origin, 3)
        assert Header.from_bytes(header.to_bytes()) == header


def test_a_file_that_was_written_since_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    assert Origin.of(path) is None
    path.write_bytes(b"abc")
    origin = Origin.of(path)
    assert origin is not None
    assert origin.is_unchanged
    path.write_bytes(b"abcd")
    assert not origin.is_unchanged
