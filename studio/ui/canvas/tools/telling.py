"""What goes wrong in a tool becomes one sentence, as it does in the session's commands."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from studio.core.errors import StudioError
from studio.session.session import Session


@contextmanager
def telling_problems(session: Session) -> Generator[None]:
    """What a person can act on is told, not raised into Qt's event loop."""
    try:
        yield
    except StudioError as error:
        session.problem.emit(str(error))
