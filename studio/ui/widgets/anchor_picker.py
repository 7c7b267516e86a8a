"""Nine places of a picture, one of which stays where it is when the canvas around it changes."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.core.geometry import Extent, Point
from studio.ui.icons import EM_PX, glyph_path
from studio.ui.theme import tokens
from studio.ui.widgets.painting import FIELD_RADIUS_PX, faded, paint_field

_SIDE_PX = 126
_INSET_PX = 8.0
_GLYPH_PX = 15.0
_CELLS = 3
_ALL = tuple((column, row) for row in range(_CELLS) for column in range(_CELLS))
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class AnchorPicker(QWidget):
    """The anchor's cell is filled; arrows around it show where room comes or goes."""

    chosen = Signal(object)
    """Point: 0, 0.5 or 1 of the way from left to right and from top to bottom."""

    def __init__(self) -> None:
        super().__init__()
        self._cell = (1, 1)
        self._hovered: tuple[int, int] | None = None
        self._grows = (1, 1)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Anchor")
        self.setToolTip("What stays in its place")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def anchor(self) -> Point:
        return Point(self._cell[0] / 2, self._cell[1] / 2)

    def show_change(self, before: Extent, after: Extent) -> None:
        """Whether room comes or goes, for the arrows."""
        self._grows = (
            _sign(after.width - before.width),
            _sign(after.height - before.height),
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE_PX, _SIDE_PX)

    def place_of(self, column: int, row: int) -> QRectF:
        """Of a cell, 0..2 each way, in px of the widget."""
        side = (_SIDE_PX - 2 * _INSET_PX) / _CELLS
        return QRectF(_INSET_PX + column * side, _INSET_PX + row * side, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        paint_field(painter, self.rect(), focused=self.hasFocus(), hovered=False)
        for cell in _ALL:
            self._paint_cell(painter, cell)

    def _paint_cell(self, painter: QPainter, cell: tuple[int, int]) -> None:
        shown = tokens()
        place = self.place_of(*cell).adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        lit = cell == self._hovered
        if cell == self._cell:
            painter.setBrush(QColor(shown.accent))
        else:
            painter.setBrush(QColor(shown.hover) if lit else faded(shown.line, 0.4))
        painter.drawRoundedRect(place, FIELD_RADIUS_PX - 3, FIELD_RADIUS_PX - 3)
        across, down = cell[0] - self._cell[0], cell[1] - self._cell[1]
        if cell == self._cell:
            painter.setBrush(QColor(shown.on_accent))
            painter.drawEllipse(place.center(), 3.5, 3.5)
        elif max(abs(across), abs(down)) == 1:
            self._paint_arrow(painter, place.center(), across, down)

    def _paint_arrow(self, painter: QPainter, centre: QPointF, across: int, down: int) -> None:
        """From the anchor outwards where room comes, towards it where room goes."""
        across, down = across * self._grows[0], down * self._grows[1]
        if across == down == 0:
            return
        scale = _GLYPH_PX / EM_PX
        turn = QTransform.fromTranslate(centre.x(), centre.y())
        turn.rotate(math.degrees(math.atan2(down, across))).scale(scale, scale)
        painter.fillPath(turn.map(glyph_path("arrow-right")), QColor(tokens().secondary))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None:
            self._choose(cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._cell_at(event.position())
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        column, row = (min(max(at + by, 0), 2) for at, by in zip(self._cell, step, strict=True))
        self._choose((column, row))

    def _choose(self, cell: tuple[int, int]) -> None:
        self._cell = cell
        self.update()
        self.chosen.emit(self.anchor)

    def _cell_at(self, place: QPointF) -> tuple[int, int] | None:
        return next((cell for cell in _ALL if self.place_of(*cell).contains(place)), None)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
