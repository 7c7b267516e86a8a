"""A screen of its own with the real program on it: seen by its pixels, worked by X events."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image, ImageGrab

from studio.core.pixels import Pixels

WIDTH, HEIGHT = 1600, 1000
_PATIENCE_S = 40.0
"""Much more than anything takes, also on a machine that has something else to do."""
_POLL_S = 0.1
_MAIN = Path(__file__).parents[3] / "main.py"
_LAST_WORDS = 2000
_OF_A_DESKTOP = {
    *("XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "QT_QPA_PLATFORMTHEME", "WAYLAND_DISPLAY"),
}
"""They would bring dialogs of their own."""
_FOLDERS = ("CONFIG", "CACHE", "DATA", "STATE")

Seen = TypeVar("Seen")


class NotSeen(AssertionError):
    """What was waited for did not come."""


class Screen:
    """An X server without a window manager, and main.py on it as it is started by hand."""

    def __init__(self, display: str, folder: Path) -> None:
        """folder: takes the settings and files of the program, and what it says."""
        self._display = display
        self._folder = folder
        self._said = folder / "said.txt"
        own = {key: value for key, value in os.environ.items() if key not in _OF_A_DESKTOP}
        folders = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in _FOLDERS}
        here = {"HOME": str(folder), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self._environment = own | folders | here
        with self._said.open("wb") as said:
            self.program = subprocess.Popen(
                [sys.executable, str(_MAIN)],
                env=self._environment, cwd=folder, stdout=said, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def look(self) -> Pixels:
        """All of it, (h, w, 3)."""
        return np.asarray(ImageGrab.grab(xdisplay=self._display).convert("RGB"))

    def do(self, *words: str) -> None:
        """What xdotool shall do. Raises CalledProcessError where it cannot."""
        self._xdotool(*words).check_returncode()

    def windows(self, title: str = "") -> list[str]:
        """The numbers of those that are shown and whose titles begin like that.

        title: without signs that mean something to a regular expression.
        """
        return self._xdotool("search", "--onlyvisible", "--name", f"^{title}").stdout.split()

    def window(self, title: str) -> str:
        """The number of that window, once it is there."""
        found = self.wait_for(f"A window “{title}…”", lambda: self.windows(title) or None)
        return found[0]

    def wait_until_gone(self, title: str) -> None:
        """Until no window's title begins like that."""
        self.wait_for(f"The end of “{title}…”", lambda: None if self.windows(title) else True)

    def _xdotool(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xdotool", *words],
            env=self._environment, capture_output=True, text=True, timeout=_PATIENCE_S, check=False,
        )  # fmt: skip

    def wait_for(self, what: str, find: Callable[[], Seen | None]) -> Seen:
        """Look again and again, until something is found. Raises NotSeen after a long while."""
        until = time.monotonic() + _PATIENCE_S
        while True:
            # Before the look: what a program did as its last is found as well.
            is_last = time.monotonic() > until or self.program.poll() is not None
            found = find()
            if found is not None:
                return found
            if is_last:
                raise NotSeen(f"{what} did not come. {self._words()}")
            time.sleep(_POLL_S)

    def _words(self) -> str:
        """What there is instead, for whoever reads why a test failed."""
        picture = self._folder / "seen.png"
        Image.fromarray(self.look()).save(picture)
        titles = [self._xdotool("getwindowname", key).stdout.strip() for key in self.windows()]
        words = self._said.read_text()[-_LAST_WORDS:] or "nothing"
        return f"{picture} shows what did: {titles}. The program said: {words}"


@contextmanager
def a_screen(folder: Path) -> Iterator[Screen]:
    """folder: as for Screen; of this test alone."""
    reading, writing = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    # Without -noreset it begins anew after its last client, and refuses whoever comes meanwhile.
    options = ["-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    command = ["Xvfb", "-displayfd", str(writing), *options]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            # Written once it can be connected to; nothing where it ends before.
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        screen = Screen(f":{number}", folder)
        try:
            yield screen
        finally:
            # It would ask about work that is not saved, and wait for what it loads.
            screen.program.kill()
            screen.program.wait()
    finally:
        server.terminate()
        server.wait()
