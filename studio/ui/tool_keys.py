"""Keys that take tools in hand. Tools with the same key take turns with Shift."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from studio.ui.keymap import Command, Keymap, normal, split
from studio.ui.panels.tool_slot import ToolRow

PREFIX = "tool."
SECTION = "Tools"


class ToolKeys(QObject):
    asked = Signal(str)
    """A tool's name."""
    changed = Signal()
    """Tools have other keys."""

    def __init__(self, tools: Sequence[ToolRow], keymap: Keymap, window: QWidget) -> None:
        super().__init__(window)
        self._names = [tool.name for tool in tools]
        self._keymap = keymap
        self._window = window
        self._last: dict[str, str] = {}
        """By a key: the tool that it took last."""
        self._actions: list[QAction] = []
        keymap.add(
            Command(PREFIX + tool.name, tool.title, SECTION, split(tool.shortcut), turn=SECTION)
            for tool in tools
        )
        keymap.changed.connect(self._bind)
        self._bind()

    @property
    def shown(self) -> dict[str, str]:
        """The key of each tool by its name, empty where it has none."""
        return {name: self._keymap.shown_key(PREFIX + name) for name in self._names}

    def took(self, name: str) -> None:
        """That tool is in hand now, whoever took it."""
        for keys in self._keymap.keys_of(PREFIX + name):
            self._last[normal(keys)] = name

    def _bind(self) -> None:
        for action in self._actions:
            self._window.removeAction(action)
            action.deleteLater()
        self._actions.clear()
        for keys, members in self._members().items():
            self._add(keys, partial(self._take, keys, members))
            turning = f"Shift+{keys}"
            # Shift with a key may mean something else already, and that was there first.
            if len(members) > 1 and not self._keymap.users_of(turning):
                self._add(turning, partial(self._turn, keys, members))
        self.changed.emit()

    def _members(self) -> dict[str, list[str]]:
        """The tools of each key."""
        members: dict[str, list[str]] = {}
        for name in self._names:
            for keys in self._keymap.keys_of(PREFIX + name):
                members.setdefault(normal(keys), []).append(name)
        return members

    def _add(self, keys: str, do: Callable[[], None]) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False: do())
        self._window.addAction(action)
        self._actions.append(action)

    def _take(self, keys: str, members: Sequence[str]) -> None:
        last = self._last.get(keys)
        self.asked.emit(last if last in members else members[0])

    def _turn(self, keys: str, members: Sequence[str]) -> None:
        """The next of those that share the key."""
        last = self._last.get(keys)
        place = members.index(last) + 1 if last in members else 0
        self.asked.emit(members[place % len(members)])
