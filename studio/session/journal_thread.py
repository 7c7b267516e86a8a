"""The thread that writes a journal: steps first, then more of the base, and now and then all of it
to the disk itself."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from studio.document.files.journal.entries import Told
from studio.document.files.journal.step import Step
from studio.document.files.journal.writing import (
    FRESH_SUFFIX,
    Base,
    JournalFile,
    saved_frame,
    step_frames,
)
from studio.document.surface import Surface, Tile

log = logging.getLogger(__name__)


class JournalThread:
    """What is put here is written soon; all of its methods return at once, but `join`."""

    def __init__(self, interval_s: Callable[[], float], failed: Callable[[str], None]) -> None:
        """failed: called by the thread with a reason; nothing is written from then on."""
        self.has_base = threading.Event()
        """Whether the journal needs no other file."""
        self._interval_s = interval_s
        self._failed = failed
        self._changed = threading.Condition()
        self._step: Step | None = None
        self._afresh: Base | None = None
        self._is_saved = False
        self._is_ended = False
        self._deletes = False
        self._is_too_long = False
        self._has_failed = False
        self._file: JournalFile | None = None
        self._fresh: JournalFile | None = None
        self._synced_at = time.monotonic()
        self._open: Callable[[], JournalFile] | None = None
        """Holds the base, which nobody shall hold longer than it is needed."""
        self._thread: threading.Thread | None = None

    @property
    def is_alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_too_long(self) -> bool:
        """Whether it is time to begin it afresh."""
        return self._is_too_long

    def start(self, open_file: Callable[[], JournalFile], give_up: Callable[..., object]) -> None:
        """give_up: called at the end, with `delete`."""
        self._open = open_file
        self._thread = threading.Thread(
            target=self._run, args=(give_up,), name="journal", daemon=True
        )
        self._thread.start()

    def put(
        self,
        told: Told,
        numbers: Mapping[Surface, int],
        new: Sequence[Surface],
        changed: tuple[Surface, Iterable[Tile]] | None,
    ) -> None:
        """An edit has ended. changed: what it has written, where it has."""
        with self._changed:
            if self._has_failed:
                return
            step = self._step = self._step or Step()
            for surface in new:
                step.add_new(surface)
            if changed is not None and changed[0] in numbers:
                step.add(*changed)
            step.end_edit(told, numbers)
            self._is_saved = False
            self._changed.notify()

    def put_saved(self) -> None:
        with self._changed:
            self._is_saved = True
            self._changed.notify()

    def begin_afresh(self, base: Base) -> None:
        """In a file beside, which takes the older one's place once it is whole."""
        with self._changed:
            self._is_too_long = False
            if self._has_failed:
                base.hold.release()
                return
            self._afresh = base
            self._changed.notify()

    def end(self, *, delete: bool) -> None:
        """delete: at once; else what was put here is written first."""
        with self._changed:
            self._is_ended, self._deletes = True, delete
            self._changed.notify()

    def join(self) -> None:
        if self._thread is not None:
            self._thread.join()

    def _run(self, give_up: Callable[..., object]) -> None:
        try:
            if not self._write_all():
                self._wait_for_end()
        finally:
            self._release()
            give_up(delete=self._deletes)

    def _write_all(self) -> bool:
        """False where it cannot go on, whatever went wrong: nobody shall rely on it any longer."""
        try:
            open_file, self._open = self._open, None
            assert open_file is not None, "it was started"
            self._file = open_file()
            self._write_first(self._file)
            self._work(self._file)
        except Exception as error:
            log.error("The journal is written no longer", exc_info=error)
            self._failed(_reason(error))
            return False
        return True

    def _write_first(self, file: JournalFile) -> None:
        """No step is of use without the base, where that is nowhere else."""
        while file.stands_alone and not file.has_base and not self._deletes:
            file.write_base()
        if file.has_base:
            self.has_base.set()

    def _work(self, file: JournalFile) -> None:
        while self._wait(file):
            with self._changed:
                step, self._step = self._step, None
                afresh, self._afresh = self._afresh, None
                saved, self._is_saved = self._is_saved, False
            if afresh is not None:
                self._fresh = JournalFile.begun_afresh(file.path.with_suffix(FRESH_SUFFIX), afresh)
            if step is not None:
                self._write_step(step)
            if saved:
                self._write(saved_frame())
            if step is None and not saved:
                file = self._write_more(file)
            with self._changed:
                is_at_it = self._fresh is not None or self._afresh is not None
                self._is_too_long = file.is_too_long and not is_at_it

    def _wait(self, file: JournalFile) -> bool:
        """Until there is something to do. False when all is done."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_wanted(file), self._patience_s(file))
            has_news = self._step is not None or self._is_saved
            return not self._is_ended or (has_news and not self._deletes)

    def _is_wanted(self, file: JournalFile) -> bool:
        return (
            self._is_ended
            or self._step is not None
            or self._is_saved
            or self._afresh is not None
            or not file.has_base
            or self._fresh is not None
        )

    def _patience_s(self, file: JournalFile) -> float | None:
        """Until the disk shall have it all; None where it has."""
        if file.is_synced:
            return None
        return max(0.0, self._synced_at + self._interval_s() - time.monotonic())

    def _write_step(self, step: Step) -> None:
        try:
            for frames in step_frames(step):
                self._write(frames)
        finally:
            step.release()

    def _write(self, frames: bytes) -> None:
        for file in (self._file, self._fresh):
            if file is not None:
                file.write(frames)

    def _write_more(self, file: JournalFile) -> JournalFile:
        """What can wait. Returns the file from then on."""
        if not file.has_base:
            file.write_base()
            if file.has_base:
                self.has_base.set()
        elif self._fresh is not None:
            self._fresh.write_base()
            if self._fresh.has_base:
                self._fresh.take_place_of(file)
                self._file, self._fresh = self._fresh, None
                return self._file
        elif not file.is_synced and self._patience_s(file) == 0:
            file.sync()
            self._synced_at = time.monotonic()
        return file

    def _wait_for_end(self) -> None:
        """What is written so far stays, and stays ours, until the document is put away."""
        self._release()
        with self._changed:
            self._changed.wait_for(lambda: self._is_ended)

    def _release(self) -> None:
        with self._changed:
            self._has_failed = True
            for held in (self._step, self._afresh and self._afresh.hold):
                if held is not None:
                    held.release()
            self._step = self._afresh = None
            for file in (self._file, self._fresh):
                if file is not None:
                    file.close()
            self._file = self._fresh = None
        self.has_base.set()


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or "the disk refused it"
    return "the memory is full" if isinstance(error, MemoryError) else "a fault of the studio"
