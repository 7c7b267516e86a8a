"""Long work off the window's thread: opening, saving, exporting.

One piece at a time, in the order in which they were asked for; each ends once, on the window's
thread.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal

from studio.core.errors import StudioError
from studio.core.work import Stopped, Work

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    title: str
    """What a person reads while it runs."""
    work: Work
    do: Callable[[Work], Any]
    """On the thread of its own. Any: what one task makes, only its `done` knows."""
    done: Callable[[Any], object]
    not_done: Callable[[], object]


@dataclass(frozen=True, slots=True, eq=False)
class _Outcome:
    task: Task
    result: Any = None
    error: Exception | None = None


class Background(QObject):
    """The work that runs, and what waits for it."""

    changed = Signal()
    """Something has begun, is further, or has ended."""
    problem = Signal(str)
    """One sentence for a person."""
    _told = Signal()
    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[Task] = []
        self._running: Task | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False
        # Both are emitted by threads that Qt has not made.
        self._told.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> Task | None:
        return self._running

    @property
    def is_idle(self) -> bool:
        return self._running is None

    def run(
        self,
        title: str,
        do: Callable[[Work], T],
        done: Callable[[T], object],
        not_done: Callable[[], object] = lambda: None,
    ) -> Task:
        """Do it as soon as what was asked for earlier is done.

        done, not_done: one of them is called once, on the window's thread; neither when this is
        closed before. A StudioError is told as a problem; any other error is raised there.
        """
        assert QThread.currentThread() is self.thread(), "work is given on the window's thread"
        task = Task(title, Work(self._told.emit), do, done, not_done)
        self._waiting.append(task)
        self._begin_next()
        return task

    def stop(self, task: Task) -> None:
        """It ends as not done, at its next step or before it has begun."""
        task.work.stop()

    def close(self) -> None:
        """Stop everything, and wait for the thread. What waited is never told of."""
        self._is_closed = True
        self._waiting.clear()
        if self._running is not None and self._thread is not None:
            self._running.work.stop()
            self._thread.join()

    def _begin_next(self) -> None:
        if self._running is None and self._waiting and not self._is_closed:
            task = self._running = self._waiting.pop(0)
            self._thread = threading.Thread(target=self._work, args=(task,), name=task.title)
            self._thread.start()
            self.changed.emit()

    def _work(self, task: Task) -> None:
        try:
            task.work.check()
            outcome = _Outcome(task, result=task.do(task.work))
        except Exception as error:  # noqa: BLE001 - each is raised again on the window's thread
            outcome = _Outcome(task, error=error)
        self._arrived.emit(outcome)

    def _take(self, outcome: _Outcome) -> None:
        if self._is_closed:
            return
        task, self._running = outcome.task, None
        self._begin_next()
        self.changed.emit()
        if outcome.error is None:
            task.done(outcome.result)
            return
        task.not_done()
        if isinstance(outcome.error, StudioError):
            log.info("%s: %s: %s", task.title, type(outcome.error).__name__, outcome.error)
            self.problem.emit(str(outcome.error))
        elif not isinstance(outcome.error, Stopped):
            raise outcome.error
