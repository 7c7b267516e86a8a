"""All of the picture in a corner, with a frame around what is seen of it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from studio.core.geometry import Bounds
from studio.ui import theme
from studio.ui.canvas.backdrop import paint_checkerboard
from studio.ui.canvas.rulers import THICK_PX
from studio.ui.canvas.view import CanvasView
from studio.ui.widgets.cards import SHADOW_PX, Card

_LARGEST = QSize(208, 160)
_PADDING_PX = 7
_CATCH_UP_MS = 120
_WHEEL_STEP = 120
_SHADE = QColor(10, 10, 12, 120)


class Navigator(Card):
    """A drag in it moves the picture; the wheel zooms at the middle of the canvas."""

    def __init__(self, canvas: CanvasView, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.setAccessibleName("Navigator")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # A stroke is followed a few times a second: it is looked at where it is drawn.
        self._catch_up = QTimer(self, singleShot=True, interval=_CATCH_UP_MS)
        self._catch_up.timeout.connect(self.update)
        session = canvas.session
        session.document_changed.connect(self._later)
        session.picture_changed.connect(self._place_again)
        session.view_changed.connect(self._place_again)
        canvas.look_changed.connect(self.update)
        self._place_again()

    def sizeHint(self) -> QSize:
        room = 2 * (SHADOW_PX + _PADDING_PX)
        picture = self._picture_size()
        return QSize(picture.width() + room, picture.height() + room)

    def place(self, area: QWidget) -> None:
        """In the upper right corner."""
        self.adjustSize()
        top = THICK_PX if self._canvas.session.view.rulers else 0
        self.move(area.width() - self.width() + 4, top - 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / _WHEEL_STEP
        self._canvas.zoom_to(self._canvas.viewport.zoom * 1.2**steps)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        frame, to_card = self._frame(), self._to_card()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paint_checkerboard(painter, frame, theme.tokens().is_dark)
        extent = self._canvas.session.document.extent
        painter.save()
        painter.setClipRect(frame)
        painter.setTransform(to_card, combine=True)
        compositor = self._canvas.scene.compositor
        zoom = to_card.m11() * self.devicePixelRatioF()
        compositor.paint(painter, Bounds.of(extent), zoom)
        painter.restore()
        self._paint_frame(painter, frame, to_card)
        painter.end()
        if compositor.is_unfinished:
            self._canvas.refine_soon()
            self._later()

    def _paint_frame(self, painter: QPainter, frame: QRectF, to_card: QTransform) -> None:
        seen = self._canvas.viewport.transform.inverted()[0].map(
            QPolygonF(QRectF(self._canvas.rect()))
        )
        around, inside = QPainterPath(), QPainterPath()
        around.addRect(frame)
        inside.addPolygon(to_card.map(seen))
        inside.closeSubpath()
        shown = around.intersected(inside)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(around.subtracted(inside), _SHADE)
        if shown != around:
            painter.setPen(QPen(QColor(255, 255, 255), 1.4))
            painter.drawPath(shown)

    def _picture_size(self) -> QSize:
        extent = self._canvas.session.document.extent
        size = QSize(extent.width, extent.height)
        return size.scaled(_LARGEST, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(24, 24))

    def _frame(self) -> QRectF:
        inset = SHADOW_PX + _PADDING_PX
        return QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)

    def _to_card(self) -> QTransform:
        frame, extent = self._frame(), self._canvas.session.document.extent
        scale = min(frame.width() / extent.width, frame.height() / extent.height)
        left = frame.center().x() - extent.width * scale / 2
        top = frame.center().y() - extent.height * scale / 2
        return QTransform(scale, 0, 0, scale, left, top)

    def _look_at(self, place: QPointF) -> None:
        """Bring a place of the card to the middle of the canvas."""
        canvas = self._canvas
        picture = self._to_card().inverted()[0].map(place)
        centre = QPointF(canvas.rect().center())
        canvas.pan_by(centre - canvas.viewport.transform.map(picture))

    def _later(self, changed: Bounds | None = None) -> None:
        del changed
        if self.isVisible() and not self._catch_up.isActive():
            self._catch_up.start()

    def _place_again(self) -> None:
        session = self._canvas.session
        self.setVisible(session.view.navigator and not session.document.is_blank)
        parent = self.parentWidget()
        if parent is not None:
            self.place(parent)
        self.update()
