"""A journal of the document, written while it is worked on, so that a crash takes one stroke at
most.

It begins with the first edit, and is gone when the document is put away.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Qt, Signal

from studio.core.work import Work
from studio.document.edit import Edit, PixelEdit
from studio.document.files.journal.entries import Header, Origin, Told
from studio.document.files.journal.frames import FrameWriter
from studio.document.files.journal.reading import Recovered
from studio.document.files.journal.writing import FRESH_SUFFIX, Base, JournalFile
from studio.document.files.lock import FileLock
from studio.document.picture import Picture
from studio.document.snapshot import Hold
from studio.document.surface import Surface
from studio.session.journal_thread import JournalThread

log = logging.getLogger(__name__)

SUFFIX = ".journal"
LOCK_SUFFIX = ".lock"
_LOOK_S = 0.05
_REFUSED = "Work can no longer be kept safe from a crash ({}): save it often."


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A journal that is this process's alone."""

    path: Path
    lock: FileLock

    @classmethod
    def new(cls, folder: Path) -> Claim:
        """Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        claim = cls.taken(folder / f"{uuid.uuid4().hex}{SUFFIX}")
        assert claim is not None, "nobody knows of it yet"
        return claim

    @classmethod
    def taken(cls, path: Path) -> Claim | None:
        """None where another process has it. Raises OSError."""
        lock = FileLock.take(path.with_suffix(LOCK_SUFFIX))
        return None if lock is None else cls(path, lock)

    def give_up(self, *, delete: bool) -> None:
        try:
            if delete:
                self.path.unlink(missing_ok=True)
                self.path.with_suffix(FRESH_SUFFIX).unlink(missing_ok=True)
        except OSError as error:
            # It will be offered at the next start.
            log.warning("The journal %s cannot be removed: %s", self.path, error)
        with suppress(OSError):  # a lock's file is swept away at a start
            self.lock.release()


class Autosave(QObject):
    """Follows one document at a time."""

    problem = Signal(str)
    """One sentence for a person; from then on nothing is written."""
    _failed = Signal(str)

    def __init__(self, folder: Path, interval_s: Callable[[], float]) -> None:
        """interval_s: between two moments when all is made to outlast a power failure, too."""
        super().__init__()
        self._folder = folder
        self._interval_s = interval_s
        self._journal: JournalThread | None = None
        self._ended: list[JournalThread] = []
        self._numbers = _Numbers(())
        self._origin: Origin | None = None
        self._is_refused = False
        # Emitted by the threads that write.
        self._failed.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def follow(self, picture: Picture, path: Path | None) -> None:
        """Another document: what was written of the last one is not needed any longer.

        path: of the file that holds the picture as it is now.
        """
        self.forget()
        self._numbers = _Numbers(picture.surfaces)
        self._origin = None if path is None else Origin.of(path)
        self._is_refused = False

    def resume(self, claim: Claim, recovered: Recovered) -> None:
        """Go on with the journal that a document was recovered from."""
        self.forget()
        self._numbers = _Numbers.of_journal(recovered.surfaces)
        base = None
        if not recovered.has_base:
            base = self._base(recovered.surfaces[number] for number in range(recovered.base_count))
        self._begin(claim, lambda: _gone_on(claim.path, recovered.end, base))

    def take(self, edit: Edit, told: Told) -> None:
        """An edit has been made or taken back, and the document is as told."""
        if self._journal is None and not self._is_refused:
            self._begin_new()
        journal, surfaces = self._journal, told.picture.surfaces
        if journal is None:
            return
        new = self._numbers.add(surfaces)
        if journal.is_too_long:
            self._numbers.keep_only(surfaces)
            journal.begin_afresh(self._base(surfaces))
        changed = (edit.surface, edit.tiles) if isinstance(edit, PixelEdit) else None
        journal.put(told, self._numbers.of(surfaces), new, changed)

    def saved(self) -> None:
        """The document as it is now is in its own file."""
        if self._journal is not None:
            self._journal.put_saved()

    def rely_on_no_file(self) -> None:
        """The document's own file may change soon: what begins from now on holds all of it."""
        self._origin = None

    def wait_until_independent(self, work: Work) -> None:
        """Until the document's own file may change; from any thread. Raises Stopped."""
        journal = self._journal
        while journal is not None and not journal.has_base.wait(_LOOK_S):
            work.check()

    def forget(self) -> None:
        """Nothing of the document is needed any longer."""
        if self._journal is not None:
            self._journal.end(delete=True)
            self._ended.append(self._journal)
            self._journal = None
        self._ended = [journal for journal in self._ended if journal.is_alive]

    def close(self) -> None:
        """Wait for what writes. What was not forgotten stays, to be recovered."""
        if self._journal is not None:
            self._journal.end(delete=False)
            self._ended.append(self._journal)
            self._journal = None
        for journal in self._ended:
            journal.join()

    def _begin_new(self) -> None:
        try:
            claim = Claim.new(self._folder)
        except OSError as error:
            self._is_refused = True
            self._tell(error.strerror or "the disk refused it")
            return
        base = self._base(self._numbers.first)
        origin = self._origin if self._origin and self._origin.is_unchanged else None
        header = Header(origin, len(self._numbers.first))
        self._numbers.first = ()
        self._begin(claim, lambda: JournalFile.begun(claim.path, header, base))

    def _begin(self, claim: Claim, open_file: Callable[[], JournalFile]) -> None:
        self._journal = JournalThread(self._interval_s, self._failed.emit)
        self._journal.start(open_file, claim.give_up)

    def _base(self, surfaces: Iterable[Surface]) -> Base:
        held = tuple(surfaces)
        return Base(self._numbers.of(held), Hold(held))

    def _tell(self, reason: str) -> None:
        log.warning("No journal can be written in %s: %s", self._folder, reason)
        self.problem.emit(_REFUSED.format(reason))


def _gone_on(path: Path, end: int, base: Base | None) -> JournalFile:
    return JournalFile(FrameWriter(path, end), base, stands_alone=False)


class _Numbers:
    """By which a journal knows surfaces. None is given twice."""

    def __init__(self, first: Iterable[Surface]) -> None:
        self.first = tuple(first)
        """Those that the journal begins with, as long as it has not begun."""
        numbered = {surface: number for number, surface in enumerate(self.first)}
        self._numbers = WeakKeyDictionary[Surface, int](numbered)
        self._next = len(numbered)

    @classmethod
    def of_journal(cls, surfaces: Mapping[int, Surface]) -> _Numbers:
        numbers = cls(())
        for number, surface in surfaces.items():
            numbers._numbers[surface] = number
        numbers._next = max(surfaces, default=-1) + 1
        return numbers

    def add(self, surfaces: Iterable[Surface]) -> tuple[Surface, ...]:
        """Those that had no number yet."""
        new = tuple(surface for surface in surfaces if surface not in self._numbers)
        for surface in new:
            self._numbers[surface] = self._next
            self._next += 1
        return new

    def of(self, surfaces: Iterable[Surface]) -> dict[Surface, int]:
        return {surface: self._numbers[surface] for surface in surfaces}

    def keep_only(self, surfaces: Iterable[Surface]) -> None:
        """The others are new to the journal when they come back."""
        self._numbers = WeakKeyDictionary(self.of(surfaces))
