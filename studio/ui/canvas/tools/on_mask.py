"""What every tool minds that draws on the mask."""

from __future__ import annotations

from studio.session.session import Session


def begin_masking(session: Session) -> bool:
    """What is masked belongs to the document, so it is seen. False where there is nothing to mask.

    Where masks place things, an empty sheet is enough.
    """
    if not session.can_mask:
        return False
    if session.current_result is not None:
        session.select_result(None)
    session.begin_sheet()
    return True
