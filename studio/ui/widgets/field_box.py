"""A frame with a name at its left and what is edited at its right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.painting import RING_PX, paint_field

FIELD_PX = 34
"""Height of a field's frame."""


class Framed(QWidget):
    """Draws the frame around an editor, which gets the focus wherever the frame is clicked."""

    def __init__(self, editor: QWidget) -> None:
        super().__init__()
        self._editor = editor
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(editor.cursor())
        # One frame is enough: the style sheet leaves out the editor's own.
        editor.setProperty("framed", True)
        editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        painter = QPainter(self)
        paint_field(
            painter, self.rect(), focused=self._editor.hasFocus(), hovered=self.underMouse()
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._editor.isEnabled():
            self._editor.setFocus(Qt.FocusReason.MouseFocusReason)


class FieldBox(Framed):
    """One line: name, editor and, where there are any, small buttons."""

    def __init__(self, name: str, editor: QWidget, *buttons: QWidget) -> None:
        super().__init__(editor)
        self.label = secondary_label(name)
        self.setFixedHeight(FIELD_PX + 2 * RING_PX)
        # Two fields in a row are equally wide, whatever they hold.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8 if not buttons else 5, 4)
        layout.setSpacing(2)
        layout.addWidget(self.label)
        layout.addWidget(editor, 1)
        for button in buttons:
            layout.addWidget(button)


class TextBox(Framed):
    """An editor of text alone in its frame."""

    def __init__(self, editor: QWidget) -> None:
        super().__init__(editor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(RING_PX, RING_PX + 3, RING_PX, RING_PX + 3)
        layout.addWidget(editor)
