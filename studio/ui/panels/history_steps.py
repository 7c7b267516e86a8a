"""The steps of undo as a list: row 0 is the picture before the first of them."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from studio.document.edit import PixelEdit
from studio.document.surface import Mask
from studio.session.history import EditCommand
from studio.session.session import Session

Index = QModelIndex | QPersistentModelIndex
GLYPH = Qt.ItemDataRole.UserRole
IS_SAVED = Qt.ItemDataRole.UserRole + 1
IS_AHEAD = Qt.ItemDataRole.UserRole + 2
"""Taken back: it can be done again."""

_GLYPHS = (
    ("delete", "trash"),
    ("remove", "trash"),
    ("duplicate", "copy"),
    ("merge", "stack-simple"),
    ("flatten", "stack-simple"),
    ("group", "folder"),
    ("new", "plus"),
    ("paste", "clipboard"),
    ("copy", "copy"),
    ("cut", "scissors"),
    ("crop", "crop"),
    ("canvas", "frame-corners"),
    ("resize", "arrows-out-simple"),
    ("flip", "swap"),
    ("turn", "swap"),
    ("rotate", "arrow-clockwise"),
    ("transform", "bounding-box"),
    ("scale", "bounding-box"),
    ("move", "arrows-out-cardinal"),
    ("rename", "pencil-simple"),
    ("opacity", "circle-half"),
    ("blend", "circle-half"),
    ("lock", "lock"),
    ("show", "eye"),
    ("hide", "eye"),
    ("guide", "ruler"),
    ("invert", "selection-inverse"),
    ("clear mask", "selection-slash"),
    ("erase", "eraser"),
    ("smudge", "drop-half"),
    ("blur", "drop"),
    ("gradient", "paint-bucket"),
    ("fill", "paint-bucket"),
    ("paint", "paint-brush"),
    ("mask", "selection"),
)
"""By a word of the title, the first that is in it."""


class Steps(QAbstractListModel):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stack = session.undo_stack
        self._rows = self._stack.count() + 1

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._rows

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = index.row()
        if not 0 <= row <= self._stack.count():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._stack.text(row - 1) if row else self._beginning()
            case _ if role == GLYPH:
                return self._glyph(row)
            case _ if role == IS_SAVED:
                return row == self._stack.cleanIndex() and self._session.document.path is not None
            case _ if role == IS_AHEAD:
                return row > self._stack.index()
            case _:
                return None

    def refresh(self) -> None:
        """There are other steps, or another one is the present one."""
        count = self._stack.count() + 1
        if count > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, count - 1)
            self._rows = count
            self.endInsertRows()
        elif count < self._rows:
            self.beginRemoveRows(QModelIndex(), count, self._rows - 1)
            self._rows = count
            self.endRemoveRows()
        self.dataChanged.emit(self.index(0), self.index(count - 1))

    def _beginning(self) -> str:
        if self._stack.count() == self._stack.undoLimit():
            return "Earlier steps are forgotten"
        return "As it was opened" if self._session.document.path is not None else "New picture"

    def _glyph(self, row: int) -> str:
        if row == 0:
            return "image"
        command = self._stack.command(row - 1)
        if isinstance(command, EditCommand):
            return glyph_of(command)
        return "stack"


def glyph_of(command: EditCommand) -> str:
    """Phosphor's name of a sign for what a step does."""
    if command.parameters is not None:
        return "sparkle"
    title = command.text().lower()
    for word, glyph in _GLYPHS:
        if word in title:
            return glyph
    edit = command.edit
    if isinstance(edit, PixelEdit):
        return "selection" if isinstance(edit.surface, Mask) else "paint-brush"
    return "stack"
