"""The picture as it was at first, to be seen beside what has become of it."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter

from studio.core.geometry import Bounds
from studio.document.document import Document
from studio.document.earlier import at_first, since_blank
from studio.document.snapshot import Snapshot
from studio.session.history import edits_done
from studio.session.session import Session
from studio.ui.canvas.compositor import Compositor
from studio.ui.canvas.look import Look
from studio.ui.theme import tokens


class FirstLook:
    """Held only while it is wanted: whoever owns it calls `follow` when that may have changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: Document | None = None
        self._held: Snapshot | None = None
        self.compositor: Compositor | None = None
        """None where it is not wanted, and where nothing has changed since."""

    def follow(self) -> None:
        """Raises FileProblem where an old step cannot be read."""
        session = self._session
        edits = since_blank(edits_done(session.undo_stack)) if session.view.split else ()
        if not edits or session.document is not self._of:
            self._let_go()
        if edits and self._held is None:
            self._held = at_first(session.document.picture, edits)
            self._of = session.document
            self.compositor = Compositor(Document.of(self._held.picture))

    def paint(self, painter: QPainter, look: Look, share: float) -> None:
        """Over the picture, left of a share of the canvas's width."""
        shown = self.compositor
        if shown is None:
            return
        whole = look.fitted(Bounds.of(shown.extent), shown.extent)
        painter.save()
        look.clip_beside(painter, share, right=False)
        if whole != look.frame:
            painter.fillRect(look.frame, QColor(tokens().surround))
        look.paint_backdrop(painter, whole)
        look.paint_fitted(painter, shown.extent, shown.paint)
        painter.restore()

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.release()
        self._of, self._held, self.compositor = None, None, None
