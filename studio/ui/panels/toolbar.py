"""The column of tools."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QToolButton, QVBoxLayout, QWidget

from studio.ui.keymap import Keymap
from studio.ui.panels.tool_slot import ToolRow, ToolSlot
from studio.ui.theme import tokens
from studio.ui.tool_keys import ToolKeys

WIDTH_PX = 52
_ROOMY_PX, _SNUG_PX = (36, 18), (31, 17)
"""Sides of a slot and of its icon, where the window is high and where it is not."""
_ROOMY_GAP_PX, _SNUG_GAP_PX = 5, 2
_SMALL_PX = (22, 15)
_MARGIN_PX = 8
_BELOW_GAP_PX = 8


class Divider(QWidget):
    HEIGHT_PX = 9

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(WIDTH_PX - 2 * _MARGIN_PX, self.HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        QPainter(self).fillRect(6, 4, self.width() - 12, 1, QColor(tokens().line))


class Toolbar(QWidget):
    """One tool is in hand; tools of one group share a slot. Under them are small buttons."""

    chosen = Signal(str)

    def __init__(self, tools: Sequence[ToolRow], keymap: Keymap, window: QWidget) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH_PX)
        self._by_name: dict[str, ToolSlot] = {}
        self._pressed = QButtonGroup(self)
        self._small: list[QWidget] = []
        self._own: list[QWidget] = []
        self._slots = QVBoxLayout()
        for members in grouped(tools):
            self._add_slot(members)
        self.keys = ToolKeys(tools, keymap, window)
        self.keys.asked.connect(self.choose)
        self._lay_out()
        self.keys.changed.connect(self._show_keys)
        self._show_keys()

    @property
    def slots(self) -> tuple[ToolSlot, ...]:
        return tuple(dict.fromkeys(self._by_name.values()))

    def choose(self, name: str) -> None:
        """Take a tool in hand; KeyError for a name that is not in the table."""
        slot = self._by_name[name]
        slot.show_tool(name)
        slot.setChecked(True)
        self.keys.took(name)
        self.chosen.emit(name)

    def add_actions(self, actions: Sequence[QAction]) -> None:
        """Small buttons for actions, under the tools."""
        self._middle.addWidget(Divider(), 0, Qt.AlignmentFlag.AlignHCenter)
        self._add_small(self._middle, actions)

    def add_widget_below(self, widget: QWidget) -> None:
        """Something of its own, above the small buttons at the bottom."""
        self._bottom.insertWidget(0, widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self._own.append(widget)

    def add_actions_below(self, actions: Sequence[QAction]) -> None:
        """Small buttons for actions, at the bottom."""
        self._add_small(self._bottom, actions)

    def _add_small(self, place: QVBoxLayout, actions: Sequence[QAction]) -> None:
        buttons = _small_buttons(actions)
        place.addWidget(buttons, 0, Qt.AlignmentFlag.AlignHCenter)
        self._small.append(buttons)

    def _add_slot(self, members: Sequence[ToolRow]) -> None:
        slot = ToolSlot(members)
        slot.chosen.connect(self.choose)
        self._pressed.addButton(slot)
        self._by_name |= {tool.name: slot for tool in members}
        self._slots.addWidget(slot, 0, Qt.AlignmentFlag.AlignHCenter)

    def _lay_out(self) -> None:
        self._middle, self._bottom = QVBoxLayout(), QVBoxLayout()
        self._bottom.setSpacing(_BELOW_GAP_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, _MARGIN_PX, 0, _MARGIN_PX)
        layout.setSpacing(0)
        layout.addLayout(self._slots)
        layout.addLayout(self._middle)
        layout.addStretch()
        layout.addLayout(self._bottom)
        self._be(roomy=True)

    def _show_keys(self) -> None:
        for slot in self.slots:
            slot.show_keys(self.keys.shown)

    def _be(self, *, roomy: bool) -> None:
        self._slots.setSpacing(_ROOMY_GAP_PX if roomy else _SNUG_GAP_PX)
        for slot in self.slots:
            slot.set_px(*(_ROOMY_PX if roomy else _SNUG_PX))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._be(roomy=self._needed_px(_ROOMY_PX[0] + _ROOMY_GAP_PX) <= self.height())
        # Their menus hold them too; the tools are needed more.
        has_room = self._needed_px(_SNUG_PX[0] + _SNUG_GAP_PX) <= self.height()
        for buttons in self._small:
            buttons.setVisible(has_room)

    def _needed_px(self, slot_px: int) -> int:
        """Height that all of it takes, with slots of that height."""
        small = sum(buttons.sizeHint().height() + _BELOW_GAP_PX for buttons in self._small)
        others = sum(max(each.height(), each.sizeHint().height()) for each in self._own)
        rest = small + others + Divider.HEIGHT_PX + 2 * _MARGIN_PX
        return len(self.slots) * slot_px + rest


def grouped(tools: Sequence[ToolRow]) -> list[list[ToolRow]]:
    """Tools that share a slot, in the order of the first of each group."""
    groups: dict[str, list[ToolRow]] = {}
    for tool in tools:
        groups.setdefault(tool.group or tool.name, []).append(tool)
    return list(groups.values())


def _small_buttons(actions: Sequence[QAction]) -> QWidget:
    """Two in a row."""
    buttons = QWidget()
    grid = QGridLayout(buttons)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(0)
    for index, action in enumerate(actions):
        grid.addWidget(_small_button(action), index // 2, index % 2)
    return buttons


def _small_button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setProperty("role", "tool")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setFixedSize(_SMALL_PX[0], _SMALL_PX[0])
    button.setIconSize(QSize(_SMALL_PX[1], _SMALL_PX[1]))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    action.changed.connect(lambda: _show_tooltip(button, action))
    _show_tooltip(button, action)
    return button


def _show_tooltip(button: QToolButton, action: QAction) -> None:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    button.setToolTip(f"{action.text()}  {keys}" if keys else action.text())
