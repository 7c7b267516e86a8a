"""The work that was asked for: what waits, what runs, what is done.

The engine is given one job at a time, so that those that wait can still be put first or dropped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Protocol, assert_never

from studio.core.errors import StudioError
from studio.core.events import Cancelled, Failed, Finished, JobEvent, JobId, Loading, Stepped
from studio.core.request import GenerationRequest, Request, UpscaleRequest

DONE_KEPT = 100
_NEWEST_WEIGHT = 0.3
"""How fast the shown rate follows a change; 1 = at once."""


class EngineLink(Protocol):
    """What the session needs of the engine."""

    def submit(self, request: Request) -> JobId: ...

    def cancel(self, job: JobId) -> None: ...

    def rescan(self) -> None: ...

    def add_model(self, path: Path) -> None: ...

    def forget_model(self, path: Path) -> None: ...


class JobState(StrEnum):
    WAITING = "waiting"
    LOADING = "loading"
    RUNNING = "running"
    CANCELLING = "cancelling"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


_OPEN = frozenset({JobState.LOADING, JobState.RUNNING, JobState.CANCELLING})


@dataclass(slots=True, eq=False)
class Job:
    """One picture to be made. Only the queue writes it."""

    id: int
    title: str
    request: Request | None
    """None once the job is done: its pictures need not be held any longer."""
    seed: int | None
    batch: int
    """Pictures that one press of the button asked for share it."""
    document: int
    """Which of the session's documents it was asked for."""
    state: JobState = JobState.WAITING
    what: str = ""
    """What it is loading, or why it failed."""
    step: int = 0
    total: int = 0
    rate: float | None = None
    """Steps a second, smoothed; None before two steps are done."""
    elapsed_s: float | None = None
    engine_id: JobId | None = None
    stepped_at: float | None = None

    @property
    def progress(self) -> float:
        """0..1"""
        return self.step / self.total if self.total else 0.0

    @property
    def unit(self) -> str:
        """What its progress counts, in a word."""
        is_tiled = isinstance(self.request, UpscaleRequest) and not self.request.is_sampled
        return "tile" if is_tiled else "step"

    @property
    def seconds_left(self) -> float | None:
        return (self.total - self.step) / self.rate if self.rate else None

    @property
    def is_done(self) -> bool:
        return self.state is not JobState.WAITING and self.state not in _OPEN


class JobQueue:
    """Gives the engine the next job as soon as it is free, and follows the events of each."""

    def __init__(
        self,
        link: EngineLink,
        resolve: Callable[[Request], Request],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`resolve` completes a request just before it is submitted: the model of one that was
        asked for before the engine had told its models. It raises a StudioError if it cannot."""
        self._link = link
        self._resolve = resolve
        self._clock = clock
        self._numbers = count(1)
        self._batches = count(1)
        self._waiting: list[Job] = []
        self._done: list[Job] = []
        self._running: Job | None = None
        self._is_open = False

    @property
    def running(self) -> Job | None:
        return self._running

    @property
    def waiting(self) -> tuple[Job, ...]:
        """The next one first."""
        return tuple(self._waiting)

    @property
    def done(self) -> tuple[Job, ...]:
        """The newest first."""
        return tuple(reversed(self._done))

    @property
    def is_idle(self) -> bool:
        return self._running is None and not self._waiting

    def open(self) -> tuple[Job, ...]:
        """The engine takes jobs from now on. Returns jobs that failed at once."""
        self._is_open = True
        return self._advance()

    def close(self, reason: str) -> None:
        """The engine will never run a job again: those that are left fail."""
        self._is_open = False
        left = [*([self._running] if self._running else []), *self._waiting]
        self._running = None
        self._waiting.clear()
        for job in left:
            self._finish(job, JobState.FAILED, reason)

    def add(
        self, requests: Sequence[Request], title: str, document: int, first: bool
    ) -> tuple[Job, ...]:
        """Put jobs behind those that wait, or before them. Returns jobs that failed at once."""
        batch = next(self._batches)
        jobs = [
            Job(next(self._numbers), title, request, _seed_of(request), batch, document)
            for request in requests
        ]
        if first:
            self._waiting[:0] = jobs
        else:
            self._waiting.extend(jobs)
        return self._advance()

    def cancel(self, job: Job) -> None:
        """Drop a job that waits; ask the engine to stop one that runs."""
        if job in self._waiting:
            self._waiting.remove(job)
            self._finish(job, JobState.CANCELLED)
        elif job is self._running and job.engine_id is not None:
            job.state = JobState.CANCELLING
            self._link.cancel(job.engine_id)

    def put_first(self, job: Job) -> None:
        """Let a job that waits be the next one."""
        if job in self._waiting:
            self._waiting.remove(job)
            self._waiting.insert(0, job)

    def cancel_all(self) -> None:
        for job in [*self._waiting, *([self._running] if self._running else [])]:
            self.cancel(job)

    def job_of(self, event: JobEvent) -> Job | None:
        """The job that an event tells of; None for one that is no longer followed."""
        running = self._running
        return running if running is not None and running.engine_id == event.job else None

    def route(self, job: Job, event: JobEvent) -> tuple[Job, ...]:
        """Write an event down in its job and, when it closes it, start the next one.

        Returns jobs that failed at once.
        """
        match event:
            case Loading(what=what):
                self._enter(job, JobState.LOADING)
                job.what = what
                return ()
            case Stepped(step=step, total=total):
                self._enter(job, JobState.RUNNING)
                self._step(job, step, total)
                return ()
            case Finished(elapsed_s=elapsed_s):
                job.elapsed_s = elapsed_s
                self._finish(job, JobState.FINISHED)
            case Failed(reason=reason):
                self._finish(job, JobState.FAILED, reason)
            case Cancelled():
                self._finish(job, JobState.CANCELLED)
            case _:
                assert_never(event)
        self._running = None
        return self._advance()

    def _enter(self, job: Job, state: JobState) -> None:
        # A job that is being cancelled may still tell of a step or two.
        if job.state is not JobState.CANCELLING:
            job.state = state

    def _step(self, job: Job, step: int, total: int) -> None:
        now = self._clock()
        done = step - job.step
        if job.stepped_at is not None and done > 0 and now > job.stepped_at:
            rate = done / (now - job.stepped_at)
            job.rate = rate if job.rate is None else job.rate + _NEWEST_WEIGHT * (rate - job.rate)
        job.step, job.total, job.stepped_at, job.what = step, total, now, ""

    def _advance(self) -> tuple[Job, ...]:
        failed: list[Job] = []
        while self._is_open and self._running is None and self._waiting:
            job = self._waiting.pop(0)
            try:
                self._submit(job)
            except StudioError as error:
                self._finish(job, JobState.FAILED, str(error))
                failed.append(job)
        return tuple(failed)

    def _submit(self, job: Job) -> None:
        assert job.request is not None, "a job that waits has its request"
        job.request = self._resolve(job.request)
        job.engine_id = self._link.submit(job.request)
        job.state = JobState.LOADING
        self._running = job

    def _finish(self, job: Job, state: JobState, what: str = "") -> None:
        job.state, job.what, job.request = state, what, None
        self._done.append(job)
        del self._done[:-DONE_KEPT]


def _seed_of(request: Request) -> int | None:
    return request.seed if isinstance(request, GenerationRequest) else None
