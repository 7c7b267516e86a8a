"""What the frames of a journal hold: headers, buffers, tiles and pictures, as bytes and back."""

from __future__ import annotations

import json
import struct
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from studio.core.errors import BadInput, FileProblem
from studio.core.geometry import Extent
from studio.core.pixels import Pixels, check_extent
from studio.document.files.values import plain_fields, with_fields
from studio.document.layer import Group, Layer, Node
from studio.document.picture import Guides, NamedMask, Picture
from studio.document.room import LARGEST_LAYER_SIDE
from studio.document.source import Source
from studio.document.surface import TILE_PX, Mask, Raster, Surface, Tile

S = TypeVar("S", bound=Surface)

_SURFACE = struct.Struct("<IBiiII")
_TILE = struct.Struct("<IHH")
_RASTER, _MASK = 4, 1
"""Channels."""
_LEVEL = 1
"""Of compression: a stroke must be on the disk before the next one ends."""
_DEEPEST = 100
_MOST_JSON = 64 << 20
_BYTES = ("icc", "exif", "profile", "place")
"""Fields of a Source."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that the document was opened from, as it was then."""

    path: Path
    nbytes: int
    mtime_ns: int

    @classmethod
    def of(cls, path: Path) -> Origin | None:
        """None where there is no such file."""
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(path.absolute(), found.st_size, found.st_mtime_ns)

    @property
    def is_unchanged(self) -> bool:
        return Origin.of(self.path) == self


@dataclass(frozen=True, slots=True)
class Header:
    """How a journal begins."""

    origin: Origin | None
    """Where the first buffers come from until the base is written."""
    surfaces: int
    """How many buffers the document had then; they have the numbers from 0 on."""

    def to_bytes(self) -> bytes:
        origin = self.origin
        told = None if origin is None else [str(origin.path), origin.nbytes, origin.mtime_ns]
        return json.dumps({"origin": told, "surfaces": self.surfaces}).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Header:
        """Raises FileProblem."""
        match _json(content):
            case {"origin": None, "surfaces": int(surfaces)}:
                return cls(None, surfaces)
            case {"origin": [str(path), int(size), int(mtime)], "surfaces": int(surfaces)}:
                return cls(Origin(Path(path), size, mtime), surfaces)
            case _:
                raise damaged()


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A document at the end of a step, without its pixels."""

    picture: Picture
    name: str
    path: Path | None
    source: Source


def surface_bytes(number: int, surface: Surface) -> bytes:
    bounds = surface.bounds
    channels = _MASK if isinstance(surface, Mask) else _RASTER
    return _SURFACE.pack(number, channels, bounds.x, bounds.y, bounds.width, bounds.height)


def surface_from(content: bytes) -> tuple[int, Surface]:
    """Its number, and a clear one. Raises FileProblem."""
    try:
        number, channels, x, y, width, height = _SURFACE.unpack(content)
    except struct.error as error:
        raise damaged() from error
    if not (0 < width <= LARGEST_LAYER_SIDE and 0 < height <= LARGEST_LAYER_SIDE):
        raise damaged()
    if channels == _MASK:
        return number, Mask.empty(Extent(width, height))
    return number, Raster(np.zeros((height, width, _RASTER), np.uint8), x, y)


def tile_bytes(number: int, tile: Tile, pixels: Pixels) -> bytes:
    """A clear tile takes nothing but its place."""
    deflated = zlib.compress(pixels.tobytes(), _LEVEL) if pixels.any() else b""
    return _TILE.pack(number, *tile) + deflated


def put_tile(content: bytes, surfaces: Mapping[int, Surface]) -> None:
    """Write a tile where it belongs. Raises FileProblem where it does not fit."""
    number, tile = tile_place(content)
    surface = surfaces.get(number)
    row, column = tile
    if surface is None or row * TILE_PX >= surface.extent.height:
        raise damaged()
    if column * TILE_PX >= surface.extent.width:
        raise damaged()
    shown = surface.tile(tile)
    deflated = content[_TILE.size :]
    shown[:] = _inflated(deflated, shown) if deflated else 0


def tile_place(content: bytes) -> tuple[int, Tile]:
    """The surface's number, and which of its tiles. Raises FileProblem."""
    if len(content) < _TILE.size:
        raise damaged()
    number, row, column = _TILE.unpack_from(content)
    return number, (row, column)


