"""The mask menu: every entry does one step, or says why it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds
from studio.document.colour import Colour
from studio.document.files.images import open_mask
from studio.session.session import Session
from studio.ui.dialogs.mask_edge import MaskEdgeDialog
from studio.ui.window import MainWindow

NEEDS_MASK = (
    "clear_mask",
    "grow_mask",
    "shrink_mask",
    "feather_mask",
    "smooth_mask",
    "border_mask",
    "fill_holes",
    "copy_masked",
    "paint_masked",
    "delete_masked",
    "save_mask",
)
SQUARE = Bounds(20, 15, 20, 20)


@pytest.fixture
def masked(with_picture: MainWindow, session: Session) -> MainWindow:
    session.invert_mask()
    session.undo_stack.undo()
    session.document.mask.part(SQUARE)[:] = 255
    session.choose()
    return with_picture


def do(window: MainWindow, name: str) -> None:
    action = window.actions_by_name[name]
    assert action.isEnabled()
    action.trigger()


def test_what_needs_a_mask_waits_for_one(with_picture: MainWindow, session: Session):
    actions = with_picture.actions_by_name
    assert not any(actions[name].isEnabled() for name in NEEDS_MASK)
    session.fill_mask()
    assert all(actions[name].isEnabled() for name in NEEDS_MASK)


@pytest.mark.parametrize("name", ["grow", "shrink", "feather", "smooth", "border"])
def test_edges_are_asked_about(masked: MainWindow, session: Session, name: str):
    before = session.document.mask.pixels.copy()
    do(masked, f"{name}_mask")
    dialog = masked.findChild(MaskEdgeDialog)
    assert dialog is not None
    dialog.accept()
    assert (session.document.mask.pixels != before).any()
    session.undo_stack.undo()
    assert_array_equal(session.document.mask.pixels, before)


def test_the_masked_part_is_deleted_by_a_key_on_the_canvas(
    qtbot: QtBot, masked: MainWindow, session: Session
):
    masked.area.canvas.setFocus()
    qtbot.keyClick(masked.area.canvas, Qt.Key.Key_Delete)
    alpha = session.document.flattened()[..., 3]
    assert (alpha == 0).sum() == 400


def test_the_masked_part_is_filled_with_the_colour(masked: MainWindow, session: Session):
    session.update_tool(foreground=Colour(10, 20, 30))
    do(masked, "paint_masked")
    assert (session.document.flattened_rgb(SQUARE) == (10, 20, 30)).all()


def test_the_masked_part_becomes_a_layer(masked: MainWindow, session: Session):
    do(masked, "copy_masked")
    assert len(session.document.layers) == 2
    assert session.document.layers[1].raster.painted == SQUARE


def test_a_layers_shape_becomes_the_mask(masked: MainWindow, session: Session):
    do(masked, "mask_from_alpha")
    assert session.document.mask.painted == Bounds(0, 0, 64, 48)


def test_holes_are_filled(masked: MainWindow, session: Session):
    session.document.mask.part(Bounds(25, 20, 5, 5))[:] = 0
    do(masked, "fill_holes")
    assert (session.document.mask.pixels == 255).sum() == 400


@pytest.mark.parametrize(
    ("key", "keys"),
    [
        (Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_two_keys_invert(
    qtbot: QtBot,
    masked: MainWindow,
    session: Session,
    key: Qt.Key,
    keys: Qt.KeyboardModifier,
):
    qtbot.keyClick(masked.area.canvas, key, keys)
    assert (session.document.mask.pixels > 0).sum() == 64 * 48 - 400


@pytest.mark.parametrize("name", ["mask.png", "mask.webp"])
def test_a_mask_is_saved_as_it_was_asked_for(
    qtbot: QtBot,
    masked: MainWindow,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
):
    path = tmp_path / name
    monkeypatch.setattr("studio.ui.menus.mask.ask_file_to_save", lambda *_: path)
    before = session.document.mask.pixels.copy()
    do(masked, "save_mask")
    session.clear_mask()
    with qtbot.waitSignal(session.notice):
        pass
    assert_array_equal(open_mask(path), before)


def test_a_mask_that_cannot_be_saved_is_told(
    qtbot: QtBot, masked: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("studio.ui.menus.mask.ask_file_to_save", lambda *_: Path("mask.txt"))
    with qtbot.waitSignal(session.problem) as told:
        do(masked, "save_mask")
    assert "mask.txt" in told.args[0]
