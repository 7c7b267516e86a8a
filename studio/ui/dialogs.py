"""Questions to a person: which file, and what shall become of unsaved work."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.document.files.images import READABLE_SUFFIXES, WRITABLE_SUFFIXES
from studio.ui.widgets.labels import secondary_label, strong_label

_OPEN_FILTER = f"Pictures ({' '.join(f'*{suffix}' for suffix in READABLE_SUFFIXES)})"
_SAVE_FILTER = ";;".join(
    f"{suffix[1:].upper()} (*{suffix})" for suffix in WRITABLE_SUFFIXES if suffix != ".jpeg"
)
ABOUT = (
    "Latent Studio 0.1\n\n"
    "Inpainting, prompt-driven generation and super-resolution by latent diffusion,"
    " on your own machine."
)


class Unsaved(Enum):
    SAVE = "save"
    DROP = "drop"
    CANCEL = "cancel"


def ask_unsaved(parent: QWidget, title: str) -> Unsaved:
    """What shall become of a picture with changes that are in no file."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("Unsaved changes")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"“{title}” has changes that are not saved.")
    box.setInformativeText("They are lost unless you save them.")
    save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
    save.setProperty("role", "accent")
    drop = box.addButton("Don't save", QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    if clicked is save:
        return Unsaved.SAVE
    return Unsaved.DROP if clicked is drop else Unsaved.CANCEL


def ask_file_to_open(parent: QWidget, title: str, folder: Path) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(folder), _OPEN_FILTER)
    return Path(chosen) if chosen else None


def ask_file_to_save(parent: QWidget, title: str, suggested: Path) -> Path | None:
    """A name without an ending becomes a PNG."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), _SAVE_FILTER)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".png")


def ask_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, title, str(folder))
    return Path(chosen) if chosen else None


def show_about(parent: QWidget) -> None:
    box = QMessageBox(QMessageBox.Icon.NoIcon, "About Latent Studio", ABOUT, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setModal(False)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.show()


def show_shortcuts(parent: QWidget, rows: Iterable[tuple[str, str]]) -> QDialog:
    """(what, keys) of each; keys as QKeySequence reads them."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("Shortcuts")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    table = QWidget()
    table.setProperty("role", "plain")
    grid = QGridLayout(table)
    grid.setContentsMargins(20, 16, 20, 16)
    grid.setHorizontalSpacing(40)
    grid.setVerticalSpacing(8)
    for line, (what, keys) in enumerate(rows):
        grid.addWidget(QLabel(what), line, 0)
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
        grid.addWidget(secondary_label(shown), line, 1, Qt.AlignmentFlag.AlignRight)
    area = QScrollArea()
    area.setWidget(table)
    area.setWidgetResizable(True)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(0, 14, 0, 0)
    heading = strong_label("Shortcuts")
    heading.setContentsMargins(20, 0, 0, 0)
    layout.addWidget(heading)
    layout.addWidget(area)
    dialog.resize(420, 620)
    dialog.show()
    return dialog
