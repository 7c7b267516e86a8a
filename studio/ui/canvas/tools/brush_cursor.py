"""Shows how large a brush is, and what shape its tip has."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from studio.document.brushes.brush import Brush, Tip
from studio.session.preferences import BrushCursor
from studio.ui.canvas.viewport import Viewport

_SMALLEST_RADIUS_PX = 2.5
_CROSS_PX = 5.0
_ROOM_PX = 3.0


def reach_px(brush: Brush, viewport: Viewport) -> float:
    """How far from the pointer the mark may paint, in the widget's px."""
    # The corners of a square tip lie furthest out.
    return max(brush.size_px * viewport.scale * 0.72, _CROSS_PX) + _ROOM_PX


def paint_brush_cursor(
    painter: QPainter, at: QPointF, brush: Brush, viewport: Viewport, style: BrushCursor
) -> None:
    path = _shape(brush, viewport, style).translated(at)
    paint_outlined(painter, path)


def paint_outlined(painter: QPainter, path: QPainterPath) -> None:
    """Light on dark: one of the two stands out from any picture."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor(0, 0, 0, 130), 3.2), (QColor(255, 255, 255), 1.4)):
        painter.strokePath(path, QPen(colour, width))
    painter.restore()


def _shape(brush: Brush, viewport: Viewport, style: BrushCursor) -> QPainterPath:
    """Around the origin, in the widget's px."""
    is_small = brush.size_px / 2 * viewport.scale < _SMALLEST_RADIUS_PX
    path = QPainterPath()
    if is_small or style is not BrushCursor.OUTLINE:
        path.addPath(_cross())
    if not is_small and style is not BrushCursor.CROSS:
        look = viewport.transform
        turn = QTransform(look.m11(), look.m12(), look.m21(), look.m22(), 0, 0)
        path.addPath(turn.map(_outline(brush)))
    return path


def _outline(brush: Brush) -> QPainterPath:
    """In px of the picture."""
    size, half = brush.size_px, brush.size_px / 2
    path = QPainterPath()
    if brush.tip is Tip.SQUARE:
        path.addRect(QRectF(-half, -half, size, size))
    elif brush.tip is Tip.FLAT:
        path.addRect(QRectF(-half, -size / 8, size, size / 4))
        path = QTransform().rotate(-45).map(path)
    else:
        path.addEllipse(QPointF(0, 0), half, half)
    return path


def _cross() -> QPainterPath:
    path = QPainterPath()
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        path.moveTo(2 * x, 2 * y)
        path.lineTo(_CROSS_PX * x, _CROSS_PX * y)
    return path
