"""The document's edits as commands of Qt's undo stack."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand, QUndoStack

from studio.document.document import Document
from studio.document.edit import Edit


class EditCommand(QUndoCommand):
    """One step of undo. Applying an edit that is in the picture already changes nothing."""

    def __init__(
        self,
        document: Document,
        edit: Edit,
        changed: Callable[[Edit], None],
        parameters: str | None = None,
    ) -> None:
        """parameters: how the picture was made, where this edit brings in a made one."""
        super().__init__(edit.title)
        self.parameters = parameters
        self._document = document
        self._edit = edit
        self._changed = changed

    def redo(self) -> None:
        self._edit.apply(self._document)
        self._changed(self._edit)

    def undo(self) -> None:
        self._edit.revert(self._document)
        self._changed(self._edit)


def parameters_in(stack: QUndoStack, original: str) -> str:
    """How the picture as it is was made: of the newest step that says so, or of the file."""
    for index in reversed(range(stack.index())):
        command = stack.command(index)
        if isinstance(command, EditCommand) and command.parameters is not None:
            return command.parameters
    return original
