"""The document's edits as commands of Qt's undo stack."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QUndoCommand, QUndoStack

from studio.core.errors import StudioError
from studio.document.document import Document
from studio.document.edit import Edit, PictureReplaced
from studio.document.surface import Surface

_MERGES_WITH_NONE = -1
_LARGEST_ID = 0x7FFFFFFF


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """Who is told of each step."""

    after: Callable[[Edit], None]
    failed: Callable[[str], None]
    """The step could not be taken, and nothing has changed. One sentence."""


class EditCommand(QUndoCommand):
    """One step of undo. Applying an edit that is in the picture already changes nothing."""

    def __init__(
        self,
        document: Document,
        edit: Edit,
        listener: Listener,
        parameters: str | None = None,
    ) -> None:
        """parameters: how the picture was made, where this edit brings in a made one."""
        super().__init__(edit.title)
        self.parameters = parameters
        self.edit = edit
        self.surfaces: frozenset[Surface] = _surfaces(edit)
        self._document = document
        self._listener = listener

    def redo(self) -> None:
        self._do(self.edit.apply)

    def undo(self) -> None:
        self._do(self.edit.revert)

    def _do(self, step: Callable[[Document], None]) -> None:
        try:
            step(self._document)
        except StudioError as error:
            self._listener.failed(str(error))
            return
        self._listener.after(self.edit)

    def id(self) -> int:
        """Qt asks only commands with the same id whether they merge."""
        if not self.edit.merges:
            return _MERGES_WITH_NONE
        return zlib.crc32(self.edit.merges.encode()) & _LARGEST_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in the next step, which is done already, where both change the same thing."""
        if not isinstance(other, EditCommand) or other.edit.merges != self.edit.merges:
            return False
        if not isinstance(self.edit, PictureReplaced) or not isinstance(
            other.edit, PictureReplaced
        ):
            return False
        self.edit.merge(other.edit)
        self.setText(self.edit.title)
        self.surfaces = _surfaces(self.edit)
        # Shiboken never lets go of a command that Qt has merged away, but shall of its pixels.
        other.edit, other.surfaces = self.edit, frozenset()
        return True


def _surfaces(edit: Edit) -> frozenset[Surface]:
    """Those that the picture shows on only one side of the edit."""
    return edit.surfaces if isinstance(edit, PictureReplaced) else frozenset()


def edits_done(stack: QUndoStack) -> tuple[Edit, ...]:
    """Those that have led to the picture as it is, oldest first."""
    commands = (stack.command(index) for index in range(stack.index()))
    return tuple(command.edit for command in commands if isinstance(command, EditCommand))


def parameters_in(stack: QUndoStack, original: str) -> str:
    """How the picture as it is was made: of the newest step that says so, or of the file."""
    for index in reversed(range(stack.index())):
        command = stack.command(index)
        if isinstance(command, EditCommand) and command.parameters is not None:
            return command.parameters
    return original
