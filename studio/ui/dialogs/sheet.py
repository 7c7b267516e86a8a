"""What dialogs that ask for numbers have in common: a heading, a note, two buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.ui.widgets.labels import secondary_label, strong_label

MARGINS_PX = (24, 22, 24, 20)
"""Of every dialog that asks."""
_WIDTH_PX = 400
_NARROW_PX = 316
"""Fits over the side panel."""
_BESIDE = QPoint(12, 84)
"""From the window's right top corner, where it hides nothing of the picture."""
_NOTE_PX = 36
"""Room for two lines, so that nothing jumps when a sentence is longer."""


class Sheet(QDialog):
    """Fill `body`; `tell` what would come of it, or `refuse` it."""

    def __init__(
        self, parent: QWidget, title: str, sentence: str, button: str, *, is_beside: bool = False
    ) -> None:
        """is_beside: it is opened beside the picture, which shows what would come of it."""
        super().__init__(parent)
        self._window = parent
        self._is_beside = is_beside
        self.setWindowTitle(title)
        self.setFixedWidth(_NARROW_PX if is_beside else _WIDTH_PX)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.note = secondary_label()
        self.note.setWordWrap(True)
        self.note.setMinimumHeight(0 if is_beside else _NOTE_PX)
        self.note.setHidden(is_beside)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.apply, self.give_up = QPushButton(button), QPushButton("Cancel")
        self.apply.clicked.connect(self.accept)
        self.give_up.clicked.connect(self.reject)
        self._lay_out(title, sentence)

    def open_beside(self) -> None:
        """Over the side panel of the window, which waits for it."""
        corner = self._window.mapToGlobal(QPoint(self._window.width(), 0))
        self.move(corner.x() - _BESIDE.x() - self.width(), corner.y() + _BESIDE.y())
        self.open()

    def tell(self, sentence: str) -> None:
        self._say(sentence, role="secondary")

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be done."""
        self._say(sentence, role="bad")

    def _say(self, sentence: str, role: str) -> None:
        self.apply.setEnabled(role != "bad")
        self.note.setText(sentence)
        self.note.setHidden(self._is_beside and not sentence)
        if self.note.property("role") != role:
            self.note.setProperty("role", role)
            self.note.style().unpolish(self.note)
            self.note.style().polish(self.note)

    def _lay_out(self, title: str, sentence: str) -> None:
        self.apply.setProperty("role", "accent")
        self.apply.setDefault(True)
        self.give_up.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(self.give_up)
        buttons.addWidget(self.apply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS_PX)
        layout.setSpacing(4)
        layout.addWidget(strong_label(title))
        layout.addWidget(secondary_label(sentence))
        layout.addSpacing(12)
        layout.addLayout(self.body)
        layout.addSpacing(8)
        layout.addWidget(self.note)
        layout.addSpacing(8)
        layout.addLayout(buttons)
