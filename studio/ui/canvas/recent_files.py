"""The files used last, offered on a canvas that is empty."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from studio.core.geometry import Bounds
from studio.session.files import is_project
from studio.session.recent import folder_text
from studio.ui.canvas.empty_state import HEAD_PX, LIST_PX, ROW_PX, faint_ink, invitation
from studio.ui.canvas.view import CanvasView
from studio.ui.theme import body_font, label_font, tokens
from studio.ui.widgets.painting import paint_glyph

_OFFERED = 5
_INSET_PX, _GLYPH_PX, _GAP_PX = 10, 15, 16
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_NAME_SHARE = 0.68
"""Of a row, which a long name may take."""


class FileRow(QAbstractButton):
    """A name, and faintly where it is; Enter opens it as a click does."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._glyph = "stack" if is_project(path) else "image"
        self.setFixedHeight(ROW_PX)
        self.setText(path.name)
        self.setAccessibleName(f"Open {path.name}")
        self.setToolTip(str(path))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_lit = self.underMouse() or self.hasFocus()
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(shown.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shown.hover) if is_lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 7, 7)
        centre = QPointF(_INSET_PX + _GLYPH_PX / 2, place.center().y())
        paint_glyph(painter, self._glyph, centre, _GLYPH_PX, faint_ink())
        self._paint_words(painter, QColor(shown.text) if is_lit else faint_ink())

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        room = QRectF(self.rect()).adjusted(_INSET_PX + _GLYPH_PX + 8, 0, -_INSET_PX, 0)
        middle, elide = Qt.AlignmentFlag.AlignVCenter, Qt.TextElideMode.ElideMiddle
        metrics = QFontMetrics(body_font())
        name = metrics.elidedText(self.text(), elide, round(room.width() * _NAME_SHARE))
        painter.setFont(body_font())
        painter.setPen(ink)
        painter.drawText(room, middle, name)
        left = room.width() - metrics.horizontalAdvance(name) - _GAP_PX
        folder = QFontMetrics(label_font()).elidedText(
            folder_text(self.path), Qt.TextElideMode.ElideLeft, round(left)
        )
        painter.setFont(label_font())
        painter.setPen(faint_ink())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, folder)


class RecentFiles(QWidget):
    """Under the words of an empty canvas, as many as there is room for."""

    def __init__(self, canvas: CanvasView, area: QWidget) -> None:
        """area: what the canvas lies in; a child of the canvas could not be left by Tab."""
        super().__init__(area)
        self._canvas = canvas
        self.rows: list[FileRow] = []
        self._look = False, 0
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addSpacing(HEAD_PX)
        self._connect()
        canvas.installEventFilter(self)
        self._renew()

    def _connect(self) -> None:
        session = self._canvas.session
        session.recent_changed.connect(self._renew)
        for changed in (
            session.document_replaced,
            session.picture_changed,
            session.results_changed,
            session.preview_changed,
            session.settings_changed,
            session.lost_changed,
            self._canvas.look_changed,
        ):
            changed.connect(self._place)

    def _renew(self) -> None:
        for row in self.rows:
            self._body.removeWidget(row)
            row.deleteLater()
        there = [path for path in self._canvas.session.recent if path.exists()]
        self.rows = [FileRow(path) for path in there[:_OFFERED]]
        before: QWidget = self._canvas
        for row in self.rows:
            row.clicked.connect(lambda _=False, path=row.path: self._open(path))
            self._body.addWidget(row)
            QWidget.setTabOrder(before, row)
            before = row
        self._place()

    def _open(self, path: Path) -> None:
        self._canvas.session.open_requested.emit(path)

    def _place(self) -> None:
        canvas, scene = self._canvas, self._canvas.scene
        frame = canvas.viewport.rect(Bounds.of(scene.extent))
        found = invitation(frame, QRectF(canvas.rect()), len(self.rows))
        look = scene.is_inviting, len(self.rows)
        if look != self._look:
            # The words come, go, or move.
            self._look = look
            scene.files_offered = len(self.rows)
            canvas.update()
        is_wanted = scene.is_inviting and found.rows > 0
        if not is_wanted and self.isAncestorOf(self.window().focusWidget() or canvas):
            canvas.setFocus()
        for index, row in enumerate(self.rows):
            row.setVisible(index < found.rows)
        corner = canvas.pos() + QPointF(frame.center().x() - LIST_PX / 2, found.list_top).toPoint()
        self.setGeometry(QRect(corner, QSize(LIST_PX, HEAD_PX + found.rows * ROW_PX)))
        self.setVisible(is_wanted)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        painter.setFont(label_font())
        painter.setPen(faint_ink())
        place = QRectF(_INSET_PX, 0, LIST_PX, HEAD_PX)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, "Recent")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        elif self.isVisible() and _is_tab(event):
            # The canvas keeps Tab to itself, but there is nothing yet that it could show.
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Of the row with the focus: arrows go on to another, Esc goes back to the canvas."""
        shown = [row for row in self.rows if row.isVisible()]
        current = next((index for index, row in enumerate(shown) if row.hasFocus()), None)
        if event.key() == Qt.Key.Key_Escape:
            self._canvas.setFocus()
        elif event.key() in _STEPS and current is not None:
            step = _STEPS[Qt.Key(event.key())]
            shown[(current + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


def _is_tab(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
        return False
    return event.key() == Qt.Key.Key_Tab
