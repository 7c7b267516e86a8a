"""A document out of its journal, as it was at the end of the last step that is whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from studio.core.errors import FileProblem
from studio.document.document import Document
from studio.document.files.journal.entries import (
    Header,
    damaged,
    put_tile,
    surface_from,
    tile_place,
    told_from,
)
from studio.document.files.journal.frames import Frame, JournalTorn, Kind, read_frames
from studio.document.surface import Surface, Tile

OpenOrigin = Callable[[Path], Document]
"""How the file is read that a document was opened from. Raises FileProblem."""


@dataclass(frozen=True, slots=True, eq=False)
class Recovered:
    document: Document
    surfaces: Mapping[int, Surface]
    """By the numbers that the journal gives them."""
    end: int
    """Where in the file the last step ends."""
    has_base: bool
    base_count: int
    """Surfaces that it began with; they have the numbers from 0 on."""
    is_saved: bool
    """Its own file holds all of it."""
    is_damaged: bool
    """There was more, which cannot be read."""


def read_journal(path: Path, open_origin: OpenOrigin) -> Recovered | None:
    """None where it holds no step. Raises FileProblem where nothing can be made of it.

    A tail that was torn off in the middle of a write is as if it had not been written.
    """
    try:
        with path.open("rb") as file:
            has_base = _has_base(file)
            file.seek(0)
            reader = _Reader(has_base, open_origin)
            is_damaged = _feed(reader, file)
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror}.") from error
    return reader.recovered(is_damaged=is_damaged)


def _has_base(file: BinaryIO) -> bool:
    with suppress(JournalTorn):
        return any(frame.kind is Kind.BASE for frame in read_frames(file))
    return False


def _feed(reader: _Reader, file: BinaryIO) -> bool:
    """Returns whether there was more that cannot be read."""
    try:
        for frame in read_frames(file):
            reader.take(frame)
    except JournalTorn as error:
        return not error.is_tail
    return False


class _Reader:
    def __init__(self, has_base: bool, open_origin: OpenOrigin) -> None:
        self._has_base = has_base
        self._open_origin = open_origin
        self._surfaces: dict[int, Surface] = {}
        self._step: list[Frame] = []
        self._written: set[tuple[int, Tile]] = set()
        """Tiles of steps: what the base says of them is older."""
        self._told: bytes = b""
        self._base_count = 0
        self._is_saved = False
        self._end = 0

    def take(self, frame: Frame) -> None:
        if frame.kind in (Kind.SURFACE, Kind.TILE, Kind.PICTURE):
            self._step.append(frame)
            return
        if frame.kind is Kind.HEADER:
            self._begin(Header.from_bytes(frame.content))
        elif frame.kind is Kind.STEP:
            self._apply()
            self._is_saved = False
        elif frame.kind is Kind.SAVED:
            self._is_saved = True
        elif self._has_base:
            self._take_base(frame)
        self._end = frame.end

    def recovered(self, *, is_damaged: bool) -> Recovered | None:
        if not self._told:
            if is_damaged:
                raise damaged()
            return None
        told = told_from(self._told, self._surfaces)
        document = Document.of(told.picture, told.name)
        document.path, document.source = told.path, told.source
        return Recovered(
            document,
            self._surfaces,
            self._end,
            self._has_base,
            self._base_count,
            self._is_saved,
            is_damaged,
        )

    def _begin(self, header: Header) -> None:
        """Without a base, what the document was opened from is what the steps change."""
        self._base_count = header.surfaces
        if self._has_base or header.origin is None:
            return
        if not header.origin.is_unchanged:
            raise FileProblem(
                f"{header.origin.path.name} was changed while it was painted on elsewhere:"
                " what was not saved of it cannot be brought back."
            )
        opened = self._open_origin(header.origin.path).picture.surfaces
        if len(opened) != header.surfaces:
            raise damaged()
        self._surfaces.update(enumerate(opened))

    def _take_base(self, frame: Frame) -> None:
        if frame.kind is Kind.BASE_SURFACE:
            number, surface = surface_from(frame.content)
            self._surfaces[number] = surface
        elif frame.kind is Kind.BASE_TILE and tile_place(frame.content) not in self._written:
            put_tile(frame.content, self._surfaces)

    def _apply(self) -> None:
        for frame in self._step:
            match frame.kind:
                case Kind.SURFACE:
                    number, surface = surface_from(frame.content)
                    self._surfaces[number] = surface
                case Kind.TILE:
                    put_tile(frame.content, self._surfaces)
                    self._written.add(tile_place(frame.content))
                case _:
                    self._told = frame.content
        self._step.clear()
