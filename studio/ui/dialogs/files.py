"""Which file or folder, beginning where the last one was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.document.files.images import READABLE_SUFFIXES, WRITABLE_SUFFIXES

_FOLDER = "window/folder"
_OPEN_FILTER = f"Pictures ({' '.join(f'*{suffix}' for suffix in READABLE_SUFFIXES)})"
_SAVE_FILTER = ";;".join(
    f"{suffix[1:].upper()} (*{suffix})" for suffix in WRITABLE_SUFFIXES if suffix != ".jpeg"
)


def ask_file_to_open(parent: QWidget, title: str) -> Path | None:
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(last_folder()), _OPEN_FILTER)
    return Path(chosen) if chosen else None


def ask_file_to_save(parent: QWidget, title: str, suggested: Path) -> Path | None:
    """A name without an ending becomes a PNG."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), _SAVE_FILTER)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".png")


def ask_folder(parent: QWidget, title: str) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, title, str(last_folder()))
    return Path(chosen) if chosen else None


def last_folder() -> Path:
    pictures = QStandardPaths.StandardLocation.PicturesLocation
    usual = QStandardPaths.writableLocation(pictures)
    return Path(str(QSettings().value(_FOLDER, usual)))


def remember_folder(path: Path) -> None:
    QSettings().setValue(_FOLDER, str(path.parent))
