"""Operations that may take long: at once where they are quick, else in the background."""

from __future__ import annotations

from collections.abc import Callable

from studio.core.work import Work
from studio.document.document import Document
from studio.document.edit import Edit
from studio.session.background import Task
from studio.session.session import Session

AT_ONCE_PX = 12_000_000
"""Pixels that can be made anew while a person waits, with a filter that looks at many."""


def do_patiently(
    session: Session,
    title: str,
    px: int,
    make: Callable[[Document, Work], Edit | None],
    ended: Callable[[], object] = lambda: None,
) -> Task | None:
    """Push what an operation makes of the document; why it cannot is told.

    px: how many pixels it looks at and makes. A picture that is changed while it runs stays as it
    was changed. ended: called once, whatever came of it. Returns what can be stopped.
    """
    document = session.document
    if px <= AT_ONCE_PX:
        session.do(lambda document: make(document, Work()))
        ended()
        return None
    # A buffer that somebody has stays in memory, whichever thread reads it.
    seen = _state(session), [surface.pixels for surface in document.picture.surfaces]

    def done(edit: Edit | None) -> None:
        if _state(session) == seen[0]:
            session.push(edit)
            session.problem_over.emit()
        else:
            session.notice.emit(f"{title} was left out: the picture has been changed meanwhile.")
        ended()

    return session.background.run(title, lambda work: make(document, work), done, ended)


def _state(session: Session) -> tuple[int, ...]:
    """Another one whenever the picture is another or has other pixels."""
    stack = session.undo_stack
    command = stack.command(stack.index() - 1) if stack.index() else None
    return id(session.document.picture), stack.index(), id(command)
