"""A value that reads as text and becomes a field when it is clicked."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from studio.ui.widgets.formats import Format

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
_OWN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class ValueField(QLineEdit):
    """Enter or leaving the field takes the value, Esc the old one; ↑ and ↓ step."""

    value_changed = Signal(object)
    """The new value when a person changed it."""

    def __init__(self, form: Format, value: Any, *, hugs: bool = False) -> None:
        """`hugs`: as wide as its text, until it is edited."""
        super().__init__()
        self._form = form
        self._hugs = hugs
        self._selects_all = False
        """From the press that brings the focus to its release."""
        self._value = value
        self.setProperty("role", "number")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFrame(False)
        if hugs:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.editingFinished.connect(self._take)
        self.set_value(value)

    @property
    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value; tells nobody."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self._restore()

    def set_form(self, form: Format) -> None:
        """Read and write the value in another way from here on, as in another unit."""
        self._form = form

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        shown = self.text() if self._hugs and not self.hasFocus() else self._form.widest
        return QSize(metrics.horizontalAdvance(shown) + 10, metrics.height() + 6)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _take(self) -> None:
        if self.isModified():
            # A text without a number gives way to what was there before.
            with suppress(ValueError):
                self._change(self._form.parse(self.text()))
        self._restore()

    def _restore(self) -> None:
        self.setModified(False)
        self.setText(self._form.text(self._value))
        self.updateGeometry()

    def _change(self, value: Any) -> None:
        self.setModified(False)
        if value != self._value:
            self.set_value(value)
            self.value_changed.emit(value)

    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                # A shortcut of the window comes next, and shall find what was typed.
                self._take()
                return False
            # Enter and Esc belong to the field while it is edited.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is not None:
            self._change(self._form.stepped(self._value, steps))
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
        super().mousePressEvent(event)
        # The press that brings the focus comes after it, and would put the cursor somewhere.
        if self._selects_all:
            self.selectAll()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._selects_all:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._selects_all:
            super().mouseReleaseEvent(event)
        self._selects_all = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.updateGeometry()
        self.selectAll()
        self._selects_all = event.reason() is Qt.FocusReason.MouseFocusReason

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.deselect()
        self.updateGeometry()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        self._change(self._form.stepped(self._value, 1 if event.angleDelta().y() > 0 else -1))
