"""A number that reads as text and becomes a field when it is clicked."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from studio.ui.widgets.numbers import NumberFormat

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
_OWN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class NumberField(QLineEdit):
    """Enter or leaving the field takes the number, Esc the old one; ↑ and ↓ step."""

    value_changed = Signal(object)
    """The new value, float or None, when a person changed it."""

    def __init__(self, number: NumberFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._value: float | None = number.low
        self.setProperty("role", "number")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFrame(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.editingFinished.connect(self._take)
        self.set_value(number.low)

    @property
    def value(self) -> float | None:
        return self._value

    def set_value(self, value: float | None) -> None:
        """Show a value; tells nobody."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self.setText(self._number.text(value))
            self.setModified(False)

    def sizeHint(self) -> QSize:
        widest = max(
            (self._number.text(each) for each in (self._number.low, self._number.high, None)),
            key=len,
        )
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(widest) + 14, metrics.height() + 6)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _take(self) -> None:
        if self.isModified():
            # A text without a number gives way to what was there before.
            with suppress(ValueError):
                self._change(self._number.parse(self.text()))
        self._restore()

    def _restore(self) -> None:
        self.setModified(False)
        self.setText(self._number.text(self._value))

    def _change(self, value: float | None) -> None:
        self.setModified(False)
        if value != self._value:
            self.set_value(value)
            self.value_changed.emit(value)

    def event(self, event: QEvent) -> bool:
        # Enter and Esc belong to the field while it is edited, not to the window's shortcuts.
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is not None:
            self._change(self._number.stepped(self._value, steps))
            self.selectAll()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            self.clearFocus()
        elif event.key() == Qt.Key.Key_Escape:
            self._restore()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        had_focus = self.hasFocus()
        super().mousePressEvent(event)
        if not had_focus:
            self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not (self.hasSelectedText() and self.selectedText() == self.text()):
            super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.deselect()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        self._change(self._number.stepped(self._value, 1 if event.angleDelta().y() > 0 else -1))
