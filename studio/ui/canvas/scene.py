"""Everything that is painted on the canvas, from the surround up to the overlays."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import MaskPixels
from studio.core.request import GenerationRequest, Inpaint, UpscaleRequest
from studio.document.compositing import Floating
from studio.session.results import Candidate, Preview
from studio.session.session import Session
from studio.ui.canvas.backdrop import paint_checkerboard, paint_shadow, shadow_rect
from studio.ui.canvas.compositor import Compositor
from studio.ui.canvas.empty_state import paint_frame, paint_invitation
from studio.ui.canvas.labels import badge_size, paint_badge
from studio.ui.canvas.mask_overlay import MaskOverlay
from studio.ui.canvas.plan_overlay import PlanOverlay, planned
from studio.ui.canvas.preview_overlay import preview_image
from studio.ui.canvas.pyramid import Pyramid
from studio.ui.canvas.viewport import Viewport
from studio.ui.pictures import qimage_of
from studio.ui.theme import tokens
from studio.ui.widgets.painting import faded

_BADGE_INSET_PX = 9.0
_TINT_OVER_PREVIEW = 0.35
"""The tint must not hide the picture that forms below it."""


class Scene:
    """What a session looks like. Whoever owns it tells what has changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.original_shown = False
        self.overlays_shown = True
        self.drop_shown = False
        self._begin()

    def bind(self) -> None:
        """The session may have another document, or the document other layers."""
        if self._session.document.picture is not self._picture:
            self._begin()

    def _begin(self) -> None:
        document = self._session.document
        self._picture = document.picture
        self._compositor = Compositor(document)
        self._mask = MaskOverlay(document.mask)
        self._plan: PlanOverlay | None = None
        self._candidate: tuple[Candidate, Pyramid] | None = None
        self._preview: tuple[Preview, QImage] | None = None

    # What there is.

    @property
    def extent(self) -> Extent:
        """Size of what is in the frame, in px: the document, or the picture to come."""
        session = self._session
        if not session.document.is_blank:
            return session.document.extent
        if session.preview is not None:
            return session.preview.extent
        return self.candidate.extent if self.candidate else session.settings.extent

    @property
    def compositor(self) -> Compositor:
        return self._compositor

    @property
    def mask(self) -> MaskOverlay:
        return self._mask

    @property
    def plan(self) -> PlanOverlay | None:
        """None until it has been worked out for the mask as it is."""
        return self._plan

    @property
    def candidate(self) -> Candidate | None:
        """The result that is shown over the document."""
        current = self._session.current_result
        return None if current is None else self._session.results[current]

    @property
    def is_preview_shown(self) -> bool:
        preview = self._session.preview
        return preview is not None and preview.pixels is not None and not self.original_shown

    # What has changed.

    def document_changed(self, bounds: Bounds) -> None:
        self.bind()
        self._compositor.refresh(bounds)
        self._mask.changed(bounds)

    def show_floating(self, floating: Floating | None) -> None:
        """Draw layers moved, turned or scaled, by their uids; None: as they are."""
        self._compositor.show_floating(floating or {})

    def drop_plan(self) -> None:
        self._plan = None

    def make_plan(self) -> None:
        self._plan = planned(self._session)

    def preview_rect(self, viewport: Viewport) -> QRectF:
        """Where the preview and its badge lie, in the widget's px; empty without a preview."""
        preview = self._session.preview
        if preview is None:
            return QRectF()
        width, height = badge_size(self._badge_text(preview))
        reach = width + _BADGE_INSET_PX, height + _BADGE_INSET_PX
        return self._rect_in(preview.bounds, preview.extent, viewport).adjusted(
            -reach[0], -reach[1], reach[0], reach[1]
        )

    # How it looks.

    def paint(self, painter: QPainter, viewport: Viewport, exposed: QRect, crisp: bool) -> None:
        """crisp: show each pixel as a square instead of smoothly."""
        shown = tokens()
        frame = viewport.rect(Bounds.of(self.extent))
        if not frame.contains(QRectF(exposed)):
            painter.fillRect(exposed, QColor(shown.surround))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        if self._session.document.is_blank:
            self._paint_blank(painter, frame)
        else:
            self._paint_backdrop(painter, frame, exposed)
            self._compositor.paint(painter, frame, viewport.zoom)
        if not self.original_shown:
            self._paint_candidate(painter, viewport, frame, exposed)
            self._paint_preview(painter, viewport)
        self._paint_overlays(painter, viewport)
        if self.drop_shown:
            paint_frame(painter, frame.adjusted(-7, -7, 7, 7), QColor(shown.accent))

    def _paint_backdrop(self, painter: QPainter, frame: QRectF, exposed: QRect) -> None:
        is_dark = tokens().is_dark
        if not frame.contains(QRectF(exposed)) and shadow_rect(frame).intersects(QRectF(exposed)):
            paint_shadow(painter, frame, is_dark)
        paint_checkerboard(painter, frame, is_dark)

    def _paint_blank(self, painter: QPainter, frame: QRectF) -> None:
        if self.original_shown or (self.candidate is None and not self.is_preview_shown):
            paint_frame(painter, frame)
        if self.candidate is None and self._session.preview is None:
            paint_invitation(painter, frame, self.extent)

    def _paint_candidate(
        self, painter: QPainter, viewport: Viewport, frame: QRectF, exposed: QRect
    ) -> None:
        candidate = self.candidate
        if candidate is None:
            return
        whole = self._rect_in(Bounds.of(candidate.extent), candidate.extent, viewport)
        zoom = whole.width() * viewport.ratio / candidate.extent.width
        painter.save()
        if candidate.extent == self.extent and not self._session.document.is_blank:
            painter.setClipRect(viewport.rect(candidate.bounds), Qt.ClipOperation.IntersectClip)
        else:
            if whole != frame:
                painter.fillRect(frame, QColor(tokens().surround))
            self._paint_backdrop(painter, whole, exposed)
        self._pyramid_of(candidate).paint(painter, whole, zoom)
        painter.restore()

    def _paint_preview(self, painter: QPainter, viewport: Viewport) -> None:
        preview = self._session.preview
        if preview is None:
            return
        rect = self._rect_in(preview.bounds, preview.extent, viewport)
        if preview.pixels is not None:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            image = self._image_of(preview)
            painter.drawImage(rect, image, QRectF(image.rect()))
            painter.restore()

    def _paint_overlays(self, painter: QPainter, viewport: Viewport) -> None:
        if self.overlays_shown and not self.original_shown and not self._session.document.is_blank:
            self._paint_mask(painter, viewport)
            if self._plan is not None and self.candidate is None:
                colour = QColor(tokens().composite_edge)
                self._plan.paint(painter, viewport.transform, colour)
        self._paint_step(painter, viewport)

    def _paint_mask(self, painter: QPainter, viewport: Viewport) -> None:
        tool = self._session.tool
        colour = QColor(tool.mask_colour or tokens().mask)
        opacity = tool.mask_opacity * (_TINT_OVER_PREVIEW if self.is_preview_shown else 1.0)
        if self.candidate is None or self.is_preview_shown:
            self._mask.paint_tint(painter, viewport.transform, colour, opacity)
            self._mask.paint_outline(painter, viewport.transform, colour)
        else:
            self._mask.paint_outline(painter, viewport.transform, faded(colour.name(), 0.5))

    def _paint_step(self, painter: QPainter, viewport: Viewport) -> None:
        preview = self._session.preview
        if preview is None:
            return
        text = self._badge_text(preview)
        width, _ = badge_size(text)
        rect = self._rect_in(preview.bounds, preview.extent, viewport)
        left = max(rect.right() - width - _BADGE_INSET_PX, rect.left())
        paint_badge(painter, text, QPointF(left, rect.top() + _BADGE_INSET_PX))

    # Where it lies.

    def _rect_in(self, bounds: Bounds, extent: Extent, viewport: Viewport) -> QRectF:
        """Bounds of a picture of that extent, in the widget's px.

        A picture of another size than the frame's is fitted into the middle of it.
        """
        frame = viewport.rect(Bounds.of(self.extent))
        scale = min(frame.width() / extent.width, frame.height() / extent.height)
        left = frame.center().x() - extent.width * scale / 2
        top = frame.center().y() - extent.height * scale / 2
        return QRectF(
            left + bounds.x * scale,
            top + bounds.y * scale,
            bounds.width * scale,
            bounds.height * scale,
        )

    # What is kept ready.

    def _pyramid_of(self, candidate: Candidate) -> Pyramid:
        if self._candidate is None or self._candidate[0] is not candidate:
            image = qimage_of(candidate.image)
            image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
            self._candidate = candidate, Pyramid(image)
        return self._candidate[1]

    def _image_of(self, preview: Preview) -> QImage:
        assert preview.pixels is not None
        if self._preview is None or self._preview[0] is not preview:
            mask = self._mask_of_job()
            self._preview = preview, preview_image(preview.pixels, preview.bounds, mask)
        return self._preview[1]

    def _mask_of_job(self) -> MaskPixels | None:
        job = self._session.jobs.running
        request = job.request if job is not None else None
        if isinstance(request, GenerationRequest) and isinstance(request.task, Inpaint):
            return request.task.mask
        return None

    def _badge_text(self, preview: Preview) -> str:
        job = self._session.jobs.running
        is_upscale = job is not None and isinstance(job.request, UpscaleRequest)
        return f"{'tile' if is_upscale else 'step'} {preview.step} / {preview.total}"
