"""Every command with its keys, which can be changed."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.ui.dialogs.preferences.setting import MARGINS_PX
from studio.ui.dialogs.preferences.shortcut_row import ShortcutRow
from studio.ui.keymap import Command, Keymap
from studio.ui.widgets.labels import secondary_label, strong_label


class ShortcutsPage(QWidget):
    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self._keymap = keymap
        self.rows: list[ShortcutRow] = []
        self._sections: list[tuple[QLabel, list[ShortcutRow]]] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search for a command or for keys")
        self.search.setClearButtonEnabled(False)
        self.reset = QPushButton("Reset all")
        self._nothing = secondary_label("No command has such a name or such keys.")
        self._nothing.setContentsMargins(10, 8, 0, 0)
        self._nothing.hide()
        self._lay_out()
        self.search.textChanged.connect(self._find)
        self.reset.clicked.connect(keymap.reset_all)
        keymap.changed.connect(self._show_keys)
        self._show_keys()

    def row_of(self, name: str) -> ShortcutRow:
        """By a command's name."""
        return next(row for row in self.rows if row.command.name == name)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(10)
        above.addWidget(self.search, 1)
        above.addWidget(self.reset)
        area = QScrollArea()
        body = QWidget()
        body.setProperty("role", "plain")
        area.setWidget(body)
        self._fill(body)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        left, top, right, bottom = MARGINS_PX
        layout.setContentsMargins(left - 10, top, right - 14, bottom - 10)
        layout.setSpacing(10)
        layout.addLayout(above)
        layout.addWidget(area, 1)

    def _fill(self, body: QWidget) -> None:
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(0)
        commands = sorted(self._keymap.commands, key=lambda each: each.section != "Tools")
        for title, members in groupby(commands, key=lambda each: each.section):
            self._add_section(rows, title, list(members))
        rows.addWidget(self._nothing)
        rows.addStretch()

    def _add_section(self, rows: QVBoxLayout, title: str, members: list[Command]) -> None:
        heading = strong_label(title)
        heading.setContentsMargins(10, 14, 0, 4)
        rows.addWidget(heading)
        made = [ShortcutRow(command, self._keymap) for command in members]
        for row in made:
            rows.addWidget(row)
        self.rows += made
        self._sections.append((heading, made))

    def _show_keys(self) -> None:
        for row in self.rows:
            row.show_keys()
        self.reset.setEnabled(
            not all(self._keymap.is_default(row.command.name) for row in self.rows)
        )

    def _find(self, text: str) -> None:
        for heading, rows in self._sections:
            for row in rows:
                row.setVisible(row.matches(text))
            heading.setHidden(all(row.isHidden() for row in rows))
        self._nothing.setVisible(all(row.isHidden() for row in self.rows))
