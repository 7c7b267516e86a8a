"""The whole window on a session without an engine, moved as a hand would move it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from studio.core.events import JobId
from studio.core.geometry import Extent
from studio.core.pixels import Pixels
from studio.core.request import Request
from studio.document.edit import PictureReplaced
from studio.document.layer import Layer
from studio.document.picture import Picture
from studio.document.surface import Raster
from studio.session.session import Session
from studio.session.tool_settings import brush_changed
from studio.ui.canvas.view import CanvasView
from studio.ui.window import MainWindow

CANVAS = Extent(1600, 1000)
_TILE_PX = 512
_BETWEEN_FRAMES_S = 0.016
_NOTHING = Qt.MouseButton.NoButton
_LEFT = Qt.MouseButton.LeftButton


class Stage:
    """One window, painted without a screen."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.window = MainWindow(session)
        self.window.show()
        QApplication.processEvents()
        around = self.window.size() - self.canvas.size()
        self.window.resize(CANVAS.width + around.width(), CANVAS.height + around.height())
        self.settle()

    @property
    def canvas(self) -> CanvasView:
        return self.window.area.canvas

    def show(self, picture: Picture) -> None:
        """In a document of its own, with nothing to undo."""
        session = self.session
        session.undo_stack.setClean()
        session.new(picture.extent)
        session.push(PictureReplaced("Begin", session.document.picture, picture))
        session.undo_stack.clear()
        self.settle()

    def look(self, zoom: float | None) -> None:
        """At the middle of the picture; None: at all of it."""
        self.canvas.fit()
        if zoom is not None:
            self.canvas.zoom_to(zoom)
        self.settle()

    def take(self, tool: str, size_px: float) -> None:
        """A tool with a brush."""
        self.window.toolbar.choose(tool)
        changed = brush_changed(self.session.tool, tool, size_px=size_px, smoothing=0.0)
        self.session.update_tool(**{tool: changed.brush(tool)})

    def paint(self) -> None:
        """What waits to be painted, now."""
        QCoreApplication.sendEvent(self.window, QEvent(QEvent.Type.UpdateRequest))

    def rest(self, seconds: float = _BETWEEN_FRAMES_S) -> None:
        """The time between two frames, in which timers run."""
        end = time.perf_counter() + seconds
        while True:
            QApplication.processEvents()
            if time.perf_counter() >= end:
                return
            time.sleep(0.001)

    def settle(self) -> None:
        """Until nothing is left to be made sharp or to be found out."""
        self.rest(0.25)
        while self.canvas.scene.is_unfinished:
            self.rest()

    def press(self, at: QPointF) -> None:
        self._mouse(QEvent.Type.MouseButtonPress, at, _LEFT, _LEFT)

    def move(self, at: QPointF) -> None:
        self._mouse(QEvent.Type.MouseMove, at, _NOTHING, _LEFT)

    def release(self, at: QPointF) -> None:
        self._mouse(QEvent.Type.MouseButtonRelease, at, _LEFT, _NOTHING)

    def _mouse(
        self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton
    ) -> None:
        away = self.canvas.mapToGlobal(at)
        event = QMouseEvent(kind, at, away, button, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self.canvas, event)


class NoEngine:
    """Takes whatever it is told."""

    def submit(self, request: Request) -> JobId:
        del request
        return JobId(0)

    def cancel(self, job: JobId) -> None:
        del job

    def rescan(self) -> None:
        """There are no models."""

    def add_model(self, path: Path) -> None:
        del path

    def forget_model(self, path: Path) -> None:
        del path


@contextmanager
def a_stage() -> Iterator[Stage]:
    """With settings of its own, so that a person's window stays as it is."""
    with TemporaryDirectory() as folder:
        ini = QSettings.Format.IniFormat
        QSettings.setDefaultFormat(ini)
        QSettings.setPath(ini, QSettings.Scope.UserScope, folder)
        session = Session(NoEngine(), QSettings(str(Path(folder) / "bench.ini"), ini))
        stage = Stage(session)
        yield stage
        session.undo_stack.setClean()
        stage.window.close()
        stage.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def a_picture(extent: Extent, layers: int) -> Picture:
    """Layers of soft noise, the upper ones half transparent."""
    tiles = (_noise(number, alpha=255 if number == 0 else 128) for number in range(layers))
    nodes = tuple(
        Layer(raster=Raster(_tiled(tile, extent)), name=f"Layer {number}")
        for number, tile in enumerate(tiles)
    )
    return Picture.with_nodes(extent, nodes)


def a_photograph(extent: Extent) -> Image.Image:
    """Smooth with a grain, as a file of its size is."""
    across, down = np.ogrid[: extent.height, : extent.width]
    shades = (across // 7 + down // 5 & 0xFF).astype(np.uint8)
    grain = np.random.default_rng(0).integers(0, 4, (_TILE_PX, extent.width), np.uint8)
    pixels = np.empty((extent.height, extent.width, 3), np.uint8)
    for channel in range(3):
        pixels[..., channel] = np.roll(shades, 31 * channel, axis=1)
    for top in range(0, extent.height, _TILE_PX):
        part = pixels[top : top + _TILE_PX, :, 1]
        part |= grain[: len(part)]
    return Image.fromarray(pixels)


def _noise(seed: int, alpha: int) -> Pixels:
    """Premultiplied."""
    colours = np.random.default_rng(seed).integers(0, alpha + 1, (_TILE_PX, _TILE_PX, 4), np.uint8)
    colours[..., 3] = alpha
    return colours


def _tiled(tile: Pixels, extent: Extent) -> Pixels:
    across, down = -(-extent.width // _TILE_PX), -(-extent.height // _TILE_PX)
    whole = np.tile(tile, (down, across, 1))[: extent.height, : extent.width]
    return np.ascontiguousarray(whole)
