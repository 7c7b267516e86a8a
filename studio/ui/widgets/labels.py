"""Texts of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from studio.ui.theme import label_font, strong_font


def secondary_label(text: str = "") -> QLabel:
    """Names a field, or says what is of less weight."""
    label = _plain(text)
    label.setProperty("role", "secondary")
    label.setFont(label_font())
    return label


def strong_label(text: str = "") -> QLabel:
    label = _plain(text)
    label.setFont(strong_font())
    return label


def eliding_label(label: QLabel) -> QLabel:
    """Lets a label become narrower than its text, so that a long name never widens a panel."""
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
