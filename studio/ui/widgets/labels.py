"""Texts of the window."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from studio.ui.theme import label_font, strong_font

L = TypeVar("L", bound=QLabel)


class ElidedLabel(QLabel):
    """One line, cut with an ellipsis where there is no room: a long name widens no panel."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        line = self.text().replace("\n", " ")
        elided = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if elided != line else "")
        middle = Qt.AlignmentFlag.AlignVCenter
        QPainter(self).drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, elided)


def secondary_label(text: str = "") -> QLabel:
    """Names a field, or says what is of less weight."""
    return _secondary(QLabel(text))


def secondary_line() -> ElidedLabel:
    return _secondary(ElidedLabel())


def strong_label(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(strong_font())
    return label


def _secondary(label: L) -> L:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "secondary")
    label.setFont(label_font())
    return label
