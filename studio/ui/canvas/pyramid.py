"""A picture and its halves, so that it looks smooth at every zoom and costs little to paint."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from studio.core.geometry import Bounds, Extent

_SMALLEST_PX = 256
_HALF = 0.5


class Pyramid:
    """Level 0 is the picture, each further one half as large, made when it is first needed."""

    def __init__(self, base: QImage) -> None:
        self._levels = [base]

    @property
    def extent(self) -> Extent:
        return Extent(self._levels[0].width(), self._levels[0].height())

    def refresh(self, bounds: Bounds) -> None:
        """The picture has changed inside these bounds: bring the halves up to date."""
        for upper, lower in zip(self._levels, self._levels[1:], strict=False):
            left, top = bounds.x // 2, bounds.y // 2
            right, bottom = -(-bounds.right // 2), -(-bounds.bottom // 2)
            # One more each way: an odd side makes a half a little less than a half.
            bounds = Bounds.between(left, top, right, bottom).padded(1)
            _halve(upper, lower, bounds)

    def paint(self, painter: QPainter, target: QRectF, zoom: float) -> None:
        """Draw all of it into a rectangle. zoom: screen pixels per pixel of the picture there."""
        level = self._levels[self._index_for(zoom)]
        painter.drawImage(target, level, QRectF(level.rect()))

    def _index_for(self, zoom: float) -> int:
        """The smallest level that is still at least as large as it is shown."""
        index = 0
        while zoom <= _HALF and self.extent.shortest_side >> index > _SMALLEST_PX:
            index, zoom = index + 1, zoom * 2
        while len(self._levels) <= index:
            self._levels.append(_half(self._levels[-1]))
        return index


def _half(image: QImage) -> QImage:
    width, height = -(-image.width() // 2), -(-image.height() // 2)
    half = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    half.fill(Qt.GlobalColor.transparent)
    _halve(image, half, Bounds(0, 0, width, height))
    return half


def _halve(image: QImage, half: QImage, bounds: Bounds) -> None:
    """Each pixel inside bounds of the half becomes the mean of its four."""
    painter = QPainter(half)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipRect(bounds.x, bounds.y, bounds.width, bounds.height)
    painter.drawImage(QRectF(half.rect()), image, QRectF(image.rect()))
    painter.end()
