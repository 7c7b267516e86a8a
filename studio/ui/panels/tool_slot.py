"""A place in the column of tools, which tools of one group share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
)
from PySide6.QtWidgets import QMenu, QToolButton

from studio.ui.keymap import native
from studio.ui.theme import IconColours, icon, tokens
from studio.ui.widgets.menu import Menu

_HOLD_MS = 280
_IN_MENU = IconColours("icon", "on_accent", "on_accent", "on_accent")
_CORNER_PX = 4.5
_INSET_PX = 4.0


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
    @property
    def group(self) -> str: ...


class ToolSlot(QToolButton):
    """Shows the tool of its group that was used last; held or right clicked, it offers all."""

    chosen = Signal(str)

    def __init__(self, tools: Sequence[ToolRow]) -> None:
        super().__init__()
        self._tools = {tool.name: tool for tool in tools}
        self._keys: dict[str, str] = {}
        self.shown = tools[0].name
        self.setCheckable(True)
        self.setProperty("role", "tool")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._hold = QTimer(self, singleShot=True, interval=_HOLD_MS)
        self._hold.timeout.connect(self.open_flyout)
        self.clicked.connect(lambda _=False: self.chosen.emit(self.shown))
        self.show_tool(self.shown)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._tools)

    def set_px(self, button_px: int, icon_px: int) -> None:
        self.setFixedSize(button_px, button_px)
        self.setIconSize(QSize(icon_px, icon_px))

    def show_tool(self, name: str) -> None:
        """One of its own."""
        self.shown = name
        tool = self._tools[name]
        self.setIcon(icon(tool.icon))
        self.setAccessibleName(tool.title)
        self._show_tooltip()

    def show_keys(self, keys: dict[str, str]) -> None:
        """By the names of tools; empty where one has none."""
        self._keys = keys
        self._show_tooltip()

    def open_flyout(self) -> None:
        """The tools of the group, beside the slot."""
        if len(self._tools) == 1:
            return
        self.setDown(False)
        menu = self._flyout()
        menu.popup(self.mapToGlobal(QPoint(self.width() + 6, 0)))

    def _flyout(self) -> QMenu:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for tool in self._tools.values():
            keys = native(self._keys.get(tool.name, ""))
            action = menu.addAction(
                icon(tool.icon, _IN_MENU), f"{tool.title}\t{keys}" if keys else tool.title
            )
            action.triggered.connect(lambda _=False, name=tool.name: self.chosen.emit(name))
            if tool.name == self.shown:
                menu.setActiveAction(action)
        return menu

    def _show_tooltip(self) -> None:
        keys = native(self._keys.get(self.shown, ""))
        title = self._tools[self.shown].title
        self.setToolTip(f"{title}  {keys}" if keys else title)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._hold.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hold.stop()
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._hold.stop()
        self.open_flyout()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Right:
            self.open_flyout()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if len(self._tools) == 1:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().on_accent if self.isChecked() else tokens().secondary))
        corner = QPointF(self.width() - _INSET_PX, self.height() - _INSET_PX)
        across, up = QPointF(_CORNER_PX, 0), QPointF(0, _CORNER_PX)
        painter.drawPolygon(QPolygonF([corner, corner - across, corner - up]))
