"""A command with its keys; where keys are taken already, it asks in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from studio.ui.dialogs.preferences.key_field import KeyField
from studio.ui.keymap import Command, Keymap, native
from studio.ui.theme import tokens
from studio.ui.widgets.buttons import icon_button
from studio.ui.widgets.labels import secondary_label

_ROW_PX, _ASKING_PX = 32, 74
_BUTTON_PX = 24
_ROOM_PX = 10
_FIELD_LEFT_PX = 204
"""From the right edge to the field, and to the buttons beside it."""


class ShortcutRow(QWidget):
    """There are many: what only a hovered row needs is made when it is hovered first."""

    def __init__(self, command: Command, keymap: Keymap) -> None:
        super().__init__()
        self.command = command
        self._keymap = keymap
        self._adds = False
        self._wanted: tuple[str, ...] = ()
        self._buttons: dict[str, QToolButton] = {}
        self.question: Question | None = None
        self.field = KeyField(command.title, self)
        self.field.recorded.connect(self._recorded)
        if command.is_fixed:
            self.field.setEnabled(False)
            self.setToolTip("Held on the canvas; this key stays.")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(_ROW_PX)
        self.show_keys()

    @property
    def is_asking(self) -> bool:
        return self.question is not None and not self.question.isHidden()

    def show_keys(self) -> None:
        self.field.show_keys(self._keymap.keys_of(self.command.name))
        self._show_buttons()

    def press(self, button: str) -> None:
        """One of "add", "clear" and "reset"."""
        match button:
            case "add":
                self._adds = True
                self.field.record()
            case "clear":
                self._give(())
            case _:
                self.leave_it()
                self._keymap.reset(self.command.name)

    def matches(self, text: str) -> bool:
        """Whether a search for a word, or for keys, finds it."""
        words = [self.command.title, self.command.section]
        words += [native(keys) for keys in self._keymap.keys_of(self.command.name)]
        return all(part in " ".join(words).lower() for part in text.lower().split())

    def take_over(self) -> None:
        """The keys are taken away from those that have them."""
        for keys in self._wanted:
            for rival in self._keymap.rivals_of(self.command.name, keys):
                self._keymap.take_away(rival.name, keys)
        self._give(self._wanted)

    def leave_it(self) -> None:
        if self.question is not None:
            self.question.hide()
        self.setFixedHeight(_ROW_PX)
        self.update()

    def _recorded(self, keys: tuple[str, ...]) -> None:
        own = self._keymap.keys_of(self.command.name) if self._adds else ()
        self._adds = False
        self._wanted = tuple(dict.fromkeys((*own, *keys)))
        rivals = self._rivals(keys)
        if rivals:
            self._ask(native(keys[0]), rivals)
        else:
            self._give(self._wanted)

    def _rivals(self, keys: Sequence[str]) -> tuple[Command, ...]:
        name = self.command.name
        return tuple(dict.fromkeys(r for each in keys for r in self._keymap.rivals_of(name, each)))

    def _ask(self, keys: str, rivals: Sequence[Command]) -> None:
        if self.question is None:
            self.question = Question(self, self.take_over, self.leave_it)
        self.setFixedHeight(_ASKING_PX)
        self._place()
        self.question.ask(keys, rivals)
        self.update()

    def _give(self, keys: Sequence[str]) -> None:
        self.leave_it()
        self._keymap.set_keys(self.command.name, keys)

    def _show_buttons(self) -> None:
        """Only where the pointer is; an own choice always shows the way back."""
        is_own = not self._keymap.is_default(self.command.name)
        is_near = self.underMouse() and not self.command.is_fixed
        self.field.show_frame(is_near)
        if not self._buttons and (is_own or is_near):
            self._make_buttons()
        has_keys = bool(self._keymap.keys_of(self.command.name))
        for name, button in self._buttons.items():
            button.setVisible(is_own if name == "reset" else is_near and has_keys)

    def _make_buttons(self) -> None:
        for name, glyph, tooltip in (
            ("add", "plus", "Further keys"),
            ("clear", "x", "No keys"),
            ("reset", "arrow-counter-clockwise", "As it was at first"),
        ):
            button = icon_button(glyph, tooltip, partial(self.press, name), px=13)
            button.setParent(self)
            button.setFixedSize(_BUTTON_PX, _BUTTON_PX)
            self._buttons[name] = button
        self._place()

    def _place(self) -> None:
        right = self.width() - _FIELD_LEFT_PX
        self.field.setGeometry(right + 4, 2, _FIELD_LEFT_PX - 8, _ROW_PX - 4)
        for index, button in enumerate(reversed(self._buttons.values())):
            button.move(right - (index + 1) * (_BUTTON_PX + 1), (_ROW_PX - _BUTTON_PX) // 2)
        if self.question is not None:
            self.question.setGeometry(0, _ROW_PX, self.width(), _ASKING_PX - _ROW_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def enterEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        self._show_buttons()

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 -- Qt's signature
        self._show_buttons()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.is_asking:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shown.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        width = self.width() - _FIELD_LEFT_PX - 3 * _BUTTON_PX - _ROOM_PX
        title = self.fontMetrics().elidedText(
            self.command.title, Qt.TextElideMode.ElideRight, width
        )
        painter.setPen(QColor(shown.text))
        place = QRectF(_ROOM_PX, 0, width + _ROOM_PX, _ROW_PX)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, title)


class Question(QWidget):
    """Whose the keys are, and what shall become of that."""

    def __init__(
        self, parent: QWidget, take_over: Callable[[], None], leave_it: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self.sentence = secondary_label()
        self.sentence.setProperty("role", "bad")
        self.sentence.setWordWrap(True)
        self.yes = QPushButton("Use here")
        self.no = QPushButton("Leave it")
        self.yes.clicked.connect(lambda _=False: take_over())
        self.no.clicked.connect(lambda _=False: leave_it())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 2, 4, 4)
        layout.setSpacing(8)
        layout.addWidget(self.sentence, 1)
        layout.addWidget(self.no)
        layout.addWidget(self.yes)

    def ask(self, keys: str, rivals: Sequence[Command]) -> None:
        names = " and ".join(f"“{rival.title}” ({rival.section})" for rival in rivals)
        fixed = any(rival.is_fixed for rival in rivals)
        can_be = " and cannot be taken away." if fixed else "."
        self.sentence.setText(f"{keys} belongs to {names}{can_be}")
        self.yes.setHidden(fixed)
        self.show()
        (self.no if fixed else self.yes).setFocus()
