"""The colours in hand: the one that paints, over the other."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.document.colour import BLACK, WHITE, Colour
from studio.ui.theme import tokens
from studio.ui.widgets.painting import faded

_RADIUS_PX = 5.0
_FRONT, _BACK = 0.62, 0.56
"""Sides as a part of the widget's."""


class ColourWells(QWidget):
    pressed = Signal(str)
    """foreground or background."""

    def __init__(self, px: int) -> None:
        super().__init__()
        self._foreground, self._background = BLACK, WHITE
        self._chosen = ""
        self._hint = ""
        self.setFixedSize(QSize(px, px))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Colours")

    def show_colours(self, foreground: Colour, background: Colour, chosen: str = "") -> None:
        """chosen: which of them is being changed; empty: neither."""
        self._foreground, self._background, self._chosen = foreground, background, chosen
        self._tell()
        self.update()

    def show_hint(self, hint: str) -> None:
        """A further line of its tooltip."""
        self._hint = hint
        self._tell()

    def _tell(self) -> None:
        colours = f"Foreground {self._foreground.hex}, background {self._background.hex}"
        self.setToolTip(f"{colours}\n{self._hint}" if self._hint else colours)

    @property
    def front(self) -> QRectF:
        side = self.width() * _FRONT
        return QRectF(1.5, 1.5, side, side)

    @property
    def back(self) -> QRectF:
        side = self.width() * _BACK
        corner = self.width() - side - 1.5
        return QRectF(corner, corner, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_well(painter, self.back, self._background, self._chosen == "background")
        # A gap keeps two equal colours apart.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().panel))
        painter.drawRoundedRect(self.front.adjusted(-2, -2, 2, 2), _RADIUS_PX + 2, _RADIUS_PX + 2)
        self._paint_well(painter, self.front, self._foreground, self._chosen == "foreground")

    def _paint_well(
        self, painter: QPainter, place: QRectF, colour: Colour, is_chosen: bool
    ) -> None:
        shown = tokens()
        line = QPen(QColor(shown.accent), 2) if is_chosen else QPen(faded(shown.text, 0.3), 1)
        painter.setPen(line)
        painter.setBrush(QColor(*colour))
        painter.drawRoundedRect(place, _RADIUS_PX, _RADIUS_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.pressed.emit(self._which(event.position()))

    def _which(self, place: QPointF) -> str:
        in_front = self.front.adjusted(-2, -2, 2, 2).contains(place)
        return "background" if self.back.contains(place) and not in_front else "foreground"
