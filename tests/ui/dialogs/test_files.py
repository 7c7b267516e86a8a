"""Which file or folder: as Qt's own dialog asks, where the system has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.ui import theme
from studio.ui.dialogs.file_dialog import file_dialog
from studio.ui.dialogs.files import (
    ask_file_to_open,
    ask_file_to_save,
    ask_folder,
    ask_model_file,
    remember_folder,
)

OWN = Qt.ApplicationAttribute.AA_DontUseNativeDialogs


@pytest.fixture
def parent(qapp: QApplication, qtbot: QtBot) -> Iterator[QWidget]:
    """A desktop's own file dialog could not be answered from here."""
    qapp.setAttribute(OWN)
    # Before the first widget paints, as in the program.
    theme.current()
    parent = QWidget()
    qtbot.addWidget(parent)
    yield parent
    qapp.setAttribute(OWN, on=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The one that was used last, with a picture in it."""
    (tmp_path / "boat.png").write_bytes(b"x")
    remember_folder(tmp_path / "boat.png")
    return tmp_path


def answer_next(*, name: str = "", accept: bool = True) -> None:
    """Write that name in the dialog that comes next, or leave what it suggests."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(5, answer)
            return
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(name or field.text())
        buttons = QDialogButtonBox.StandardButton
        opens = dialog.acceptMode() is QFileDialog.AcceptMode.AcceptOpen
        pressed = buttons.Open if opens else buttons.Save
        box = dialog.findChild(QDialogButtonBox, "buttonBox")
        assert box is not None
        box.button(pressed if accept else buttons.Cancel).click()

    QTimer.singleShot(0, answer)


def test_a_file_is_opened_from_the_folder_that_was_used_last(parent: QWidget, folder: Path):
    answer_next(name="boat.png")
    assert ask_file_to_open(parent, "Open a picture") == folder / "boat.png"


def test_a_model_is_a_file_of_safe_weights(parent: QWidget, folder: Path):
    (folder / "boats.safetensors").write_bytes(b"x")
    answer_next(name="boats.safetensors")
    assert ask_model_file(parent, "Model") == folder / "boats.safetensors"


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
