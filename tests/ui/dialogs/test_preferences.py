"""The preferences: what is chosen there holds at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.session.preferences import BrushCursor
from studio.session.session import Session
from studio.ui import theme
from studio.ui.dialogs.preferences.dialog import PreferencesDialog
from studio.ui.dialogs.preferences.interface_page import InterfacePage
from studio.ui.dialogs.preferences.performance_page import PerformancePage
from studio.ui.dialogs.preferences.shortcut_row import ShortcutRow
from studio.ui.dialogs.preferences.shortcuts_page import ShortcutsPage
from studio.ui.theme import ThemeChoice
from studio.ui.widgets.segments import Segments
from studio.ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def dialog(qtbot: QtBot, with_picture: MainWindow) -> Iterator[PreferencesDialog]:
    with_picture.area.canvas.setFocus()
    qtbot.keyClick(with_picture.area.canvas, Qt.Key.Key_Comma, CONTROL)
    (dialog,) = with_picture.findChildren(PreferencesDialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    yield dialog
    dialog.close()


def choose(qtbot: QtBot, segments: Segments, name: str) -> None:
    qtbot.mouseClick(segments, LEFT, pos=segments.place_of(name).center().toPoint())


# Interface.


def interface(dialog: PreferencesDialog) -> InterfacePage:
    assert isinstance(dialog.page, InterfacePage)
    return dialog.page


def test_the_theme_is_changed(qtbot: QtBot, dialog: PreferencesDialog) -> None:
    choose(qtbot, interface(dialog).theme, "light")
    assert theme.current().choice is ThemeChoice.LIGHT
    assert not theme.tokens().is_dark


def test_the_brush_gets_another_pointer(
    qtbot: QtBot, dialog: PreferencesDialog, session: Session
) -> None:
    choose(qtbot, interface(dialog).pointer, "both")
    assert session.preferences.brush_cursor is BrushCursor.BOTH


def test_the_wheel_sizes_the_brush(
    qtbot: QtBot, dialog: PreferencesDialog, session: Session, with_picture: MainWindow
) -> None:
    choose(qtbot, interface(dialog).wheel, "sizes")
    assert session.preferences.wheel_sizes_brush
    assert with_picture.area.canvas.wheel_needs_control


def test_the_mask_gets_another_tint(
    qtbot: QtBot, dialog: PreferencesDialog, session: Session
) -> None:
    tint = interface(dialog).tint
    qtbot.mouseClick(tint, LEFT, pos=tint.centre_of(3).toPoint())
    assert session.tool.mask_colour == "#43c98b"
    qtbot.keyClick(tint, Qt.Key.Key_Left)
    assert session.tool.mask_colour == "#ffd166"
    qtbot.mouseClick(tint, LEFT, pos=QPoint(5, 12))
    assert session.tool.mask_colour == ""


# Performance.


def test_memory_and_autosave_are_typed(
    qtbot: QtBot, dialog: PreferencesDialog, session: Session
) -> None:
    dialog.show_page("Performance")
    performance = dialog.page
    assert isinstance(performance, PerformancePage)
    for slider, text in ((performance.memory, "2048"), (performance.autosave, "30")):
        qtbot.mouseClick(slider.field, LEFT)
        qtbot.keyClicks(slider.field, text)
        qtbot.keyClick(slider.field, Qt.Key.Key_Return)
    assert session.preferences.history_mb == 2048
    assert session.preferences.autosave_s == 30
    assert session.history_memory.limit_mb == 2048


def test_unsaved_work_is_kept_or_not(
    qtbot: QtBot, dialog: PreferencesDialog, session: Session
) -> None:
    dialog.show_page("Performance")
    performance = dialog.page
    assert isinstance(performance, PerformancePage)
    for name, kept in (("not kept", False), ("kept", True)):
        choose(qtbot, performance.safety, name)
        assert session.preferences.autosaves is kept


# Shortcuts.


@pytest.fixture
def shortcuts(dialog: PreferencesDialog) -> ShortcutsPage:
    dialog.show_page("Shortcuts")
    assert isinstance(dialog.page, ShortcutsPage)
    return dialog.page


def press(
    qtbot: QtBot,
    row: ShortcutRow,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """A click on the row's keys, then new ones."""
    qtbot.mouseClick(row.field, LEFT)
    qtbot.keyClick(row.field, key, modifiers)


