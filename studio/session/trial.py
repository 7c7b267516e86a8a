"""A look that is tried out, such as an opacity while its slider is held."""

from __future__ import annotations

from typing import Any

from studio.document.operations.layers import look_edit
from studio.session.session import Session


class Trial:
    """Shows a node with other fields, and makes the last of them one step of undo.

    Where something else changes the picture meanwhile, that stays, and the trial is over.
    """

    def __init__(self, session: Session, uid: str) -> None:
        self._session = session
        self._uid = uid
        self._before = self._shown = session.document.picture
        self._fields: dict[str, Any] = {}

    def show(self, **fields: Any) -> None:
        """Any: each field has its own type."""
        if self._is_shown:
            self._fields = fields
            self._shown = self._before.changed(self._uid, **fields)
            self._session.document.show(self._shown)

    def finish(self) -> None:
        """Keep what was shown last."""
        if self._is_shown and self._shown is not self._before:
            document = self._session.document
            document.show(self._before)
            self._session.push(look_edit(document, self._uid, **self._fields))

    @property
    def _is_shown(self) -> bool:
        return self._session.document.picture is self._shown
