"""A line of a page: what it is about, a word on it, and the control."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.widgets.labels import secondary_label, strong_label

MARGINS_PX = (28, 20, 28, 20)


class Page(QWidget):
    """Lines under headings."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(*MARGINS_PX)
        self._rows.setSpacing(16)

    def add_heading(self, title: str) -> None:
        if self._rows.count():
            self._rows.addSpacing(8)
        self._rows.addWidget(strong_label(title))

    def add_setting(self, title: str, hint: str, control: QWidget) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(QLabel(title))
        if hint:
            about = secondary_label(hint)
            about.setWordWrap(True)
            words.addWidget(about)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self._rows.addLayout(row)

    def end(self) -> None:
        self._rows.addStretch()