def keys_of(window: MainWindow, name: str) -> list[str]:
    return [keys.toString() for keys in window.actions_by_name[name].shortcuts()]


def test_every_command_and_tool_has_a_row(
    with_picture: MainWindow, shortcuts: ShortcutsPage
) -> None:
    names = [row.command.name for row in shortcuts.rows]
    assert names[0].startswith("tool.")
    assert {"undo", "save", "tool.hand", "original", "preferences"} <= set(names)
    assert len(names) == len(with_picture.desk.keymap.commands)


def test_pressed_keys_take_the_place_of_the_old_ones(
    qtbot: QtBot, with_picture: MainWindow, shortcuts: ShortcutsPage
) -> None:
    press(qtbot, shortcuts.row_of("redo"), Qt.Key.Key_R, CONTROL | ALT)
    assert keys_of(with_picture, "redo") == ["Ctrl+Alt+R"]


@pytest.mark.parametrize(
    ("key", "modifiers", "wanted"),
    [
        (Qt.Key.Key_Backtab, SHIFT | CONTROL, ["Ctrl+Shift+Tab"]),
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, ["F9"]),
        (Qt.Key.Key_Question, SHIFT, ["?", "Shift+?"]),
        (Qt.Key.Key_Enter, ALT | Qt.KeyboardModifier.KeypadModifier, ["Alt+Return", "Alt+Enter"]),
        (Qt.Key.Key_Y, Qt.KeyboardModifier.NoModifier, ["Y"]),
    ],
)
def test_any_keys_can_be_pressed(
    qtbot: QtBot,
    with_picture: MainWindow,
    shortcuts: ShortcutsPage,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    wanted: list[str],
) -> None:
    press(qtbot, shortcuts.row_of("fit"), key, modifiers)
    assert keys_of(with_picture, "fit") == wanted


def test_modifiers_alone_are_waited_upon(
    qtbot: QtBot, with_picture: MainWindow, shortcuts: ShortcutsPage
) -> None:
    row = shortcuts.row_of("fit")
    qtbot.mouseClick(row.field, LEFT)
    qtbot.keyPress(row.field, Qt.Key.Key_Control)
    assert keys_of(with_picture, "fit") == ["Ctrl+0"]
    qtbot.keyClick(row.field, Qt.Key.Key_9, CONTROL)
    assert keys_of(with_picture, "fit") == ["Ctrl+9"]


def test_escape_leaves_the_keys(
    qtbot: QtBot,
    dialog: PreferencesDialog,
    with_picture: MainWindow,
    shortcuts: ShortcutsPage,
) -> None:
    press(qtbot, shortcuts.row_of("fit"), Qt.Key.Key_Escape)
    assert keys_of(with_picture, "fit") == ["Ctrl+0"]
    assert dialog.isVisible()


def test_further_keys_join_the_old_ones(
    qtbot: QtBot, with_picture: MainWindow, shortcuts: ShortcutsPage
) -> None:
    row = shortcuts.row_of("fit")
    row.press("add")
    qtbot.keyClick(row.field, Qt.Key.Key_F9)
    assert keys_of(with_picture, "fit") == ["Ctrl+0", "F9"]


def test_keys_can_be_taken_away_and_come_back(
    with_picture: MainWindow, shortcuts: ShortcutsPage
) -> None:
    row = shortcuts.row_of("fit")
    row.press("clear")
    assert keys_of(with_picture, "fit") == []
    row.press("reset")
    assert keys_of(with_picture, "fit") == ["Ctrl+0"]


