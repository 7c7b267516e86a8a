"""Garbage is looked for on the window's thread, and on no other.

Qt's objects must end on the thread that they live on. Left alone, Python looks for objects that
refer to each other on whichever thread allocates at that moment, and ends them there: a dialog
that was closed, while a thread of its own opened a picture, took the program with it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Tidying(QObject):
    """Takes the search over from Python, for good; made on the window's thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(tidy)
        self._timer.start(_EVERY_MS)


def tidy() -> None:
    """Look among the objects of the ages for which Python itself would look by now."""
    for age, threshold in enumerate(gc.get_threshold()):
        # One search makes the next age's count greater.
        if gc.get_count()[age] > threshold:
            gc.collect(age)
