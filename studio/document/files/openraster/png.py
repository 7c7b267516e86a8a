"""PNG written in bands: a layer of any size takes the memory of one band.

Format: PNG (Third Edition), W3C. Written here rather than by a library so that a worker lets go of
the interpreter between bands and inside each, and can be stopped there.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

import numpy as np

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels

BAND_AREA = 1 << 20
"""In px: what is worked on at once."""

_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}
_SUB, _UP = 1, 2
_LEVEL = 1
"""Of compression: 3 would take twice as long for 5 % fewer bytes."""


def bands(extent: Extent) -> Iterator[Bounds]:
    """All of a picture, from above, in strips of about BAND_AREA px."""
    rows = max(1, BAND_AREA // extent.width)
    for top in range(0, extent.height, rows):
        yield Bounds(0, top, extent.width, min(rows, extent.height - top))


def write_png(
    file: BinaryIO, extent: Extent, channels: int, part: Callable[[Bounds], Pixels]
) -> None:
    """part: what lies inside a strip, (h, w, channels) of 1, 3 or straight 4 channels."""
    file.write(b"\x89PNG\r\n\x1a\n")
    depth, colour_type = 8, _COLOUR_TYPES[channels]
    size = extent.width, extent.height
    _write_chunk(file, b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour_type, 0, 0, 0))
    deflated = zlib.compressobj(_LEVEL)
    above = np.zeros(extent.width * channels, np.uint8)
    for strip in bands(extent):
        rows = np.ascontiguousarray(part(strip)).reshape(strip.height, -1)
        _write_chunk(file, b"IDAT", deflated.compress(_filtered(rows, above, channels)))
        above = rows[-1].copy()
    _write_chunk(file, b"IDAT", deflated.flush())
    _write_chunk(file, b"IEND", b"")


def _filtered(rows: Pixels, above: Pixels, channels: int) -> bytes:
    """Each row as the difference from its left or its upper neighbours, whichever is smaller."""
    result = np.empty((rows.shape[0], rows.shape[1] + 1), np.uint8)
    by_up, by_sub = np.empty_like(rows), rows.copy()
    np.subtract(rows[0], above, out=by_up[0])
    np.subtract(rows[1:], rows[:-1], out=by_up[1:])
    by_sub[:, channels:] -= rows[:, :-channels]
    is_up = _size(by_up) <= _size(by_sub)
    result[:, 0] = _UP if is_up else _SUB
    result[:, 1:] = by_up if is_up else by_sub
    return result.tobytes()


def _size(differences: Pixels) -> int:
    """How much there is to tell; every eighth row speaks for its neighbours."""
    return int(np.abs(differences[::8].view(np.int8).astype(np.int16)).sum())


def _write_chunk(file: BinaryIO, name: bytes, content: bytes) -> None:
    if content or name != b"IDAT":
        check = zlib.crc32(content, zlib.crc32(name))
        file.write(struct.pack(">I", len(content)) + name + content + struct.pack(">I", check))
