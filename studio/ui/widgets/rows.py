"""Rows of the lists in the side panel."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studio.ui.theme import tokens
from studio.ui.widgets.labels import ElidedLabel, secondary_label, secondary_line
from studio.ui.widgets.painting import paint_drop_line
from studio.ui.widgets.thumbnails import paint_thumbnail

ROW_PX = 52
DRAG_PX = 6
"""A press that moves further is no click."""
_PICTURE_PX = 38
_LINE_PX = 10


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
        painter.setBrush(QColor(tokens().chosen))
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


class DraggedRow(LitRow):
    """One that can be dragged to another place of its list; Esc gives that up."""

    dragged = Signal(object)
    """QPointF on the screen where the pointer is; None: it is given up."""
    dropped = Signal(object)
    """QPointF on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._pressed: QPointF | None = None
        self._is_dragged = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.globalPosition()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.globalPosition()
        if self._pressed is None:
            return
        if not self._is_dragged and (at - self._pressed).manhattanLength() > DRAG_PX:
            self._is_dragged = True
            self.grabKeyboard()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._is_dragged:
            self.dragged.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragged = self._is_dragged
        self._let_go()
        if was_dragged:
            self.dropped.emit(event.globalPosition())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_dragged:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._let_go()
            self.dragged.emit(None)

    def _let_go(self) -> None:
        if self._is_dragged:
            self.releaseKeyboard()
            self.unsetCursor()
        self._pressed, self._is_dragged = None, False


class DropLine(QWidget):
    """Lies over rows, between two of which what is dragged would go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, y: int) -> None:
        top = min(max(y - _LINE_PX // 2, 0), self._over.height() - _LINE_PX)
        self.setGeometry(0, top, self._over.width(), _LINE_PX)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        paint_drop_line(QPainter(self), self.height() / 2, 6, self.width() - 4)


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
        self._line = DropLine(self._body)
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

    def place_at(self, at: QPointF) -> int:
        """Before which row something goes that is dropped there, on the screen."""
        y = self._body.mapFromGlobal(at).y()
        return sum(y > row.geometry().center().y() for row in self._rows)

    def show_drop(self, at: QPointF | None) -> None:
        """A line where it would go, on the screen; None: nothing is dragged any longer."""
        self._line.hide()
        if at is None or not self._rows:
            return
        place = self.place_at(at)
        below = self._rows[min(place, len(self._rows) - 1)].geometry()
        self._line.show_at(below.top() if place < len(self._rows) else below.bottom())
        self.ensureVisible(0, round(self._body.mapFromGlobal(at).y()), 0, ROW_PX // 2)
