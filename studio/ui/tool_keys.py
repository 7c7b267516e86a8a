"""Keys that take tools in hand. Tools with the same key take turns with Shift."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from studio.ui.panels.tool_slot import ToolRow


class ToolKeys(QObject):
    asked = Signal(str)
    """A tool's name."""

    def __init__(self, tools: Sequence[ToolRow], window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._last: dict[str, str] = {}
        """By a key: the tool that it took last."""
        self._actions: list[QAction] = []
        self.shown: dict[str, str] = {tool.name: tool.shortcut for tool in tools}
        """Keys by the names of tools."""
        self._bind()

    def took(self, name: str) -> None:
        """That tool is in hand now, whoever took it."""
        self._last[self.shown[name]] = name

    def _bind(self) -> None:
        taken = {
            keys.toString() for action in self._window.actions() for keys in action.shortcuts()
        }
        for keys in dict.fromkeys(self.shown.values()):
            members = [name for name, own in self.shown.items() if own == keys]
            if keys:
                self._add(keys, partial(self._take, keys, members))
            turning = f"Shift+{keys}"
            # Shift with a key may mean something else already, and that was there first.
            if keys and len(members) > 1 and turning not in taken:
                self._add(turning, partial(self._turn, keys, members))

    def _add(self, keys: str, do: Callable[[], None]) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False: do())
        self._window.addAction(action)
        self._actions.append(action)

    def _take(self, keys: str, members: Sequence[str]) -> None:
        self.asked.emit(self._last.get(keys, members[0]))

    def _turn(self, keys: str, members: Sequence[str]) -> None:
        """The next of those that share the key."""
        last = self._last.get(keys)
        place = members.index(last) + 1 if last in members else 0
        self.asked.emit(members[place % len(members)])
