"""A name that is changed where it stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

_OWN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class NameField(QLineEdit):
    """Reads as a label; after a double click it is edited: Enter takes the name, Esc the old one.

    While it is a label, presses belong to what it lies on.
    """

    renamed = Signal(str)
    """Another name, never an empty one."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)
        self._name = name
        self.setProperty("role", "inline")
        self.setFrame(False)
        # In line with labels: a line edit keeps two pixels before its text.
        self.setTextMargins(-2, 0, 0, 0)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAccessibleName("Name")
        self.setToolTip("Double click to rename")
        self._be(edited=False)
        self.editingFinished.connect(self._take)

    def set_name(self, name: str) -> None:
        """Show a name; tells nobody."""
        self._name = name
        if self.isReadOnly():
            self.setText(name)
            self.setCursorPosition(0)

    def edit(self) -> None:
        """Begin to rename."""
        self._be(edited=True)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def _be(self, *, edited: bool) -> None:
        self.setReadOnly(not edited)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if edited else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor if edited else Qt.CursorShape.ArrowCursor)
        self.style().polish(self)

    def _take(self) -> None:
        if self.isReadOnly():
            return
        wanted = self.text().strip()
        self._end()
        if wanted and wanted != self._name:
            self.renamed.emit(wanted)

    def _end(self) -> None:
        self._be(edited=False)
        self.deselect()
        self.set_name(self._name)

    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            # They belong to the name while it is edited.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._end()
            self.clearFocus()
        else:
            super().keyPressEvent(event)
            if event.key() in _OWN_KEYS:
                self.clearFocus()
        # A Shift for a capital, too, means nothing to what the name lies on.
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._take()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.isReadOnly():
            event.ignore()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isReadOnly():
            event.ignore()
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isReadOnly():
            event.ignore()
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.isReadOnly():
            self.edit()
        else:
            super().mouseDoubleClickEvent(event)
