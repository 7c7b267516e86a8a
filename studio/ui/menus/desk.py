"""What an action works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from studio.session.session import Session
from studio.ui.canvas.view import CanvasView
from studio.ui.shortcuts import GESTURES, PROMPT, Section


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """The parts of the window that commands may use."""

    session: Session
    canvas: CanvasView
    window: QWidget
    """The parent of questions."""
    show_panel: Callable[[str], None]
    """By its title."""
    choose_tool: Callable[[str], None]
    """By its name."""
    shortcuts: list[Section]
    """What the list of shortcuts shows; whoever makes actions adds to it."""

    @classmethod
    def of(
        cls,
        session: Session,
        canvas: CanvasView,
        window: QWidget,
        show_panel: Callable[[str], None],
        choose_tool: Callable[[str], None],
    ) -> Desk:
        return cls(session, canvas, window, show_panel, choose_tool, [GESTURES, PROMPT])
