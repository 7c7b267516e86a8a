"""Which rows are chosen, and what a press with held keys makes of that. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from studio.ui.panels.layers.rows import TreeRow

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True, slots=True)
class Choice:
    """The active node, and where there are several, all that are chosen."""

    active: str | None = None
    several: tuple[str, ...] = ()

    @property
    def uids(self) -> tuple[str, ...]:
        if self.active in self.several:
            return self.several
        return () if self.active is None else (self.active,)

    def toggled(self, uid: str) -> Choice:
        """One more, which becomes active, or one less; the last stays."""
        if uid not in self.uids:
            return Choice(uid, (*self.uids, uid))
        left = tuple(each for each in self.uids if each != uid)
        return Choice(left[-1], left) if left else self

    def stretched(self, uid: str, rows: tuple[TreeRow, ...]) -> Choice:
        """All from the active row to that one."""
        listed = [row.uid for row in rows]
        if self.active not in listed or uid not in listed:
            return self
        low, high = sorted((listed.index(self.active), listed.index(uid)))
        return Choice(self.active, tuple(listed[low : high + 1]))

    def pressed(
        self, uid: str, modifiers: Qt.KeyboardModifier, rows: tuple[TreeRow, ...]
    ) -> Choice:
        """A press on one of several leaves all chosen: perhaps they are going to be dragged."""
        if modifiers & _CTRL:
            return self.toggled(uid)
        if modifiers & _SHIFT:
            return self.stretched(uid, rows)
        return self if uid in self.uids else Choice(uid)
