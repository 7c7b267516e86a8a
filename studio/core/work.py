"""Long work, as the thread that does it sees it: how far it is, and whether it is still wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Stopped(Exception):
    """The work is not wanted any longer. Not a failure: nobody is told."""


class Work:
    """A flag that any thread may raise, and a share that any thread may read."""

    def __init__(self, told: Callable[[], None] = lambda: None) -> None:
        """told: called by the working thread whenever the share is another whole per cent."""
        self._stop = threading.Event()
        self._told = told
        self._share: float | None = None

    @property
    def share(self) -> float | None:
        """0..1; None until the work has told anything."""
        return self._share

    @property
    def is_stopped(self) -> bool:
        return self._stop.is_set()

    def stop(self) -> None:
        self._stop.set()

    def check(self) -> None:
        """Raises Stopped once the work is not wanted any longer."""
        if self._stop.is_set():
            raise Stopped

    def tell(self, share: float) -> None:
        """How much of it is done, 0..1. Raises Stopped as `check` does."""
        self.check()
        before, self._share = self._share, share
        if before is None or int(share * 100) != int(before * 100):
            self._told()
