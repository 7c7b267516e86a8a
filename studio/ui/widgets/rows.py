"""Rows of the lists in the side panel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studio.ui.theme import tokens
from studio.ui.widgets.labels import ElidedLabel, secondary_label, secondary_line
from studio.ui.widgets.thumbnails import paint_thumbnail

ROW_PX = 52
_PICTURE_PX = 38


class Picture(QWidget):
    """A small picture with round corners; nothing where there is none."""

    def __init__(self, px: int = _PICTURE_PX) -> None:
        super().__init__()
        self._image = QImage()
        self.setFixedSize(QSize(px, px))

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        if not self._image.isNull():
            paint_thumbnail(QPainter(self), self._image, QRectF(self.rect()))


class LitRow(QWidget):
    """Lit while it is the chosen one; tells of a click."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_chosen = False

    def set_chosen(self, chosen: bool) -> None:
        self._is_chosen = chosen
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        if not self._is_chosen:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().raised))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()


def stacked(title: QWidget, subtitle: QWidget) -> QVBoxLayout:
    """One under the other, in the middle of a row's height."""
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addStretch()
    words.addWidget(title)
    words.addWidget(subtitle)
    words.addStretch()
    return words


class ListRow(LitRow):
    """Widgets, title over subtitle, widgets."""

    def __init__(self, before: tuple[QWidget, ...] = (), after: tuple[QWidget, ...] = ()) -> None:
        super().__init__()
        self.title = ElidedLabel()
        self.subtitle = secondary_line()
        self.setFixedHeight(ROW_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1 if before else 8, 0, 6, 0)
        layout.setSpacing(9)
        for widget in before:
            layout.addWidget(widget)
        layout.addLayout(stacked(self.title, self.subtitle), 1)
        for widget in after:
            layout.addWidget(widget)

    def tell(self, title: str, subtitle: str) -> None:
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))


class RowList(QScrollArea):
    """Rows under each other, with a word where there are none."""

    def __init__(self, empty_text: str = "", footer: QWidget | None = None) -> None:
        super().__init__()
        self._rows: tuple[QWidget, ...] = ()
        self._empty = secondary_label(empty_text)
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(10, 8, 10, 8)
        self._body = QWidget()
        self._body.setProperty("role", "plain")
        self._layout = QVBoxLayout(self._body)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._empty)
        if footer is not None:
            self._layout.addWidget(footer)
        self._layout.addStretch()
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def rows(self) -> tuple[QWidget, ...]:
        return self._rows

    def tell_empty(self, text: str) -> None:
        self._empty.setText(text)

    def show_rows(self, rows: tuple[QWidget, ...]) -> None:
        """Put these rows in the place of those that were there."""
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = rows
        for index, row in enumerate(rows):
            self._layout.insertWidget(index, row)
        self._empty.setVisible(not rows)
