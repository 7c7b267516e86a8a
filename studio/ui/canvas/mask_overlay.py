"""The mask over the picture: a tint where something will be replaced, and its outline."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from studio.core.geometry import Bounds
from studio.core.pixels import bounds_of_painted
from studio.document.surface import Mask
from studio.ui.canvas.contours import contours, path_of

_FINEST_PX = 768
"""The outline is found on at most this many samples a side."""
_OUTLINE_PX = 1.6


class MaskOverlay:
    """Follows one mask. The tint reads its memory at once; the outline is made on `settle`."""

    def __init__(self, mask: Mask) -> None:
        self._mask = mask
        self._bounds = mask.painted
        self._outline = QPainterPath()
        self.settle()

    @property
    def bounds(self) -> Bounds:
        """What may be painted; exact after `settle`."""
        return self._bounds

    @property
    def outline(self) -> QPainterPath:
        """In px of the picture."""
        return self._outline

    def changed(self, bounds: Bounds) -> None:
        """The mask may have changed inside these bounds."""
        self._bounds = self._bounds.united(bounds.clipped(self._mask.extent))

    def settle(self) -> None:
        """Find the bounds and the outline again: a few milliseconds, not for each dab."""
        part = self._mask.pixels[self._bounds.slices]
        painted = bounds_of_painted(part) if part.size else Bounds(0, 0, 0, 0)
        x, y = painted.x + self._bounds.x, painted.y + self._bounds.y
        self._bounds = Bounds(x, y, painted.width, painted.height)
        self._outline = self._traced()

    def paint_tint(
        self, painter: QPainter, to_view: QTransform, colour: QColor, opacity: float
    ) -> None:
        """opacity: 0..1 where the mask is full."""
        if self._bounds.is_empty:
            return
        tint = self._mask.pixels
        image = QImage(
            tint.data, tint.shape[1], tint.shape[0], tint.strides[0], QImage.Format.Format_Indexed8
        )
        image.setColorTable(_shades(colour, opacity))
        part = QRectF(self._bounds.x, self._bounds.y, self._bounds.width, self._bounds.height)
        painter.save()
        painter.setTransform(to_view, combine=True)
        painter.drawImage(part, image, part)
        painter.restore()

    def paint_outline(self, painter: QPainter, to_view: QTransform, colour: QColor) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, _OUTLINE_PX, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(to_view.map(self._outline))
        painter.restore()

    def _traced(self) -> QPainterPath:
        if self._bounds.is_empty:
            return QPainterPath()
        step = -(-self._bounds.extent.longest_side // _FINEST_PX)
        part = self._mask.pixels[self._bounds.slices][::step, ::step]
        return path_of(contours(part), self._bounds.x, self._bounds.y, step)


def _shades(colour: QColor, opacity: float) -> list[int]:
    """The colour by the mask's value: from clear to the opacity."""
    shade = QColor(colour)
    shades: list[int] = []
    for value in range(256):
        shade.setAlpha(round(value * opacity))
        shades.append(shade.rgba())
    return shades
