"""The canvas: shows a session's scene, and keeps up with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from studio.core.geometry import Bounds
from studio.session.session import Session
from studio.ui import theme
from studio.ui.canvas import drops
from studio.ui.canvas.handled import HandledCanvas
from studio.ui.canvas.scene import HeldGuide
from studio.ui.canvas.split import paint_divider

CRISP_ABOVE = 2.0
"""Zoom from which pixels are squares; a fitted picture is looked at as a picture."""
_SETTLE_MS = 40
_PLAN_MS = 160
_REFINE_S = 0.01
_MARCH_MS = 130


class CanvasView(HandledCanvas):
    """What is seen of it, and how it follows the session."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._preview_rect = QRectF()
        self._settle = self._timer(_SETTLE_MS, self._settle_mask)
        self._marching: QRegion | None = None
        self._march = QTimer(self, interval=_MARCH_MS)
        self._march.timeout.connect(self._march_on)
        self._refine = self._timer(0, self._refine_more)
        self._replan = self._timer(_PLAN_MS, self._make_plan)
        # An edit is told before its step is among those that are done.
        self._compare = self._timer(0, self._follow_split)
        self._configure()
        self._connect()
        self._follow_extent()
        self._replan.start()

    def _configure(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAcceptDrops(True)
        self.setMinimumSize(200, 160)
        self.setAccessibleName("Canvas")

    def _connect(self) -> None:
        session = self.session
        session.document_replaced.connect(self._begin_anew)
        session.settling.connect(self._finish)
        session.picture_changed.connect(self._rebind)
        session.document_changed.connect(self._document_changed)
        session.settings_changed.connect(self._settings_changed)
        session.engine_changed.connect(self._replan.start)
        session.tool_changed.connect(self._tool_changed)
        session.view_changed.connect(self._view_changed)
        session.edited.connect(self._compare.start)
        session.preview_changed.connect(self._preview_changed)
        session.results_changed.connect(self._show_all)
        self.look_changed.connect(self._look_changed)
        theme.current().changed.connect(self.update)

    def _timer(self, milliseconds: int, then: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(then)
        return timer

    # What the window asks for.

    def show_guide(self, guide: HeldGuide | None) -> None:
        """A guide that is dragged, before it is put down."""
        self._scene.held_guide = guide
        self.update()

    def _look_changed(self) -> None:
        self._marching = None
        self._settle.start()

    # What the session tells.

    def _begin_anew(self) -> None:
        """What a tool has in hand belongs to the document that was left."""
        self._follow_split()
        self._take_up(self._tool_name)

    def _rebind(self) -> None:
        self._scene.bind()
        self._show_all()
        self._replan.start()

    def _show_all(self) -> None:
        self._follow_extent()
        self._show_cursor()
        self.update()

    def _follow_extent(self) -> None:
        self._scene.overlays_shown = self.session.tool.overlays_shown
        self.show_extent(self._scene.extent)

    def _view_changed(self) -> None:
        self._follow_split()
        self.update()

    def _follow_split(self) -> None:
        first = self._scene.first
        before = first.compositor
        with self.session.telling_problems():
            first.follow()
        if first.compositor is not before:
            self.update()

    def _document_changed(self, bounds: Bounds) -> None:
        mask_changed = self._scene.document_changed(bounds)
        self.update(self.viewport.dirty_rect(bounds))
        if mask_changed:
            self._settle.start()
        if self._scene.plan is not None:
            self._scene.drop_plan()
            self.update()
        self._replan.start()

    def _settle_mask(self) -> None:
        """Off the brush's path: the outline follows when the pointer is lifted."""
        if self._active is not None:
            self._settle.start()
            return
        before = self._scene.mask.outline
        self._scene.mask.settle(self.viewport.seen(QRectF(self.rect())), self.viewport.zoom)
        self._marching = None
        if not (before.is_empty and self._scene.mask.outline.is_empty):
            self.update()

    def _march_on(self) -> None:
        """Only along the outline, only while it is seen, and never under a stroke."""
        outline = self._scene.mask.outline
        if self._active is not None or outline.is_empty or not self._scene.has_overlays:
            return
        if self._marching is None:
            self._marching = outline.region(self.viewport, self.rect())
        self._scene.phase += 1
        self.update(self._marching)

    def _make_plan(self) -> None:
        if self._active is not None:
            self._replan.start()
            return
        self._scene.make_plan()
        self.update()

    def _settings_changed(self) -> None:
        self._follow_extent()
        self._replan.start()

    def _tool_changed(self) -> None:
        self._scene.overlays_shown = self.session.tool.overlays_shown
        self.update()

    def _preview_changed(self) -> None:
        self._follow_extent()
        before, self._preview_rect = self._preview_rect, self._scene.preview_rect(self.viewport)
        self.update(before.united(self._preview_rect).toAlignedRect())

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        crisp = not self.is_fitted and self.viewport.zoom > CRISP_ABOVE
        self._scene.paint(painter, self.viewport, event.rect(), self.rect(), crisp)
        if self._scene.is_split:
            names = self._scene.split_names
            paint_divider(painter, QRectF(self.rect()), self._scene.split, names)
        self._tool.paint(painter)
        if self._pointer_at is not None:
            self._tool_in_hand.paint_cursor(painter, self._pointer_at)
        painter.end()
        if self._scene.is_unfinished:
            self._refine.start()

    def refine_soon(self) -> None:
        """Somebody else shows the picture too, and not all of it is sharp there."""
        self._refine.start()

    def _refine_more(self) -> None:
        """Between two events, until all is as sharp as it can be."""
        if self._scene.refine(_REFINE_S):
            self.update()
        else:
            self._refine.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._march.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._march.stop()

    # What is dropped.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if drops.can_take(event.mimeData()):
            event.acceptProposedAction()
            self._show_drop(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_drop(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_drop(False)
        path = drops.file_in(event.mimeData())
        picture = None if path else drops.picture_in(event.mimeData())
        event.acceptProposedAction()
        if path is not None:
            self.session.open_dropped(path)
        elif picture is not None:
            self.session.paste(picture)

    def _show_drop(self, shown: bool) -> None:
        self._scene.drop_shown = shown
        self.update()
