"""Small squares of colour, to be taken with a click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.document.colour import Colour
from studio.ui.theme import tokens
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.painting import faded

_SIDE_PX, _GAP_PX = 19, 4
_PITCH_PX = _SIDE_PX + _GAP_PX
_RADIUS_PX = 5.0


class Swatches(QWidget):
    """As many in a row as there is room for."""

    taken = Signal(object)
    """A Colour."""
    removed = Signal(int)
    """Its place."""

    def __init__(self, name: str, *, can_change: bool = False) -> None:
        super().__init__()
        self._can_change = can_change
        self._colours: tuple[Colour, ...] = ()
        self._current: Colour | None = None
        self._under: int | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_colours(self, colours: Sequence[Colour], current: Colour) -> None:
        if len(colours) != len(self._colours):
            self.updateGeometry()
        self._colours, self._current = tuple(colours), current
        self.update()

    def sizeHint(self) -> QSize:
        width = 10 * _PITCH_PX
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._colours) // self._columns(width))
        return max(1, rows) * _PITCH_PX - _GAP_PX

    def place_of(self, index: int) -> QRectF:
        row, column = divmod(index, self._columns(self.width()))
        return QRectF(column * _PITCH_PX, row * _PITCH_PX, _SIDE_PX, _SIDE_PX)

    def _columns(self, width: int) -> int:
        return max(1, (width + _GAP_PX) // _PITCH_PX)

    def _at(self, place: QPoint) -> int | None:
        column, row = place.x() // _PITCH_PX, place.y() // _PITCH_PX
        index = row * self._columns(self.width()) + column
        inside = 0 <= column < self._columns(self.width()) and 0 <= index < len(self._colours)
        return index if inside else None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, colour in enumerate(self._colours):
            self._paint_swatch(painter, self.place_of(index), colour, index == self._under)

    def _paint_swatch(
        self, painter: QPainter, place: QRectF, colour: Colour, is_under: bool
    ) -> None:
        shown = tokens()
        painter.setPen(QPen(faded(shown.text, 0.5 if is_under else 0.16), 1))
        painter.setBrush(QColor(*colour))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS_PX, _RADIUS_PX)
        if colour == self._current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(shown.accent), 2))
            painter.drawRoundedRect(place.adjusted(0, 0, 0, 0), _RADIUS_PX, _RADIUS_PX)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._light(self._at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._light(None)

    def _light(self, index: int | None) -> None:
        if index != self._under:
            self._under = index
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or index is None:
            event.ignore()
        else:
            self.taken.emit(self._colours[index])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self._at(event.pos())
        if not self._can_change or index is None:
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        remove = menu.addAction("Remove")
        remove.triggered.connect(lambda _=False: self.removed.emit(index))
        menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self._at(event.pos())
            if index is not None:
                QToolTip.showText(event.globalPos(), self._colours[index].hex, self)
            return True
        return super().event(event)
