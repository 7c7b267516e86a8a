"""The mask's edge is seen where it would be, and moved only when that is taken."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds
from studio.session.session import Session
from studio.ui.dialogs.mask_edge import GROW, MaskEdgeDialog
from studio.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
SQUARE = Bounds(20, 15, 20, 20)


@pytest.fixture
def dialog(qtbot: QtBot, with_picture: MainWindow, session: Session) -> MaskEdgeDialog:
    QSettings().remove("mask/grow_px")
    session.document.mask.part(SQUARE)[:] = 255
    dialog = MaskEdgeDialog(with_picture, session, GROW)
    qtbot.addWidget(dialog)
    # A field takes what is typed as a new number once its window is the active one.
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog


def type_width(qtbot: QtBot, dialog: MaskEdgeDialog, text: str) -> None:
    """A slow screen may give the focus back to the window behind for a moment."""
    dialog.activateWindow()
    dialog.width_px.field.setFocus()
    qtbot.waitUntil(dialog.width_px.field.hasFocus)
    qtbot.keyClicks(dialog.width_px.field, text)


def masked(session: Session) -> np.ndarray:
    return session.document.mask.pixels > 0


def grown_by(px: int) -> int:
    """The width of the grown square."""
    return SQUARE.width + 2 * px


def test_the_canvas_shows_it_at_once_without_a_step(
    qtbot: QtBot, dialog: MaskEdgeDialog, session: Session
):
    steps = session.undo_stack.count()
    qtbot.waitUntil(lambda: masked(session)[25].sum() == grown_by(8))
    type_width(qtbot, dialog, "3")
    qtbot.keyClick(dialog.width_px.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: masked(session)[25].sum() == grown_by(3))
    assert session.undo_stack.count() == steps


def test_giving_up_leaves_the_mask_as_it_was(
    qtbot: QtBot, dialog: MaskEdgeDialog, session: Session
):
    dialog.preview()
    qtbot.mouseClick(dialog.give_up, LEFT)
    assert masked(session).sum() == 400
    assert session.undo_stack.count() == 1


def test_taking_it_is_one_step(qtbot: QtBot, dialog: MaskEdgeDialog, session: Session):
    type_width(qtbot, dialog, "5")
    qtbot.mouseClick(dialog.apply, LEFT)
    assert masked(session)[25].sum() == grown_by(5)
    assert session.undo_stack.undoText() == "Grow mask"
    session.undo_stack.undo()
    expected = np.zeros((48, 64), np.bool_)
    expected[SQUARE.slices] = True
    assert_array_equal(masked(session), expected)
    session.undo_stack.redo()
    assert masked(session)[25].sum() == grown_by(5)


def test_the_width_is_offered_again(qtbot: QtBot, dialog: MaskEdgeDialog, session: Session):
    type_width(qtbot, dialog, "7")
    qtbot.mouseClick(dialog.apply, LEFT)
    again = MaskEdgeDialog(dialog.parentWidget(), session, GROW)
    qtbot.addWidget(again)
    assert again.width_px.value == 7


def test_what_cannot_be_is_refused_in_place(
    qtbot: QtBot, with_picture: MainWindow, session: Session
):
    dialog = MaskEdgeDialog(with_picture, session, GROW)
    qtbot.addWidget(dialog)
    dialog.preview()
    assert "The mask is empty" in dialog.note.text()
    assert not dialog.apply.isEnabled()
