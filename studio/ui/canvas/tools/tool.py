"""What a canvas tool is told, and what it may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from studio.core.geometry import Point
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


class Tool(Protocol):
    """One way to use the pointer. Between press and release it gets every move."""

    @property
    def cursor(self) -> Qt.CursorShape: ...

    def press(self, pointer: Pointer) -> None: ...

    def move(self, pointer: Pointer) -> None: ...

    def release(self, pointer: Pointer) -> None: ...

    def cancel(self) -> None:
        """Leave everything as it was before the press."""
        ...

    def paint_cursor(self, painter: QPainter, view: QPointF) -> None:
        """Draw what shows where the tool acts, around a place in the widget."""
        ...

    def cursor_rect(self, view: QPointF) -> QRectF:
        """All that `paint_cursor` touches; empty where it draws nothing."""
        ...
