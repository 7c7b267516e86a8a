"""Pixels that are not looked at now: as they are, packed, or put away into a file.

Whoever packs may be another thread: it reads pixels that may change meanwhile, and what it made
of them is only taken where they did not.
"""

from __future__ import annotations

import math
import tempfile
import threading
import weakref
import zlib
from bisect import insort
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np

from studio.core.errors import FileProblem
from studio.core.pixels import Pixels

_LEVEL = 1
_WINDOW_BITS, _MEMORY_LEVEL = 15, 9


class Attic:
    """A temporary file that is gone when the process is, however it ends."""

    def __init__(self, folder: Path | None = None) -> None:
        """folder: where the file is made; None = where this system puts temporary files."""
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._lock = threading.Lock()
        self._free: list[tuple[int, int]] = []
        """Offset and length of each hole, sorted."""
        self._end = 0
        self._nbytes = 0
        self._let_go: deque[tuple[int, int]] = deque()
        """Holes to come. Garbage may be collected while this thread holds the lock, so whoever lets
        go waits for nothing."""

    @property
    def nbytes(self) -> int:
        """What is kept in it now."""
        with self._lock:
            self._take_back()
            return self._nbytes

    def put(self, data: bytes) -> Stowed:
        """Raises OSError where the disk takes no more."""
        with self._lock:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - see below
                weakref.finalize(self, self._file.close)
            self._take_back()
            offset = self._room_for(len(data))
            self._file.seek(offset)
            self._file.write(data)
            self._file.flush()
            self._take(offset, len(data))
        stowed = Stowed(self, offset, len(data))
        weakref.finalize(stowed, self._let_go.append, (offset, len(data))).atexit = False
        return stowed

    def get(self, offset: int, length: int) -> bytes:
        with self._lock:
            assert self._file is not None, "something was put before"
            try:
                self._file.seek(offset)
                data = self._file.read(length)
            except OSError as error:
                raise FileProblem(f"An old step of undo cannot be read: {error}.") from error
        if len(data) != length:
            raise FileProblem("An old step of undo cannot be read: its temporary file was cut.")
        return data

    def _room_for(self, length: int) -> int:
        fitting = (offset for offset, room in self._free if room >= length)
        return next(fitting, self._end)

    def _take(self, offset: int, length: int) -> None:
        self._nbytes += length
        if offset == self._end:
            self._end += length
            return
        hole = next(hole for hole in self._free if hole[0] == offset)
        self._free.remove(hole)
        if hole[1] > length:
            insort(self._free, (offset + length, hole[1] - length))

    def _take_back(self) -> None:
        while self._let_go:
            hole = self._let_go.popleft()
            self._nbytes -= hole[1]
            insort(self._free, hole)
        self._free = _united(self._free)
        if self._free and sum(self._free[-1]) == self._end:
            self._end = self._free.pop()[0]


