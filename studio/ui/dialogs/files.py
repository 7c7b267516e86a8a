"""Which file or folder, beginning where the last one was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.document.files.export import format_of
from studio.document.files.images import WRITABLE_SUFFIXES
from studio.session.files import OPENABLE_SUFFIXES, PROJECT_SUFFIX, SAVABLE_SUFFIXES
from studio.ui.dialogs.file_dialog import answered, file_dialog

_FOLDER = "window/folder"
_OPEN_FILTER = f"Pictures ({' '.join(f'*{suffix}' for suffix in OPENABLE_SUFFIXES)})"
_MODEL_FILTER = "Models (*.safetensors)"
_SAVE_FILTERS = {
    suffix: "Project: layers, masks, results (*.ora)"
    if suffix == PROJECT_SUFFIX
    else f"{suffix[1:].upper()} (*{suffix})"
    for suffix in SAVABLE_SUFFIXES
    if suffix not in (".jpeg", ".tiff")
}


def ask_file_to_open(parent: QWidget, title: str) -> Path | None:
    """A picture."""
    return _asked_file(parent, title, _OPEN_FILTER)


def ask_model_file(parent: QWidget, title: str) -> Path | None:
    return _asked_file(parent, title, _MODEL_FILTER)


def _asked_file(parent: QWidget, title: str, filters: str) -> Path | None:
    dialog = file_dialog(parent, title, last_folder(), filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return answered(dialog)[0]


def ask_file_to_save(
    parent: QWidget, title: str, suggested: Path, *, only: bool = False
) -> Path | None:
    """A name without an ending becomes of the kind that is chosen below it.

    only: of the suggested kind, whatever the name ends with.
    """
    wanted = _SAVE_FILTERS.get(suggested.suffix.lower(), _SAVE_FILTERS[".png"])
    filters = wanted if only else ";;".join(_SAVE_FILTERS.values())
    dialog = file_dialog(parent, title, suggested.parent, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectNameFilter(wanted)
    dialog.selectFile(suggested.name)
    path, kind = answered(dialog)
    if path is None:
        return None
    if only and not _is_kind(path, suggested.suffix):
        return path.with_name(f"{path.name}{suggested.suffix}")
    suffixes = {words: suffix for suffix, words in _SAVE_FILTERS.items()}
    return path if path.suffix else path.with_suffix(suffixes.get(kind, ".png"))


def _is_kind(path: Path, suffix: str) -> bool:
    """Whether a name ends with this, or another name of the same format."""
    own = path.suffix.lower()
    return own in WRITABLE_SUFFIXES and format_of(own).suffix == suffix


def ask_folder(parent: QWidget, title: str) -> Path | None:
    dialog = file_dialog(parent, title, last_folder())
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return answered(dialog)[0]


def last_folder() -> Path:
    pictures = QStandardPaths.StandardLocation.PicturesLocation
    usual = QStandardPaths.writableLocation(pictures)
    return Path(str(QSettings().value(_FOLDER, usual)))


def remember_folder(path: Path) -> None:
    QSettings().setValue(_FOLDER, str(path.parent))
