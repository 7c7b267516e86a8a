"""How soon the canvas answers, and what a document weighs: offscreen, through real events.

A stroke is timed from each move of the pointer to the end of its repaint, a pan or a zoom to the
end of the repaint of all of the canvas, an undo likewise. "4096² × 5" are five layers.
"""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import numpy as np
import psutil
from PySide6.QtCore import QPointF, QTimer

from studio.bench.stage import Stage, a_photograph, a_picture, a_stage
from studio.core.geometry import Bounds, Extent
from studio.document.edit import pixel_edit
from studio.document.picture import Picture
from studio.evaluation.rows import Row, at_most, percentile
from studio.session.trial import Trial

BRUSH_PX = 100.0
SEGMENT_PX = 16.0
"""On the screen: a fast hand at 120 events a second."""
COUNT = 60
"""Of segments a stroke; of other things a part of that."""
_PAN_PX = 45.0
_MIB = 1 << 20


SMALLER, LARGER = Extent(4096, 4096), Extent(8192, 8192)
"""Of the documents that the targets are meant for."""


def measure_canvas(
    smaller: Extent = SMALLER, larger: Extent = LARGER, count: int = COUNT
) -> tuple[Row, ...]:
    """All rows. Needs a QApplication, and about 3 GB for the usual sizes."""
    rows: list[Row] = []
    with a_stage() as stage:
        stage.show(a_picture(smaller, 5))
        rows += _strokes(stage, f"{smaller.width}² × 5", 8.0, count)
        rows.append(_opacity(stage, f"{smaller.width}² × 5", max(2, count // 3)))
        rows.append(_undo(stage, smaller, max(2, count // 10)))
        empty = Picture.blank(Extent(64, 64))
        stage.show(empty)
        gc.collect()
        before = _memory()
        stage.show(a_picture(larger, 3))
        rows += _strokes(stage, f"{larger.width}² × 3", 12.0, count)
        rows.append(_opacity(stage, f"{larger.width}² × 3", max(2, count // 3)))
        rows += _looks(stage, f"{larger.width}²", max(2, count // 4))
        rows.append(_weight(_memory() - before, stage.session.document.picture))
        stage.show(empty)
        rows.append(_opening(stage, larger, max(1, count // 20)))
    return tuple(rows)


# Strokes.


def _strokes(stage: Stage, what: str, limit_ms: float, count: int) -> Iterator[Row]:
    for tool, brush in (("paint_brush", "Paint"), ("mask_brush", "Mask")):
        stage.take(tool, BRUSH_PX)
        times: list[float] = []
        for zoom in (None, 1.0):
            stage.look(zoom)
            # The first takes memory from the system, which all later ones find there.
            _stroke(stage, count)
            times += _stroke(stage, count)
        name = f"{brush} stroke, {what}, p95"
        yield at_most(name, percentile(times, 95), "ms", limit_ms)


def _stroke(stage: Stage, count: int) -> list[float]:
    """Milliseconds from each move of the pointer to the end of its repaint."""
    places = _around(stage, count)
    stage.press(places[0])
    stage.rest()
    times: list[float] = []
    for place in places[1:]:

        def segment(at: QPointF = place) -> None:
            stage.move(at)
            stage.paint()

        times.append(_timed(segment))
        stage.rest(0.004)
    stage.release(places[-1])
    stage.settle()
    return times


def _around(stage: Stage, count: int) -> list[QPointF]:
    """Places on a circle in the middle of the canvas, a segment apart."""
    centre = QPointF(stage.canvas.rect().center())
    radius = SEGMENT_PX * count / (2 * math.pi)
    steps = (2 * math.pi * number / count for number in range(count))
    return [centre + QPointF(math.cos(turn), math.sin(turn)) * radius for turn in steps]


def _opacity(stage: Stage, what: str, count: int) -> Row:
    """Milliseconds from each move of the active layer's slider to the end of the repaint."""
    stage.look(None)
    times: list[float] = []
    trial = Trial(stage.session, stage.session.document.picture.nodes[-1].uid)
    for number in range(count):

        def slide(opacity: float = 1 - number / count) -> None:
            trial.show(opacity=opacity)
            stage.paint()

        times.append(_timed(slide))
        stage.rest()
    trial.finish()
    stage.session.undo()
    stage.settle()
    return at_most(f"Opacity slid, {what}, p95", percentile(times, 95), "ms", 16)


# Looking.


def _looks(stage: Stage, what: str, count: int) -> Iterator[Row]:
    stage.session.fill_mask()
    stage.settle()
    zooms = (None, 0.12, 0.26, 0.51, 0.8, 1.0, 1.7, 4.0, 12.0, 32.0)
    pans = [ms for zoom in zooms for ms in _panned(stage, zoom, count)]
    yield at_most(f"Pan, {what}, p95", percentile(pans, 95), "ms", 16)
    zoomed = [ms for around in (0.3, 0.6) for ms in _zoomed(stage, around, 2 * count)]
    yield at_most(f"Zoom, {what}, p95", percentile(zoomed, 95), "ms", 16)
    stage.canvas.turn_by(20)
    turned = [ms for zoom in (None, 0.26, 0.8, 1.0, 4.0) for ms in _panned(stage, zoom, count)]
    stage.canvas.straighten()
    yield at_most(f"Pan, turned, {what}, p95", percentile(turned, 95), "ms", 16)


def _panned(stage: Stage, zoom: float | None, count: int) -> list[float]:
    stage.look(zoom)
    times: list[float] = []
    for number in range(count):
        turn = 2 * math.pi * number / count
        by = QPointF(math.cos(turn), math.sin(turn)) * _PAN_PX

        def pan(offset: QPointF = by) -> None:
            stage.canvas.pan_by(offset)
            stage.paint()

        times.append(_timed(pan))
        stage.rest()
    return times


def _zoomed(stage: Stage, share: float, steps: int) -> list[float]:
    """In with the wheel and out again, at that share of the canvas's width and height."""
    stage.look(None)
    at = QPointF(stage.canvas.width() * share, stage.canvas.height() * share)
    times: list[float] = []
    for factor in (1.2,) * steps + (1 / 1.2,) * steps:

        def zoom(by: float = factor) -> None:
            stage.canvas.zoom_at(stage.canvas.viewport.zoom * by, at)
            stage.paint()

        times.append(_timed(zoom))
        stage.rest()
    return times


# Undo and weight.


def _undo(stage: Stage, extent: Extent, count: int) -> Row:
    document = stage.session.document
    raster = document.layers[-1].raster
    stage.look(None)
    inverted = raster.pixels[::-1].copy()
    stage.session.push(pixel_edit("Turn over", raster, Bounds.of(extent), inverted))
    stage.settle()
    times: list[float] = []
    for number in range(count):
        step = stage.session.undo_stack.redo if number % 2 else stage.session.undo_stack.undo

        def undo(take: Callable[[], None] = step) -> None:
            take()
            stage.paint()

        times.append(_timed(undo))
        stage.settle()
    name = f"Undo of all pixels, {extent.width}², median"
    return at_most(name, float(np.median(times)), "ms", 60)


def _weight(measured: int, picture: Picture) -> Row:
    raw = sum(layer.raster.pixels.nbytes for layer in picture.layers)
    limit = (1.3 * raw + 150 * _MIB) / _MIB
    name = f"Memory, {picture.extent.width}² × {len(picture.layers)}"
    return at_most(name, measured / _MIB, "MiB", round(limit))


# Opening.


def _opening(stage: Stage, extent: Extent, count: int) -> Row:
    """By the wall's clock, since the window waits for whoever holds the interpreter.

    What the studio does itself stalls it each time, what others do not: the best time counts.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.png"
        a_photograph(extent).save(path, compress_level=1)
        longest_s = min(_stall_of_opening(stage, path) for _ in range(count))
    name = f"Open a PNG, {extent.width}², longest stall"
    return at_most(name, longest_s * 1e3, "ms", 100)


def _stall_of_opening(stage: Stage, path: Path) -> float:
    stage.session.undo_stack.setClean()
    shown: list[bool] = []
    with Stalls() as stalls:
        stage.session.open(path, lambda: shown.append(True))
        while not shown:
            stage.rest(0.01)
        stage.settle()
    return stalls.longest_s


class Stalls:
    """How long at a time the window did not look at its events."""

    def __init__(self) -> None:
        self.longest_s = 0.0
        self._last_s = time.perf_counter()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> Self:
        self._last_s = time.perf_counter()
        self._timer.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        now_s = time.perf_counter()
        self.longest_s = max(self.longest_s, now_s - self._last_s)
        self._last_s = now_s


def _memory() -> int:
    return psutil.Process().memory_info().rss


def _timed(what: Callable[[], None]) -> float:
    """Milliseconds of this thread's own: what else the machine does is not the canvas's."""
    start = time.thread_time()
    what()
    return (time.thread_time() - start) * 1e3
