"""A few words in one frame, of which one holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import label_font, tokens

_HEIGHT_PX = 26
_PAD_PX = 10
_RADIUS_PX = 7.0


class Segments(QWidget):
    """Names with titles; a person's choice is told by its name. ← and → choose too."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._names = [each for each, _ in choices]
        self._titles = [title for _, title in choices]
        self._current = 0
        self.setFont(label_font())
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> str:
        return self._names[self._current]

    def show_choice(self, name: str) -> None:
        """Tells nobody."""
        self._current = self._names.index(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(self.place_of(self._names[-1]).right()), _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def place_of(self, name: str) -> QRectF:
        index = self._names.index(name)
        widths = [
            self.fontMetrics().horizontalAdvance(title) + 2 * _PAD_PX for title in self._titles
        ]
        return QRectF(sum(widths[:index]), 0, widths[index], _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(shown.accent if self.hasFocus() else shown.line), 1))
        painter.setBrush(QColor(shown.field))
        painter.drawRoundedRect(frame, _RADIUS_PX, _RADIUS_PX)
        for index, (name, title) in enumerate(zip(self._names, self._titles, strict=True)):
            place = self.place_of(name)
            is_current = index == self._current
            if is_current:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(shown.accent))
                painter.drawRoundedRect(place.adjusted(2.5, 2.5, -2.5, -2.5), 5, 5)
            painter.setPen(QColor(shown.on_accent if is_current else shown.secondary))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, title)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        for name in self._names:
            if self.place_of(name).contains(event.position()):
                self._take(self._names.index(name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._take((self._current + step) % len(self._names))

    def _take(self, index: int) -> None:
        if index != self._current:
            self._current = index
            self.update()
            self.chosen.emit(self._names[index])
