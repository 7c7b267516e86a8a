"""Sentences with buttons: what shall become of unsaved work, and what this program is."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.document.files.export import format_of
from studio.ui.dialogs.sheet import MARGINS_PX
from studio.ui.widgets.labels import secondary_label, strong_label

_ABOUT = (
    "Pictures by latent diffusion, on your own machine: from a prompt, inside a mask,"
    " or larger than they were.\n\nFree software under the Apache License 2.0."
)
_TEXT_PX = 380


class Unsaved(Enum):
    SAVE = "Save"
    DROP = "Don’t save"
    CANCEL = "Cancel"


class Flat(Enum):
    """What shall become of layers where a file cannot hold them."""

    PROJECT = "Save as project…"
    EXPORT = "Export a flat copy"
    CANCEL = "Cancel"


class Message(QDialog):
    """A title, a sentence, and buttons; `answer` is the text of the one that was pressed."""

    def __init__(
        self, parent: QWidget, title: str, sentence: str, buttons: tuple[str, ...]
    ) -> None:
        """The first button is the one that Enter presses."""
        super().__init__(parent)
        self.answer = ""
        self.setWindowTitle(title)
        heading, text = strong_label(title), secondary_label(sentence)
        for label in (heading, text):
            label.setWordWrap(True)
            label.setFixedWidth(_TEXT_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS_PX)
        layout.setSpacing(6)
        layout.addWidget(heading)
        layout.addWidget(text)
        layout.addSpacing(14)
        layout.addLayout(self._button_row(buttons))

    def _button_row(self, buttons: tuple[str, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for text in reversed(buttons):
            button = QPushButton(text)
            button.setProperty("role", "accent" if text == buttons[0] else "")
            button.setDefault(text == buttons[0])
            button.clicked.connect(lambda _=False, text=text: self._take(text))
            row.addWidget(button)
        return row

    def _take(self, answer: str) -> None:
        self.answer = answer
        self.accept()


def ask_unsaved(parent: QWidget, title: str) -> Unsaved:
    """What shall become of a picture with changes that are in no file; Esc cancels."""
    message = Message(
        parent,
        f"Save the changes to “{title}”?",
        "They are lost unless you save them.",
        tuple(each.value for each in Unsaved),
    )
    message.exec()
    message.deleteLater()
    return Unsaved(message.answer or Unsaved.CANCEL.value)


def ask_flatten(parent: QWidget, path: Path) -> bool:
    """Whether a picture may lose its transparency, which the file's format cannot hold."""
    message = Message(
        parent,
        f"Save “{path.name}” without transparency?",
        f"{format_of(path.suffix.lower()).title} files hold none: the picture would"
        " lie on white paper. A PNG, WebP or TIFF file keeps it.",
        ("Save on white", "Cancel"),
    )
    message.exec()
    message.deleteLater()
    return message.answer == "Save on white"


def ask_flat(parent: QWidget, path: Path, lost: str) -> Flat:
    """lost: what the file cannot hold, as words of a sentence."""
    message = Message(
        parent,
        f"{format_of(path.suffix.lower()).title} files cannot hold {lost}",
        f"A project (.ora) keeps everything. “{path.name}” can be a flat copy of what is seen;"
        " your work then still waits to be saved.",
        tuple(each.value for each in Flat),
    )
    message.exec()
    message.deleteLater()
    return Flat(message.answer or Flat.CANCEL.value)


def show_about(parent: QWidget) -> None:
    message = Message(parent, "Latent Studio", _ABOUT, ("Close",))
    message.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    message.show()
