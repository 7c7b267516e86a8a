"""Keeps steps of undo within a limit of memory.

The steps next to the picture as it is stay as they are, so that undo is quick. Those farther away
are packed, and what is beyond the limit goes to a temporary file. The work is done in small
chores on a thread of its own, one at a time.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, zip_longest
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QUndoStack

from studio.document.edit import PixelEdit
from studio.document.keeping import Attic
from studio.document.surface import Surface
from studio.session.chores import Chore, Holding, SleepingHolding, TileHolding
from studio.session.history import EditCommand

log = logging.getLogger(__name__)

MB = 1_000_000
_AS_THEY_ARE_BYTES = 256 * MB
"""Steps that are left unpacked take at most so much, however high the limit is."""
_TOO_MUCH = 1.5
"""Times the limit: from here on the window waits for its steps to be put away."""
_NEAR = 4
"""So many steps are made ready before they are asked for: two back and two ahead."""
_PAUSE_MS = 300
_LOOK_MS = 15
_NICENESS = 10


class HistoryMemory(QObject):
    """Follows an undo stack."""

    changed = Signal()
    """Another amount is used."""
    problem = Signal(str)
    """One sentence for a person."""
    _told = Signal()

    def __init__(
        self,
        stack: QUndoStack,
        shown: Callable[[], Iterable[Surface]],
        limit_mb: int,
        attic: Attic | None = None,
    ) -> None:
        """shown: the surfaces of the picture as it is, which are nobody else's business.

        attic: where pixels go; None = the person's folder for caches.
        """
        super().__init__()
        self._stack = stack
        self._shown = shown
        self._limit = limit_mb * MB
        self._attic = attic or Attic(_folder())
        self._disk_is_full = False
        self._sleeping: dict[Surface, SleepingHolding] = {}
        self._thread: ThreadPoolExecutor | None = None
        self._at_work: tuple[Chore, Future[None]] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)
        self._is_told = False
        self._told.connect(self._look, Qt.ConnectionType.QueuedConnection)

    @property
    def used_bytes(self) -> int:
        """Of memory, by what the picture as it is does not show."""
        return sum(holding.weight.total for holding in self._holdings())

    @property
    def stowed_bytes(self) -> int:
        """On the disk."""
        return self._attic.nbytes

    @property
    def limit_mb(self) -> int:
        return self._limit // MB

    def set_limit_mb(self, limit_mb: int) -> None:
        self._limit = limit_mb * MB
        self._disk_is_full = False
        self.look()

    def look(self) -> None:
        """There will be other steps, or another one next: tidy up when that is so.

        Not by the stack's own signals: it tells of its end when it can no longer be asked.
        """
        if not self._is_told:
            self._is_told = True
            self._told.emit()

    def _look(self) -> None:
        self._is_told = False
        self.changed.emit()
        if self.used_bytes > _TOO_MUCH * self._limit:
            self._make_room()
        if self._at_work is None and self._next_chore() is not None:
            self._timer.start(_PAUSE_MS)

    def settle(self) -> None:
        """Do all that is to be done at once, here."""
        self._timer.stop()
        self._finish()
        while (chore := self._next_chore()) is not None:
            self._run(chore)
        self.changed.emit()

    def _make_room(self) -> None:
        self._finish()
        while self.used_bytes > self._limit and (chore := self._next_chore()) is not None:
            self._run(chore)

    def _run(self, chore: Chore) -> None:
        chore.run()
        self._take(chore)

    def _go_on(self) -> None:
        """See whether the thread is done, and give it what is next."""
        if self._at_work is not None and not self._at_work[1].done():
            self._timer.start(_LOOK_MS)
            return
        if self._at_work is not None:
            self._finish()
            self.changed.emit()
        chore = self._next_chore()
        if chore is not None:
            self._at_work = chore, self._worker().submit(chore.run)
            self._timer.start(_LOOK_MS)

    def _finish(self) -> None:
        """What is under way, which takes a few hundredths of a second at most."""
        if self._at_work is not None:
            chore, future = self._at_work
            self._at_work = None
            future.result()
            self._take(chore)

    def _take(self, chore: Chore) -> None:
        chore.take()
        if isinstance(chore.error, OSError) and not self._disk_is_full:
            self._disk_is_full = True
            log.warning("Steps of undo cannot be put away: %s", chore.error)
            self.problem.emit(
                "The disk takes no more steps of undo; they stay in memory, beyond its limit."
            )

    def _worker(self) -> ThreadPoolExecutor:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "history", initializer=_be_nice)
        return self._thread

    # What is to be done next.

    def _next_chore(self) -> Chore | None:
        """Packing begins with the step that is farthest away, and comes before the disk; what was
        packed and is next again is unpacked last."""
        to_pack: Holding | None = None
        to_stow: Holding | None = None
        to_unpack: Holding | None = None
        holdings = self._holdings()
        room, total = self._room_for_raw(holdings), 0
        for number, holding in enumerate(holdings):
            weight = holding.weight
            total += weight.total
            is_wanted = number < _NEAR and weight.full <= room and holding.can_unpack
            if is_wanted:
                to_unpack = to_unpack or holding
            room -= weight.full if is_wanted else weight.raw
            if room < 0 and weight.raw and holding.can_pack:
                to_pack = holding
            if weight.packed and holding is not to_unpack:
                to_stow = holding
        if to_pack is not None:
            return to_pack.pack()
        if to_stow is not None and total > self._limit and not self._disk_is_full:
            return to_stow.stow(self._attic)
        return to_unpack.unpack() if to_unpack is not None else None

    def _room_for_raw(self, holdings: list[Holding]) -> int:
        """The next step back stays as it is wherever it can, however large."""
        first = holdings[0].weight.full if holdings else 0
        usual = min(self._limit // 2, _AS_THEY_ARE_BYTES)
        return max(usual, first) if first <= self._limit * 3 // 4 else usual

    def _holdings(self) -> list[Holding]:
        """Of each step what only it holds, the nearest first, a step back before one ahead."""
        index = self._stack.index()
        back, ahead = range(index - 1, -1, -1), range(index, self._stack.count())
        seen = set(self._shown())
        holdings: list[Holding] = []
        sleeping: dict[Surface, SleepingHolding] = {}
        for place in chain.from_iterable(zip_longest(back, ahead)):
            command = None if place is None else self._stack.command(place)
            if not isinstance(command, EditCommand):
                continue
            if isinstance(command.edit, PixelEdit):
                holdings.append(TileHolding(command.edit))
            for surface in command.surfaces - seen:
                known = self._sleeping.get(surface) or SleepingHolding(surface)
                sleeping[surface] = known
                holdings.append(known)
            seen |= command.surfaces
        # Of surfaces that no step holds any longer nothing is remembered.
        self._sleeping = sleeping
        return holdings


def _folder() -> Path | None:
    """Not the system's folder for temporary files, which may lie in memory itself."""
    location = QStandardPaths.StandardLocation.CacheLocation
    folder = Path(QStandardPaths.writableLocation(location))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _be_nice() -> None:
    """Painting comes first where both want the processor."""
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
