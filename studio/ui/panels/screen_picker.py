"""Takes a colour from anywhere on the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QScreen,
)
from PySide6.QtWidgets import QWidget

from studio.document.colour import Colour

_SIDE_PX = 11
"""Pixels of the screen that the glass shows."""
_ZOOM = 9
_AWAY_PX = 22


class ScreenPicker(QWidget):
    """A still of the screen over the screen: a click takes its colour, anything else none."""

    def __init__(self, still: QPixmap, screen: QScreen, take: Callable[[Colour], object]) -> None:
        flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags | Qt.WindowType.Tool)
        self._still = still
        self._image = still.toImage()
        self._take = take
        self._at = QPointF(-1, -1)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)
        self.setGeometry(screen.geometry())

    def colour_at(self, place: QPointF) -> Colour:
        shown = self._image.pixelColor(self._pixel(place))
        return Colour(shown.red(), shown.green(), shown.blue())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        if QRectF(self.rect()).contains(self._at):
            self._paint_glass(painter)

    def _paint_glass(self, painter: QPainter) -> None:
        side = _SIDE_PX * _ZOOM
        left = self._at.x() + _AWAY_PX
        top = self._at.y() + _AWAY_PX
        if left + side > self.width():
            left = self._at.x() - _AWAY_PX - side
        if top + side > self.height():
            top = self._at.y() - _AWAY_PX - side
        glass = QRectF(left, top, side, side)
        pixel = self._pixel(self._at)
        half = _SIDE_PX // 2
        source = QRectF(pixel.x() - half, pixel.y() - half, _SIDE_PX, _SIDE_PX)
        painter.drawImage(glass, self._image, source)
        middle = QRectF(left + half * _ZOOM, top + half * _ZOOM, _ZOOM, _ZOOM)
        for place, width in ((glass, 3), (middle, 1)):
            painter.setPen(QPen(QColor(0, 0, 0, 140), width + 2))
            painter.drawRect(place)
            painter.setPen(QPen(QColor(255, 255, 255), width))
            painter.drawRect(place)

    def _pixel(self, place: QPointF) -> QPoint:
        ratio = self._still.devicePixelRatio()
        x = min(max(int(place.x() * ratio), 0), self._image.width() - 1)
        return QPoint(x, min(max(int(place.y() * ratio), 0), self._image.height() - 1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._at = event.position()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._take(self.colour_at(event.position()))
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        del event
        self.close()


def pick_from_screen(
    near: QWidget, take: Callable[[Colour], object], tell: Callable[[str], object]
) -> None:
    """On the screen where a widget is; told where this desktop does not show its screen."""
    screen = near.screen() or QGuiApplication.primaryScreen()
    still = screen.grabWindow(0)
    if still.isNull():
        tell("This desktop does not let programs see its screen: pick from the picture instead.")
        return
    picker = ScreenPicker(still, screen, take)
    picker.show()
    picker.activateWindow()
    picker.setFocus()
