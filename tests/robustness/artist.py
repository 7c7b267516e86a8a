"""A studio without a window, in which somebody draws, undoes and saves until the process is killed.

`python -m tests.robustness.artist FOLDER SEED`: goes on with what is in the folder, and says on
its output what it is about to do and what it has done, each with the sum of the picture's pixels.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, QTimer
from PySide6.QtGui import QGuiApplication

from studio.core.geometry import Bounds, Extent
from studio.document.document import Document
from studio.document.edit import Change
from studio.document.files.journal import writing
from studio.document.operations.layers import add_edit
from studio.session.session import Session
from tests.session.fakes import READY, FakeClient, a_picture

PROJECT = "work.ora"
EXTENT = Extent(700, 500)
MOVES = 12
"""Of a stroke; with the pauses between them it takes what a quick one of a person does."""
MOVE_MS = 8
STROKE_PX = 90


def a_session(folder: Path) -> Session:
    store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    session = Session(FakeClient(), store, folder / "journals")
    session.handle(READY)
    session.prefer(autosave_s=5)
    return session


def sum_of(document: Document) -> str:
    """Of what is seen, and of the mask."""
    found = hashlib.sha1(document.flattened().tobytes())
    found.update(document.mask.pixels.tobytes())
    return found.hexdigest()


class Artist:
    def __init__(self, folder: Path, seed: int) -> None:
        self._session = a_session(folder)
        self._project = folder / PROJECT
        self._chance = random.Random(seed)
        self._change: Change | None = None
        self._moves = 0
        self._sums: list[str] = []
        self._timer = QTimer(interval=MOVE_MS)
        self._timer.timeout.connect(self._go_on)
        self._session.problem.connect(lambda sentence: say("problem", sentence))
        self._session.lost_changed.connect(self._begin)
        self._session.look_for_lost()

    def _begin(self) -> None:
        """With what was lost, else with the project, else with a new picture."""
        session = self._session
        session.lost_changed.disconnect(self._begin)
        if session.lost is not None:
            session.recover()
            self._draw()
        elif self._project.exists():
            session.open(self._project, self._draw)
        else:
            session.paste(a_picture(EXTENT.width, EXTENT.height, 240))
            self._draw()

    def _draw(self) -> None:
        self._sums = [sum_of(self._session.document)]
        say("done", self._sums[-1])
        self._timer.start()

    def _go_on(self) -> None:
        if self._change is not None:
            self._move()
            return
        match self._chance.randrange(12):
            case 0 | 1:
                say("saving", "")
                self._session.save(self._project, then=lambda: say("saved", ""))
            case 2 if self._session.undo_stack.canUndo() and len(self._sums) > 1:
                self._take_back()
            case 3 if len(self._session.document.layers) < 4:
                say("doing", sum_of(self._session.document))
                self._session.push(add_edit(self._session.document))
                self._finish()
            case _:
                self._begin_stroke()

    def _take_back(self) -> None:
        say("doing", self._sums[-2])
        self._session.undo_stack.undo()
        say("done", sum_of(self._session.document))
        del self._sums[-1]

    def _begin_stroke(self) -> None:
        document = self._session.document
        layer = self._chance.choice(document.layers)
        on_mask = self._chance.random() < 0.2
        self._change = Change(document.mask if on_mask else layer.raster)
        self._moves = 0
        self._x = self._chance.randrange(EXTENT.width - STROKE_PX)
        self._y = self._chance.randrange(EXTENT.height - STROKE_PX)
        self._value = self._chance.randrange(1, 256)

    def _move(self) -> None:
        change = self._change
        assert change is not None
        bounds = Bounds(self._x + 5 * self._moves, self._y, 20, STROKE_PX)
        change.keep(bounds)
        part = change.surface.part(bounds)
        part[:] = self._value if part.ndim == 2 else (self._value // 2, 0, self._value, 255)
        self._session.document.notify(bounds)
        self._moves += 1
        if self._moves == MOVES:
            say("doing", sum_of(self._session.document))
            self._session.push(change.finish("Paint"))
            self._change = None
            self._finish()

    def _finish(self) -> None:
        self._sums.append(sum_of(self._session.document))
        say("done", self._sums[-1])


def say(what: str, text: str) -> None:
    """In one write: a kill leaves no half of a line."""
    os.write(sys.stdout.fileno(), f"{what} {text}\n".encode())


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication(sys.argv[:1])
    # Now and then even in a short life.
    writing._USUAL_BYTES, writing._TIMES_BASE = 300_000, 0
    artist = Artist(Path(sys.argv[1]), int(sys.argv[2]))
    say("ready", "")
    app.exec()
    del artist
    QCoreApplication.quit()


if __name__ == "__main__":
    main()
