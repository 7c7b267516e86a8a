"""The list of all keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.session.preferences import Preferences
from studio.ui.keymap import Keymap, native
from studio.ui.tool_keys import PREFIX
from studio.ui.widgets.labels import secondary_label, strong_label

Section = tuple[str, tuple[tuple[str, str], ...]]
"""A title, and (what, keys) of each line; keys as QKeySequence reads them, or words."""

_COLUMN_PX = 380
_MOST_COLUMNS = 3
_AROUND = QSize(80, 60)
"""What is left to see of the window."""

PROMPT: Section = (
    "Prompt",
    (("Weight of the words", "Ctrl + ↑ ↓"), ("Prompts used before", "Alt + ↑ ↓"), ("Leave", "Esc")),
)


class ShortcutsDialog(QDialog):
    """As much of the list beside each other as the window has room for."""

    def __init__(self, parent: QWidget, keymap: Keymap, preferences: Preferences) -> None:
        super().__init__(parent)
        self.setWindowTitle("Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = parent.size() - _AROUND
        count = min(max(room.width() // _COLUMN_PX, 1), _MOST_COLUMNS)
        table = QWidget()
        table.setProperty("role", "plain")
        columns = QHBoxLayout(table)
        columns.setContentsMargins(28, 10, 28, 22)
        columns.setSpacing(44)
        for column in in_columns((*sections(keymap), gestures(preferences, keymap), PROMPT), count):
            columns.addLayout(_grid(column), 1)
        area = QScrollArea()
        area.setWidget(table)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 8, 4, 1)
        layout.addWidget(area)
        wanted = QSize(count * _COLUMN_PX, table.sizeHint().height() + 10)
        self.resize(wanted.boundedTo(room))


def in_columns(found: Iterable[Section], count: int) -> list[list[Section]]:
    """At most so many columns, of which the highest is as low as it can be."""
    whole = list(found)
    height = max(_height(section) for section in whole)
    while len(columns := _filled(whole, height)) > count:
        height += 1
    return columns


def _filled(found: Iterable[Section], height: int) -> list[list[Section]]:
    """One column after the other, none higher than that many lines."""
    columns: list[list[Section]] = []
    used = 0
    for section in found:
        used += _height(section)
        if not columns or used > height:
            columns.append([])
            used = _height(section)
        columns[-1].append(section)
    return columns


def _height(section: Section) -> int:
    """In lines; a heading takes two."""
    return len(section[1]) + 2


def _grid(column: Iterable[Section]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(5)
    for title, lines in column:
        heading = strong_label(title)
        heading.setContentsMargins(0, 9, 0, 1)
        grid.addWidget(heading, grid.rowCount(), 0)
        for what, keys in lines:
            row = grid.rowCount()
            grid.addWidget(QLabel(what), row, 0)
            grid.addWidget(secondary_label(key_text(keys)), row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


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
