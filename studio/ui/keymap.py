"""Which keys do what: the defaults of the tables, and what a person has put in their place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QKeySequence

_STORED = "shortcuts"
_BETWEEN = "  "
"""Parts the sequences of a table's row."""
_JOIN = re.compile(r"(?<=\w)\+")
"""Between the keys of one sequence; not the key + itself."""


@dataclass(frozen=True, slots=True)
class Command:
    """What keys can be given to."""

    name: str
    title: str
    section: str
    keys: tuple[str, ...] = ()
    """As QKeySequence reads them; menus show the first."""
    is_fixed: bool = False
    """The canvas itself listens for its key, which is held."""
    turn: str = ""
    """Commands with the same mark may share a key: they take turns."""


class Keymap(QObject):
    changed = Signal()
    """Some command has other keys."""

    def __init__(self, store: QSettings | None = None) -> None:
        """store: where changes are remembered; None = the application's own place."""
        super().__init__()
        self._store = store if store is not None else QSettings()
        self._commands: dict[str, Command] = {}
        self._own = _stored(self._store)

    def add(self, commands: Iterable[Command]) -> None:
        """Their names must be new."""
        for command in commands:
            assert command.name not in self._commands, f"two commands are named {command.name}"
            self._commands[command.name] = command

    @property
    def commands(self) -> tuple[Command, ...]:
        """In the order in which they were added."""
        return tuple(self._commands.values())

    def __getitem__(self, name: str) -> Command:
        """KeyError for a name that was not added."""
        return self._commands[name]

    def keys_of(self, name: str) -> tuple[str, ...]:
        """Empty where it has none."""
        command = self._commands[name]
        return command.keys if command.is_fixed else self._own.get(name, command.keys)

    def shown_key(self, name: str) -> str:
        """The one that menus and tooltips show; empty where there is none."""
        return next(iter(self.keys_of(name)), "")

    def told(self, words: str, *names: str) -> str:
        """A tooltip: what it is about, and the keys that these commands have now."""
        keys = [native(key) for name in names if (key := self.shown_key(name))]
        return f"{words}  {' '.join(keys)}" if keys else words

    def users_of(self, keys: str) -> tuple[Command, ...]:
        """Whom this sequence belongs to now."""
        wanted = normal(keys)
        return tuple(
            command
            for command in self._commands.values()
            if wanted in map(normal, self.keys_of(command.name))
        )

    def rivals_of(self, name: str, keys: str) -> tuple[Command, ...]:
        """Other commands with this sequence, with which it cannot take turns."""
        turn = self._commands[name].turn
        return tuple(
            other
            for other in self.users_of(keys)
            if other.name != name and not (turn and other.turn == turn)
        )

    def is_default(self, name: str) -> bool:
        return self.keys_of(name) == self._commands[name].keys

    def set_keys(self, name: str, keys: Iterable[str]) -> None:
        """Give these sequences to a command in the place of its own; none takes them away."""
        self._own[name] = tuple(keys)
        self._keep()

    def take_away(self, name: str, keys: str) -> None:
        """One sequence of a command that has several perhaps."""
        wanted = normal(keys)
        self.set_keys(name, (own for own in self.keys_of(name) if normal(own) != wanted))

    def reset(self, name: str) -> None:
        self._own.pop(name, None)
        self._keep()

    def reset_all(self) -> None:
        self._own.clear()
        self._keep()

    def _keep(self) -> None:
        same = [name for name, keys in self._own.items() if keys == self._default(name)]
        for name in same:
            del self._own[name]
        self._store.setValue(_STORED, json.dumps(self._own))
        self.changed.emit()

    def _default(self, name: str) -> tuple[str, ...] | None:
        command = self._commands.get(name)
        return None if command is None else command.keys


def split(keys: str) -> tuple[str, ...]:
    """The sequences of a table's row."""
    return tuple(part for part in keys.split(_BETWEEN) if part)


def normal(keys: str) -> str:
    """The same text for the same keys."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)


def native(keys: str) -> str:
    """As this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys


def short(keys: str) -> str:
    """As a button has room for: "Ctrl ↵", "esc"; empty for no keys."""
    text = native(keys).replace("Return", "↵").replace("Enter", "↵").replace("Esc", "esc")
    return _JOIN.sub(" ", text)


def _stored(store: QSettings) -> dict[str, tuple[str, ...]]:
    """What was kept last; anything that is not as it should be is left out."""
    try:
        # Any: a file on disk may hold anything.
        found: Any = json.loads(str(store.value(_STORED, "")))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    kept: dict[str, tuple[str, ...]] = {}
    for name, keys in cast(dict[str, Any], found).items():
        if isinstance(keys, list) and all(isinstance(each, str) for each in keys):
            kept[name] = tuple(keys)
    return kept
