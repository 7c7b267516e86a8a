"""A line that opens and closes what lies below it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from studio.ui.theme import label_font, tokens
from studio.ui.widgets.painting import RING_PX, paint_glyph

_HEIGHT_PX = 20
_CARET_PX = 11


class FoldRow(QAbstractButton):
    """Checked = open. Closed, it says in short what is hidden."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._summary = ""
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """What is read now."""
        return self._title if self.isChecked() else self._summary or self._title

    def summarize(self, text: str) -> None:
        self._summary = text
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.hasFocus()
        ink = QColor(shown.text if lit else shown.secondary)
        painter.setPen(ink)
        painter.setFont(label_font())
        place = self.rect().adjusted(RING_PX, 0, -24, 0)
        words = QFontMetrics(painter.font()).elidedText(
            self.words, Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        caret = "caret-up" if self.isChecked() else "caret-down"
        centre = QPointF(self.width() - RING_PX - 9, self.height() / 2)
        paint_glyph(painter, caret, centre, _CARET_PX, ink)
