"""The thread border: requests go to the engine's thread, events come back to the caller's loop.

Importing this loads no torch; the thread does, once it is started.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import queue
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, assert_never

from studio.core import garbage
from studio.core.events import (
    Cancelled,
    Event,
    Failed,
    Finished,
    JobId,
    Loading,
    ModelAdded,
    ModelRefused,
    Ready,
    Stepped,
)
from studio.core.request import Request
from studio.engine.commands import AddModel, Command, ForgetModel, Rescan, Stop, Submit
from studio.engine.environment import prepare_environment

_log = logging.getLogger(__name__)

_PATIENCE_S = 2.0
"""For a loop that is busy."""


class EngineClient:
    """The engine, as the caller's thread sees it.

    Every submitted job is told of in exactly one Finished, Failed or Cancelled, until `close`.
    """

    def __init__(
        self,
        deliver: Callable[[Event], None],
        loop: asyncio.AbstractEventLoop | None = None,
        *,
        folders: Sequence[Path] | None = None,
        precision: str | None = None,
        models: Sequence[Path] = (),
    ) -> None:
        """deliver: called in the loop's thread; without a loop, in the engine's own.

        folders: where models are, `engine.library.known_folders()` by default.
        precision: "float32", "bfloat16", "float16"; None = as probed on this device.
        models: some that lie elsewhere, as `add_model` adds them.
        """
        self._mailbox = Mailbox(deliver, loop)
        self._loop = loop
        self._folders = folders
        self._precision = precision
        self._models = tuple(models)
        self._numbers = itertools.count(1)
        self._open: dict[JobId, Submit] = {}
        self._open_lock = threading.Lock()
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._closing = threading.Event()
        # Not a daemon: torch aborts the process when a thread of its own outlives the interpreter.
        self._thread = threading.Thread(target=self._serve, name="engine")

    def start(self) -> None:
        """Begin to load the engine; Ready tells when it has, Failed(job=None) that it cannot."""
        self._thread.start()

    def submit(self, request: Request) -> JobId:
        """Do this after all that was submitted before."""
        command = Submit(JobId(next(self._numbers)), request)
        with self._open_lock:
            self._open[command.job] = command
        self._commands.put(command)
        return command.job

    def cancel(self, job: JobId) -> None:
        """End a job: at once while it waits, within a part of a step while it runs."""
        with self._open_lock:
            command = self._open.get(job)
        if command is None:
            return
        command.cancel.request()
        if command.claim():
            self._emit(Cancelled(job))

    def rescan(self) -> None:
        """Look for models anew; Ready tells what was found."""
        self._commands.put(Rescan())

    def add_model(self, path: Path) -> None:
        """Know a model that lies elsewhere, too; ModelAdded or ModelRefused answers."""
        self._commands.put(AddModel(path))

    def forget_model(self, path: Path) -> None:
        """Know one that was added no longer; Ready tells which are left."""
        self._commands.put(ForgetModel(path))

    def close(self) -> None:
        """End the running job and the thread. Nothing is delivered afterwards."""
        self._mailbox.close()
        self._closing.set()
        with self._open_lock:
            jobs = tuple(self._open)
        for job in jobs:
            self.cancel(job)
        self._commands.put(Stop())
        if self._thread.is_alive():
            self._thread.join()

    def _serve(self) -> None:
        try:
            self._follow_commands()
        # A thread's errors are seen by nobody else: the last line of defence.
        except Exception as error:  # noqa: BLE001
            reason = f"The engine cannot run: {_first_line(error)}."
            self._emit(Failed(None, reason, traceback.format_exc()))
            self._refuse_jobs(reason)

    def _follow_commands(self) -> None:
        prepare_environment()
        # In parts, so that a window that is closed again at once need not wait for all of them.
        import torch  # noqa: F401, PLC0415

        if self._closing.is_set():
            return
        from studio.engine.worker import serve  # noqa: PLC0415

        serve(
            self._commands,
            self._emit,
            self._folders,
            self._precision,
            self._collect,
            self._models,
        )

    def _collect(self, *, thorough: bool = False) -> None:
        """Look for garbage in the loop's thread: Qt's objects that are found must end there.

        Waits until it is done, though not for a loop that is busy with ending.
        """
        if self._loop is None:
            garbage.collect(thorough=thorough)
            return
        if self._closing.is_set() or self._loop.is_closed():
            return
        done = threading.Event()

        def collect_there() -> None:
            garbage.collect(thorough=thorough)
            done.set()

        self._loop.call_soon_threadsafe(collect_there)
        done.wait(_PATIENCE_S)

    def _refuse_jobs(self, reason: str) -> None:
        while not isinstance(command := self._commands.get(), Stop):
            if isinstance(command, Submit) and command.claim():
                self._emit(Failed(command.job, reason))

    def _emit(self, event: Event) -> None:
        match event:
            case Failed(job=job, reason=reason, detail=detail):
                if detail:
                    _log.error("%s\n%s", reason, detail)
                self._forget(job)
            case Finished(job=job) | Cancelled(job=job):
                self._forget(job)
            case Ready() | ModelAdded() | ModelRefused() | Loading() | Stepped():
                pass
            case _:
                assert_never(event)
        self._mailbox.post(event)

    def _forget(self, job: JobId | None) -> None:
        if job is not None:
            with self._open_lock:
                self._open.pop(job, None)


class Mailbox:
    """Carries events into a loop in order. Of previews that pile up only the newest arrives.

    A loop that is late would otherwise paint every preview, and be later still.
    """

    def __init__(
        self, deliver: Callable[[Event], None], loop: asyncio.AbstractEventLoop | None
    ) -> None:
        self._deliver = deliver
        self._loop = loop
        self._lock = threading.Lock()
        self._preview: list[Stepped] | None = None
        """What the one pending call for a preview will deliver: exactly one event."""
        self._closed = False

    def post(self, event: Event) -> None:
        """From any thread."""
        if self._loop is None:
            self._deliver_open(event)
            return
        with self._lock:
            if not isinstance(event, Stepped):
                # A later preview must not come before this event.
                self._preview = None
                self._call(self._loop, self._deliver_open, event)
            elif self._preview is not None and self._preview[0].job == event.job:
                self._preview[0] = event
            else:
                self._preview = [event]
                self._call(self._loop, self._deliver_preview, self._preview)

    def close(self) -> None:
        """From now on nothing is delivered."""
        with self._lock:
            self._closed = True

    def _call(
        self, loop: asyncio.AbstractEventLoop, deliver: Callable[[Any], None], content: object
    ) -> None:
        if not self._closed and not loop.is_closed():
            loop.call_soon_threadsafe(deliver, content)

    def _deliver_preview(self, content: list[Stepped]) -> None:
        with self._lock:
            if self._preview is content:
                self._preview = None
            event = content[0]
        self._deliver_open(event)

    def _deliver_open(self, event: Event) -> None:
        if not self._closed:
            self._deliver(event)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")[:300]
