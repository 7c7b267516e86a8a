"""Where prompts are written: words can be weighed, and those that the model knows are offered."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QToolTip

from studio.core.emphasis import weighted_spans, with_changed_weight
from studio.core.vocabulary import unknown_spans
from studio.ui import theme
from studio.ui.widgets.word_completion import WordCompletion

_WEIGHT_STEP = 0.1
_WALKS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PromptHighlighter(QSyntaxHighlighter):
    """Words with a weight stand out in the accent colour; those that a model does not know are
    underlined, as misspelt ones are elsewhere."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._known: frozenset[str] = frozenset()
        theme.current().changed.connect(self.rehighlight)

    def set_known(self, known: frozenset[str]) -> None:
        if known != self._known:
            self._known = known
            self.rehighlight()

    def is_unknown(self, position: int, text: str) -> bool:
        """Does a word that the model does not know stand at this position of the text?"""
        return any(start <= position < end for start, end in unknown_spans(text, self._known))

    def highlightBlock(self, text: str) -> None:
        colours = theme.tokens()
        for start, end in weighted_spans(text):
            self.setFormat(start, end - start, QColor(colours.accent))
        for start, end in unknown_spans(text, self._known):
            underlined = self.format(start)
            underlined.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            underlined.setUnderlineColor(QColor(colours.busy))
            self.setFormat(start, end - start, underlined)


class PromptEditor(QPlainTextEdit):
    """Alt+↑ and Alt+↓ walk the prompts used before; Ctrl+↑ and Ctrl+↓ weigh words; Esc leaves.

    The words that the model knows are offered as they are typed.
    """

    walked = Signal(int)
    """-1 = to an older prompt, 1 = to a newer one."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setPlaceholderText("What shall the picture show?")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(3)
        self.setAccessibleName("Prompt")
        # A file that is dropped here shall open, not become text.
        self.setAcceptDrops(False)
        self._highlighter = PromptHighlighter(self.document())
        self.completion = WordCompletion(self)

    def set_known_words(self, known: frozenset[str]) -> None:
        """What the model was taught: offered as it is typed, and other words are underlined.

        Neither where this is empty.
        """
        self._highlighter.set_known(known)
        self.completion.set_words(known)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            self._explain_word_at(event)
            return True
        return super().event(event)

    def _explain_word_at(self, event: QHelpEvent) -> None:
        cursor = self.cursorForPosition(self.viewport().mapFrom(self, event.pos()))
        block = cursor.block()
        unknown = self._highlighter.is_unknown(cursor.positionInBlock(), block.text())
        hint = "This model was not taught this word" if unknown else ""
        QToolTip.showText(event.globalPos(), hint, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        walk = _WALKS.get(Qt.Key(event.key()))
        if walk is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.walked.emit(walk)
        elif walk is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._weigh(-walk * _WEIGHT_STEP)
        elif event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)
            if event.text():
                self.completion.offer()

    def _weigh(self, delta: float) -> None:
        """The selected words, or the word at the cursor, count more or less."""
        cursor = self.textCursor()
        text, start, end = with_changed_weight(
            self.toPlainText(), cursor.selectionStart(), cursor.selectionEnd(), delta
        )
        if text == self.toPlainText():
            return
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)  # one step of the editor's own undo
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)


class PromptLine(PromptEditor):
    """A prompt of one line. Enter or leaving takes it, and so does a press of the keys that
    generate."""

    taken = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # As far from the left as a longer prompt, and in the middle of its frame.
        margin = round(self.document().documentMargin())
        self.document().setDocumentMargin(0)
        self.setViewportMargins(margin, 0, margin, 0)

    def show_text(self, text: str) -> None:
        """What is being written stays."""
        if self.hasFocus() and self.document().isModified():
            return
        if self.toPlainText() != text:
            self.setPlainText(text)
        self.document().setModified(False)

    def take(self) -> None:
        self.taken.emit(" ".join(self.toPlainText().split()))

    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() in _ENDS:
            self.take()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENDS:
            self.take()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.take()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """There is nothing to scroll to; the list around it may have more."""
        event.ignore()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(" ".join(source.text().split()))
