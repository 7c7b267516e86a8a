"""The system's dialog for files; where it has none, Qt's own in the window's dress."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHeaderView,
    QListView,
    QSplitter,
    QToolButton,
    QTreeView,
    QWidget,
)

from studio.ui.theme import icon

_SIZE = QSize(880, 540)
_SIDEBAR_PX = 180
_GLYPHS = {
    "backButton": "arrow-left",
    "forwardButton": "arrow-right",
    "toParentButton": "arrow-up",
    "newFolderButton": "folder-plus",
    "listModeButton": "squares-four",
    "detailModeButton": "list",
}
"""Of Qt's own dialog, by the names of its buttons."""


def file_dialog(parent: QWidget, title: str, folder: Path, filters: str = "") -> QFileDialog:
    """No class of its own: Qt asks the system only for one that is exactly a QFileDialog."""
    dialog = QFileDialog(parent, title, str(folder), filters)
    tree = dialog.findChild(QTreeView, "treeView")
    if tree is not None:
        dialog.resize(_SIZE)
        _dress(dialog, tree)
    return dialog


def answered(dialog: QFileDialog) -> tuple[Path | None, str]:
    """What was chosen, None where nothing was, and the filter; the dialog is gone then."""
    was_chosen = bool(dialog.exec())
    files, kind = dialog.selectedFiles(), dialog.selectedNameFilter()
    dialog.deleteLater()
    return Path(files[0]) if was_chosen and files else None, kind


def _dress(dialog: QFileDialog, tree: QTreeView) -> None:
    for name, glyph in _GLYPHS.items():
        button = dialog.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icon(glyph))
    # Names give way before sizes and dates do.
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    splitter, places = dialog.findChild(QSplitter), dialog.findChild(QListView, "sidebar")
    if splitter is not None and places is not None:
        splitter.setSizes([_SIDEBAR_PX, _SIZE.width() - _SIDEBAR_PX])
        places.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
