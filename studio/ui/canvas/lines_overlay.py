"""Guides, the grid and the grid of pixels, over the picture and under what a tool draws."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from studio.core.geometry import Bounds, Extent
from studio.document.picture import Guides
from studio.session.view_settings import ViewSettings
from studio.ui.canvas.viewport import Viewport
from studio.ui.theme import tokens
from studio.ui.widgets.painting import faded

PIXEL_GRID_ABOVE = 8.0
"""Zoom from which lines between pixels hide little."""
_CLOSEST_PX = 8.0
"""Lines of the grid that come closer on the screen are left out."""
USUAL_GRID = QColor(128, 134, 146, 120)
_CHOSEN_OPACITY = 0.6
"""Of a grid in a colour of one's own."""
_PIXELS = QColor(128, 134, 146, 90)
_UPRIGHT = QTransform(0, 1, 1, 0, 0, 0)


def paint_lines(
    painter: QPainter, viewport: Viewport, visible: Bounds, extent: Extent, chosen: ViewSettings
) -> None:
    """The grids, in the widget's px before the turn."""
    if chosen.pixel_grid and viewport.zoom > PIXEL_GRID_ABOVE:
        _paint_grid(painter, viewport, visible, 1, (0, 0), _PIXELS)
    if chosen.grid:
        step = chosen.grid_px
        while step * viewport.scale < _CLOSEST_PX:
            step *= 2
        first = chosen.grid_x_px, chosen.grid_y_px
        _paint_grid(painter, viewport, visible.clipped(extent), step, first, _colour_of(chosen))


def _colour_of(chosen: ViewSettings) -> QColor:
    own = QColor(chosen.grid_colour)
    return faded(chosen.grid_colour, _CHOSEN_OPACITY) if own.isValid() else USUAL_GRID


HeldGuide = tuple[bool, float | None, float | None]
"""Of a guide that is dragged: whether it is upright, where it is now, and where it was."""


def shown_guides(guides: Guides, held: HeldGuide | None) -> Guides:
    """With the guide that is dragged where it would be."""
    if held is None:
        return guides
    upright, now, before = held
    lines = guides.upright if upright else guides.level
    kept = tuple(line for line in lines if line != before)
    lines = kept if now is None else (*kept, now)
    return replace(guides, **{"upright" if upright else "level": lines})


def paint_guides(painter: QPainter, viewport: Viewport, guides: Guides, exposed: QRectF) -> None:
    """Across all of the widget. exposed: what is painted of it, before the turn."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not viewport.is_flat)
    painter.setPen(_pen(faded(tokens().accent, 0.9), viewport))
    flat = viewport.flat
    for x in guides.upright:
        place = _on_pixel(flat.map(QPointF(x, 0)).x(), viewport)
        painter.drawLine(QLineF(place, exposed.top(), place, exposed.bottom()))
    for y in guides.level:
        place = _on_pixel(flat.map(QPointF(0, y)).y(), viewport)
        painter.drawLine(QLineF(exposed.left(), place, exposed.right(), place))
    painter.restore()


def _paint_grid(
    painter: QPainter,
    viewport: Viewport,
    visible: Bounds,
    step: int,
    first: tuple[int, int],
    colour: QColor,
) -> None:
    """first: where one upright and one level line lie."""
    if visible.is_empty:
        return
    rect = viewport.flat_rect(visible).toAlignedRect()
    columns = _places(visible.x, visible.right, step, first[0])
    rows = _places(visible.y, visible.bottom, step, first[1])
    flat, ratio = viewport.flat, viewport.ratio
    across = [flat.map(QPointF(x, 0)).x() - rect.x() for x in columns]
    down = [flat.map(QPointF(0, y)).y() - rect.y() for y in rows]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not viewport.is_flat)
    # Hundreds of lines that are half clear take five times as long as two pictures of them.
    painter.drawImage(rect, _strip(across, rect.width(), ratio, colour))
    painter.drawImage(rect, _strip(down, rect.height(), ratio, colour).transformed(_UPRIGHT))
    painter.restore()


def _places(low: int, high: int, step: int, first: int) -> range:
    """Those from low to high that are whole steps away from the first."""
    return range(first + math.ceil((low - first) / step) * step, high + 1, step)


def _strip(places: list[float], length: int, ratio: float, colour: QColor) -> QImage:
    """A row of screen pixels, clear but for these places, in px."""
    strip = QImage(math.ceil(length * ratio), 1, QImage.Format.Format_ARGB32_Premultiplied)
    strip.fill(0)
    for place in places:
        x = math.floor(place * ratio)
        if 0 <= x < strip.width():
            strip.setPixelColor(x, 0, colour)
    return strip


def _pen(colour: QColor, viewport: Viewport) -> QPen:
    pen = QPen(colour, 0 if viewport.ratio == 1 else 1)
    pen.setCosmetic(True)
    return pen


def _on_pixel(place: float, viewport: Viewport) -> float:
    """The middle of the nearest screen pixel: a line of one pixel stays one."""
    if not viewport.is_flat:
        return place
    return (math.floor(place * viewport.ratio) + 0.5) / viewport.ratio