def _united(holes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Holes that touch become one."""
    united: list[tuple[int, int]] = []
    for offset, length in holes:
        if united and sum(united[-1]) == offset:
            united[-1] = (united[-1][0], united[-1][1] + length)
        else:
            united.append((offset, length))
    return united


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Stowed:
    """A place in an attic; its room is free again when nobody holds it."""

    attic: Attic
    offset: int
    length: int

    def data(self) -> bytes:
        """Raises FileProblem."""
        return self.attic.get(self.offset, self.length)


class Kept:
    """A block of pixels in whichever form takes the room that there is."""

    __slots__ = ("_dtype", "_form", "_shape", "version")

    def __init__(self, pixels: Pixels) -> None:
        """pixels: owned by this from here on."""
        self._form: Pixels | bytes | Stowed = pixels
        self._shape, self._dtype = pixels.shape, pixels.dtype
        self.version = 0
        """Another number whenever it holds other pixels."""

    @classmethod
    def of_packed(cls, data: bytes, like: Pixels) -> Kept:
        """data: what `packed_form` made of pixels that are like these."""
        kept = cls(like[:0])
        kept._form, kept._shape = data, like.shape
        return kept

    @property
    def raw_nbytes(self) -> int:
        """What it takes of memory as it is; 0 where it is packed."""
        return self._form.nbytes if isinstance(self._form, np.ndarray) else 0

    @property
    def packed_nbytes(self) -> int:
        """What it takes of memory packed."""
        return len(self._form) if isinstance(self._form, bytes) else 0

    @property
    def shape(self) -> tuple[int, ...]:
        return self._shape

    @property
    def full_nbytes(self) -> int:
        """What it takes of memory where it is not packed."""
        return math.prod(self._shape) * self._dtype.itemsize

    @property
    def raw(self) -> Pixels | None:
        return self._form if isinstance(self._form, np.ndarray) else None

    @property
    def packed(self) -> bytes | None:
        return self._form if isinstance(self._form, bytes) else None

    def pixels(self) -> Pixels:
        """Not to be written. Raises FileProblem."""
        form = self._form
        if isinstance(form, np.ndarray):
            return form
        data = form.data() if isinstance(form, Stowed) else form
        return unpacked(data, self._shape, self._dtype)

    def unpack(self) -> None:
        """Be there as pixels. Raises FileProblem."""
        if self.raw is None:
            self._form = self.pixels()
            self.version += 1

    def swap(self, shown: Pixels) -> None:
        """Give the pixels to a view of the same shape, and keep what was there.

        Raises FileProblem, and then nothing has changed.
        """
        self.unpack()
        kept, before = self.pixels(), shown.copy()
        shown[:] = kept
        # The memory that is there already: new memory costs as much as the copying.
        kept[:] = before
        self.version += 1

    def take_pixels(self, pixels: Pixels, version: int) -> None:
        """What `pixels` gave of that version while it was packed."""
        if version == self.version and self.raw is None:
            self._form = pixels

    def take_packed(self, data: bytes, version: int) -> None:
        """What `packed_form` gave of that version; of another one it is of no use."""
        if version == self.version and isinstance(self._form, np.ndarray):
            self._form = data

    def take_stowed(self, stowed: Stowed, version: int) -> None:
        if version == self.version and isinstance(self._form, bytes):
            self._form = stowed


class Weight(NamedTuple):
    """Memory, in bytes."""

    raw: int = 0
    packed: int = 0
    full: int = 0
    """What it would be if all of it were raw."""

    @property
    def total(self) -> int:
        return self.raw + self.packed


def weight_of(blocks: Iterable[Kept]) -> Weight:
    raw = packed = full = 0
    for kept in blocks:
        raw += kept.raw_nbytes
        packed += kept.packed_nbytes
        full += kept.full_nbytes
    return Weight(raw, packed, full)


def packed_form(pixels: Pixels) -> bytes:
    """Never longer than the pixels, whose differences from row to row are what is packed."""
    differences = pixels.copy()
    differences[1:] -= pixels[:-1]
    # Runs alone: on pictures twice as fast as the search for repeats, and no larger.
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW_BITS, _MEMORY_LEVEL, zlib.Z_RLE)
    data = packer.compress(differences.data) + packer.flush()
    return data if len(data) < pixels.nbytes else pixels.tobytes()


def joined(bands: Sequence[Kept], tell: Callable[[int], None] = lambda _: None) -> Pixels:
    """Blocks under each other as one; on any thread. Raises FileProblem.

    tell: called after each with its size, in bytes.
    """
    height = sum(band.shape[0] for band in bands)
    pixels = np.empty((height, *bands[0].shape[1:]), np.uint8)
    top = 0
    for band in bands:
        pixels[top : top + band.shape[0]] = band.pixels()
        top += band.shape[0]
        tell(band.full_nbytes)
    return pixels


def unpacked(data: bytes, shape: tuple[int, ...], dtype: np.dtype) -> Pixels:
    """What `packed_form` was made of, to be written if wanted."""
    nbytes = math.prod(shape) * dtype.itemsize
    if len(data) == nbytes:
        return np.frombuffer(data, dtype).reshape(shape).copy()
    pixels = np.frombuffer(bytearray(zlib.decompress(data)), dtype).reshape(shape)
    # A fifth of the time that numpy's own running sum takes.
    for above, below in pairwise(pixels):
        np.add(below, above, out=below)
    return pixels
