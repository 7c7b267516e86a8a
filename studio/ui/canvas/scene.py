"""Everything that is painted on the canvas, from the surround up to the overlays."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from studio.core.geometry import Bounds, Extent
from studio.document.compositing import Floating
from studio.session.results import Candidate
from studio.session.session import Session
from studio.ui.canvas.compositor import Compositor, cells_of
from studio.ui.canvas.empty_state import invitation, paint_frame, paint_invitation
from studio.ui.canvas.first_look import FirstLook
from studio.ui.canvas.lines_overlay import HeldGuide, paint_guides, paint_lines, shown_guides
from studio.ui.canvas.look import Look
from studio.ui.canvas.mask_overlay import MaskOverlay, tint_of
from studio.ui.canvas.places_overlay import PlacesOverlay
from studio.ui.canvas.plan_overlay import PlanOverlay, planned
from studio.ui.canvas.preview_overlay import PreviewOverlay
from studio.ui.canvas.pyramid import GivenSheet, Pyramid
from studio.ui.canvas.viewport import Viewport
from studio.ui.pictures import qimage_of
from studio.ui.theme import tokens
from studio.ui.widgets.painting import faded

_PLACES_OVER_RESULT = 0.5
_TINT_OVER_PREVIEW = 0.35
"""The tint must not hide the picture that forms below it."""


class Scene:
    """What a session looks like. Whoever owns it tells what has changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.original_shown = False
        self.overlays_shown = True
        self.phase = 0
        """How far the dashes of outlines have marched, in px."""
        self.drop_shown = False
        self.split = 0.5
        """Where the line between before and after is, as a part of the canvas's width."""
        self.first = FirstLook(session)
        self.held_guide: HeldGuide | None = None
        self.files_offered = 0
        """How many stand under the words of an empty canvas, where there is room."""
        self._begin()

    def bind(self) -> None:
        """The session may have another document, or the document another extent or mask."""
        document, shown = self._session.document, self._compositor
        if document is not shown.document or document.extent != shown.extent:
            self._begin()
        elif document.mask is not self._mask.mask:
            self._mask = MaskOverlay(document.mask)
            self._plan = None

    def _begin(self) -> None:
        document = self._session.document
        self._seen_writes = document.writes
        self._compositor = Compositor(document)
        self._mask = MaskOverlay(document.mask)
        self._plan: PlanOverlay | None = None
        self._places = PlacesOverlay(self._session)
        self._candidate: tuple[Candidate, Pyramid] | None = None
        self._preview = PreviewOverlay(self._session)

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
    def places(self) -> PlacesOverlay:
        """As they were when the plan was made last."""
        return self._places

    @property
    def candidate(self) -> Candidate | None:
        """The result that is shown over the document."""
        current = self._session.current_result
        return None if current is None else self._session.results[current]

    @property
    def is_split(self) -> bool:
        """Whether two pictures are shown beside each other."""
        session = self._session
        if not session.view.split or session.document.is_blank or self.original_shown:
            return False
        return self.candidate is not None or self._is_first_shown

    @property
    def split_names(self) -> tuple[str, str]:
        """What is left and right of the line."""
        return ("at first", "now") if self.candidate is None else ("before", "after")

    @property
    def _is_first_shown(self) -> bool:
        """A result is compared with what it would replace instead."""
        is_alone = self.candidate is None and not self.is_preview_shown
        return is_alone and self.first.compositor is not None

    @property
    def is_inviting(self) -> bool:
        """Whether there is nothing yet, and nothing that was lost is offered."""
        session = self._session
        is_empty = session.document.is_blank and self.candidate is None
        return is_empty and session.preview is None and session.lost is None

    @property
    def is_preview_shown(self) -> bool:
        preview = self._session.preview
        return preview is not None and preview.pixels is not None and not self.original_shown

    # What has changed.

    def document_changed(self, bounds: Bounds) -> bool:
        """Whether the mask may look different, too: not where only looks of layers change."""
        mask, writes = self._mask, self._seen_writes
        self.bind()
        self._compositor.refresh(bounds)
        self._seen_writes = self._session.document.writes
        if self._seen_writes != writes:
            self._mask.changed(bounds)
        return self._mask is not mask or self._seen_writes != writes

    def show_floating(self, floating: Floating | None) -> None:
        """Draw layers moved, turned or scaled, by their uids; None: as they are."""
        self._compositor.show_floating(floating or {})

    def drop_plan(self) -> None:
        self._plan = None

    def make_plan(self) -> None:
        self._plan = planned(self._session)
        self._places = PlacesOverlay(self._session)

    def preview_rect(self, viewport: Viewport) -> QRectF:
        """Where the preview and its badge lie, in the widget's px; empty without a preview."""
        return self._preview.rect(Look(viewport, self.extent, QRectF()))

    # How it looks.

    @property
    def is_unfinished(self) -> bool:
        """Whether what was painted last can be made better by `refine`."""
        first = self.first.compositor
        is_first_unfinished = first is not None and first.is_unfinished
        return is_first_unfinished or self._compositor.is_unfinished or self._mask.is_unfinished

    def refine(self, budget_s: float) -> bool:
        """Make some of what the last paint lacked. True when that is done."""
        first = self.first.compositor
        is_done = first is None or first.refine(budget_s)
        return is_done and self._compositor.refine(budget_s) and self._mask.refine(budget_s)

    def paint(
        self, painter: QPainter, viewport: Viewport, exposed: QRect, canvas: QRect, crisp: bool
    ) -> None:
        """exposed: what of the canvas is painted. crisp: show each pixel as a square."""
        shown = tokens()
        look = Look(viewport, self.extent, QRectF(exposed), QRectF(canvas))
        # A part of the frame of a picture to come is not covered by anything.
        if self._session.document.is_blank or not look.is_inside:
            painter.fillRect(exposed, QColor(shown.surround))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        painter.save()
        look.turn(painter)
        if self._session.document.is_blank:
            self._paint_blank(painter, look)
        else:
            look.paint_backdrop(painter, look.frame)
            painter.save()
            painter.setTransform(viewport.flat, combine=True)
            self._compositor.paint(painter, look.visible, viewport.zoom)
            painter.restore()
        if self.is_split and self._is_first_shown:
            self.first.paint(painter, look, self.split)
        if not self.original_shown:
            self._paint_candidate(painter, look)
            self._preview.paint(painter, look)
        self._paint_overlays(painter, look)
        if not self.original_shown:
            self._paint_lines(painter, look)
        if self.drop_shown:
            paint_frame(painter, look.frame.adjusted(-7, -7, 7, 7), QColor(shown.accent))
        painter.restore()
        self._paint_words(painter, viewport, canvas)

    def _paint_blank(self, painter: QPainter, look: Look) -> None:
        is_empty = self.original_shown or (self.candidate is None and not self.is_preview_shown)
        # What is dropped has a frame of its own.
        if is_empty and not self.drop_shown:
            paint_frame(painter, look.frame)

    def _paint_candidate(self, painter: QPainter, look: Look) -> None:
        candidate = self.candidate
        if candidate is None:
            return
        whole = look.fitted(Bounds.of(candidate.extent), candidate.extent)
        painter.save()
        if self.is_split:
            look.clip_beside(painter, self.split, right=True)
        if candidate.extent == self.extent and not self._session.document.is_blank:
            part = look.viewport.flat_rect(candidate.bounds)
            painter.setClipRect(part, Qt.ClipOperation.IntersectClip)
        else:
            if whole != look.frame:
                painter.fillRect(look.frame, QColor(tokens().surround))
            look.paint_backdrop(painter, whole)
        look.paint_fitted(painter, candidate.extent, self._pyramid_of(candidate).paint)
        painter.restore()

    def _paint_lines(self, painter: QPainter, look: Look) -> None:
        session = self._session
        if session.document.is_blank:
            return
        chosen = session.view
        paint_lines(painter, look.viewport, look.visible, self.extent, chosen)
        if chosen.guides:
            shown = shown_guides(session.document.picture.guides, self.held_guide)
            paint_guides(painter, look.viewport, shown, look.exposed)

    @property
    def has_overlays(self) -> bool:
        is_wanted = self.overlays_shown and not self.original_shown
        return is_wanted and not self._session.document.is_blank

    def _paint_overlays(self, painter: QPainter, look: Look) -> None:
        if self.has_overlays:
            self._paint_mask(painter, look)
            if self._plan is not None and self.candidate is None:
                colour = QColor(tokens().composite_edge)
                self._plan.paint(painter, look.viewport.flat, colour)
            opacity = 1.0 if self.candidate is None else _PLACES_OVER_RESULT
            self._places.paint(painter, look.viewport.flat, self._session.tool, opacity)

    def _paint_mask(self, painter: QPainter, look: Look) -> None:
        tool = self._session.tool
        colour = tint_of(self._session.document.picture.named_mask, tool)
        opacity = tool.mask_opacity * (_TINT_OVER_PREVIEW if self.is_preview_shown else 1.0)
        if self.candidate is None or self.is_preview_shown:
            painter.save()
            painter.setTransform(look.viewport.flat, combine=True)
            self._mask.paint_tint(painter, look.visible, look.viewport.zoom, colour, opacity)
            painter.restore()
        else:
            colour = faded(colour.name(), 0.5)
        self._mask.outline.paint(painter, look.viewport, look.visible, colour, self.phase)

    def _paint_words(self, painter: QPainter, viewport: Viewport, canvas: QRect) -> None:
        """What can be read stays level, however the picture is turned."""
        frame = viewport.rect(Bounds.of(self.extent))
        session = self._session
        if self.is_inviting:
            place = invitation(frame, QRectF(canvas), self.files_offered)
            paint_invitation(painter, frame, self.extent, place)
        if self.has_overlays and self._plan is not None and self.candidate is None:
            self._plan.paint_label(painter, viewport)
        if self.has_overlays and self.candidate is None and not self.is_preview_shown:
            self._places.paint_words(painter, viewport, session.tool)
        self._preview.paint_step(painter, Look(viewport, self.extent, QRectF()))

    # What is kept ready.

    def _pyramid_of(self, candidate: Candidate) -> Pyramid:
        if self._candidate is None or self._candidate[0] is not candidate:
            image = qimage_of(candidate.image)
            self._candidate = candidate, Pyramid(GivenSheet(cells_of(image)))
        return self._candidate[1]
