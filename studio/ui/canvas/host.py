"""The canvas, as far as its tools may know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from studio.core.geometry import Point
from studio.document.compositing import Floating
from studio.session.session import Session
from studio.ui.canvas.snapping import REACH_PX, snapped
from studio.ui.canvas.viewport import Viewport

if TYPE_CHECKING:
    from studio.ui.canvas.handled import HandledCanvas


class CanvasHost:
    """What tools ask for, done by the view."""

    def __init__(self, view: HandledCanvas) -> None:
        self._view = view

    @property
    def session(self) -> Session:
        return self._view.session

    @property
    def viewport(self) -> Viewport:
        return self._view.viewport

    def pan_by(self, offset: QPointF) -> None:
        self._view.pan_by(offset)

    def repaint(self) -> None:
        self._view.update()
        self._view.tool_repainted.emit()

    def show_floating(self, floating: Floating | None) -> None:
        self._view.scene.show_floating(floating)
        self._view.update()

    def snapped(self, point: Point) -> Point:
        session = self._view.session
        reach = REACH_PX / self._view.viewport.scale
        picture = session.document.picture
        return snapped(point, reach, picture.guides, picture.extent, session.view)
