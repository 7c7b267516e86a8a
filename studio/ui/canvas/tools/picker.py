"""Takes a colour from the picture: with Ctrl the background colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from studio.core.geometry import Point
from studio.document.colour import Colour
from studio.document.sampling import colour_at
from studio.session.session import Session
from studio.ui.canvas.tools.tool import Host, Pointer, Tool

_RING_PX = 34.0
_RING_WIDTH_PX = 12.0


class Picker(Tool):
    """While it is pressed a ring shows the new colour over the one before."""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._before: Colour | None = None
        self._field = "foreground"

    def press(self, pointer: Pointer) -> None:
        has_control = bool(pointer.modifiers & Qt.KeyboardModifier.ControlModifier)
        self._field = "background" if has_control else "foreground"
        self._before = self._shown
        self._pick(pointer)

    def move(self, pointer: Pointer) -> None:
        if self._before is not None:
            self._pick(pointer)

    def release(self, pointer: Pointer) -> None:
        self.move(pointer)
        self._before = None
        self._host.repaint()

    def cancel(self) -> None:
        if self._before is not None:
            _take(self._host.session, self._field, self._before)
            self._before = None

    def paint_cursor(self, painter: QPainter, view: QPointF) -> None:
        if self._before is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(view.x() - _RING_PX, view.y() - _RING_PX, 2 * _RING_PX, 2 * _RING_PX)
        for colour, start in ((self._shown, 0), (self._before, 180)):
            painter.setPen(QPen(QColor(*colour), _RING_WIDTH_PX, c=Qt.PenCapStyle.FlatCap))
            painter.drawArc(ring, start * 16, 180 * 16)
        painter.setPen(QPen(QColor(255, 255, 255, 220), 1.5))
        for by in (-_RING_WIDTH_PX / 2, _RING_WIDTH_PX / 2):
            painter.drawEllipse(view, _RING_PX + by, _RING_PX + by)
        painter.restore()

    def cursor_rect(self, view: QPointF) -> QRectF:
        reach = _RING_PX + _RING_WIDTH_PX
        return QRectF(view.x() - reach, view.y() - reach, 2 * reach, 2 * reach)

    @property
    def _shown(self) -> Colour:
        tool = self._host.session.tool
        return tool.background if self._field == "background" else tool.foreground

    def _pick(self, pointer: Pointer) -> None:
        pick(self._host.session, pointer.position, self._field)


def pick_foreground(session: Session, point: Point) -> None:
    pick(session, point, "foreground")


def pick(session: Session, point: Point, field: str) -> None:
    """Take the colour there; none where nothing is."""
    how = session.tool.picker
    colour = colour_at(session.document, point, side_px=how.side_px, sample_all=how.sample_all)
    if colour is not None:
        _take(session, field, colour)


def _take(session: Session, field: str, colour: Colour) -> None:
    session.update_tool(**{field: colour})
