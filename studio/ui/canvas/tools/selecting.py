"""What all tools have in common that mask a shape: how it meets the mask, and how it is drawn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from studio.core.geometry import Extent
from studio.document.document import Document
from studio.document.edit import PixelEdit
from studio.document.masking.shapes import Mode, Shape, softened
from studio.document.operations.masks import shape_edit
from studio.session.tool_settings import SelectionSettings
from studio.ui.canvas.tools.on_mask import begin_masking
from studio.ui.canvas.tools.tool import Pointer, Tool
from studio.ui.widgets.badge import badge_size, paint_badge

_DASH_PX = 4.0
_LABEL_AWAY_PX = 14.0


class SelectingTool(Tool):
    """With Shift a shape is added, with Alt taken away, with both intersected."""

    what = ""
    """Names the shape in the list of steps."""
    _mode = Mode.ADD

    @property
    def cursor(self) -> Qt.CursorShape:
        can_mask = self._host.session.can_mask
        return Qt.CursorShape.CrossCursor if can_mask else Qt.CursorShape.ArrowCursor

    @property
    def settings(self) -> SelectionSettings:
        return self._host.session.tool.selection

    @property
    def extent(self) -> Extent:
        return self._host.session.document.extent

    def begin(self, pointer: Pointer) -> bool:
        """Take the mode that is asked for. False where there is nothing to be masked."""
        if not begin_masking(self._host.session):
            return False
        self._mode = mode_held(pointer.modifiers, self.settings.mode)
        return True

    def mask(self, shape: Shape) -> None:
        """Meet the mask with a shape, as one step of undo."""
        soft = softened(shape, self.settings.softness_px, self.extent)
        self._host.session.do(lambda document: self._edit(document, soft))

    def _edit(self, document: Document, shape: Shape) -> PixelEdit | None:
        return shape_edit(document, self.what, shape, self._mode)


def mode_held(modifiers: Qt.KeyboardModifier, usual: Mode) -> Mode:
    """The mode that Shift, Alt or both ask for; without them, the usual one."""
    if modifiers & Qt.KeyboardModifier.AltModifier:
        return Mode.INTERSECT if modifiers & Qt.KeyboardModifier.ShiftModifier else Mode.SUBTRACT
    return Mode.ADD if modifiers & Qt.KeyboardModifier.ShiftModifier else usual


def paint_outline(painter: QPainter, path: QPainterPath) -> None:
    """White dashes on black: it stands out from any picture. path: in the widget's px."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 190), 1.4))
    painter.drawPath(path)
    dashes = QPen(QColor(255, 255, 255), 1.4)
    dashes.setDashPattern([_DASH_PX / 1.4, _DASH_PX / 1.4])
    painter.setPen(dashes)
    painter.drawPath(path)
    painter.restore()


def paint_closing(painter: QPainter, end: QPointF, start: QPointF) -> None:
    """The side that closes an outline in the making, not yet drawn by hand."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((QColor(0, 0, 0, 70), 2.4), (QColor(255, 255, 255, 130), 1.0)):
        painter.setPen(QPen(colour, width))
        painter.drawLine(end, start)
    painter.restore()


def paint_size(painter: QPainter, text: str, at: QPointF) -> None:
    """A number beside the pointer; on the other side of it where the window ends."""
    width, height = badge_size(text)
    window = painter.viewport()
    x, y = at.x() + _LABEL_AWAY_PX, at.y() + _LABEL_AWAY_PX
    if x + width > window.width():
        x = at.x() - _LABEL_AWAY_PX - width
    if y + height > window.height():
        y = at.y() - _LABEL_AWAY_PX - height
    paint_badge(painter, text, QPointF(x, y))
