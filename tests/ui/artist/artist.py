"""An artist at the real window: presses keys, opens menus, moves the mouse and the pen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.core.pixels import MaskPixels
from studio.session.session import Session
from studio.ui.dialogs.mask_edge import MaskEdgeDialog
from studio.ui.panels.options.brush import BrushOptions
from studio.ui.panels.options.options import ToolOptions
from studio.ui.window import MainWindow
from tests.session.fakes import settle
from tests.ui.canvas.tools.mouse import Mouse
from tests.ui.canvas.tools.pen import Pen

LEFT = Qt.MouseButton.LeftButton

DRAWN = 0.01
"""Of an area: discs along a stroke leave teeth at its edge, and dabs lie on quarters of a pixel."""
OUTLINED = 0.003
"""Of an area: the shares of pixels at its edge come in 256 levels."""
BLURRED = 0.02
"""Of an area: what stands for a Gaussian are three boxes, one after the other."""
EXACTLY = 0.0

Masks = list[tuple[str, MaskPixels]]
"""The names of all masks, and what is masked."""


class Artist:
    """What is done goes through the window; what came of it is read from the session."""

    def __init__(self, qtbot: QtBot, window: MainWindow, session: Session) -> None:
        self.qtbot, self.window, self.session = qtbot, window, session
        self.canvas = window.area.canvas
        self.mouse, self.pen = Mouse(self.canvas), Pen(self.canvas)
        self.seen: dict[int, Masks] = {}
        """By the index of a step of undo: the masks as they were after it."""
        self.taken: set[str] = set()
        """The names of tools that were in hand."""
        session.undo_stack.indexChanged.connect(self.look)

    # What came of it.

    @property
    def area(self) -> float:
        """Of the active mask, in px; a pixel that is masked by half counts half."""
        return float(self.session.document.mask.pixels.sum(dtype=np.int64) / 255)

    def expect(self, area: float, within: float) -> None:
        """within: how much less or more may be masked, as a part of it."""
        masked = self.area
        assert masked == pytest.approx(area, rel=within), (
            f"{masked:.1f} px are masked, and {area:.1f} px were computed"
        )

    @property
    def masks(self) -> Masks:
        entries = self.session.document.picture.masks
        return [(entry.name, entry.mask.pixels.copy()) for entry in entries]

    @property
    def options(self) -> ToolOptions:
        """The settings of the tool in hand."""
        return self.window.tool_options.options

    def look(self, index: int) -> None:
        self.seen[index] = self.masks

    # Hands.

    def key(self, keys: str) -> None:
        """A sequence as menus show it, pressed where the focus is."""
        combination = QKeySequence(keys)[0]
        widget = QApplication.focusWidget() or self.canvas
        self.qtbot.keyClick(widget, combination.key(), combination.keyboardModifiers())

    def return_to_canvas(self) -> None:
        """Without a window manager nobody else makes a window active when a dialog has closed."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.canvas.setFocus()

    def take(self, keys: str, tool: str) -> None:
        """Press the key of a tool."""
        self.return_to_canvas()
        self.key(keys)
        assert self.canvas.tool_name == tool
        self.taken.add(tool)

    def turn_to(self, key: str, tool: str) -> None:
        """Press the key of a tool, and with Shift where it takes the other one of that key."""
        self.return_to_canvas()
        self.key(key)
        self.take(f"Shift+{key}" if self.canvas.tool_name != tool else key, tool)

    def menu(self, title: str, entry: str) -> None:
        """Open a menu and click on an entry."""
        bar = self.window.menu_row.bar
        heading = next(action for action in bar.actions() if action.text() == title)
        self.qtbot.mouseClick(bar, LEFT, pos=bar.actionGeometry(heading).center())
        menu = heading.menu()
        assert isinstance(menu, QMenu)
        self.qtbot.waitUntil(menu.isVisible)
        action = next(action for action in menu.actions() if action.text() == entry)
        assert action.isEnabled(), f"{title} ▸ {entry} cannot be used"
        self.qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
        assert not menu.isVisible()

    def press(self, widget: QWidget, pos: QPoint | None = None) -> None:
        self.qtbot.mouseClick(widget, LEFT, pos=pos or QPoint())

    def write(self, field: QLineEdit, text: str) -> None:
        """Click into a field, and type over what it shows."""
        self.press(field)
        field.selectAll()
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def set_brush(self, **values: float) -> None:
        """Type into the fields of the bar: px, or percent."""
        options = self.options
        assert isinstance(options, BrushOptions)
        for name, value in values.items():
            self.write(getattr(options, name).field, f"{value:g}")
        self.return_to_canvas()

    def press_in_popup(self, *choices: str) -> None:
        """Open what else there is to set of the brush, press on some of it, close it."""
        options = self.options
        assert isinstance(options, BrushOptions)
        self.press(options.button)
        self.qtbot.waitUntil(options.popup.isVisible)
        for name in choices:
            self.press(getattr(options.popup, name))
        self.qtbot.keyClick(options.popup, Qt.Key.Key_Escape)
        self.return_to_canvas()

    # Dialogs.

    def edge(self, entry: str, px: int) -> None:
        """Move or soften the mask's edge by what the dialog is told."""
        self.menu("Mask", entry)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MaskEdgeDialog)
        self.write(dialog.width_px.field, str(px))
        self.press(dialog.apply)
        self.return_to_canvas()

    def answer_with(self, path: Path) -> None:
        """Name that file to the next dialog that asks for one."""

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QFileDialog):
                QTimer.singleShot(5, answer)
                return
            name = dialog.findChild(QLineEdit, "fileNameEdit")
            name.setText(str(path))
            self.press(_default_button(dialog))

        QTimer.singleShot(0, answer)

    def settle(self) -> None:
        settle(self.qtbot, self.session)


def _default_button(dialog: QFileDialog) -> QAbstractButton:
    box = dialog.findChild(QDialogButtonBox)
    accepting = QDialogButtonBox.ButtonRole.AcceptRole
    return next(button for button in box.buttons() if box.buttonRole(button) is accepting)
