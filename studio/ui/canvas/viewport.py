"""Where the picture lies in the window, and how large it is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QMarginsF, QPointF, QRect, QRectF, QSizeF
from PySide6.QtGui import QPolygonF, QTransform

from studio.core.geometry import Bounds, Extent, Point

SMALLEST_ZOOM, LARGEST_ZOOM = 0.01, 64.0
LARGEST_FIT = 4.0
LADDER = (
    0.01, 0.02, 0.03, 0.05, 0.0833, 0.125, 0.1667, 0.25, 0.3333, 0.5, 0.6667,
    1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0,
)  # fmt: skip
_CLOSE = 0.005
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Viewport:
    """Places in the picture to places in the widget and back.

    zoom: screen pixels per pixel of the picture, so that 1 is 100 % on every screen.
    left, top: the picture's first corner in screen pixels, ratio: screen pixels per Qt's pixel.
    angle: degrees clockwise about that corner, after the picture was mirrored at its left edge.
    """

    zoom: float = 1.0
    left: float = 0.0
    top: float = 0.0
    ratio: float = 1.0
    angle: float = 0.0
    """In 0..360."""
    is_mirrored: bool = False

    @property
    def scale(self) -> float:
        """Qt's pixels per pixel of the picture."""
        return self.zoom / self.ratio

    @property
    def is_flat(self) -> bool:
        """Whether the picture is neither turned nor mirrored."""
        return self.angle == 0 and not self.is_mirrored

    @property
    def transform(self) -> QTransform:
        """From the picture to the widget, with its corner on a whole screen pixel."""
        return self.flat * self.turn

    @property
    def flat(self) -> QTransform:
        """The same before the picture is turned and mirrored: sides stay upright and level."""
        left, top = self._corner
        return QTransform(self.scale, 0, 0, self.scale, left, top)

    @property
    def turn(self) -> QTransform:
        """What `transform` does after `flat`, in the widget's px."""
        left, top = self._corner
        turn = QTransform.fromTranslate(left, top).rotate(self.angle)
        return turn.scale(-1 if self.is_mirrored else 1, 1).translate(-left, -top)

    def to_picture(self, position: QPointF) -> Point:
        """To a millionth of a pixel: the edge of one is not a hair beside it, and in the next."""
        place = self._untransform.map(position)
        return Point(round(place.x(), _DECIMALS), round(place.y(), _DECIMALS))

    def to_view(self, point: Point) -> QPointF:
        return self.transform.map(QPointF(point.x, point.y))

    def rect(self, bounds: Bounds) -> QRectF:
        """The upright rectangle of the widget around bounds in the picture."""
        return self.transform.mapRect(_rect(bounds))

    def flat_rect(self, bounds: Bounds) -> QRectF:
        """Bounds in the picture, in the widget's px before the turn."""
        return self.flat.mapRect(_rect(bounds))

    def outline(self, bounds: Bounds) -> QPolygonF:
        """The four corners of bounds in the picture, in the widget."""
        return self.transform.map(QPolygonF(_rect(bounds)))

    def seen(self, rect: QRectF) -> Bounds:
        """Whole pixels of the picture that are drawn for a rectangle of the widget."""
        part = self._untransform.mapRect(rect).toAlignedRect()
        return Bounds(part.x(), part.y(), part.width(), part.height()).padded(2)

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

    def turned(self, degrees: float, around: QPointF) -> Viewport:
        """Turned clockwise about the place under this point of the widget."""
        x, y = around.x() * self.ratio, around.y() * self.ratio
        corner = QTransform().rotate(degrees).map(QPointF(self.left - x, self.top - y))
        angle = (self.angle + degrees) % 360
        return replace(self, left=x + corner.x(), top=y + corner.y(), angle=angle)

    def mirrored(self, around: QPointF) -> Viewport:
        """Left for right, about the place under this point of the widget."""
        left = 2 * around.x() * self.ratio - self.left
        angle = -self.angle % 360
        return replace(self, left=left, angle=angle, is_mirrored=not self.is_mirrored)

    def moved(self, by: QPointF) -> Viewport:
        return replace(
            self, left=self.left + by.x() * self.ratio, top=self.top + by.y() * self.ratio
        )

    def kept_reachable(self, extent: Extent, size: QSizeF) -> Viewport:
        """At least a corner of the picture stays in a widget of that size."""
        shown = 48 * self.ratio
        width, height = size.width() * self.ratio, size.height() * self.ratio
        box = self._box(extent, self.zoom)
        left = min(max(self.left, shown - box.right()), width - shown - box.left())
        top = min(max(self.top, shown - box.bottom()), height - shown - box.top())
        return replace(self, left=left, top=top)

    def fitted(self, extent: Extent, size: QSizeF, margins: QMarginsF, ratio: float) -> Viewport:
        """All of a picture in the middle of what the margins leave of a widget of that size.

        It stays turned and mirrored.
        """
        room = QRectF(0, 0, size.width(), size.height()).marginsRemoved(margins)
        width, height = max(room.width(), 16) * ratio, max(room.height(), 16) * ratio
        box = self._box(extent, 1.0)
        zoom = min(width / box.width(), height / box.height(), LARGEST_FIT)
        zoom = max(zoom, SMALLEST_ZOOM)
        left = room.x() * ratio + width / 2 - box.center().x() * zoom
        top = room.y() * ratio + height / 2 - box.center().y() * zoom
        return Viewport(zoom, left, top, ratio, self.angle, self.is_mirrored)

    @property
    def _corner(self) -> tuple[float, float]:
        """Of the picture, in the widget's px."""
        return round(self.left) / self.ratio, round(self.top) / self.ratio

    @property
    def _untransform(self) -> QTransform:
        return self.transform.inverted()[0]

    def _box(self, extent: Extent, zoom: float) -> QRectF:
        """The upright rectangle around a picture, from its first corner, in screen pixels."""
        turn = QTransform().rotate(self.angle).scale(-1 if self.is_mirrored else 1, 1)
        return turn.mapRect(QRectF(0, 0, extent.width * zoom, extent.height * zoom))


def _rect(bounds: Bounds) -> QRectF:
    return QRectF(bounds.x, bounds.y, bounds.width, bounds.height)


def next_zoom(zoom: float) -> float:
    """The next larger step of the ladder."""
    return next((step for step in LADDER if step > zoom * (1 + _CLOSE)), LARGEST_ZOOM)


def previous_zoom(zoom: float) -> float:
    """The next smaller step of the ladder."""
    return next((step for step in reversed(LADDER) if step < zoom * (1 - _CLOSE)), SMALLEST_ZOOM)
