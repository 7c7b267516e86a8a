"""What an inpainting will do, before it is asked for: what the model sees, and what may change."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from studio.core.geometry import Bounds
from studio.core.region import InpaintPlan, plan_region, widest_within
from studio.core.request import InpaintSettings
from studio.session.compose import settings_for
from studio.session.placing import mask_to_fill
from studio.session.session import Session
from studio.ui.canvas.contours import contours, path_of, smoothed
from studio.ui.canvas.viewport import Viewport
from studio.ui.widgets.badge import badge_size, paint_badge

_DASHES = [3.0, 2.5]
_FINEST_PX = 768
_INSET_PX = 5.0
_LABEL_NEEDS = 0.6
"""A box narrower than this part of its label has none: it would hide more than it tells."""


class PlanOverlay:
    """The context box and the edge of the composite for one mask and its settings."""

    def __init__(self, plan: InpaintPlan, grow_px: int, feather_px: int) -> None:
        """feather_px: 0 where it is left to be chosen."""
        self._region = plan.region
        self._label = f"context {plan.region.extent} → {_size(plan)}"
        self._edge = _edge(plan, grow_px, feather_px)

    @property
    def region(self) -> Bounds:
        """What the model will see, in px of the picture."""
        return self._region

    @property
    def label(self) -> str:
        return self._label

    @property
    def edge(self) -> QPainterPath:
        """Empty where it would only repeat the mask's outline."""
        return self._edge

    def paint(self, painter: QPainter, to_view: QTransform, edge_colour: QColor) -> None:
        """Box and edge, without words."""
        region = self._region
        box = to_view.mapRect(QRectF(region.x, region.y, region.width, region.height))
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _paint_box(painter, QRectF(box.toRect()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_dotted(edge_colour))
        painter.drawPath(to_view.map(self._edge))
        painter.restore()

    def paint_label(self, painter: QPainter, viewport: Viewport) -> None:
        """The words, level however the picture is turned."""
        box = viewport.rect(self._region)
        if box.width() > _LABEL_NEEDS * badge_size(self._label)[0]:
            paint_badge(painter, self._label, self._label_place(box))

    def _label_place(self, box: QRectF) -> QPointF:
        """In the box's lower left corner; below the box where it would fill it."""
        width, height = badge_size(self._label)
        fits = box.width() > width + 4 * _INSET_PX and box.height() > 3 * height
        y = box.bottom() - height - _INSET_PX if fits else box.bottom() + _INSET_PX
        return QPointF(box.left() + (_INSET_PX if fits else 0), y)


def planned(session: Session) -> PlanOverlay | None:
    """For the mask as it is now; None where nothing would be inpainted."""
    document, model = session.document, session.model
    if model is None or mask_to_fill(document, session.settings, model) is None:
        return None
    chosen = settings_for(document, session.settings, model)
    # The feather moves neither box nor edge, and is what takes long to work out.
    settings = InpaintSettings(grow_px=chosen.grow_px, feather_px=0, context_px=chosen.context_px)
    plan = plan_region(
        document.mask.pixels,
        document.extent,
        model.native_extent,
        model.extent_multiple,
        settings,
        chosen.strength,
    )
    return PlanOverlay(plan, chosen.grow_px, chosen.feather_px or 0)


def _size(plan: InpaintPlan) -> str:
    working = plan.working
    return f"{working.width}" if working.width == working.height else f"{working}"


def _edge(plan: InpaintPlan, grow_px: int, feather_px: int) -> QPainterPath:
    """Up to where a pixel may change; without growth, from where the result counts in full."""
    if grow_px == 0 and feather_px == 0:
        return QPainterPath()
    step = -(-plan.region.extent.longest_side // _FINEST_PX)
    inside = plan.composite[::step, ::step] > 0
    if grow_px == 0:
        inside = ~widest_within(~inside, feather_px // step)
    lines = smoothed(contours(inside.astype(np.uint8) * 255))
    return path_of(lines, plan.region.x, plan.region.y, step)


def _paint_box(painter: QPainter, box: QRectF) -> None:
    """White dashes on a dark line can be seen on snow and at night."""
    painter.setPen(QPen(QColor(0, 0, 0, 90), 2))
    painter.drawRect(box)
    pen = QPen(QColor(255, 255, 255, 235), 2, c=Qt.PenCapStyle.FlatCap)
    pen.setDashPattern(_DASHES)
    painter.setPen(pen)
    painter.drawRect(box)


def _dotted(colour: QColor) -> QPen:
    pen = QPen(colour, 2.0, c=Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.01, 2.6])
    return pen
