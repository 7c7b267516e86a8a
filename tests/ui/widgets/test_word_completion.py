"""Words that the model knows are offered as they are typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.widgets.prompt_editor import PromptEditor

WORDS = frozenset({"boat", "boats", "boathouse", "blue", "balloon", "red"})


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[PromptEditor]:
    window = QWidget()
    window.resize(400, 300)
    editor = PromptEditor()
    editor.set_known_words(WORDS)
    QVBoxLayout(window).addWidget(editor)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    editor.setFocus()
    yield editor


def offered(editor: PromptEditor) -> list[str]:
    completion = editor.completion
    if not completion.isVisible():
        return []
    return [completion.item(row).text() for row in range(completion.count())]


def test_words_that_begin_as_what_is_typed_are_offered(editor: PromptEditor, qtbot: QtBot):
    qtbot.keyClicks(editor, "a bo")
    assert offered(editor) == ["boat", "boathouse", "boats"]
    qtbot.keyClicks(editor, "ath")
    assert offered(editor) == ["boathouse"]


@pytest.mark.parametrize("text", ["a b", "a xy", "a boat", "boat ", "12"])
def test_nothing_is_offered_where_nothing_helps(editor: PromptEditor, qtbot: QtBot, text: str):
    qtbot.keyClicks(editor, text)
    assert offered(editor) == []


def test_tab_takes_the_first_word_in_one_step_of_undo(editor: PromptEditor, qtbot: QtBot):
    qtbot.keyClicks(editor, "a Ba")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "a balloon"
    assert offered(editor) == []
    editor.undo()
    assert editor.toPlainText() == "a Ba"


def test_arrows_and_enter_take_another(editor: PromptEditor, qtbot: QtBot):
    qtbot.keyClicks(editor, "bo")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(editor, key)
    assert editor.toPlainText() == "boathouse"


def test_enter_without_a_choice_ends_the_line(editor: PromptEditor, qtbot: QtBot):
    qtbot.keyClicks(editor, "bo")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.toPlainText() == "bo\n"
    assert offered(editor) == []


def test_escape_closes_the_list_and_keeps_the_focus(editor: PromptEditor, qtbot: QtBot):
    qtbot.keyClicks(editor, "bo")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert (offered(editor), editor.toPlainText()) == ([], "bo")
    assert editor.hasFocus()


def test_a_word_that_is_clicked_is_taken(editor: PromptEditor, qtbot: QtBot):
    qtbot.keyClicks(editor, "bo")
    completion = editor.completion
    place = completion.visualItemRect(completion.item(1)).center()
    qtbot.mouseClick(completion.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert editor.toPlainText() == "boathouse"
    assert editor.hasFocus()


def test_a_model_that_says_no_words_offers_none(editor: PromptEditor, qtbot: QtBot):
    editor.set_known_words(frozenset())
    qtbot.keyClicks(editor, "bo")
    assert offered(editor) == []


def test_in_the_middle_of_a_word_nothing_is_offered(editor: PromptEditor, qtbot: QtBot):
    editor.setPlainText("at")
    qtbot.keyClicks(editor, "bo")
    assert (offered(editor), editor.toPlainText()) == ([], "boat")


def test_at_the_end_of_the_window_words_are_offered_over_the_line(
    editor: PromptEditor, qtbot: QtBot
):
    editor.setPlainText("\n" * 40)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, "bo")
    assert offered(editor) == ["boat", "boathouse", "boats"]
    shown, line = editor.completion.geometry(), editor.cursorRect()
    top = editor.viewport().mapTo(editor.window(), line.topLeft()).y()
    assert 0 < shown.top() < shown.bottom() < top
