"""The menu of layers, and the keys that painters know."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.document.operations.merging import flatten_edit
from studio.session.session import Session
from studio.ui.window import MainWindow
from tests.document.operations.stacks import document_of, group, layer, tree

KEYS = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def layered(window: MainWindow, session: Session) -> MainWindow:
    """a below a group g of b and c; c is active."""
    document = document_of(layer("a", -1), group("g", layer("b", -2), layer("c", 3)), active="c")
    session.document.show(document.picture)
    session.picture_changed.emit()
    window.area.canvas.setFocus()
    return window


@pytest.mark.parametrize(
    ("key", "modifiers", "wanted"),
    [
        (KEYS.Key_N, CTRL | SHIFT, ["a", ("g", ["b", "c", "Layer 1"])]),
        (KEYS.Key_J, CTRL, ["a", ("g", ["b", "c", "c copy"])]),
        (KEYS.Key_Delete, SHIFT, ["a", ("g", ["b"])]),
        (KEYS.Key_G, CTRL, ["a", ("g", ["b", ("Group 1", ["c"])])]),
        (KEYS.Key_E, CTRL, ["a", ("g", ["b"])]),
        (KEYS.Key_E, CTRL | SHIFT, ["a"]),
        (KEYS.Key_E, CTRL | ALT | SHIFT, ["a", ("g", ["b", "c"]), "Visible"]),
        (KEYS.Key_BracketRight, CTRL, ["a", ("g", ["b"]), "c"]),
        (KEYS.Key_BracketLeft, CTRL, ["a", ("g", ["c", "b"])]),
    ],
)
def test_keys_change_the_layers_and_undo_takes_it_back(
    layered: MainWindow,
    session: Session,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    wanted: list[object],
) -> None:
    before = tree(session.document)
    QTest.keyClick(layered.area.canvas, key, modifiers)
    assert tree(session.document) == wanted
    session.undo_stack.undo()
    assert tree(session.document) == before


def test_keys_walk_through_the_layers(layered: MainWindow, session: Session) -> None:
    seen = []
    for key in (KEYS.Key_BracketLeft, KEYS.Key_BracketLeft, KEYS.Key_BracketLeft):
        QTest.keyClick(layered.area.canvas, key, ALT)
        seen.append(session.document.picture.active_node)
    assert seen == ["b", "g", "a"]
    QTest.keyClick(layered.area.canvas, KEYS.Key_BracketRight, ALT)
    assert session.document.picture.active_node == "g"


def test_a_group_is_ungrouped_and_merged(layered: MainWindow, session: Session) -> None:
    session.choose(node="g")
    QTest.keyClick(layered.area.canvas, KEYS.Key_G, CTRL | SHIFT)
    assert tree(session.document) == ["a", "b", "c"]
    session.undo_stack.undo()
    session.choose(node="g")
    QTest.keyClick(layered.area.canvas, KEYS.Key_E, CTRL)
    assert tree(session.document) == ["a", "g"]


def test_switches_are_ticked_in_the_menu(layered: MainWindow, session: Session) -> None:
    actions = layered.actions_by_name
    assert actions["layer_visible"].isChecked()
    QTest.keyClick(layered.area.canvas, KEYS.Key_Slash, NONE)
    assert actions["lock_alpha"].isChecked()
    QTest.keyClick(layered.area.canvas, KEYS.Key_G, CTRL | ALT)
    assert actions["clip_layer"].isChecked()
    session.undo_stack.undo()
    assert not actions["clip_layer"].isChecked()


def test_what_cannot_be_done_is_grey(layered: MainWindow, session: Session) -> None:
    actions = layered.actions_by_name
    assert not actions["ungroup_layers"].isEnabled()
    session.choose(node="g")
    assert actions["ungroup_layers"].isEnabled()
    assert not actions["lock_alpha"].isEnabled()
    assert actions["merge_down"].isEnabled()
    session.do(flatten_edit)
    assert not actions["merge_down"].isEnabled()


def test_without_a_picture_only_new_things_can_be_made(window: MainWindow) -> None:
    actions = window.actions_by_name
    assert actions["new_layer"].isEnabled()
    for name in ("duplicate_layer", "delete_layer", "group_layers", "merge_visible", "flatten"):
        assert not actions[name].isEnabled()


def test_the_last_layer_stays_and_that_is_told(with_picture: MainWindow, session: Session) -> None:
    QTest.keyClick(with_picture.area.canvas, KEYS.Key_Delete, SHIFT)
    assert len(session.document.layers) == 1
    assert "at least one layer" in with_picture.area.banner.text


def test_a_large_picture_is_flattened_in_the_background(
    qtbot: QtBot, layered: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.session.patience.AT_ONCE_PX", 0)
    before = session.document.flattened()
    layered.actions_by_name["flatten"].trigger()
    qtbot.waitUntil(lambda: len(session.document.layers) == 1)
    assert (session.document.flattened() == before).all()
    session.undo_stack.undo()
    assert tree(session.document) == ["a", ("g", ["b", "c"])]
