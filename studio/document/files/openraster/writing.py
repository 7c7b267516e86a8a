"""A project into a zip, one strip of pixels at a time."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, extent_of
from studio.document.alpha import unpremultiplied
from studio.document.compositing import composite, composite_image
from studio.document.files.atomic import replacing
from studio.document.files.openraster import names
from studio.document.files.openraster.blends import CLIPPED, NAMES
from studio.document.files.openraster.png import write_png
from studio.document.files.openraster.project import Extras, KeptResult, Progress
from studio.document.files.openraster.stack import Entry, Stack, written
from studio.document.files.values import plain_fields
from studio.document.layer import Blend, Group, Layer, Node
from studio.document.picture import NamedMask, Picture
from studio.document.source import Source
from studio.document.surface import Raster

_THUMBNAIL_PX = 256
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same project gives the same bytes at any time of day."""
_NOTHING = Bounds(0, 0, 1, 1)
"""What a clear layer is written as: a picture of no pixels is none."""


def write(path: Path, picture: Picture, source: Source, extras: Extras, progress: Progress) -> None:
    progress(0.0)
    with replacing(path) as file, zipfile.ZipFile(file, "w") as archive:
        _Writer(archive, picture, source, extras, progress).write()
    progress(1.0)


class _Writer:
    """The entries of one file in their order; numbers each picture as it comes."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        picture: Picture,
        source: Source,
        extras: Extras,
        progress: Progress,
    ) -> None:
        self._archive = archive
        self._picture = picture
        self._source = source
        self._extras = extras
        self._progress = progress
        self._done_px, self._count = 0, 0
        self._total_px = max(1, _area_to_write(picture, extras))
        self._nodes: list[dict[str, object]] = []

    def write(self) -> None:
        self._put(names.MIMETYPE, names.MIMETYPE_CONTENT)
        entries = self._entries(self._picture.nodes)
        root = Entry(name="", children=entries)
        stack = written(Stack(self._picture.extent, root))
        self._put(names.STACK, stack)
        whole = Bounds.of(self._picture.extent)
        self._put_png(names.MERGED, whole.extent, 4, self._merged)
        thumbnail = _thumbnail(self._picture)
        self._put_png(names.THUMBNAIL, extent_of(thumbnail), 4, _part_of(thumbnail))
        self._write_extras(hashlib.sha256(stack).hexdigest())

    # The tree.

    def _entries(self, nodes: tuple[Node, ...]) -> tuple[Entry, ...]:
        """Topmost first, as the file has them; notes what only we know of each."""
        found: list[Entry] = []
        for index in reversed(range(len(nodes))):
            node = nodes[index]
            if node.clips and node.blend is not Blend.NORMAL:
                found.append(self._stand_in(node, nodes[:index]))
            found.append(self._entry(node))
        return tuple(found)

    def _entry(self, node: Node) -> Entry:
        self._nodes.append(plain_fields(node))
        plain_clip = node.clips and node.blend is Blend.NORMAL
        # What is clipped and blended at once has a stand-in for programs that know no such thing.
        entry = Entry(
            name=node.name,
            children=None,
            opacity=node.opacity,
            visible=node.visible and (plain_clip or not node.clips),
            locked=node.locked,
            active=node.uid == self._picture.active_node,
            composite_op=CLIPPED if plain_clip else NAMES[node.blend],
        )
        if isinstance(node, Group):
            return replace(entry, children=self._entries(node.children))
        bounds = _written_bounds(node.raster)
        src = self._next_name(names.DATA)
        self._put_png(src, bounds.extent, 4, _straight(node.raster, bounds))
        return replace(entry, src=src, x=bounds.x, y=bounds.y)

    def _stand_in(self, node: Node, below: tuple[Node, ...]) -> Entry:
        """What a clipped node looks like over those below it, to be laid over them plainly."""
        self._nodes.append({names.STANDS_IN: True})
        bounds = _painted(node, self._picture.extent)
        src = self._next_name(names.DATA)
        self._put_png(src, bounds.extent, 4, _shown(node, below, bounds))
        return Entry(
            name=node.name,
            children=None,
            src=src,
            x=bounds.x,
            y=bounds.y,
            visible=node.visible,
            composite_op=CLIPPED,
        )

    def _merged(self, strip: Bounds) -> Pixels:
        return unpremultiplied(composite(self._picture.nodes, strip))

    # What only we know.

    def _write_extras(self, stack: str) -> None:
        picture, source = self._picture, self._source
        words = {names.ICC: source.icc, names.PROFILE: source.profile, names.EXIF: source.exif}
        for name, content in words.items():
            if content:
                self._put(name, content)
        told: dict[str, object] = {
            "version": names.VERSION,
            "stack": stack,
            "nodes": self._nodes,
            "active_node": picture.active_node,
            "active_mask": picture.active_mask,
            "masks": [self._mask(entry) for entry in picture.masks],
            "guides": {"upright": picture.guides.upright, "level": picture.guides.level},
            "source": plain_fields(source),
            "settings": dict(self._extras.settings),
            "results": [self._result(result) for result in self._extras.results],
        }
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1)
        self._put(names.EXTRAS, text.encode("utf-8", "replace"))

    def _mask(self, entry: NamedMask) -> dict[str, object]:
        told = plain_fields(entry)
        bounds = entry.mask.painted
        if bounds.is_empty:
            return told
        src = self._next_name(names.MASKS)
        self._put_png(src, bounds.extent, 1, _part_of(entry.mask.part(bounds)))
        return told | {"src": src, "x": bounds.x, "y": bounds.y}

    def _result(self, result: KeptResult) -> dict[str, object]:
        src = self._next_name(names.RESULTS)
        self._put_png(src, extent_of(result.image), result.image.shape[2], _part_of(result.image))
        bounds = result.bounds
        told = plain_fields(result)
        return told | {"src": src, "bounds": [bounds.x, bounds.y, bounds.width, bounds.height]}

    # The zip.

    def _next_name(self, pattern: str) -> str:
        self._count += 1
        return pattern.format(self._count)

    def _put(self, name: str, content: bytes) -> None:
        with self._entry_file(name) as file:
            file.write(content)

    def _put_png(
        self, name: str, extent: Extent, channels: int, part: Callable[[Bounds], Pixels]
    ) -> None:
        def followed(strip: Bounds) -> Pixels:
            self._progress(min(1.0, self._done_px / self._total_px))
            self._done_px += strip.width * strip.height
            return part(strip)

        with self._entry_file(name) as file:
            write_png(file, extent, channels, followed)

    @contextmanager
    def _entry_file(self, name: str) -> Iterator[BinaryIO]:
        info = zipfile.ZipInfo(name, _EPOCH)
        info.create_system = 3
        info.external_attr = 0o644 << 16
        # Stored: pictures are deflated already, and readers find the words without unpacking.
        with self._archive.open(info, "w") as file:
            # The library says IO[bytes] of what it opens; that is the same.
            yield cast(BinaryIO, file)


def _straight(raster: Raster, bounds: Bounds) -> Callable[[Bounds], Pixels]:
    """Strips of what lies in bounds of the picture, with straight alpha; clear outside of it."""

    def part(strip: Bounds) -> Pixels:
        wanted = strip.moved(bounds.x, bounds.y)
        return unpremultiplied(raster.part(wanted))

    return part


def _part_of(pixels: Pixels) -> Callable[[Bounds], Pixels]:
    return lambda strip: pixels[strip.slices]


def _shown(node: Node, below: tuple[Node, ...], bounds: Bounds) -> Callable[[Bounds], Pixels]:
    """Strips of the colours that a node gives those below it, opaque where it has any part."""

    def part(strip: Bounds) -> Pixels:
        wanted = strip.moved(bounds.x, bounds.y)
        colours = unpremultiplied(composite((*below, node), wanted))
        covered = composite((replace(node, blend=Blend.NORMAL, clips=False),), wanted)[..., 3] != 0
        colours[..., 3] = np.where(covered, 255, 0)
        return colours

    return part


def _written_bounds(raster: Raster) -> Bounds:
    """What is painted, in px of the picture; one clear px of it where nothing is."""
    painted = raster.painted
    return _NOTHING.moved(raster.bounds.x, raster.bounds.y) if painted.is_empty else painted


def _painted(node: Node, extent: Extent) -> Bounds:
    """The part of the canvas that a node touches."""
    if isinstance(node, Layer):
        bounds = node.raster.painted
    else:
        bounds = Bounds(0, 0, 0, 0)
        for child in node.children:
            bounds = bounds.united(_painted(child, extent))
    inside = bounds.clipped(extent)
    return _NOTHING if inside.is_empty else inside


def _area_to_write(picture: Picture, extras: Extras) -> int:
    """px, near enough to tell how far the work is."""
    layers = sum(layer.raster.bounds.extent.area for layer in picture.layers)
    results = sum(extent_of(result.image).area for result in extras.results)
    return layers + picture.extent.area * (1 + len(picture.masks)) + results


def _thumbnail(picture: Picture) -> Pixels:
    """Straight (h, w, 4), at most _THUMBNAIL_PX a side."""
    whole = Bounds.of(picture.extent)
    # Every few pixels first, smoothly from there: all of a large picture would take its memory.
    scale = min(1.0, 4 * _THUMBNAIL_PX / whole.extent.longest_side)
    image = composite_image(picture.nodes, whole, scale)
    if whole.extent.longest_side > _THUMBNAIL_PX:
        image = image.scaled(
            _THUMBNAIL_PX,
            _THUMBNAIL_PX,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).copy()
