"""One look at the picture: where it lies in the widget, and what of it is painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from studio.core.geometry import Bounds, Extent
from studio.ui.canvas.backdrop import paint_checkerboard, paint_shadow, shadow_rect
from studio.ui.canvas.viewport import Viewport
from studio.ui.theme import tokens

Draw = Callable[[QPainter, Bounds, float], None]
"""Draws what is visible of a picture, in its px, at a zoom."""


class Look:
    """In the widget's px, as they are before the picture is turned and mirrored."""

    def __init__(
        self, viewport: Viewport, extent: Extent, exposed: QRectF, canvas: QRectF | None = None
    ) -> None:
        """exposed: what of the widget is painted. canvas: all of it."""
        self.canvas = canvas or exposed
        self.viewport = viewport
        self._extent = extent
        self.frame = viewport.flat_rect(Bounds.of(extent))
        self.visible = viewport.seen(exposed).clipped(extent)
        self.exposed = viewport.turn.inverted()[0].mapRect(exposed)

    @property
    def is_inside(self) -> bool:
        """Whether all that is painted is picture."""
        return self.frame.contains(self.exposed)

    def turn(self, painter: QPainter) -> None:
        if not self.viewport.is_flat:
            painter.setTransform(self.viewport.turn, combine=True)
            # Upright edges lie on whole pixels, slanted ones would be stairs.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def clip_beside(self, painter: QPainter, share: float, *, right: bool) -> None:
        """To what lies right of a share of the canvas's width, or left of it; upright however the
        picture is turned."""
        turned = painter.worldTransform()
        painter.resetTransform()
        line = round(self.canvas.width() * share)
        left, width = (line, self.canvas.width() - line) if right else (0, line)
        part = QRectF(self.canvas.left() + left, self.canvas.top(), width, self.canvas.height())
        painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
        painter.setWorldTransform(turned)

    def fitted(self, bounds: Bounds, extent: Extent) -> QRectF:
        """Where bounds of a picture of that extent lie.

        A picture of another size than the frame's is fitted into the middle of it.
        """
        frame = self.frame
        scale = min(frame.width() / extent.width, frame.height() / extent.height)
        left = frame.center().x() - extent.width * scale / 2 + bounds.x * scale
        top = frame.center().y() - extent.height * scale / 2 + bounds.y * scale
        return QRectF(left, top, bounds.width * scale, bounds.height * scale)

    def paint_fitted(self, painter: QPainter, extent: Extent, draw: Draw) -> None:
        """A picture of that extent in the middle of the frame; its caller saves the painter."""
        whole = self.fitted(Bounds.of(extent), extent)
        scale = whole.width() / extent.width
        painter.translate(whole.topLeft())
        painter.scale(scale, scale)
        visible = self.visible if extent == self._extent else Bounds.of(extent)
        draw(painter, visible, scale * self.viewport.ratio)

    def paint_backdrop(self, painter: QPainter, picture: QRectF) -> None:
        """Shadow and paper of a picture in the frame."""
        is_dark = tokens().is_dark
        if not picture.contains(self.exposed) and shadow_rect(picture).intersects(self.exposed):
            paint_shadow(painter, picture, is_dark)
        paint_checkerboard(painter, picture, is_dark)
