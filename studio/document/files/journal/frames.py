"""A file that only grows: frames with their length and checksum, read until one is not whole.

Layout: MAGIC, then frames: length and CRC-32 of the content, little endian, and the content: a
byte that says its kind, and what that kind holds.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO

MAGIC = b"LatentStudioJournal1\n"
LONGEST_FRAME = 1 << 26
"""Bytes; no tile and no tree of layers comes near."""
_HEAD = struct.Struct("<II")


class Kind(IntEnum):
    HEADER = 1
    """JSON: see `entries.Header`."""
    BASE_SURFACE = 2
    """A buffer that was there when the journal began, under its number."""
    BASE_TILE = 3
    """Its pixels then. Those of any step are newer, wherever they stand in the file."""
    BASE = 4
    """All of them are there: nothing is taken from the document's own file any longer."""
    SURFACE = 5
    """Part of a step: a new buffer, clear, under a number of its own."""
    TILE = 6
    """Part of a step: pixels of a buffer."""
    PICTURE = 7
    """Part of a step: the tree of layers, the masks, and which buffers they show."""
    STEP = 8
    """What came since the last step is whole: one edit, or several."""
    SAVED = 9
    """All of it is in the document's own file."""


_KINDS = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Frame:
    kind: Kind
    content: bytes
    end: int
    """Where in the file the next one begins."""


class JournalTorn(Exception):
    """Nothing more can be read."""

    def __init__(self, *, is_tail: bool) -> None:
        """is_tail: nothing follows what is broken, as after a crash in the middle of a write."""
        super().__init__()
        self.is_tail = is_tail


def framed(kind: Kind, content: bytes) -> bytes:
    whole = bytes((kind,)) + content
    return _HEAD.pack(len(whole), zlib.crc32(whole)) + whole


def read_frames(file: BinaryIO) -> Iterator[Frame]:
    """Raises JournalTorn where the file is not whole to its end."""
    if file.read(len(MAGIC)) != MAGIC:
        raise JournalTorn(is_tail=False)
    size = os.fstat(file.fileno()).st_size
    place = len(MAGIC)
    while place < size:
        frame = _read_frame(file, size - place - _HEAD.size)
        place += _HEAD.size + 1 + len(frame.content)
        yield Frame(frame.kind, frame.content, place)


def _read_frame(file: BinaryIO, left: int) -> Frame:
    """left: bytes that follow the head."""
    head = file.read(_HEAD.size)
    if left <= 0:
        raise JournalTorn(is_tail=True)
    length, checksum = _HEAD.unpack(head)
    if length == 0 or length > LONGEST_FRAME or length > left:
        # Beyond its end, or zeros as some disks leave them: nothing more was written.
        raise JournalTorn(is_tail=length > left or not any(file.read(left)))
    whole = file.read(length)
    if zlib.crc32(whole) != checksum or whole[0] not in _KINDS:
        raise JournalTorn(is_tail=length == left)
    return Frame(Kind(whole[0]), whole[1:], 0)


class FrameWriter:
    """Appends to a journal. Raises OSError where the disk refuses it."""

    def __init__(self, path: Path, begin_at: int | None = None) -> None:
        """begin_at: go on with an older journal from there; None = a new one."""
        self.path = path
        self._file = path.open("wb" if begin_at is None else "r+b", buffering=0)
        if begin_at is None:
            self._file.write(MAGIC)
        else:
            self._file.truncate(begin_at)
            self._file.seek(begin_at)
        self._is_synced = False

    @property
    def nbytes(self) -> int:
        return self._file.tell()

    @property
    def is_synced(self) -> bool:
        """Whether a power failure would take nothing."""
        return self._is_synced

    def append(self, frames: bytes) -> None:
        left = memoryview(frames)
        while left:
            left = left[self._file.write(left) :]
        self._is_synced = False

    def sync(self) -> None:
        os.fsync(self._file.fileno())
        self._is_synced = True

    def moved(self, path: Path) -> FrameWriter:
        """Goes on under another name, in the place of what has it now."""
        end = self.nbytes
        # Not every system renames a file that is open.
        self.close()
        self.path.replace(path)
        return FrameWriter(path, end)

    def close(self) -> None:
        self._file.close()
