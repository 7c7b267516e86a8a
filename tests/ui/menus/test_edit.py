"""Cut, copy and paste with the keys that everybody knows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from studio.session.session import Session
from studio.ui.pictures import pixels_of, qimage_of
from studio.ui.window import MainWindow
from tests.session.fakes import a_picture

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def session_with_mask(with_picture: MainWindow, session: Session) -> Session:
    """A mask of 20 × 10 px at 5, 8."""
    with_picture.area.canvas.setFocus()
    session.document.mask.pixels[8:18, 5:25] = 255
    return session


def press(
    qtbot: QtBot,
    window: MainWindow,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = CONTROL,
) -> None:
    qtbot.keyClick(window.area.canvas, key, modifiers)


def copied_shape() -> tuple[int, ...]:
    return pixels_of(QGuiApplication.clipboard().image()).shape[:2]


def test_a_copy_takes_what_the_mask_covers(
    qtbot: QtBot, with_picture: MainWindow, session_with_mask: Session
) -> None:
    press(qtbot, with_picture, Qt.Key.Key_C)
    assert copied_shape() == (10, 20)
    assert session_with_mask.document.flattened()[10, 10, 3] == 255


def test_a_cut_takes_it_away_and_a_paste_puts_it_back_in_its_place(
    qtbot: QtBot, with_picture: MainWindow, session_with_mask: Session
) -> None:
    document = session_with_mask.document
    press(qtbot, with_picture, Qt.Key.Key_X)
    assert not document.flattened()[8:18, 5:25, 3].any()
    press(qtbot, with_picture, Qt.Key.Key_V)
    assert (document.flattened()[8:18, 5:25, 3] == 255).all()
    assert len(document.layers) == 2
    press(qtbot, with_picture, Qt.Key.Key_Z)
    press(qtbot, with_picture, Qt.Key.Key_Z)
    assert (document.flattened()[..., 3] == 255).all()


def test_what_is_seen_is_copied_with_shift(
    qtbot: QtBot, with_picture: MainWindow, session_with_mask: Session
) -> None:
    session_with_mask.paste(a_picture(64, 48, value=77))
    session_with_mask.choose(node=session_with_mask.document.layers[0].uid)
    press(qtbot, with_picture, Qt.Key.Key_C, CONTROL | SHIFT)
    assert (pixels_of(QGuiApplication.clipboard().image())[..., :3] == 77).all()


def test_where_nothing_is_copied_nothing_is_cut(
    qtbot: QtBot, with_picture: MainWindow, session_with_mask: Session
) -> None:
    press(qtbot, with_picture, Qt.Key.Key_X)
    steps, told = session_with_mask.undo_stack.index(), []
    session_with_mask.problem.connect(told.append)
    press(qtbot, with_picture, Qt.Key.Key_X)
    assert session_with_mask.undo_stack.index() == steps
    assert len(told) == 1


def test_a_picture_from_elsewhere_comes_to_the_middle(
    qtbot: QtBot, with_picture: MainWindow, session_with_mask: Session
) -> None:
    press(qtbot, with_picture, Qt.Key.Key_C)
    QGuiApplication.clipboard().setImage(qimage_of(a_picture(4, 4, value=9)))
    press(qtbot, with_picture, Qt.Key.Key_V)
    assert (session_with_mask.document.flattened_rgb()[22:26, 30:34] == 9).all()
