"""Where the picture lies in the window, and how large it is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QMarginsF, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QTransform

from studio.core.geometry import Bounds, Extent, Point

SMALLEST_ZOOM, LARGEST_ZOOM = 0.01, 64.0
LARGEST_FIT = 4.0
LADDER = (
    0.01, 0.02, 0.03, 0.05, 0.0833, 0.125, 0.1667, 0.25, 0.3333, 0.5, 0.6667,
    1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0,
)  # fmt: skip
_CLOSE = 0.005


@dataclass(frozen=True, slots=True)
class Viewport:
    """Places in the picture to places in the widget and back.

    zoom: screen pixels per pixel of the picture, so that 1 is 100 % on every screen.
    left, top: the picture's corner in screen pixels, ratio: screen pixels per Qt's pixel.
    """

    zoom: float = 1.0
    left: float = 0.0
    top: float = 0.0
    ratio: float = 1.0

    @property
    def scale(self) -> float:
        """Qt's pixels per pixel of the picture."""
        return self.zoom / self.ratio

    @property
    def transform(self) -> QTransform:
        """From the picture to the widget, with its corner on a whole screen pixel."""
        left, top = round(self.left) / self.ratio, round(self.top) / self.ratio
        return QTransform(self.scale, 0, 0, self.scale, left, top)

    def to_picture(self, position: QPointF) -> Point:
        x = (position.x() * self.ratio - round(self.left)) / self.zoom
        return Point(x, (position.y() * self.ratio - round(self.top)) / self.zoom)

    def to_view(self, point: Point) -> QPointF:
        return self.transform.map(QPointF(point.x, point.y))

    def rect(self, bounds: Bounds) -> QRectF:
        """Bounds in the picture as a rectangle in the widget."""
        return self.transform.mapRect(QRectF(bounds.x, bounds.y, bounds.width, bounds.height))

    def dirty_rect(self, bounds: Bounds) -> QRect:
        """What must be painted again when these bounds change.

        One pixel of the picture more, since smooth scaling looks at neighbours, and one of the
        widget's.
        """
        return self.rect(bounds.padded(1)).toAlignedRect().adjusted(-1, -1, 1, 1)

    def zoomed(self, zoom: float, around: QPointF) -> Viewport:
        """Another zoom that leaves the place under this point of the widget where it is."""
        zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        x, y, factor = around.x() * self.ratio, around.y() * self.ratio, zoom / self.zoom
        left, top = x - (x - self.left) * factor, y - (y - self.top) * factor
        return replace(self, zoom=zoom, left=left, top=top)

    def moved(self, by: QPointF) -> Viewport:
        return replace(
            self, left=self.left + by.x() * self.ratio, top=self.top + by.y() * self.ratio
        )

    def kept_reachable(self, extent: Extent, size: QSizeF) -> Viewport:
        """At least a corner of the picture stays in a widget of that size."""
        shown = 48 * self.ratio
        width, height = size.width() * self.ratio, size.height() * self.ratio
        left = min(max(self.left, shown - extent.width * self.zoom), width - shown)
        top = min(max(self.top, shown - extent.height * self.zoom), height - shown)
        return replace(self, left=left, top=top)

    @classmethod
    def fitted(cls, extent: Extent, size: QSizeF, margins: QMarginsF, ratio: float) -> Viewport:
        """All of a picture in the middle of what the margins leave of a widget of that size."""
        room = QRectF(0, 0, size.width(), size.height()).marginsRemoved(margins)
        width, height = max(room.width(), 16) * ratio, max(room.height(), 16) * ratio
        zoom = min(width / extent.width, height / extent.height, LARGEST_FIT)
        zoom = max(zoom, SMALLEST_ZOOM)
        left = room.x() * ratio + (width - extent.width * zoom) / 2
        top = room.y() * ratio + (height - extent.height * zoom) / 2
        return cls(zoom, left, top, ratio)


def next_zoom(zoom: float) -> float:
    """The next larger step of the ladder."""
    return next((step for step in LADDER if step > zoom * (1 + _CLOSE)), LARGEST_ZOOM)


def previous_zoom(zoom: float) -> float:
    """The next smaller step of the ladder."""
    return next((step for step in reversed(LADDER) if step < zoom * (1 - _CLOSE)), SMALLEST_ZOOM)
