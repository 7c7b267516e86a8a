"""The column of tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from studio.ui.theme import icon, tokens

WIDTH_PX = 52
_BUTTON_PX = 36
_ICON_PX = 18


class ToolRow(Protocol):
    """What the column needs to know of a tool."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def icon(self) -> str: ...
    @property
    def shortcut(self) -> str: ...


class Divider(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_BUTTON_PX, 13)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        QPainter(self).fillRect(6, 6, _BUTTON_PX - 12, 1, QColor(tokens().line))


class Toolbar(QWidget):
    """One tool is in hand; under them buttons for actions."""

    chosen = Signal(str)

    def __init__(self, tools: Sequence[ToolRow], window: QWidget) -> None:
        super().__init__()
        self._group = QActionGroup(self)
        self._actions: dict[str, QAction] = {}
        self.setFixedWidth(WIDTH_PX)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 10, 8, 10)
        self._layout.setSpacing(5)
        for tool in tools:
            self._add_tool(tool, window)
        self._layout.addStretch()

    def choose(self, name: str) -> None:
        self._actions[name].trigger()

    def add_actions(self, actions: Sequence[QAction]) -> None:
        """Buttons for actions, under the tools."""
        place = self._layout.count() - 1
        self._layout.insertWidget(place, Divider())
        for offset, action in enumerate(actions, start=1):
            self._layout.insertWidget(place + offset, _button(action))

    def add_actions_below(self, actions: Sequence[QAction]) -> None:
        """Buttons for actions, at the bottom."""
        for action in actions:
            self._layout.addWidget(_button(action))

    def _add_tool(self, tool: ToolRow, window: QWidget) -> None:
        action = QAction(icon(tool.icon), tool.title, self._group, checkable=True)
        action.setShortcut(QKeySequence(tool.shortcut))
        action.triggered.connect(lambda: self.chosen.emit(tool.name))
        window.addAction(action)
        self._actions[tool.name] = action
        self._layout.addWidget(_button(action))


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setProperty("role", "tool")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setIconSize(QSize(_ICON_PX, _ICON_PX))
    button.setFixedSize(_BUTTON_PX, _BUTTON_PX)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    button.setToolTip(f"{action.text()}  {keys}" if keys else action.text())
    return button
