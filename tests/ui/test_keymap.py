"""Which keys do what, and what a person changes of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from studio.session.preferences import Preferences
from studio.session.session import Session
from studio.ui.dialogs.preferences.interface_page import InterfacePage
from studio.ui.keymap import Command, Keymap, short
from studio.ui.panels.options.brush import BrushOptions
from studio.ui.shortcuts import gestures, in_columns, sections
from studio.ui.window import MainWindow

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

COMMANDS = (
    Command("save", "Save", "File", ("Ctrl+S",)),
    Command("redo", "Redo", "Edit", ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command("original", "Show original", "View", ("Tab",), is_fixed=True),
    Command("pen", "Pen", "Tools", ("B",), turn="Tools"),
    Command("brush", "Brush", "Tools", ("B",), turn="Tools"),
)


@pytest.fixture
def keymap(store: QSettings) -> Keymap:
    keymap = Keymap(store)
    keymap.add(COMMANDS)
    return keymap


def again(store: QSettings) -> Keymap:
    """As at the next start."""
    keymap = Keymap(store)
    keymap.add(COMMANDS)
    return keymap


def test_at_first_commands_have_the_keys_of_their_table(keymap: Keymap) -> None:
    assert keymap.keys_of("redo") == ("Ctrl+Shift+Z", "Ctrl+Y")
    assert keymap.shown_key("redo") == "Ctrl+Shift+Z"
    assert keymap.is_default("redo")


def test_other_keys_are_remembered(keymap: Keymap, store: QSettings) -> None:
    keymap.set_keys("save", ["Ctrl+W", "Alt+W"])
    assert again(store).keys_of("save") == ("Ctrl+W", "Alt+W")
    assert not again(store).is_default("save")


def test_keys_that_were_taken_away_stay_away(keymap: Keymap, store: QSettings) -> None:
    keymap.set_keys("save", [])
    assert again(store).keys_of("save") == ()


def test_one_is_reset_and_then_all(keymap: Keymap, store: QSettings) -> None:
    keymap.set_keys("save", ["Ctrl+W"])
    keymap.set_keys("redo", ["Ctrl+R"])
    keymap.reset("save")
    assert again(store).keys_of("save") == ("Ctrl+S",)
    assert again(store).keys_of("redo") == ("Ctrl+R",)
    keymap.reset_all()
    assert again(store).is_default("redo")


def test_a_change_is_told(qtbot: QtBot, keymap: Keymap) -> None:
    with qtbot.waitSignal(keymap.changed):
        keymap.set_keys("save", ["Ctrl+W"])


def test_rivals_are_found_however_their_keys_are_written(keymap: Keymap) -> None:
    (rival,) = keymap.rivals_of("save", "ctrl+shift+z")
    assert rival.name == "redo"
    assert keymap.rivals_of("redo", "Ctrl+Y") == ()


def test_tools_may_share_a_key_and_others_not(keymap: Keymap) -> None:
    assert keymap.rivals_of("pen", "B") == ()
    assert [rival.name for rival in keymap.rivals_of("save", "B")] == ["pen", "brush"]


def test_one_of_several_keys_is_taken_away(keymap: Keymap) -> None:
    keymap.take_away("redo", "Ctrl+Y")
    assert keymap.keys_of("redo") == ("Ctrl+Shift+Z",)


@pytest.mark.parametrize(
    "stored", ["", "no json", "[1, 2]", '{"save": "Ctrl+W"}', '{"save": [1]}', '{"gone": ["K"]}']
)
def test_what_is_stored_wrongly_is_left_out(store: QSettings, stored: str) -> None:
    store.setValue("shortcuts", stored)
    assert again(store).keys_of("save") == ("Ctrl+S",)


# In the window.


@pytest.fixture
def keys(window: MainWindow) -> Iterator[Keymap]:
    window.area.canvas.setFocus()
    yield window.desk.keymap


def test_at_first_no_two_commands_want_the_same_keys(keys: Keymap) -> None:
    shared = {
        (each, command.name, rival.name)
        for command in keys.commands
        for each in command.keys
        for rival in keys.rivals_of(command.name, each)
    }
    assert not shared


def test_all_keys_of_the_tables_can_be_read(keys: Keymap) -> None:
    for command in keys.commands:
        for each in command.keys:
            assert QKeySequence(each).toString(), f"{command.name}: {each}"


def test_other_keys_act_at_once_and_the_old_ones_no_longer(
    qtbot: QtBot, window: MainWindow, keys: Keymap
) -> None:
    keys.set_keys("tool.hand", ["Ctrl+Alt+H"])
    qtbot.keyClick(window.area.canvas, Qt.Key.Key_H)
    assert window.area.canvas.tool_name != "hand"
    qtbot.keyClick(window.area.canvas, Qt.Key.Key_H, CONTROL | ALT)
    assert window.area.canvas.tool_name == "hand"


def test_alt_and_several_sequences_act(
    qtbot: QtBot, with_picture: MainWindow, keys: Keymap, session: Session
) -> None:
    keys.set_keys("fill_mask", ["Alt+F", "Ctrl+Shift+F"])
    canvas = with_picture.area.canvas
    for key, modifiers in ((Qt.Key.Key_F, ALT), (Qt.Key.Key_F, CONTROL | SHIFT)):
        qtbot.keyClick(canvas, key, modifiers)
        assert session.undo_stack.undoText() == "Mask everything"
        session.undo_stack.undo()


def test_menus_and_tooltips_show_other_keys(window: MainWindow, keys: Keymap) -> None:
    keys.set_keys("undo", ["Ctrl+U"])
    assert window.actions_by_name["undo"].shortcut().toString() == "Ctrl+U"
    tooltips = [button.toolTip() for button in window.toolbar.findChildren(QToolButton)]
    assert any(tooltip.endswith("  Ctrl+U") for tooltip in tooltips)
    assert ("Undo", "Ctrl+U") in dict(sections(keys))["Edit"]


def test_a_key_of_the_canvas_stays_one_of_the_canvas(
    qtbot: QtBot, window: MainWindow, keys: Keymap, session: Session
) -> None:
    keys.set_keys("discard", ["D"])
    assert window.actions_by_name["discard"].shortcutContext() is (
        Qt.ShortcutContext.WidgetWithChildrenShortcut
    )


def test_a_key_that_is_held_is_no_shortcut(window: MainWindow, keys: Keymap) -> None:
    assert keys["original"].is_fixed
    assert window.actions_by_name["original"].text() == "Show original\tTab", "it is only shown"
    assert not window.actions_by_name["original"].shortcuts()
    assert ("Show original", "Tab") in dict(sections(keys))["View"]


def test_single_keys_are_text_while_a_field_has_the_focus(
    qtbot: QtBot, window: MainWindow, keys: Keymap
) -> None:
    keys.set_keys("fill_mask", ["K"])
    keys.set_keys("invert_mask", ["Shift+K"])
    prompt = window.side.prompt.prompt
    prompt.setFocus()
    qtbot.keyClick(prompt, Qt.Key.Key_K)
    qtbot.keyClick(prompt, "K", SHIFT)
    assert prompt.toPlainText() == "kK"
    assert not window._session.undo_stack.count()


def test_the_list_of_keys_says_what_the_wheel_does(window: MainWindow, keys: Keymap) -> None:
    assert ("Zoom at the pointer", "Wheel") in gestures(Preferences(), keys)[1]
    swapped = gestures(Preferences(wheel_sizes_brush=True), keys)[1]
    assert ("Zoom at the pointer", "Ctrl + wheel") in swapped
    assert ("Size of the brush", "Wheel") in swapped


def test_the_list_of_keys_names_the_keys_that_tools_have_now(
    window: MainWindow, keys: Keymap
) -> None:
    keys.set_keys("tool.transform", ["T"])
    keys.set_keys("tool.mask_wand", [])
    listed = dict(gestures(Preferences(), keys)[1])
    assert listed["Scale around the centre"] == "T, Alt + drag"
    assert listed["Tolerance of the wand"] == "drag to the side"


def test_the_list_is_spread_over_columns_that_are_alike() -> None:
    found = [(str(count), tuple(("a", "B") for _ in range(count))) for count in (9, 2, 3, 5, 4)]
    columns = in_columns(found, 3)
    assert [[title for title, _ in column] for column in columns] == [["9"], ["2", "3"], ["5", "4"]]
    assert in_columns(found, 1) == [found]


# Wherever a usual key is named, the key is named that it has now.


def test_tooltips_of_the_brush_name_its_keys(window: MainWindow, keys: Keymap) -> None:
    options = window.tool_options.options
    assert isinstance(options, BrushOptions)
    assert options.size_px.toolTip() == "Smaller, larger  [ ]"
    keys.set_keys("smaller", ["F5"])
    keys.set_keys("larger", [])
    assert options.size_px.toolTip() == "Smaller, larger  F5"


def test_the_wells_name_the_keys_of_colours(window: MainWindow, keys: Keymap) -> None:
    assert window.wells.toolTip().endswith("Swap colours  X\nBlack and white  D")
    keys.set_keys("swap_colours", ["F6"])
    assert "Swap colours  F6" in window.wells.toolTip()


def test_buttons_of_the_panels_name_the_keys(window: MainWindow, keys: Keymap) -> None:
    side = window.side
    assert side.masks.eye.toolTip() == "Show or hide overlays  Shift+H"
    assert side.generate.cancel.toolTip() == "Cancel  Shift+X"
    keys.set_keys("overlays", ["F7"])
    keys.set_keys("cancel", ["F8"])
    assert side.masks.eye.toolTip() == "Show or hide overlays  F7"
    assert side.generate.cancel.toolTip() == "Cancel  F8"


def test_buttons_for_results_carry_the_keys(window: MainWindow, keys: Keymap) -> None:
    assert (window.strip.accept.text(), window.strip.discard.text()) == (
        "Accept  ↵",
        "Discard  esc",
    )
    keys.set_keys("accept", ["Ctrl+Y"])
    keys.set_keys("discard", [])
    assert (window.strip.accept.text(), window.strip.discard.text()) == (
        "Accept  Ctrl Y",
        "Discard",
    )


def test_the_preferences_name_the_key_of_a_result_as_a_layer(
    qtbot: QtBot, window: MainWindow, session: Session, keys: Keymap
) -> None:
    keys.set_keys("accept_apart", ["F9"])
    page = InterfacePage(session, keys)
    qtbot.addWidget(page)
    assert any(label.text() == "F9 always makes a layer." for label in page.findChildren(QLabel))


@pytest.mark.parametrize(
    ("keys", "shown"),
    [("Ctrl+Return", "Ctrl ↵"), ("Esc", "esc"), ("Ctrl++", "Ctrl +"), ("+", "+"), ("", "")],
)
def test_keys_are_short_on_a_button(keys: str, shown: str) -> None:
    assert short(keys) == shown
