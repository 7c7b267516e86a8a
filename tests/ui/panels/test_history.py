"""The list of steps: what it says, and where a click goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.session.session import Session
from studio.ui.panels.history import HistoryPanel
from studio.ui.panels.history_steps import GLYPH, IS_AHEAD, IS_SAVED
from studio.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, with_picture: MainWindow, session: Session) -> HistoryPanel:
    """Three steps: a paste, which is saved, and two of the mask."""
    with_picture.side.show_panel("History")
    session.fill_mask()
    session.invert_mask()
    settle(qtbot, with_picture.side.history, 4)
    return with_picture.side.history


def settle(qtbot: QtBot, panel: HistoryPanel, rows: int) -> None:
    qtbot.waitUntil(lambda: panel.steps.rowCount() == rows)


def cells(panel: HistoryPanel, role: int = Qt.ItemDataRole.DisplayRole) -> list[object]:
    return [panel.steps.index(row).data(role) for row in range(panel.steps.rowCount())]


def click(qtbot: QtBot, panel: HistoryPanel, row: int) -> None:
    panel.list.scrollTo(panel.steps.index(row))
    place = panel.list.visualRect(panel.steps.index(row)).center()
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=place)


def test_it_lists_the_steps_with_signs(panel: HistoryPanel) -> None:
    assert cells(panel) == ["New picture", "Paste", "Mask everything", "Invert mask"]
    assert cells(panel, GLYPH) == ["image", "clipboard", "selection", "selection-inverse"]


def test_a_click_goes_back_and_another_one_forth(
    qtbot: QtBot, panel: HistoryPanel, session: Session
) -> None:
    click(qtbot, panel, 1)
    assert session.undo_stack.index() == 1
    assert session.document.mask.is_empty
    qtbot.waitUntil(lambda: cells(panel, IS_AHEAD) == [False, False, True, True])
    click(qtbot, panel, 3)
    assert session.undo_stack.index() == 3


def test_the_present_step_is_marked(qtbot: QtBot, panel: HistoryPanel, session: Session) -> None:
    assert panel.list.currentIndex().row() == 3
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: panel.list.currentIndex().row() == 2)


def test_up_and_down_walk_through_the_steps(
    qtbot: QtBot, panel: HistoryPanel, session: Session
) -> None:
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    assert session.undo_stack.index() == 1
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert session.undo_stack.index() == 2


def test_the_step_that_is_in_the_file_is_marked(panel: HistoryPanel, session: Session) -> None:
    assert not any(cells(panel, IS_SAVED))
    session.document.path = Path("a.png")
    assert cells(panel, IS_SAVED) == [False, True, False, False]


def test_other_steps_take_the_place_of_those_that_were_taken_back(
    qtbot: QtBot, panel: HistoryPanel, session: Session
) -> None:
    session.undo_stack.setIndex(1)
    session.fill_mask()
    settle(qtbot, panel, 3)
    assert cells(panel) == ["New picture", "Paste", "Mask everything"]


def test_it_says_how_much_memory_the_steps_take(
    qtbot: QtBot, panel: HistoryPanel, session: Session
) -> None:
    assert panel.memory.text().startswith("3 steps · ")
    assert panel.memory.text().endswith("MB in memory")
    session.new(session.settings.extent)
    settle(qtbot, panel, 1)
    assert panel.memory.text() == "No steps yet"
