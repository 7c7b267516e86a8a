"""Every step that can be taken back; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.session.session import Session
from studio.ui import theme
from studio.ui.panels.history_steps import GLYPH, IS_AHEAD, IS_SAVED, Steps
from studio.ui.theme import tokens
from studio.ui.widgets.labels import secondary_line
from studio.ui.widgets.painting import paint_glyph

_ROW_PX = 28
_RADIUS_PX = 7.0
_GLYPH_PX = 14
_TEXT_LEFT_PX = 34
_MB = 1_000_000


class HistoryPanel(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.steps = Steps(session)
        self.list = StepList(session, self.steps)
        self.memory = secondary_line()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(6)
        layout.addWidget(self.list, 1)
        below = QHBoxLayout()
        below.setContentsMargins(10, 0, 10, 0)
        below.addWidget(self.memory)
        layout.addLayout(below)
        session.history_memory.changed.connect(self.refresh)
        session.document_saved.connect(self.refresh)
        theme.current().changed.connect(self.list.viewport().update)
        self.refresh()

    def refresh(self) -> None:
        self.steps.refresh()
        self.list.show_present()
        self.memory.setText(memory_text(self._session))


class StepList(QListView):
    """↑ takes a step back, ↓ does it again."""

    def __init__(self, session: Session, steps: Steps) -> None:
        super().__init__()
        self._session = session
        self._steps = steps
        self.setModel(steps)
        self.setItemDelegate(StepDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Steps")
        self.clicked.connect(lambda index: session.go_to(index.row()))

    def show_present(self) -> None:
        present = self._steps.index(self._session.undo_stack.index())
        self.setCurrentIndex(present)
        self.scrollTo(present)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up:
            self._session.undo()
        elif event.key() == Qt.Key.Key_Down:
            self._session.redo()
        else:
            super().keyPressEvent(event)


class StepDelegate(QStyledItemDelegate):
    """A sign and a name; the present one is lit, those ahead are faint."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 -- Qt's signature
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 -- Qt's signature
    ) -> QSize:
        return QSize(80, _ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        view = option.widget
        assert isinstance(view, QListView)
        is_present = index.row() == view.currentIndex().row()
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, option, is_present)
        ink = self._ink(is_present, bool(index.data(IS_AHEAD)))
        centre = QPointF(area.left() + _TEXT_LEFT_PX / 2 + 1, area.center().y())
        paint_glyph(painter, index.data(GLYPH), centre, _GLYPH_PX, ink)
        right = 30 if index.data(IS_SAVED) else 10
        painter.setPen(ink)
        words = area.adjusted(_TEXT_LEFT_PX, 0, -right, 0)
        text = QFontMetrics(option.font).elidedText(
            index.data(), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        if index.data(IS_SAVED):
            mark = QPointF(area.right() - 16, area.center().y())
            paint_glyph(painter, "floppy-disk", mark, _GLYPH_PX, QColor(tokens().secondary))
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem, is_present: bool
    ) -> None:
        shown = tokens()
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not (is_present or is_hovered):
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shown.chosen if is_present else shown.hover))
        painter.drawRoundedRect(area.adjusted(2, 1, -2, -1), _RADIUS_PX, _RADIUS_PX)
        if is_present:
            painter.setBrush(QColor(shown.accent))
            painter.drawRoundedRect(QRectF(area.left() + 4, area.top() + 8, 2.5, 12), 1.2, 1.2)

    def _ink(self, is_present: bool, is_ahead: bool) -> QColor:
        shown = tokens()
        if is_ahead:
            return QColor(shown.disabled)
        return QColor(shown.text if is_present else shown.secondary)


def memory_text(session: Session) -> str:
    """ "12 steps · 38 MB in memory · 120 MB on disk" """
    memory, count = session.history_memory, session.undo_stack.count()
    steps = "1 step" if count == 1 else f"{count} steps"
    words = [steps if count else "No steps yet"]
    if count:
        words.append(f"{_megabytes(memory.used_bytes)} in memory")
    if memory.stowed_bytes:
        words.append(f"{_megabytes(memory.stowed_bytes)} on disk")
    return " · ".join(words)


def _megabytes(count: int) -> str:
    megabytes = count / _MB
    return f"{megabytes:.1f} MB" if 0 < megabytes < 10 else f"{megabytes:.0f} MB"  # noqa: PLR2004
