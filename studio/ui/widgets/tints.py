"""A row of colours for lines and tints over the picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import tokens

TINTS = ("", "#ff8a3d", "#ffd166", "#43c98b", "#3fc5d8", "#6d8bff", "#b57bff", "#ffffff")
"""Empty = the usual one."""
_SWATCH_PX, _PITCH_PX = 18.0, 27


class Tints(QWidget):
    """← and → choose too."""

    chosen = Signal(str)
    """#rrggbb; empty = the usual one."""

    def __init__(self, name: str, usual: Callable[[], str]) -> None:
        """usual: the colour that the first stands for, as #rrggbb."""
        super().__init__()
        self._usual = usual
        self._current: int | None = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_current(self, colour: str) -> None:
        """Show a colour; none is marked where it is not among them."""
        self._current = TINTS.index(colour) if colour in TINTS else None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(len(TINTS) * _PITCH_PX, _PITCH_PX)

    def centre_of(self, index: int) -> QPointF:
        return QPointF((index + 0.5) * _PITCH_PX, _PITCH_PX / 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, colour in enumerate(TINTS):
            centre, radius = self.centre_of(index), _SWATCH_PX / 2
            painter.setPen(QPen(QColor(shown.line), 1))
            painter.setBrush(QColor(colour or self._usual()))
            painter.drawEllipse(centre, radius, radius)
            if index == self._current:
                painter.setPen(QPen(QColor(shown.accent if self.hasFocus() else shown.text), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                ring = QRectF(0, 0, _SWATCH_PX + 7, _SWATCH_PX + 7)
                ring.moveCenter(centre)
                painter.drawEllipse(ring)

    def _choose(self, index: int) -> None:
        self._current = min(max(index, 0), len(TINTS) - 1)
        self.update()
        self.chosen.emit(TINTS[self._current])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(int(event.position().x() // _PITCH_PX))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._choose((self._current or 0) + step)
        else:
            super().keyPressEvent(event)
