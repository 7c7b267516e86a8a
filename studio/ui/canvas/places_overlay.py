"""Where masks with words say that things shall be: a box for each, with its words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTransform

from studio.core.geometry import Bounds
from studio.document.picture import NamedMask
from studio.session.placing import placing_masks
from studio.session.session import Session
from studio.session.tool_settings import ToolSettings
from studio.ui.canvas.mask_overlay import tint_of
from studio.ui.canvas.viewport import Viewport
from studio.ui.theme import label_font
from studio.ui.widgets.badge import badge_size, paint_badge

_INSET_PX = 5.0
_LEAST_WORDS_PX = 64.0
"""Of a narrower box the words reach beyond it."""


class PlacesOverlay:
    def __init__(self, session: Session) -> None:
        """For the masks as they are now."""
        masks = placing_masks(session.document, session.settings, session.model)
        self._places = tuple((entry, entry.mask.painted) for entry in masks)

    @property
    def places(self) -> tuple[tuple[NamedMask, Bounds], ...]:
        """Masks, and the boxes around what is painted, in px of the picture."""
        return self._places

    def paint(
        self, painter: QPainter, to_view: QTransform, tool: ToolSettings, opacity: float
    ) -> None:
        """The boxes without words, each in the tint of its mask."""
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for entry, bounds in self._places:
            box = QRectF(bounds.x, bounds.y, bounds.width, bounds.height)
            colour = tint_of(entry, tool)
            colour.setAlphaF(opacity)
            rect = QRectF(to_view.mapRect(box).toRect())
            # A dark line below lets it be seen on snow and at night.
            for pen in (QPen(QColor(0, 0, 0, round(110 * opacity)), 4), QPen(colour, 2)):
                pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
                painter.setPen(pen)
                painter.drawRect(rect)
        painter.restore()

    def paint_words(self, painter: QPainter, viewport: Viewport, tool: ToolSettings) -> None:
        """In the upper left corner of each box, level however the picture is turned."""
        metrics = QFontMetricsF(label_font())
        for entry, bounds in self._places:
            box = viewport.rect(bounds)
            around = badge_size("", dotted=True)[0] + 2 * _INSET_PX
            room = max(box.width() - around, _LEAST_WORDS_PX)
            words = metrics.elidedText(entry.prompt.strip(), Qt.TextElideMode.ElideRight, room)
            place = box.topLeft() + QPointF(_INSET_PX, _INSET_PX)
            paint_badge(painter, words, place, tint_of(entry, tool))
