"""The words that a model knows, offered while one of them is typed."""

from __future__ import annotations

import re
from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QListWidget, QPlainTextEdit

_FEWEST_LETTERS = 2
_MOST_SHOWN = 6
_WIDTH_PX, _EDGE_PX, _AWAY_PX = 168, 5, 4
_BEGUN = re.compile(r"[^\W\d_]+$")
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WordCompletion(QListWidget):
    """A list under the cursor: Tab takes its first word, arrows and Enter another, Esc none.

    It never has the focus, and is no window of its own, so that all other keys and shortcuts
    do what they always do.
    """

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._words: tuple[str, ...] = ()
        self.setProperty("role", "words")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Words that the model knows")
        self.hide()
        self.itemClicked.connect(lambda item: self.take(item.text()))
        editor.installEventFilter(self)

    def set_words(self, words: Collection[str]) -> None:
        """Nothing is offered where there are none."""
        self._words = tuple(sorted(words))
        if not words:
            self.hide()

    def offer(self) -> None:
        """Show the words that begin as the one before the cursor does, unless it is whole."""
        begun = self._begun().lower()
        found = [word for word in self._words if word.startswith(begun)][:_MOST_SHOWN]
        # A word that is whole needs no other: Enter shall end the line, not lengthen it.
        if len(begun) < _FEWEST_LETTERS or not found or begun in found:
            self.hide()
            return
        self.clear()
        self.addItems(found)
        self._place()

    def take(self, word: str) -> None:
        """Write the word in place of what was begun, in one step of the editor's undo."""
        self.hide()
        cursor = self._editor.textCursor()
        left, keep = QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor
        cursor.movePosition(left, keep, len(self._begun()))
        cursor.insertText(word)
        self._editor.setTextCursor(cursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self.isVisible() and self._used(event)
        return super().eventFilter(watched, event)

    def _used(self, event: QKeyEvent) -> bool:
        """Whether a key was meant for the list."""
        key = Qt.Key(event.key())
        if event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            return False
        chosen = self.currentItem()
        if key in _MOVES:
            row = self.currentRow() + _MOVES[key]
            self.setCurrentRow(min(max(row, 0), self.count() - 1))
        elif key == Qt.Key.Key_Tab:
            self.take((chosen or self.item(0)).text())
        elif key in _TAKES and chosen is not None:
            self.take(chosen.text())
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def _place(self) -> None:
        """Under the cursor's line, or over it, within the window, over whatever is there."""
        window = self._editor.window()
        self.setParent(window)
        self.ensurePolished()
        self.resize(_WIDTH_PX, self.count() * self.sizeHintForRow(0) + 2 * _EDGE_PX)
        line = self._editor.cursorRect()
        place = self._editor.viewport().mapTo(window, line.bottomLeft() + QPoint(0, _AWAY_PX))
        if place.y() + self.height() > window.height():
            place.setY(place.y() - self.height() - line.height() - 2 * _AWAY_PX)
        place.setX(min(place.x(), window.width() - self.width() - _EDGE_PX))
        self.move(place)
        self.show()
        self.raise_()

    def _begun(self) -> str:
        """The letters before the cursor; none inside a word or with a selection."""
        cursor = self._editor.textCursor()
        text, position = cursor.block().text(), cursor.positionInBlock()
        if cursor.hasSelection() or text[position : position + 1].isalpha():
            return ""
        found = _BEGUN.search(text[:position])
        return found.group() if found else ""
