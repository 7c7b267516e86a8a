"""The pages of the preferences, and the column that chooses among them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QWidget

from studio.session.session import Session
from studio.ui import theme
from studio.ui.dialogs.preferences.interface_page import InterfacePage
from studio.ui.dialogs.preferences.performance_page import PerformancePage
from studio.ui.dialogs.preferences.shortcuts_page import ShortcutsPage
from studio.ui.keymap import Keymap
from studio.ui.theme import tokens
from studio.ui.widgets.painting import paint_glyph

_COLUMN_PX = 176
_ROW_PX = 34
_TOP_PX = 14
_INSET_PX = 10
_PAGES = (("Interface", "monitor"), ("Performance", "gauge"), ("Shortcuts", "keyboard"))


class PageColumn(QWidget):
    """Signs and words under each other; ↑ and ↓ choose too."""

    chosen = Signal(int)

    def __init__(self, pages: tuple[tuple[str, str], ...]) -> None:
        """pages: (title, Phosphor's name of its sign) of each."""
        super().__init__()
        self._pages = pages
        self._current = 0
        self.setFixedWidth(_COLUMN_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Pages")

    @property
    def current(self) -> int:
        return self._current

    def choose(self, index: int) -> None:
        self._current = min(max(index, 0), len(self._pages) - 1)
        self.update()
        self.chosen.emit(self._current)

    def place_of(self, index: int) -> QRectF:
        width = self.width() - 2 * _INSET_PX
        return QRectF(_INSET_PX, _TOP_PX + index * _ROW_PX, width, _ROW_PX - 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), QColor(shown.line))
        for index, (title, glyph) in enumerate(self._pages):
            place, is_current = self.place_of(index), index == self._current
            ink = QColor(shown.text if is_current else shown.secondary)
            if is_current:
                painter.setPen(QColor(shown.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
                painter.setBrush(QColor(shown.hover))
                painter.drawRoundedRect(place, 8, 8)
            paint_glyph(painter, glyph, QPointF(place.left() + 18, place.center().y()), 16, ink)
            painter.setPen(ink)
            words = place.adjusted(36, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, title)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index in range(len(self._pages)):
            if self.place_of(index).contains(event.position()):
                self.choose(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.choose(self._current + (1 if event.key() == Qt.Key.Key_Down else -1))
        else:
            super().keyPressEvent(event)


class PreferencesDialog(QDialog):
    def __init__(self, parent: QWidget, session: Session, keymap: Keymap) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = PageColumn(_PAGES)
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        self._makers = {
            "Interface": lambda: InterfacePage(session, keymap),
            "Performance": lambda: PerformancePage(session),
            "Shortcuts": lambda: ShortcutsPage(keymap),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.column)
        layout.addWidget(self._stack, 1)
        self.column.chosen.connect(self._turn_to)
        self.column.choose(0)
        theme.current().changed.connect(self.update)
        self.resize(780, 560)

    @property
    def page(self) -> QWidget:
        """The one that is shown."""
        return self._pages[_PAGES[self.column.current][0]]

    def show_page(self, title: str) -> None:
        """By a title of its column."""
        self.column.choose([each for each, _ in _PAGES].index(title))

    def _turn_to(self, index: int) -> None:
        """A page is made when it is looked at first."""
        title = _PAGES[index][0]
        if title not in self._pages:
            self._pages[title] = self._makers[title]()
            self._stack.addWidget(self._pages[title])
        self._stack.setCurrentWidget(self._pages[title])