def told_bytes(told: Told, number_of: Callable[[Surface], int]) -> bytes:
    picture = told.picture
    words = {
        "extent": [picture.extent.width, picture.extent.height],
        "nodes": [_node_words(node, number_of) for node in picture.nodes],
        "masks": [
            plain_fields(entry) | {"surface": number_of(entry.mask)} for entry in picture.masks
        ],
        "active_node": picture.active_node,
        "active_mask": picture.active_mask,
        "guides": [picture.guides.upright, picture.guides.level],
        "name": told.name,
        "path": None if told.path is None else str(told.path.absolute()),
        "source": plain_fields(told.source),
        **{name: _base64(getattr(told.source, name)) for name in _BYTES},
    }
    return zlib.compress(json.dumps(words).encode(), _LEVEL)


def told_from(content: bytes, surfaces: Mapping[int, Surface]) -> Told:
    """Raises FileProblem."""
    # A journal lies among a person's own files; but what lies there may be damaged.
    try:
        words = _json(zlib.decompressobj().decompress(content, _MOST_JSON))
        return _told(words, surfaces)
    except (BadInput, LookupError, TypeError, ValueError, ArithmeticError, zlib.error) as error:
        raise damaged() from error


def _told(words: Any, surfaces: Mapping[int, Surface]) -> Told:
    extent = Extent(*(int(side) for side in words["extent"]))
    check_extent(extent)
    picture = Picture(
        extent=extent,
        nodes=tuple(_node(each, surfaces, _DEEPEST) for each in words["nodes"]),
        masks=tuple(_mask(each, surfaces) for each in words["masks"]),
        active_node=words["active_node"],
        active_mask=str(words["active_mask"]),
        guides=Guides(*(tuple(float(each) for each in places) for places in words["guides"])),
    )
    if picture.active_mask not in {entry.uid for entry in picture.masks}:
        raise damaged()
    source = with_fields(Source(), words["source"])
    source = replace(source, **{name: _unbase64(words.get(name)) for name in _BYTES})
    path = words["path"]
    return Told(picture, str(words["name"]), None if path is None else Path(str(path)), source)


def _node_words(node: Node, number_of: Callable[[Surface], int]) -> dict[str, object]:
    words = plain_fields(node)
    if isinstance(node, Group):
        return words | {"children": [_node_words(child, number_of) for child in node.children]}
    return words | {"surface": number_of(node.raster)}


def _node(words: Any, surfaces: Mapping[int, Surface], deepest: int) -> Node:
    if deepest == 0:
        raise damaged()
    if "children" in words:
        children = (_node(child, surfaces, deepest - 1) for child in words["children"])
        return with_fields(Group(children=tuple(children), name=""), words)
    raster = _surface(words, surfaces, Raster)
    return with_fields(Layer(raster=raster, name=""), words)


def _mask(words: Any, surfaces: Mapping[int, Surface]) -> NamedMask:
    return with_fields(NamedMask(mask=_surface(words, surfaces, Mask), name=""), words)


def _surface(words: Any, surfaces: Mapping[int, Surface], kind: type[S]) -> S:
    surface = surfaces[words["surface"]]
    if not isinstance(surface, kind):
        raise damaged()
    return surface


def _inflated(deflated: bytes, like: Pixels) -> Pixels:
    inflater = zlib.decompressobj()
    try:
        raw = inflater.decompress(deflated, like.size)
    except zlib.error as error:
        raise damaged() from error
    if len(raw) != like.size:
        raise damaged()
    return np.frombuffer(raw, np.uint8).reshape(like.shape)


def _json(content: bytes) -> Any:
    """Any: whatever JSON can hold. Raises FileProblem."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise damaged() from error


def _base64(content: bytes | None) -> str | None:
    return None if content is None else b64encode(content).decode()


def _unbase64(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text)


def damaged() -> FileProblem:
    return FileProblem("What was kept of a picture that was not saved is damaged.")