def test_taken_keys_are_asked_about_in_place(
    qtbot: QtBot, with_picture: MainWindow, shortcuts: ShortcutsPage
) -> None:
    row = shortcuts.row_of("fit")
    press(qtbot, row, Qt.Key.Key_S, CONTROL)
    assert row.is_asking
    assert row.question is not None
    assert "Save" in row.question.sentence.text()
    assert keys_of(with_picture, "fit") == ["Ctrl+0"]
    assert keys_of(with_picture, "save") == ["Ctrl+S"]


def test_taken_keys_are_taken_over(
    qtbot: QtBot, with_picture: MainWindow, shortcuts: ShortcutsPage
) -> None:
    row = shortcuts.row_of("fit")
    press(qtbot, row, Qt.Key.Key_S, CONTROL)
    assert row.question is not None
    qtbot.mouseClick(row.question.yes, LEFT)
    assert keys_of(with_picture, "fit") == ["Ctrl+S"]
    assert keys_of(with_picture, "save") == []
    assert not row.is_asking


def test_taken_keys_are_left(
    qtbot: QtBot, with_picture: MainWindow, shortcuts: ShortcutsPage
) -> None:
    row = shortcuts.row_of("fit")
    press(qtbot, row, Qt.Key.Key_S, CONTROL)
    assert row.question is not None
    qtbot.mouseClick(row.question.no, LEFT)
    assert keys_of(with_picture, "fit") == ["Ctrl+0"]
    assert keys_of(with_picture, "save") == ["Ctrl+S"]


def test_a_key_that_is_held_cannot_be_taken_over(qtbot: QtBot, shortcuts: ShortcutsPage) -> None:
    row = shortcuts.row_of("fit")
    press(qtbot, row, Qt.Key.Key_Tab)
    assert row.question is not None
    assert row.question.yes.isHidden()
    assert "cannot" in row.question.sentence.text()


def test_tools_take_turns_without_a_question(
    qtbot: QtBot, with_picture: MainWindow, shortcuts: ShortcutsPage
) -> None:
    row = shortcuts.row_of("tool.hand")
    press(qtbot, row, Qt.Key.Key_B)
    assert not row.is_asking
    assert with_picture.toolbar.keys.shown["hand"] == "B"


def test_all_are_reset(qtbot: QtBot, with_picture: MainWindow, shortcuts: ShortcutsPage) -> None:
    assert not shortcuts.reset.isEnabled()
    press(qtbot, shortcuts.row_of("fit"), Qt.Key.Key_F9)
    press(qtbot, shortcuts.row_of("tool.hand"), Qt.Key.Key_F8)
    qtbot.mouseClick(shortcuts.reset, LEFT)
    assert keys_of(with_picture, "fit") == ["Ctrl+0"]
    assert with_picture.toolbar.keys.shown["hand"] == "H"
    assert not shortcuts.reset.isEnabled()


def test_a_search_finds_words_and_keys(qtbot: QtBot, shortcuts: ShortcutsPage) -> None:
    def found() -> set[str]:
        return {row.command.name for row in shortcuts.rows if not row.isHidden()}

    qtbot.keyClicks(shortcuts.search, "fit win")
    assert found() == {"fit"}
    shortcuts.search.clear()
    qtbot.keyClicks(shortcuts.search, "ctrl+z")
    assert found() == {"undo"}
    shortcuts.search.clear()
    assert len(found()) == len(shortcuts.rows)


def test_keys_that_are_pressed_for_a_row_do_nothing_else(
    qtbot: QtBot, session: Session, shortcuts: ShortcutsPage
) -> None:
    steps = session.undo_stack.index()
    press(qtbot, shortcuts.row_of("fit"), Qt.Key.Key_Z, CONTROL)
    assert session.undo_stack.index() == steps
    assert QApplication.focusWidget() is not None
