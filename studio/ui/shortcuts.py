"""The list of all keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.session.preferences import Preferences
from studio.ui.keymap import Keymap, native
from studio.ui.tool_keys import PREFIX
from studio.ui.widgets.labels import secondary_label, strong_label

Section = tuple[str, tuple[tuple[str, str], ...]]
"""A title, and (what, keys) of each line; keys as QKeySequence reads them, or words."""

PROMPT: Section = (
    "Prompt",
    (("Weight of the words", "Ctrl + ↑ ↓"), ("Prompts used before", "Alt + ↑ ↓"), ("Leave", "Esc")),
)


class ShortcutsDialog(QDialog):
    def __init__(self, parent: QWidget, keymap: Keymap, preferences: Preferences) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        table = QWidget()
        table.setProperty("role", "plain")
        self._grid = QGridLayout(table)
        self._grid.setContentsMargins(24, 16, 24, 20)
        self._grid.setHorizontalSpacing(40)
        self._grid.setVerticalSpacing(7)
        for section in (*sections(keymap), gestures(preferences, keymap), PROMPT):
            self._add(section)
        area = QScrollArea()
        area.setWidget(table)
        area.setWidgetResizable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.addWidget(area)
        self.resize(490, 580)

    def _add(self, section: Section) -> None:
        title, lines = section
        heading = strong_label(title)
        heading.setContentsMargins(0, 10, 0, 2)
        self._grid.addWidget(heading, self._grid.rowCount(), 0)
        for what, keys in lines:
            row = self._grid.rowCount()
            self._grid.addWidget(QLabel(what), row, 0)
            shown = secondary_label(key_text(keys))
            self._grid.addWidget(shown, row, 1, Qt.AlignmentFlag.AlignRight)


def sections(keymap: Keymap) -> Iterator[Section]:
    """What has keys now, the tools first."""
    commands = sorted(keymap.commands, key=lambda command: command.section != "Tools")
    for title, members in groupby(commands, key=lambda command: command.section):
        lines = tuple(
            (command.title, keys) for command in members if (keys := keymap.shown_key(command.name))
        )
        if lines:
            yield title, lines


def gestures(preferences: Preferences, keymap: Keymap) -> Section:
    """What pointer and wheel do on the canvas."""

    def with_tool(name: str, gesture: str) -> str:
        keys = native(keymap.shown_key(PREFIX + name))
        return f"{keys}, {gesture}" if keys else gesture

    wheels = ("Wheel", "Ctrl + wheel")
    zooms, sizes = wheels[::-1] if preferences.wheel_sizes_brush else wheels
    lines = (
        ("Move the picture", "Space + drag, middle button"),
        ("Zoom at the pointer", zooms),
        ("Size of the brush", sizes),
        ("Straight line from the last stroke", "Shift + click"),
        ("Next tool of the same key", "Shift + its key"),
        ("Move the layer under the pointer", with_tool("transform", "Ctrl + drag")),
        ("Scale freely, turn in steps of 15°", with_tool("transform", "Shift + drag")),
        ("Scale around the centre", with_tool("transform", "Alt + drag")),
        ("Add to the mask, take from it", "Shift, Alt + drag"),
        ("A square, from its middle", with_tool("mask_rectangle", "drag, then Shift, Alt")),
        ("Close an outline, drop a corner", with_tool("mask_polygon", "Enter, Backspace")),
        ("Tolerance of the wand", with_tool("mask_wand", "drag to the side")),
    )
    return "Canvas", lines


def key_text(keys: str) -> str:
    """As this system writes them; words, which have spaces, stay as they are."""
    return keys if " " in keys else native(keys)
