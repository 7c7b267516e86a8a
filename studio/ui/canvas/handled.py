"""The canvas as pointer and keys find it: which tool is in hand, and what it is told."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QWidget

from studio.core.geometry import Extent
from studio.document.brushes.brush import LARGEST_PX, SMALLEST_PX
from studio.session.session import Session
from studio.ui.canvas.host import CanvasHost
from studio.ui.canvas.scene import Scene
from studio.ui.canvas.split import Divider
from studio.ui.canvas.tools import TOOLS, tool_info
from studio.ui.canvas.tools.hand import Hand
from studio.ui.canvas.tools.tool import Pointer, Tool
from studio.ui.canvas.zooming import ZoomingWidget

_BRUSH_PER_STEP = 1.12
_NO_EXTENT = Extent(1, 1)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
_Key = Qt.Key
TOOL_KEYS = frozenset(
    {
        *(_Key.Key_Return, _Key.Key_Enter, _Key.Key_Escape, _Key.Key_Backspace, _Key.Key_Delete),
        *(_Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down),
    }
)
"""Told to the tool in hand before they mean anything else."""


class HandledCanvas(ZoomingWidget):
    hovered = Signal(object)
    """QPointF in the widget's px, None outside of it."""
    cursor_moved = Signal(object)
    """Point in px of the picture, None outside of it."""
    tool_repainted = Signal()
    """What the tool in hand draws has changed, and so may the numbers that tell of it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_NO_EXTENT, parent)
        self.session = session
        self._scene = Scene(session)
        self._host = CanvasHost(self)
        self._hand = Hand(self._host)
        self._divider = Divider(self._host, self, self._scene)
        self._tool_name, self._tool = TOOLS[0].name, TOOLS[0].factory(self._host)
        self._active: Tool | None = None
        """The one that the pointer is doing something with."""
        self._last_pointer: Pointer | None = None
        self._pointer_at: QPointF | None = None
        self._is_space_held = False
        self._key_used = False
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # What the window asks for.

    @property
    def scene(self) -> Scene:
        return self._scene

    @property
    def tool_name(self) -> str:
        return self._tool_name

    @property
    def tool(self) -> Tool:
        """The one in hand; another object whenever another tool or document is taken."""
        return self._tool

    def set_tool(self, name: str) -> None:
        """By a name of TOOLS."""
        self._finish()
        self._tool.leave()
        self._take_up(name)
        self.update()

    def show_original(self, shown: bool) -> None:
        """The document alone, without result, preview and overlays."""
        if shown != self._scene.original_shown:
            self._scene.original_shown = shown
            self.update()

    def _take_up(self, name: str) -> None:
        self._scene.show_floating(None)
        self._tool_name, self._tool = name, tool_info(name).factory(self._host)
        self._show_cursor()

    # Pointer.

    @property
    def _tool_in_hand(self) -> Tool:
        if self._active is not None:
            return self._active
        if self._pointer_at is not None and self._divider.is_at(self._pointer_at):
            return self._divider
        return self._hand if self._is_space_held else self._tool

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.MiddleButton:
            self._press(self._hand, self._pointer_of(event))
        elif event.button() is Qt.MouseButton.LeftButton:
            self._press(self._tool_in_hand, self._pointer_of(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._press(self._tool_in_hand, self._pointer_of(event), is_double=True)
        else:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(self._pointer_of(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._release(self._pointer_of(event))

    def tabletEvent(self, event: QTabletEvent) -> None:
        pointer = self._pointer_of(event)
        match event.type():
            case QEvent.Type.TabletPress:
                self.setFocus()
                self._press(self._tool_in_hand, pointer)
            case QEvent.Type.TabletRelease:
                self._release(pointer)
            case _:
                self._move(pointer)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._track(None)
        self.hovered.emit(None)
        self.cursor_moved.emit(None)

    @property
    def wheel_needs_control(self) -> bool:
        return self.session.preferences.wheel_sizes_brush

    def wheel_turned(self, steps: float) -> None:
        brush = self.session.tool.brush(self._tool_name)
        if brush is not None:
            size = brush.size_px * _BRUSH_PER_STEP**steps
            size_px = min(max(size, SMALLEST_PX), LARGEST_PX)
            self.session.update_brush(self._tool_name, size_px=size_px)

    def _press(self, tool: Tool, pointer: Pointer, *, is_double: bool = False) -> None:
        if self._active is None:
            (tool.double_click if is_double else tool.press)(pointer)
            # Only now: a press may make the first layer, and an edit finishes what is begun.
            self._active, self._last_pointer = tool, pointer
            self._track(pointer.view)
            self._show_cursor()

    def _move(self, pointer: Pointer) -> None:
        if self._active is not None:
            self._last_pointer = pointer
            self._active.move(pointer)
        else:
            self._tool_in_hand.hover(pointer)
            self._show_cursor()
        self._track(pointer.view)
        self.hovered.emit(pointer.view)
        x, y = pointer.position
        extent = self._scene.extent
        inside = 0 <= x < extent.width and 0 <= y < extent.height
        self.cursor_moved.emit(pointer.position if inside else None)

    def _release(self, pointer: Pointer) -> None:
        if self._active is not None:
            tool, self._active = self._active, None
            tool.release(pointer)
            self._track(pointer.view)
            self._show_cursor()

    def _finish(self) -> None:
        """End what the pointer is doing as if it were lifted, which it need not be."""
        if self._active is not None and self._last_pointer is not None:
            self._release(self._last_pointer)

    def _let_go(self) -> None:
        """Give up what the pointer is doing."""
        if self._active is not None:
            self._active.cancel()
            self._active = None

    def _track(self, view: QPointF | None) -> None:
        """Paint again where the tool's mark was and where it is."""
        for place in (self._pointer_at, view):
            if place is not None:
                rect = self._tool_in_hand.cursor_rect(place)
                self.update(rect.toAlignedRect().adjusted(-1, -1, 1, 1))
        was_on_divider = self._tool_in_hand is self._divider
        self._pointer_at = view
        if was_on_divider is not (self._tool_in_hand is self._divider):
            self._show_cursor()

    def _pointer_of(self, event: QMouseEvent | QTabletEvent) -> Pointer:
        view = event.position()
        is_pen = isinstance(event, QTabletEvent)
        return Pointer(
            position=self.viewport.to_picture(view),
            view=view,
            modifiers=event.modifiers(),
            pressure=event.pressure() if is_pen else 1.0,
            is_eraser=is_pen and event.pointerType() is QPointingDevice.PointerType.Eraser,
        )

    def _show_cursor(self) -> None:
        self.setCursor(self._tool_in_hand.cursor)

    # Keys that are held.

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # In the middle of a stroke a single key is a slip; a command finishes the stroke first.
            is_slip = self._active is not None and not event.modifiers() & _COMMANDS
            self._key_used = self._active is None and self._tool_takes(event)
            if self._key_used or is_slip:
                event.accept()
                return True
        return super().event(event)

    def _tool_takes(self, event: QKeyEvent) -> bool:
        """Enter closes an outline in the making before it accepts a result."""
        return event.key() in TOOL_KEYS and self._tool.key(
            Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The same press came before, as the question whether it is a shortcut.
        was_used, self._key_used = self._key_used, False
        if was_used or (self._active is None and self._tool_takes(event)):
            return
        if event.isAutoRepeat() or not self._hold(event.key(), True):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() or not self._hold(event.key(), False):
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab shows the original; Shift+Tab still leaves the canvas."""
        return False if forwards else super().focusNextPrevChild(forwards)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hold(Qt.Key.Key_Space, False)
        self._hold(Qt.Key.Key_Tab, False)

    def _hold(self, key: int, held: bool) -> bool:
        """Whether the key means something here."""
        if key == Qt.Key.Key_Tab:
            self.show_original(held)
        elif key == Qt.Key.Key_Space:
            self._is_space_held = held
            self._show_cursor()
            self.update()
        elif key == Qt.Key.Key_Escape and self._active is not None:
            self._let_go()
        else:
            return False
        return True
