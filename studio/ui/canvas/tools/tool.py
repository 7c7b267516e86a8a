"""What a canvas tool is told, and what it may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from studio.core.geometry import Point
from studio.document.compositing import Floating
from studio.session.session import Session
from studio.ui.canvas.viewport import Viewport


@dataclass(frozen=True, slots=True)
class Pointer:
    """Mouse or pen at one moment."""

    position: Point
    """In px of the picture; may lie outside."""
    view: QPointF
    """In the widget's px."""
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    pressure: float = 1.0
    """0..1; 1 for a mouse."""
    is_eraser: bool = False
    """The pen is held upside down."""

    @property
    def has_shift(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.ShiftModifier)

    @property
    def has_alt(self) -> bool:
        return bool(self.modifiers & Qt.KeyboardModifier.AltModifier)


class Host(Protocol):
    """The canvas, as its tools see it."""

    @property
    def session(self) -> Session: ...

    @property
    def viewport(self) -> Viewport: ...

    def pan_by(self, offset: QPointF) -> None: ...

    def repaint(self) -> None:
        """What `Tool.paint` draws has changed: paint again, soon."""
        ...

    def show_floating(self, floating: Floating | None) -> None:
        """Draw layers moved, turned or scaled, before that is done to them; None: as they are."""
        ...

    def snapped(self, point: Point) -> Point:
        """A place of the picture, drawn to guides, grid and edges as far as that is switched on."""
        ...


class Tool:
    """One way to use the pointer. Between press and release it gets every move."""

    def __init__(self, host: Host) -> None:
        self._host = host

    @property
    def cursor(self) -> Qt.CursorShape:
        """The pointer's shape over the canvas."""
        blank = self._host.session.document.is_blank
        return Qt.CursorShape.ArrowCursor if blank else Qt.CursorShape.CrossCursor

    def press(self, pointer: Pointer) -> None:
        """The pointer touches the canvas."""

    def move(self, pointer: Pointer) -> None:
        """It moves while it touches."""

    def release(self, pointer: Pointer) -> None:
        """It is lifted."""

    def cancel(self) -> None:
        """Leave everything as it was before the press."""

    def hover(self, pointer: Pointer) -> None:
        """It moves without touching."""

    def double_click(self, pointer: Pointer) -> None:
        """The second press of two comes here; a release follows it too."""
        self.press(pointer)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Enter, Esc, Backspace, Delete and the arrows, before any shortcut of the window.

        True where the tool makes use of it. Not called between press and release.
        """
        del key, modifiers
        return False

    def leave(self) -> None:
        """Another tool is taken: finish or give up.

        Where another document is opened a tool is dropped and made anew, without a word.
        """

    def paint(self, painter: QPainter) -> None:
        """Handles and outlines in the making, in the widget's px, over everything else."""

    def paint_cursor(self, painter: QPainter, view: QPointF) -> None:
        """Draw what shows where the tool acts, around a place in the widget."""

    def cursor_rect(self, view: QPointF) -> QRectF:
        """All that `paint_cursor` touches; empty where it draws nothing."""
        del view
        return QRectF()
