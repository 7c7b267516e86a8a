"""Operations that may take long: at once where they are quick, else in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from studio.core.work import Work
from studio.document.document import Document
from studio.document.edit import Edit
from studio.document.surface import Surface, Tile
from studio.session.background import Task
from studio.session.session import Session

AT_ONCE_PX = 12_000_000
"""Pixels that can be made anew while a person waits, with a filter that looks at many."""
QUICK = 8
"""Copying, turning and blending take so much less time for each."""


class _Watch:
    """Keeps surfaces awake for another thread, and notices where one is written into."""

    def __init__(self, surfaces: Iterable[Surface]) -> None:
        self.is_disturbed = False
        for surface in surfaces:
            surface.wake()
            surface.hold_for(self)

    def keep(self, surface: Surface, tile: Tile) -> None:
        del surface, tile
        self.is_disturbed = True


def do_patiently(
    session: Session,
    title: str,
    px: int,
    make: Callable[[Document, Work], Edit | None],
    ended: Callable[[], object] = lambda: None,
    *,
    besides: Iterable[Surface] = (),
) -> Task | None:
    """Push what an operation makes of the document; why it cannot is told.

    px: how many pixels it looks at and makes. A picture that is changed while it runs stays as it
    was changed. ended: called once, whatever came of it. besides: surfaces that it reads though
    they are not the document's. Returns what can be stopped.
    """
    session.settle()
    document = session.document
    if px <= AT_ONCE_PX:
        session.do(lambda document: make(document, Work()))
        ended()
        return None
    picture = document.picture
    watch = _Watch((*picture.surfaces, *besides))

    def done(edit: Edit | None) -> None:
        session.settle()
        if session.document.picture is picture and not watch.is_disturbed:
            session.push(edit)
            session.problem_over.emit()
        else:
            session.notice.emit(f"{title} was left out: the picture has been changed meanwhile.")
        ended()

    return session.background.run(title, lambda work: make(document, work), done, ended)
