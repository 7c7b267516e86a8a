"""What every tool minds that paints on the active layer."""

from __future__ import annotations

from studio.document.operations.layers import add_edit
from studio.document.surface import Mask
from studio.session.session import Session
from studio.session.tool_settings import recent_with


def begin_painting(session: Session) -> None:
    """What is painted belongs to the document, so it is seen; an empty sheet gets a layer."""
    if session.current_result is not None:
        session.select_result(None)
    if session.document.is_blank:
        session.push(add_edit(session.document))
    colour = session.tool.foreground
    if session.tool.recent[:1] != (colour,):
        session.update_tool(recent=recent_with(session.tool.recent, colour))


def mask_to_keep_to(session: Session) -> Mask | None:
    """Where alone may be painted; None: everywhere."""
    mask = session.document.mask
    return mask if session.tool.inside_mask and not mask.is_empty else None
