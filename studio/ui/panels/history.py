"""Every step that can be taken back; a click goes there."""

from __future__ import annotations

from PySide6.QtWidgets import QUndoView

from studio.session.session import Session


class HistoryPanel(QUndoView):
    def __init__(self, session: Session) -> None:
        super().__init__(session.undo_stack)
        self.setEmptyLabel("As it was opened")
