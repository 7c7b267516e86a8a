"""Journals on the disk: begun, continued, begun afresh when they have grown too long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.document.files.journal.entries import (
    Header,
    surface_bytes,
    tile_bytes,
    told_bytes,
)
from studio.document.files.journal.frames import FrameWriter, Kind, framed
from studio.document.files.journal.step import Step
from studio.document.snapshot import Hold
from studio.document.surface import Surface

FRESH_SUFFIX = ".fresh"
_BATCH_BYTES = 4 << 20
"""Of pixels: a step waits for no more of the base than that."""
_USUAL_BYTES = 128 << 20
_TIMES_BASE = 3
"""A journal is begun afresh when its steps take so much, and so many times what the base does."""


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """The buffers of a document as they were when its journal began."""

    numbers: Mapping[Surface, int]
    hold: Hold


class JournalFile:
    """One file. Raises OSError where the disk refuses it."""

    def __init__(self, writer: FrameWriter, base: Base | None, *, stands_alone: bool) -> None:
        """base: what is still to be written; None = nothing, as in a journal gone on with.

        stands_alone: no other file holds what the base does.
        """
        self._writer = writer
        self.stands_alone = stands_alone
        self._base = base
        self._left = iter(()) if base is None else _base_frames(base)
        self._base_end = writer.nbytes

    @classmethod
    def begun(cls, path: Path, header: Header, base: Base) -> JournalFile:
        writer = FrameWriter(path)
        writer.append(framed(Kind.HEADER, header.to_bytes()))
        # Before any step that writes on them.
        for surface, number in base.numbers.items():
            writer.append(framed(Kind.BASE_SURFACE, surface_bytes(number, surface)))
        return cls(writer, base, stands_alone=header.origin is None)

    @classmethod
    def begun_afresh(cls, path: Path, base: Base) -> JournalFile:
        """One that needs no other file from the beginning on, but its base."""
        return cls.begun(path, Header(None, 0), base)

    @property
    def path(self) -> Path:
        return self._writer.path

    @property
    def has_base(self) -> bool:
        return self._base is None

    @property
    def is_synced(self) -> bool:
        return self._writer.is_synced

    @property
    def is_too_long(self) -> bool:
        steps = self._writer.nbytes - self._base_end
        return self.has_base and steps > max(_USUAL_BYTES, _TIMES_BASE * self._base_end)

    def write_base(self) -> None:
        """A little more of it."""
        frames = next(self._left, None)
        if frames is not None:
            self._writer.append(frames)
            return
        assert self._base is not None, "there was something left"
        self._writer.append(framed(Kind.BASE, b""))
        self._base.hold.release()
        self._base, self._base_end = None, self._writer.nbytes

    def write(self, frames: bytes) -> None:
        self._writer.append(frames)

    def sync(self) -> None:
        self._writer.sync()

    def take_place_of(self, older: JournalFile) -> None:
        """All of this is on the disk first."""
        self._writer.sync()
        older.close()
        self._writer = self._writer.moved(older.path)

    def close(self) -> None:
        self._writer.close()
        if self._base is not None:
            self._base.hold.release()


def step_frames(step: Step) -> Iterator[bytes]:
    """All of a step, and then that it is whole."""
    assert step.told is not None, "an edit has ended"
    for surface in step.new:
        yield framed(Kind.SURFACE, surface_bytes(step.numbers[surface], surface))
    new = set(step.new)
    for surface, tile, pixels in step.tiles():
        # What is new is clear already.
        if surface not in new or pixels.any():
            yield framed(Kind.TILE, tile_bytes(step.numbers[surface], tile, pixels))
    told = told_bytes(step.told, step.numbers.__getitem__)
    yield framed(Kind.PICTURE, told) + framed(Kind.STEP, b"")


def saved_frame() -> bytes:
    return framed(Kind.SAVED, b"")


def _base_frames(base: Base) -> Iterator[bytes]:
    for surface, number in base.numbers.items():
        yield from _batches(base.hold, surface, number)


def _batches(hold: Hold, surface: Surface, number: int) -> Iterator[bytes]:
    frames: list[bytes] = []
    read = 0
    for tile in surface.tiles_in(surface.bounds):
        pixels = hold.part(surface, surface.tile_bounds(tile))
        read += pixels.nbytes
        if pixels.any():
            frames.append(framed(Kind.BASE_TILE, tile_bytes(number, tile, pixels)))
        if read >= _BATCH_BYTES:
            yield b"".join(frames)
            frames, read = [], 0
    yield b"".join(frames)
