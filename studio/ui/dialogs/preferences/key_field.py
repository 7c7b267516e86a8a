"""Shows keys, and takes those that are pressed after a click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QKeyCombination, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.keymap import native, normal
from studio.ui.theme import label_font, tokens

_WIDTH_PX, _HEIGHT_PX = 196, 28
_CHIP_PX = 21.0
_CHIP_ROOM_PX = 8
_GAP_PX = 5
_RADIUS_PX = 5.5
_MODIFIERS = frozenset(
    (
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_unknown,
    )
)
_PARTS_OF_KEYS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class KeyField(QWidget):
    """Esc leaves what was there."""

    recorded = Signal(object)
    """Tuple of sequences that the pressed keys arrive as."""

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: tuple[str, ...] = ()
        self._is_recording = self._is_framed = False
        self._held = ""
        self.setAccessibleName(f"Keys of {what}")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH_PX, _HEIGHT_PX)

    def show_keys(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)
        self.update()

    def show_frame(self, shown: bool) -> None:
        """Where it can be clicked, while the pointer is near."""
        self._is_framed = shown
        self.update()

    def record(self) -> None:
        """The next keys that are pressed are wanted."""
        self.setFocus()
        self._listen(True)

    def _listen(self, listens: bool) -> None:
        self._is_recording, self._held = listens, ""
        self.update()

    def event(self, event: QEvent) -> bool:
        if self._is_recording and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            # Tab too, which would go to the next field.
            if event.type() == QEvent.Type.KeyPress:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_recording:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self._listen(True)
            else:
                super().keyPressEvent(event)
        elif event.key() in _MODIFIERS:
            self._show_held(event.modifiers() | _modifier_of(event))
        else:
            self._listen(False)
            if event.key() != Qt.Key.Key_Escape:
                self.recorded.emit(sequences_of(event))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._show_held(event.modifiers())
        super().keyReleaseEvent(event)

    def _show_held(self, modifiers: Qt.KeyboardModifier) -> None:
        names = (("Meta", Qt.KeyboardModifier.MetaModifier),)
        names += (("Ctrl", Qt.KeyboardModifier.ControlModifier),)
        names += (("Alt", Qt.KeyboardModifier.AltModifier), ("Shift", _SHIFT))
        self._held = "".join(f"{name}+" for name, modifier in names if modifiers & modifier)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.record()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._listen(False)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- Qt's signature
        shown = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._is_recording or self.hasFocus() or self._is_framed:
            lit = self._is_recording or self.hasFocus()
            painter.setPen(QPen(QColor(shown.accent if lit else shown.line), 1))
            painter.setBrush(QColor(shown.field))
            painter.drawRoundedRect(frame, 7, 7)
        painter.setFont(label_font())
        if self._is_recording:
            painter.setPen(QColor(shown.text if self._held else shown.placeholder))
            words = f"{self._held}…" if self._held else "Press keys, or Esc"
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(frame.adjusted(8, 0, -8, 0), right, words)
        else:
            self._paint_chips(painter)

    def _paint_chips(self, painter: QPainter) -> None:
        """From the right, so that columns of them line up."""
        shown = tokens()
        right = self.width() - 4.0
        for keys in reversed(told_apart(self._keys)):
            text = native(keys)
            width = QFontMetrics(painter.font()).horizontalAdvance(text) + 2 * _CHIP_ROOM_PX
            top = (self.height() - _CHIP_PX) / 2
            chip = QRectF(right - width, top, width, _CHIP_PX).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(QColor(shown.line), 1))
            painter.setBrush(QColor(shown.raised))
            painter.drawRoundedRect(chip, _RADIUS_PX, _RADIUS_PX)
            painter.setPen(QColor(shown.text))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
            right -= width + _GAP_PX
        if not self._keys:
            painter.setPen(QColor(shown.disabled))
            place = QRectF(self.rect()).adjusted(0, 0, -12, 0)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "–"
            )


def sequences_of(event: QKeyEvent) -> tuple[str, ...]:
    """All sequences that the pressed keys may arrive as; menus show the first."""
    key, modifiers = Qt.Key(event.key()), event.modifiers() & ~_PARTS_OF_KEYS
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    found = [_text(key, modifiers)]
    if modifiers & _SHIFT and _is_sign(key):
        # Which of the two comes depends on the keyboard and on the system.
        found.insert(0, _text(key, modifiers & ~_SHIFT))
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        found = [_text(each, modifiers) for each in (Qt.Key.Key_Return, Qt.Key.Key_Enter)]
    return tuple(found)


def told_apart(keys: Sequence[str]) -> tuple[str, ...]:
    """Without those that are the same keys to a person."""
    return tuple({_kin(each): each for each in reversed(keys)}.values())[::-1]


def _kin(keys: str) -> str:
    """The same text for keys that look the same on a keyboard."""
    text = normal(keys)
    if text.endswith("Enter"):
        return text.removesuffix("Enter") + "Return"
    return text if text[-1:].isalnum() else text.replace("Shift+", "")


def _text(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> str:
    sequence = QKeySequence(QKeyCombination(modifiers, key))
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


def _is_sign(key: Qt.Key) -> bool:
    """Printed on a key, but neither letter, figure nor space."""
    text = chr(key) if Qt.Key.Key_Space < key < Qt.Key.Key_Escape else ""
    return bool(text) and not text.isalnum()


def _modifier_of(event: QKeyEvent) -> Qt.KeyboardModifier:
    modifier = Qt.KeyboardModifier
    return {
        Qt.Key.Key_Shift: modifier.ShiftModifier,
        Qt.Key.Key_Control: modifier.ControlModifier,
        Qt.Key.Key_Alt: modifier.AltModifier,
        Qt.Key.Key_Meta: modifier.MetaModifier,
    }.get(Qt.Key(event.key()), modifier.NoModifier)
