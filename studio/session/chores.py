"""What steps of undo hold, and the small pieces of work that make it smaller.

A chore is made and taken on the window's thread, and run on another.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Protocol, TypeVar

from studio.core.errors import FileProblem
from studio.core.pixels import Pixels
from studio.document.edit import PixelEdit
from studio.document.keeping import Attic, Kept, Stowed, Weight, packed_form, weight_of
from studio.document.surface import Surface

T = TypeVar("T")
_AT_ONCE_BYTES = 2_000_000
"""A chore is over in a few hundredths of a second."""


class Chore(Protocol):
    @property
    def error(self) -> OSError | FileProblem | None:
        """The disk takes no more, or does not give back."""
        ...

    def run(self) -> None:
        """On any thread; touches nothing that others see."""
        ...

    def take(self) -> None:
        """Put the result in its place, where it still fits."""
        ...


class Holding(Protocol):
    """Pixels that a step of undo holds."""

    @property
    def weight(self) -> Weight: ...

    @property
    def can_pack(self) -> bool: ...

    def pack(self) -> Chore: ...

    @property
    def can_unpack(self) -> bool: ...

    def unpack(self) -> Chore: ...

    def stow(self, attic: Attic) -> Chore: ...


class TileHolding:
    """The tiles of an edit."""

    can_pack = True

    def __init__(self, edit: PixelEdit) -> None:
        self._edit = edit

    @property
    def weight(self) -> Weight:
        return self._edit.weight

    def pack(self) -> Chore:
        return _PackTiles(self._edit)

    @property
    def can_unpack(self) -> bool:
        return self.weight.raw < self.weight.full and not self._edit.is_unreadable

    def unpack(self) -> Chore:
        return _UnpackTiles(self._edit)

    def stow(self, attic: Attic) -> Chore:
        return _Stow(self._edit.kept, attic, self._edit)


class SleepingHolding:
    """A surface that the picture as it is does not show."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.made: list[Kept] = []
        """Its bands so far, from above."""
        self.uses = surface.uses
        """What that told of its uses when the first of them was made."""
        self.borrowed_at = -1

    @property
    def weight(self) -> Weight:
        asleep = weight_of(self.surface.bands)
        packed = asleep.packed + weight_of(self.made).packed
        return Weight(self.surface.raw_nbytes, packed, self.surface.raw_nbytes or asleep.full)

    @property
    def can_pack(self) -> bool:
        """Once it was found borrowed it is left alone until it is used again."""
        return self.surface.uses != self.borrowed_at

    can_unpack = False
    """It wakes on the window's thread alone, when it is used."""

    def unpack(self) -> Chore:
        raise AssertionError("surfaces wake by themselves")

    def pack(self) -> Chore:
        if self.uses != self.surface.uses:
            self.made, self.uses = [], self.surface.uses
        return _PackBands(self)

    def stow(self, attic: Attic) -> Chore:
        return _Stow(self.surface.bands, attic)


class _PackTiles:
    error: OSError | None = None

    def __init__(self, edit: PixelEdit) -> None:
        self._edit = edit
        raw = ((kept, kept.version, kept.raw) for kept in edit.kept)
        self._work = [
            (kept, version, pixels) for kept, version, pixels in raw if pixels is not None
        ]
        self._work = _first(self._work, [pixels.nbytes for _, _, pixels in self._work])
        self._packed: list[bytes] = []

    def run(self) -> None:
        self._packed = [packed_form(pixels) for _, _, pixels in self._work]

    def take(self) -> None:
        for (kept, version, _), data in zip(self._work, self._packed, strict=True):
            kept.take_packed(data, version)
        self._edit.weigh_again()


class _UnpackTiles:
    """Before they are asked for: the step comes next."""

    def __init__(self, edit: PixelEdit) -> None:
        self.error: FileProblem | None = None
        self._edit = edit
        work = [(kept, kept.version) for kept in edit.kept if kept.raw is None]
        self._work = _first(work, [kept.full_nbytes for kept, _ in work])
        self._pixels: list[Pixels] = []

    def run(self) -> None:
        try:
            for kept, _ in self._work:
                self._pixels.append(kept.pixels())
        except FileProblem as error:
            self.error = error

    def take(self) -> None:
        # Who takes the step is told; nobody who has not asked for it.
        self._edit.is_unreadable = self.error is not None
        for (kept, version), pixels in zip(self._work, self._pixels, strict=False):
            kept.take_pixels(pixels, version)
        self._edit.weigh_again()


class _PackBands:
    error: OSError | None = None

    def __init__(self, holding: SleepingHolding) -> None:
        self._holding = holding
        self._uses = holding.uses
        self._begins_at = len(holding.made)
        strips = holding.surface.strips()
        self._count = len(strips)
        rest = strips[len(holding.made) :]
        self._strips: Sequence[Pixels] = _first(rest, [strip.nbytes for strip in rest])
        self._made: list[Kept] = []

    def run(self) -> None:
        self._made = [Kept.of_packed(packed_form(strip), strip) for strip in self._strips]

    def take(self) -> None:
        # A view of its own would keep the surface awake.
        self._strips = ()
        holding = self._holding
        if self._uses != holding.surface.uses or self._begins_at != len(holding.made):
            return
        holding.made += self._made
        if len(holding.made) == self._count:
            if not holding.surface.sleep(holding.made, self._uses):
                holding.borrowed_at = self._uses
            holding.made = []


class _Stow:
    def __init__(self, blocks: Sequence[Kept], attic: Attic, edit: PixelEdit | None = None) -> None:
        self.error: OSError | None = None
        self._edit = edit
        self._attic = attic
        packed = ((kept, kept.version, kept.packed) for kept in blocks)
        self._work = [(kept, version, data) for kept, version, data in packed if data is not None]
        self._work = _first(self._work, [len(data) for _, _, data in self._work])
        self._stowed: list[Stowed] = []

    def run(self) -> None:
        try:
            for _, _, data in self._work:
                self._stowed.append(self._attic.put(data))
        except OSError as error:
            self.error = error

    def take(self) -> None:
        for (kept, version, _), stowed in zip(self._work, self._stowed, strict=False):
            kept.take_stowed(stowed, version)
        if self._edit is not None:
            self._edit.weigh_again()


def _first(work: Sequence[T], sizes: Sequence[int]) -> list[T]:
    """As much of it as one chore may do, at least one piece."""
    count, total = 0, 0
    for size in sizes:
        if count and total + size > _AT_ONCE_BYTES:
            break
        count, total = count + 1, total + size
    return list(islice(work, count))
