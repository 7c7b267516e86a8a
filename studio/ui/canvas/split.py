"""Two pictures beside each other, and the line between them that can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from studio.ui.canvas.scene import Scene
from studio.ui.canvas.tools.tool import Host, Pointer, Tool
from studio.ui.widgets.badge import badge_size, paint_badge
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


def paint_divider(painter: QPainter, canvas: QRectF, share: float, names: tuple[str, str]) -> None:
    """In the widget's px. names: of what is left and right of it."""
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
    left, right = names
    width, _ = badge_size(left)
    paint_badge(painter, left, QPointF(x - width - _BADGE_PX, _BADGE_PX))
    paint_badge(painter, right, QPointF(x + _BADGE_PX, _BADGE_PX))
