"""Closed lines on the picture that seem to march, and cost what is seen of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QRegion

from studio.core.geometry import Bounds
from studio.ui.canvas.viewport import Viewport

DASH_PX = 4
_PIECE = 48
"""Points that are drawn at once, or not at all."""
_APART_PX = 1.5
"""On the screen: closer points are not told from each other."""
_FEWEST = 24
"""A line with so many points or fewer keeps them all."""
_CELL_PX = 40
_MOST_CELLS = 400
_LIGHT, _DARK = QColor(255, 255, 255), QColor(0, 0, 0, 170)

Line = npt.NDArray[np.float64]
"""(n, 2): x and y in px of the picture."""


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    points: QPolygonF
    bounds: QRectF
    start: float
    """Its distance from the beginning of the line, in px of the picture."""


class Outline:
    """Lines in px of the picture."""

    def __init__(self, lines: list[Line], spacing: float, zoom: float) -> None:
        """spacing: px between two points. zoom: the one that it shall be looked at."""
        stride = max(1, int(_APART_PX / (spacing * zoom)))
        thinned = [line if len(line) <= _FEWEST else _thinned(line, stride) for line in lines]
        self._pieces = [piece for line in thinned for piece in _pieces(line)]
        self._points: Line = np.concatenate(thinned) if thinned else np.empty((0, 2))
        self._reach = spacing * stride

    @property
    def is_empty(self) -> bool:
        return not self._pieces

    @property
    def path(self) -> QPainterPath:
        path = QPainterPath()
        for piece in self._pieces:
            path.addPolygon(piece.points)
        return path

    def paint(
        self, painter: QPainter, viewport: Viewport, visible: Bounds, colour: QColor, phase: int
    ) -> None:
        """In the widget's px before the turn. phase: how far the dashes have marched, in px."""
        seen = QRectF(visible.x, visible.y, visible.width, visible.height)
        seen.adjust(-1, -1, 1, 1)
        to_view, scale = viewport.flat, viewport.scale
        # Lines one screen pixel thin cost a tenth of others, and dashes hide their stairs.
        pen = QPen(_DARK, 0 if viewport.ratio == 1 else 1)
        pen.setCosmetic(True)
        dashes = QPen(pen)
        dashes.setColor(_LIGHT)
        dashes.setDashPattern([DASH_PX, DASH_PX])
        pen.setColor(colour)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for piece in self._pieces:
            if piece.bounds.intersects(seen):
                points = to_view.map(piece.points)
                painter.setPen(pen)
                painter.drawPolyline(points)
                dashes.setDashOffset((piece.start * scale - phase) % (2 * DASH_PX))
                painter.setPen(dashes)
                painter.drawPolyline(points)
        painter.restore()

    def region(self, viewport: Viewport, size: QRect) -> QRegion:
        """What must be painted again when the dashes move; empty where that would be too much."""
        points = self._points @ _linear(viewport) + _offset(viewport)
        cell = max(_CELL_PX, 2 * self._reach * viewport.scale)
        inside = ((points > -cell) & (points < (size.width() + cell, size.height() + cell))).all(1)
        cells = np.unique(np.floor(points[inside] / cell).astype(np.int64), axis=0)
        region = QRegion()
        if len(cells) > _MOST_CELLS:
            return region
        margin = self._reach * viewport.scale + 1
        for x, y in (cells * cell).tolist():
            rect = QRectF(x, y, cell, cell).adjusted(-margin, -margin, margin, margin)
            region += rect.toAlignedRect()
        return region.intersected(size)


def open_lines(line: Line, is_cut: npt.NDArray[np.bool_]) -> list[Line]:
    """What is left of a closed line without these of its points."""
    if not is_cut.any():
        return [np.concatenate((line, line[:1]))]
    first = int(np.argmax(is_cut))
    line, is_kept = np.roll(line, -first, axis=0), ~np.roll(is_cut, -first)
    edges = np.flatnonzero(np.diff(is_kept.astype(np.int8), prepend=0, append=0))
    return [line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _thinned(line: Line, stride: int) -> Line:
    return np.concatenate((line[:-1:stride], line[-1:])) if stride > 1 else line


def _pieces(line: Line) -> list[_Piece]:
    steps = np.hypot(*np.diff(line, axis=0).T)
    lengths = np.concatenate(((0.0,), np.cumsum(steps)))
    pieces: list[_Piece] = []
    for start in range(0, max(len(line) - 1, 1), _PIECE):
        points = QPolygonF([QPointF(x, y) for x, y in line[start : start + _PIECE + 1].tolist()])
        # A level line has no height, and what has none intersects nothing.
        bounds = points.boundingRect().adjusted(-0.5, -0.5, 0.5, 0.5)
        pieces.append(_Piece(points, bounds, float(lengths[start])))
    return pieces


def _linear(viewport: Viewport) -> Line:
    shown = viewport.transform
    return np.array(((shown.m11(), shown.m12()), (shown.m21(), shown.m22())))


def _offset(viewport: Viewport) -> Line:
    shown = viewport.transform
    return np.array((shown.dx(), shown.dy()))
