"""The column of tools: slots that tools share, and the keys that take them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.ui import theme
from studio.ui.keymap import Command, Keymap
from studio.ui.panels.tool_slot import ToolSlot
from studio.ui.panels.toolbar import Toolbar

SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True)
class Row:
    name: str
    shortcut: str
    group: str = ""
    icon: str = "hand"

    @property
    def title(self) -> str:
        return self.name.capitalize()


ROWS = (
    Row("brush", "B"),
    Row("rectangle", "U", "shapes"),
    Row("ellipse", "U", "shapes"),
    Row("star", "Y", "shapes"),
    Row("move", "V"),
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    theme.current()
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def keymap(tmp_path: Path) -> Keymap:
    return Keymap(QSettings(str(tmp_path / "keys.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def bar(qtbot: QtBot, window: QWidget, keymap: Keymap) -> Toolbar:
    bar = Toolbar(ROWS, keymap, window)
    QHBoxLayout(window).addWidget(bar)
    window.resize(100, 600)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.setFocus()
    return bar


def slot_of(bar: Toolbar, name: str) -> ToolSlot:
    return next(slot for slot in bar.slots if name in slot.names)


def shown_menu(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_tools_of_a_group_share_a_slot(bar: Toolbar) -> None:
    assert [slot.names for slot in bar.slots] == [
        ("brush",),
        ("rectangle", "ellipse", "star"),
        ("move",),
    ]


def test_a_slot_shows_the_tool_that_was_used_last(qtbot: QtBot, bar: Toolbar) -> None:
    bar.choose("ellipse")
    bar.choose("brush")
    slot = slot_of(bar, "ellipse")
    assert slot.toolTip().startswith("Ellipse")
    with qtbot.waitSignal(bar.chosen) as told:
        qtbot.mouseClick(slot, Qt.MouseButton.LeftButton)
    assert told.args == ["ellipse"]
    assert slot.isChecked()
    assert not slot_of(bar, "brush").isChecked()


def test_a_slot_that_is_held_offers_its_group(qtbot: QtBot, bar: Toolbar) -> None:
    slot = slot_of(bar, "star")
    qtbot.mousePress(slot, Qt.MouseButton.LeftButton)
    menu = shown_menu(qtbot)
    assert [action.text().split("\t")[0] for action in menu.actions()] == [
        "Rectangle",
        "Ellipse",
        "Star",
    ]
    with qtbot.waitSignal(bar.chosen) as told:
        menu.actions()[2].trigger()
    menu.close()
    assert told.args == ["star"]


def test_a_right_click_offers_the_group_at_once(qtbot: QtBot, bar: Toolbar) -> None:
    slot = slot_of(bar, "star")
    middle = slot.rect().center()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(slot, QContextMenuEvent(reason, middle, slot.mapToGlobal(middle)))
    menu = shown_menu(qtbot)
    assert len(menu.actions()) == 3
    menu.close()


def test_a_slot_of_one_tool_offers_nothing(qtbot: QtBot, bar: Toolbar) -> None:
    slot_of(bar, "brush").open_flyout()
    assert QApplication.activePopupWidget() is None


def test_a_key_takes_the_last_used_of_its_tools(
    qtbot: QtBot, window: QWidget, bar: Toolbar
) -> None:
    told: list[str] = []
    bar.chosen.connect(told.append)
    qtbot.keyClick(window, Qt.Key.Key_U)
    bar.choose("ellipse")
    qtbot.keyClick(window, Qt.Key.Key_B)
    qtbot.keyClick(window, Qt.Key.Key_U)
    assert told == ["rectangle", "ellipse", "brush", "ellipse"]


def test_shift_turns_through_the_tools_of_a_key(
    qtbot: QtBot, window: QWidget, bar: Toolbar
) -> None:
    told: list[str] = []
    bar.choose("rectangle")
    bar.chosen.connect(told.append)
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_U, SHIFT)
    assert told == ["ellipse", "rectangle", "ellipse"]


def test_shift_with_a_key_that_means_something_else_is_left_alone(
    qtbot: QtBot, window: QWidget, keymap: Keymap
) -> None:
    keymap.add([Command("other", "Other", "Menu", ("Shift+U",))])
    action = QAction(window)
    action.setShortcut(QKeySequence("Shift+U"))
    window.addAction(action)
    bar = Toolbar(ROWS, keymap, window)
    QHBoxLayout(window).addWidget(bar)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(window, Qt.Key.Key_U, SHIFT)


def test_a_tool_can_have_another_key_at_once(
    qtbot: QtBot, window: QWidget, bar: Toolbar, keymap: Keymap
) -> None:
    keymap.set_keys("tool.ellipse", ["Ctrl+K"])
    with qtbot.waitSignal(bar.chosen) as told:
        qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["ellipse"]
    assert slot_of(bar, "ellipse").toolTip() == "Ellipse  Ctrl+K"


@pytest.mark.parametrize(("height", "has_actions"), [(900, True), (610, True), (495, False)])
def test_twenty_tools_have_room_in_a_low_window(
    qtbot: QtBot, window: QWidget, keymap: Keymap, height: int, has_actions: bool
) -> None:
    rows = [Row(f"tool {index}", "", f"group {index * 12 // 20}") for index in range(20)]
    bar = Toolbar(rows, keymap, window)
    bar.add_actions([QAction(window), QAction(window)])
    bar.add_actions_below([QAction(window) for _ in range(4)])
    wells = QWidget()
    wells.setFixedSize(40, 44)
    bar.add_widget_below(wells)
    layout = QHBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(bar)
    window.setMinimumSize(60, 400)
    window.resize(60, height)
    with qtbot.waitExposed(window):
        window.show()
    bottoms = [slot.geometry().bottom() for slot in bar.slots]
    assert bottoms == sorted(bottoms)
    assert bottoms[-1] < wells.geometry().top()
    assert wells.geometry().bottom() < bar.height() <= height
    small = set(bar.findChildren(QToolButton)) - set(bar.slots)
    assert len(small) == 6
    assert {button.isVisible() for button in small} == {has_actions}
