"""Tabs as words over a line."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from studio.ui.theme import strong_font, tokens

_GAP_PX = 16
_HEIGHT_PX = 34
_INDENT_PX = 2


class TabWords(QWidget):
    """The words; ← and → choose too."""

    chosen = Signal(int)

    def __init__(self, titles: tuple[str, ...]) -> None:
        super().__init__()
        self._titles = titles
        self._current = 0
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Panels")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> int:
        return self._current

    def choose(self, index: int) -> None:
        self._current = index % len(self._titles)
        self.update()
        self.chosen.emit(self._current)

    def sizeHint(self) -> QSize:
        return QSize(int(self.place_of(len(self._titles) - 1).right()), _HEIGHT_PX)

    def place_of(self, index: int) -> QRectF:
        metrics = QFontMetrics(strong_font())
        widths = [metrics.horizontalAdvance(title) for title in self._titles]
        left = _INDENT_PX + sum(widths[:index]) + index * _GAP_PX
        return QRectF(left, 0, widths[index], _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.fillRect(
            QRectF(_INDENT_PX, _HEIGHT_PX - 1, self.width() - 2 * _INDENT_PX, 1), QColor(shown.line)
        )
        for index, title in enumerate(self._titles):
            place = self.place_of(index)
            is_current = index == self._current
            lit = is_current or index == self._hovered
            painter.setFont(strong_font() if is_current else self.font())
            painter.setPen(QColor(shown.text if lit else shown.secondary))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, title)
            if is_current:
                colour = shown.text if self.hasFocus() else shown.accent
                line = QRectF(place.left(), _HEIGHT_PX - 2, place.width(), 2)
                painter.fillRect(line, QColor(colour))

    def _index_at(self, x: float) -> int | None:
        for index in range(len(self._titles)):
            if self.place_of(index).adjusted(-_GAP_PX / 2, 0, _GAP_PX / 2, 0).contains(x, 1):
                return index
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position().x())
        if index is not None:
            self.choose(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._index_at(event.position().x())
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.choose(self._current + (1 if event.key() == Qt.Key.Key_Right else -1))
        else:
            super().keyPressEvent(event)


class Tabs(QWidget):
    """Words, and the panel of the chosen one."""

    def __init__(self, panels: tuple[tuple[str, QWidget], ...]) -> None:
        super().__init__()
        self.words = TabWords(tuple(title for title, _ in panels))
        self._stack = QStackedWidget()
        for _, panel in panels:
            self._stack.addWidget(panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addWidget(self._stack, 1)
        self.words.chosen.connect(self._stack.setCurrentIndex)
