"""A row of small pictures, one of which is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import tokens
from studio.ui.widgets.badge import HEIGHT_PX, badge_size, paint_badge

THUMBNAIL_PX = 64
_RING_PX = 4
_PITCH_PX = THUMBNAIL_PX + 16
_INSET_PX = 4


def thumbnail(image: QImage, px: int = THUMBNAIL_PX) -> QImage:
    """The picture's middle square, scaled to twice `px` for dense screens."""
    side = min(image.width(), image.height())
    left, top = (image.width() - side) // 2, (image.height() - side) // 2
    return image.copy(left, top, side, side).scaled(
        2 * px,
        2 * px,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def paint_thumbnail(painter: QPainter, image: QImage, place: QRectF, radius: float = 5.0) -> None:
    shape = QPainterPath()
    shape.addRoundedRect(place, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(shape)
    painter.drawImage(place, image)
    painter.restore()


class ThumbnailRow(QWidget):
    """As many as there is room for, the chosen one always among them; the wheel moves along."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._images: list[QImage] = []
        self._tooltips: list[str] = []
        self._current: int | None = None
        self._first = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_images(
        self, images: Sequence[QImage], current: int | None, tooltips: Sequence[str]
    ) -> None:
        self._images, self._tooltips, self._current = list(images), list(tooltips), current
        self._keep_in_view()
        self.updateGeometry()
        self.update()

    def place_of(self, index: int) -> QRectF:
        left = (index - self._first) * _PITCH_PX + _RING_PX
        return QRectF(left, _RING_PX, THUMBNAIL_PX, THUMBNAIL_PX)

    def sizeHint(self) -> QSize:
        return self._size_of(len(self._images))

    def minimumSizeHint(self) -> QSize:
        return self._size_of(1)

    def _size_of(self, shown: int) -> QSize:
        width = max(1, shown) * _PITCH_PX - (_PITCH_PX - THUMBNAIL_PX) + 2 * _RING_PX
        return QSize(width, THUMBNAIL_PX + 2 * _RING_PX)

    def _room(self) -> int:
        gap = _PITCH_PX - THUMBNAIL_PX
        return max(1, (self.width() - 2 * _RING_PX + gap) // _PITCH_PX)

    def _keep_in_view(self) -> None:
        last_first = max(0, len(self._images) - self._room())
        if self._current is not None:
            lowest = self._current - self._room() + 1
            self._first = min(max(self._first, lowest), self._current)
        self._first = min(self._first, last_first)

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        self._keep_in_view()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self._first, min(self._first + self._room(), len(self._images))):
            place = self.place_of(index)
            paint_thumbnail(painter, self._images[index], place)
            if index == self._current:
                painter.setPen(QPen(QColor(tokens().accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), 8, 8)
        self._paint_hidden(painter)

    @property
    def hidden(self) -> tuple[int, int]:
        """How many there are before and after those that are shown."""
        return self._first, max(0, len(self._images) - self._first - self._room())

    def _paint_hidden(self, painter: QPainter) -> None:
        before, after = self.hidden
        if before:
            place = self.place_of(self._first)
            at = QPointF(place.left() + _INSET_PX, place.bottom() - HEIGHT_PX - _INSET_PX)
            paint_badge(painter, f"+{before}", at)
        if after:
            corner, text = self.place_of(self._first + self._room() - 1).bottomRight(), f"+{after}"
            at = corner - QPointF(badge_size(text)[0] + _INSET_PX, HEIGHT_PX + _INSET_PX)
            paint_badge(painter, text, at)

    def index_at(self, x: float) -> int | None:
        place = int((x - _RING_PX) // _PITCH_PX)
        is_shown = 0 <= place < min(self._room(), len(self._images) - self._first)
        return self._first + place if is_shown else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position().x())
        if index is not None:
            self.chosen.emit(index)
        # The strip behind takes the focus.
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position().x())
        self.setToolTip("" if index is None else self._tooltips[index])

    def wheelEvent(self, event: QWheelEvent) -> None:
        last_first = max(0, len(self._images) - self._room())
        step = -1 if (event.angleDelta().y() or event.angleDelta().x()) > 0 else 1
        self._first = min(max(self._first + step, 0), last_first)
        self.update()
        event.accept()
