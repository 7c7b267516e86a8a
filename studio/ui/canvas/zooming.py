"""A widget that shows a picture at any zoom: fit, wheel, pinch and pan."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QMarginsF, QPointF, QSizeF, Qt, Signal
from PySide6.QtGui import QNativeGestureEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.core.geometry import Extent
from studio.ui.canvas.viewport import Viewport, next_zoom, previous_zoom

MARGINS = QMarginsF(24, 24, 24, 126)
"""Around a fitted picture, in px; below it is the place of the results."""
_WHEEL_STEP = 120
_ZOOM_PER_STEP = 1.2


class ZoomingWidget(QWidget):
    """A fitted picture stays fitted when the widget is resized, until somebody zooms or pans."""

    zoom_changed = Signal(float)
    """Screen pixels per pixel of the picture: 1 = 100 %."""

    look_changed = Signal()
    """Another part of the picture is seen, or from another side."""

    def __init__(self, extent: Extent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown_extent = extent
        self._viewport = Viewport()
        self._is_fitted = True

    @property
    def viewport(self) -> Viewport:
        return self._viewport

    @property
    def is_fitted(self) -> bool:
        return self._is_fitted

    def show_extent(self, extent: Extent) -> None:
        """A picture of another size is shown: fit it."""
        if extent != self._shown_extent:
            self._shown_extent = extent
            self.fit()

    def fit(self) -> None:
        """All of the picture in the middle."""
        size, ratio = QSizeF(self.size()), self.devicePixelRatioF()
        self._is_fitted = True
        self._look(self._viewport.fitted(self._shown_extent, size, MARGINS, ratio))

    def zoom_to(self, zoom: float) -> None:
        """1 = one pixel of the picture is one of the screen; around the widget's middle."""
        self.zoom_at(zoom, QPointF(self.rect().center()))

    def zoom_in(self) -> None:
        self.zoom_to(next_zoom(self._viewport.zoom))

    def zoom_out(self) -> None:
        self.zoom_to(previous_zoom(self._viewport.zoom))

    def zoom_at(self, zoom: float, around: QPointF) -> None:
        """The place under this point of the widget stays where it is."""
        self._is_fitted = False
        self._look(self._reachable(self._viewport.zoomed(zoom, around)))

    def turn_by(self, degrees: float, around: QPointF | None = None) -> None:
        """Clockwise, about a point of the widget or its middle; a fitted picture stays fitted."""
        self._turn(self._viewport.turned(degrees, around or QPointF(self.rect().center())))

    def mirror(self) -> None:
        """Left for right, as if seen from behind; the picture itself stays as it is."""
        self._turn(self._viewport.mirrored(QPointF(self.rect().center())))

    def straighten(self) -> None:
        """Neither turned nor mirrored."""
        if self._viewport.is_mirrored:
            self.mirror()
        self.turn_by(-self._viewport.angle)
        # What is left of whole turns would keep pictures from being painted the fast way.
        self._turn(replace(self._viewport, angle=0.0))

    def _turn(self, look: Viewport) -> None:
        if self._is_fitted:
            self._look(look)
            self.fit()
        else:
            self._look(self._reachable(look))

    def pan_by(self, offset: QPointF) -> None:
        self._is_fitted = False
        self._look(self._reachable(self._viewport.moved(offset)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()
            return
        # What was in the middle stays there.
        grown = QPointF(
            self.width() - event.oldSize().width(), self.height() - event.oldSize().height()
        )
        self._look(self._reachable(self._viewport.moved(grown / 2)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / _WHEEL_STEP
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if has_control is not self.wheel_needs_control:
            self.wheel_turned(steps)
        elif steps:
            self.zoom_at(self._viewport.zoom * _ZOOM_PER_STEP**steps, event.position())
        event.accept()

    def wheel_turned(self, steps: float) -> None:
        """The wheel was turned by that many notches, not to zoom; upwards is positive."""

    @property
    def wheel_needs_control(self) -> bool:
        """Whether the wheel zooms with Ctrl held, or else without."""
        return False

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            return self._gesture(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._take_ratio()
        return super().event(event)

    def _gesture(self, event: QNativeGestureEvent) -> bool:
        match event.gestureType():
            case Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_at(self._viewport.zoom * (1 + event.value()), event.position())
            case Qt.NativeGestureType.RotateNativeGesture:
                self.turn_by(event.value(), event.position())
            case _:
                return False
        return True

    def _take_ratio(self) -> None:
        """The window has moved to a screen of another density."""
        old, ratio = self._viewport, self.devicePixelRatioF()
        factor = ratio / old.ratio
        left, top = old.left * factor, old.top * factor
        self._look(replace(old, zoom=old.zoom * factor, left=left, top=top, ratio=ratio))
        if self._is_fitted:
            self.fit()

    def _reachable(self, look: Viewport) -> Viewport:
        look = replace(look, ratio=self.devicePixelRatioF())
        return look.kept_reachable(self._shown_extent, QSizeF(self.size()))

    def _look(self, viewport: Viewport) -> None:
        before, self._viewport = self._viewport, viewport
        self.update()
        self.look_changed.emit()
        if before.zoom != viewport.zoom:
            self.zoom_changed.emit(viewport.zoom)
