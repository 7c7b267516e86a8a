"""Finished pictures that wait to be accepted or discarded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, extent_of
from studio.document.document import Document
from studio.document.edit import Edit
from studio.document.operations.pasting import accept_edit, replace_edit

MOST_RESULTS = 64
MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One finished picture; nothing of it is in the document until it is accepted."""

    image: Pixels
    """(h, w, 3) or (h, w, 4) with straight alpha; read-only; the whole picture."""
    bounds: Bounds
    """The part that may differ from the document."""
    seed: int | None
    parameters: str
    title: str
    job: int
    """The Job's id."""
    batch: int
    """Pictures that one press of the button made share it."""

    @property
    def extent(self) -> Extent:
        return extent_of(self.image)

    def as_whole(self) -> Candidate:
        """The same picture for another document than the one that it was made from."""
        return replace(self, bounds=Bounds.of(self.extent))

    def accepted(self, document: Document, *, apart: bool = False) -> Edit | None:
        """Into the picture: its bounds where the sizes agree, else all of the picture.

        apart: as a layer of its own.
        """
        if self.extent == document.extent:
            return accept_edit(document, self.title, self.image, self.bounds, apart=apart)
        return replace_edit(document, self.title, self.image)


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """How far the running job is."""

    pixels: Pixels | None
    """The newest look at it, about a pixel a latent cell; None before there is one."""
    bounds: Bounds
    """Where it belongs, in px of the finished picture."""
    extent: Extent
    """Of the finished picture, in px."""
    step: int
    total: int


class Results:
    """The candidates in the order they came, and which one is shown."""

    def __init__(self) -> None:
        self._candidates: tuple[Candidate, ...] = ()
        self.current: int | None = None

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return self._candidates

    @property
    def chosen(self) -> Candidate | None:
        return None if self.current is None else self._candidates[self.current]

    def add(self, candidate: Candidate) -> None:
        """Append it, and drop the oldest where there are too many.

        The first picture of a press is shown at once; those that follow leave alone what a
        person may be looking at.
        """
        chosen = self.chosen
        self._candidates = (*self._candidates, candidate)
        if chosen is None or chosen.batch != candidate.batch:
            self.current = len(self._candidates) - 1
        while self._are_too_many():
            self._remove(0 if self.current != 0 else 1)

    def choose(self, index: int | None) -> None:
        """None shows the document as it is; an index outside shows the nearest end."""
        if index is not None and self._candidates:
            self.current = min(max(index, 0), len(self._candidates) - 1)
        else:
            self.current = None

    def take(self) -> Candidate | None:
        """Remove the one that is shown and show the document."""
        chosen = self.chosen
        if self.current is not None:
            self._remove(self.current)
        self.current = None
        return chosen

    def discard(self) -> None:
        """Remove the one that is shown and show its neighbour."""
        if self.current is not None:
            self._remove(self.current)

    def clear(self) -> None:
        self._candidates, self.current = (), None

    def detach(self) -> None:
        """The document was replaced: each candidate counts as a whole picture from now on."""
        self._candidates = tuple(candidate.as_whole() for candidate in self._candidates)
        self.current = None

    def _remove(self, index: int) -> None:
        self._candidates = self._candidates[:index] + self._candidates[index + 1 :]
        if self.current is None or not self._candidates:
            self.current = None
        elif index < self.current or self.current == len(self._candidates):
            self.current -= 1

    def _are_too_many(self) -> bool:
        held = sum(candidate.image.nbytes for candidate in self._candidates)
        many = len(self._candidates) > MOST_RESULTS or held > MOST_BYTES
        return many and len(self._candidates) > 1
