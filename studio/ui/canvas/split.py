"""A result beside what it would replace, and the line between the two that can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from studio.ui.canvas.labels import badge_size, paint_badge
from studio.ui.canvas.scene import Scene
from studio.ui.canvas.tools.tool import Host, Pointer, Tool
from studio.ui.widgets.painting import paint_glyph

_REACH_PX = 9.0
_MARGIN = 0.02
_HANDLE_PX = 15.0
_BADGE_PX = 10.0
_LINE, _SHADOW, _GLYPH = QColor(255, 255, 255), QColor(0, 0, 0, 110), QColor(30, 32, 36)


class Divider(Tool):
    """Held like a tool while the pointer is on the line."""

    def __init__(self, host: Host, canvas: QWidget, scene: Scene) -> None:
        super().__init__(host)
        self._canvas = canvas
        self._scene = scene

    @property
    def cursor(self) -> Qt.CursorShape:
        return Qt.CursorShape.SplitHCursor

    def is_at(self, view: QPointF) -> bool:
        line = self._scene.split * self._canvas.width()
        return self._scene.is_split and abs(view.x() - line) <= _REACH_PX

    def move(self, pointer: Pointer) -> None:
        share = pointer.view.x() / max(self._canvas.width(), 1)
        self._scene.split = min(max(share, _MARGIN), 1 - _MARGIN)
        self._host.repaint()


def paint_divider(painter: QPainter, canvas: QRectF, share: float) -> None:
    """In the widget's px."""
    x = round(canvas.width() * share) + 0.5
    middle = QPointF(x, canvas.height() / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((_SHADOW, 4.0), (_LINE, 1.5)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(QLineF(x, 0, x, canvas.height()))
    painter.setPen(QPen(_SHADOW, 1.5))
    painter.setBrush(_LINE)
    painter.drawEllipse(middle, _HANDLE_PX, _HANDLE_PX)
    paint_glyph(painter, "arrows-left-right", middle, 18.0, _GLYPH)
    painter.restore()
    width, _ = badge_size("before")
    paint_badge(painter, "before", QPointF(x - width - _BADGE_PX, _BADGE_PX))
    paint_badge(painter, "after", QPointF(x + _BADGE_PX, _BADGE_PX))
