"""What the engine's thread can be told. Loads no torch, so that anyone may speak it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from studio.core.events import JobId
from studio.core.request import Request
from studio.engine.cancel import Cancel


@dataclass(frozen=True, slots=True, eq=False)
class Submit:
    """Do a job, unless somebody else has closed it first."""

    job: JobId
    request: Request
    cancel: Cancel = field(default_factory=Cancel)
    _claimed: threading.Lock = field(default_factory=threading.Lock)

    def claim(self) -> bool:
        """True for the first caller alone: that one sees to the job's closing event."""
        return self._claimed.acquire(blocking=False)


@dataclass(frozen=True, slots=True)
class Rescan:
    """Look into the models' folders anew."""


@dataclass(frozen=True, slots=True)
class AddModel:
    """Know a model that lies in none of those folders."""

    path: Path


@dataclass(frozen=True, slots=True)
class ForgetModel:
    """Let go of one that was added; what is on the disk stays."""

    path: Path


@dataclass(frozen=True, slots=True)
class Stop:
    """End the thread; jobs behind this are not done."""


Command = Submit | Rescan | AddModel | ForgetModel | Stop
