"""Tabs as words over a line, and those of less weight as signs at its end."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from studio.ui.theme import strong_font, tokens
from studio.ui.widgets.painting import paint_glyph

_GAP_PX = 16
_SIGN_PX = 17
_SIGN_PITCH_PX = 30
_HEIGHT_PX = 34
_INDENT_PX = 2


@dataclass(frozen=True, slots=True)
class Tab:
    title: str
    panel: QWidget
    glyph: str = ""
    """Phosphor's name of the sign that stands for the title; empty = the title is written."""


class TabWords(QWidget):
    """The words and the signs, words first; ← and → choose too."""

    chosen = Signal(int)

    def __init__(self, tabs: tuple[Tab, ...]) -> None:
        super().__init__()
        self._titles = tuple(tab.title for tab in tabs)
        self._glyphs = tuple(tab.glyph for tab in tabs)
        self._current = 0
        self._hovered: int | None = None
        self._marked: set[str] = set()
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

    def mark(self, title: str, marked: bool) -> None:
        """Put a dot beside a sign: something goes on there."""
        if marked != (title in self._marked):
            self._marked ^= {title}
            self.update()

    def sizeHint(self) -> QSize:
        words = sum(not glyph for glyph in self._glyphs)
        end = self.place_of(words - 1).right() if words else 0
        return QSize(int(end) + (len(self._titles) - words) * _SIGN_PITCH_PX, _HEIGHT_PX)

    def place_of(self, index: int) -> QRectF:
        if self._glyphs[index]:
            from_end = len(self._titles) - index
            right = self.width() - _INDENT_PX - (_SIGN_PITCH_PX - _SIGN_PX) / 2
            left = right - (from_end - 1) * _SIGN_PITCH_PX - _SIGN_PX
            return QRectF(left, 0, _SIGN_PX, _HEIGHT_PX)
        metrics = QFontMetrics(strong_font())
        widths = [metrics.horizontalAdvance(title) for title in self._titles]
        left = _INDENT_PX + sum(widths[:index]) + index * _GAP_PX
        return QRectF(left, 0, widths[index], _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(
            QRectF(_INDENT_PX, _HEIGHT_PX - 1, self.width() - 2 * _INDENT_PX, 1), QColor(shown.line)
        )
        for index in range(len(self._titles)):
            self._paint_tab(painter, index)

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        shown, place = tokens(), self.place_of(index)
        is_current = index == self._current
        ink = QColor(shown.text if is_current or index == self._hovered else shown.secondary)
        if self._glyphs[index]:
            paint_glyph(painter, self._glyphs[index], place.center(), _SIGN_PX, ink)
            if self._titles[index] in self._marked:
                self._paint_dot(painter, place)
        else:
            painter.setFont(strong_font() if is_current else self.font())
            painter.setPen(ink)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._titles[index])
        if is_current:
            colour = shown.text if self.hasFocus() else shown.accent
            line = QRectF(place.left(), _HEIGHT_PX - 2, place.width(), 2)
            painter.fillRect(line, QColor(colour))

    def _paint_dot(self, painter: QPainter, place: QRectF) -> None:
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().accent))
        painter.drawEllipse(place.center() + QPointF(_SIGN_PX / 2 + 1, -_SIGN_PX / 2 + 1), 3, 3)
        painter.restore()

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
        is_sign = self._hovered is not None and bool(self._glyphs[self._hovered])
        self.setToolTip(
            self._titles[self._hovered] if self._hovered is not None and is_sign else ""
        )
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

    def __init__(self, tabs: tuple[Tab, ...]) -> None:
        """Those with a sign come last."""
        super().__init__()
        self.words = TabWords(tabs)
        self._stack = QStackedWidget()
        for tab in tabs:
            self._stack.addWidget(tab.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addWidget(self._stack, 1)
        self.words.chosen.connect(self._stack.setCurrentIndex)
