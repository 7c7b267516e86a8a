"""Which file or folder: as Qt's own dialog asks, where the system has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QHeaderView, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from studio.ui import theme
from studio.ui.dialogs.file_dialog import file_dialog
from studio.ui.dialogs.files import ask_file_to_open, ask_file_to_save, ask_folder, remember_folder


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    # Before the first widget paints, as in the program.
    theme.current()
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The one that was used last, with a picture in it."""
    (tmp_path / "boat.png").write_bytes(b"x")
    remember_folder(tmp_path / "boat.png")
    return tmp_path


def answer_next(*, name: str = "", accept: bool = True) -> None:
    """Choose that name in the dialog that comes next, or what it suggests."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        if name:
            dialog.selectFile(name)
        dialog.accept() if accept else dialog.reject()

    QTimer.singleShot(100, press)


def test_a_file_is_opened_from_the_folder_that_was_used_last(parent: QWidget, folder: Path):
    answer_next(name="boat.png")
    assert ask_file_to_open(parent, "Open a picture") == folder / "boat.png"


def test_who_gives_up_has_chosen_nothing(parent: QWidget, folder: Path):
    answer_next(name="boat.png", accept=False)
    assert ask_file_to_open(parent, "Open a picture") is None
    answer_next(accept=False)
    assert ask_file_to_save(parent, "Save", folder / "new.ora") is None
    answer_next(accept=False)
    assert ask_folder(parent, "Folder") is None


def test_what_is_suggested_is_saved_with_one_press(parent: QWidget, folder: Path):
    answer_next()
    assert ask_file_to_save(parent, "Save", folder / "new.ora") == folder / "new.ora"


def test_a_name_without_an_ending_gets_that_of_the_kind(parent: QWidget, folder: Path):
    answer_next(name="new")
    assert ask_file_to_save(parent, "Save", folder / "boat.webp") == folder / "new.webp"


def test_names_give_way_before_sizes_and_dates(qtbot: QtBot, parent: QWidget, folder: Path):
    dialog = file_dialog(parent, "Open", folder)
    qtbot.addWidget(dialog)
    tree = dialog.findChild(QTreeView, "treeView")
    assert tree is not None
    assert tree.header().sectionResizeMode(0) is QHeaderView.ResizeMode.Stretch
    assert not tree.horizontalScrollBar().isVisible()
