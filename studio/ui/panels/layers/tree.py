"""The list of layers: it tells what a person wants with them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip

from studio.document.layer import Group, Layer
from studio.document.masking.shapes import Mode
from studio.document.picture import Picture
from studio.ui.canvas.tools.selecting import mode_held
from studio.ui.panels.layers.choice import Choice
from studio.ui.panels.layers.row_plan import EYE_PX, INDENT_PX, tooltip_at
from studio.ui.panels.layers.rows import TreeRow, drop_at
from studio.ui.panels.layers.rows_view import RowsView
from studio.ui.widgets.name_field import NameField
from studio.ui.widgets.rows import DRAG_PX

_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class LayerTree(RowsView):
    """A click chooses, with Ctrl or Shift several; a drag moves what is chosen."""

    chosen_changed = Signal()
    """Others are chosen, or more or less of them."""
    activated = Signal(str)
    """A node shall be worked on, by its uid."""
    eye_pressed = Signal(str, bool)
    """A node's; True: with Alt, to see it alone."""
    folded = Signal(str, bool)
    """A group; True: open."""
    renamed = Signal(str, str)
    dropped = Signal(object, object)
    """Uids, and the Drop where they go."""
    alpha_asked = Signal(str, object)
    """What a layer covers shall be masked; its uid, and a Mode."""
    deletion_asked = Signal()
    menu_asked = Signal(QPoint)
    """On the screen."""
    passed_on = Signal(object)
    """A QKeyEvent that means nothing here."""
    row_shown = Signal(QRectF)
    """This part of the list should be seen."""

    def __init__(self) -> None:
        super().__init__()
        self.takes_focus = True
        """Whether a click brings the keys here."""
        self._pressed: tuple[QPointF, str] | None = None
        self._narrows: str | None = None
        """What alone stays chosen when the press on one of several turns out to be a click."""
        self._name_field = NameField()
        self._name_field.setParent(self)
        self._name_field.hide()
        self._name_field.renamed.connect(self._take_name)
        self._name_field.editingFinished.connect(self._close_name_field)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_picture(self, picture: Picture) -> None:
        super().show_picture(picture)
        if self._is_dragging and not {row.uid for row in self.rows}.issuperset(self.chosen):
            self._stop_drag()
        if self._renamed is not None and self.number_of(self._renamed) is None:
            self._close_name_field()

    def rename(self, uid: str | None) -> None:
        """Put a field in the place of a name; nothing where it is not listed."""
        number = self.number_of(uid)
        if number is not None:
            plan = self.plan_of(number)
            self.row_shown.emit(plan.row)
            self._renamed = plan.entry.uid
            self._name_field.set_name(plan.entry.node.name)
            self._name_field.setGeometry(plan.name_field)
            self._name_field.show()
            self._name_field.edit()
            self.update()

    # The pointer.

    def _number_at(self, y: float) -> int | None:
        number = int(y // self.size_of_rows.height_px)
        return number if 0 <= number < len(self.rows) else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keys = event.reason() in _BY_KEYS
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().y())
        self._by_keys = False
        if self.takes_focus:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        if number is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        plan, at = self.plan_of(number), event.position()
        node = plan.entry.node
        if plan.eye.contains(at):
            alone = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self.eye_pressed.emit(node.uid, alone)
        elif isinstance(node, Group) and plan.caret.contains(at):
            self.folded.emit(node.uid, not node.is_open)
        elif isinstance(node, Layer) and plan.picture.contains(at) and _has_ctrl(event):
            self.alpha_asked.emit(node.uid, mode_held(event.modifiers(), Mode.REPLACE))
        elif plan.more.contains(at):
            self._choose_row(node.uid)
            self.menu_asked.emit(self.mapToGlobal(plan.more.bottomLeft().toPoint()))
        else:
            self._press_row(node.uid, event)

    def _press_row(self, uid: str, event: QMouseEvent) -> None:
        self._pressed = event.position(), uid
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        self._narrows = uid if is_plain and uid in self.chosen else None
        self._choose(self._choice.pressed(uid, event.modifiers(), self.rows))

    def _choose_row(self, uid: str) -> None:
        """Alone, unless it is one of several."""
        if uid not in self.chosen:
            self._choose(Choice(uid))

    def _choose(self, choice: Choice) -> None:
        is_other = choice.active != self._choice.active
        is_changed = choice.uids != self._choice.uids
        self._choice = choice
        self.update()
        if is_changed:
            self.chosen_changed.emit()
        if is_other:
            self.activated.emit(choice.active)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().y())
        hovered = None if number is None else self.rows[number].uid
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()
        if self._pressed is None:
            return
        way = event.position() - self._pressed[0]
        if not self._is_dragging and way.manhattanLength() > DRAG_PX:
            self._is_dragging = True
            self.grabKeyboard()
        if self._is_dragging:
            self._drag_to(event.position())

    def _drag_to(self, at: QPointF) -> None:
        depth = round((at.x() - EYE_PX - 2) / INDENT_PX)
        self._drop = drop_at(self.rows, at.y() / self.size_of_rows.height_px, depth)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        height = self.size_of_rows.height_px
        self.row_shown.emit(QRectF(0, at.y() - height / 2, 1, height))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 -- Qt's signature
        drop, chosen, narrows = self._drop, self.chosen, self._narrows
        was_dragging = self._is_dragging
        self._stop_drag()
        if was_dragging and drop is not None:
            self.dropped.emit(chosen, drop)
        elif narrows is not None:
            self._choose(Choice(narrows))

    def _stop_drag(self) -> None:
        if self._is_dragging:
            self.releaseKeyboard()
            self.unsetCursor()
        self._pressed, self._drop, self._narrows, self._is_dragging = None, None, None, False
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().y())
        if number is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        plan = self.plan_of(number)
        if plan.words.contains(event.position()):
            self._stop_drag()
            self.rename(plan.entry.uid)
        else:
            # Two quick presses on an eye are two presses.
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        number = self._number_at(event.pos().y())
        if number is not None:
            self._choose_row(self.rows[number].uid)
        self.menu_asked.emit(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002 -- Qt's signature
        self._hovered = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            number = self._number_at(event.pos().y())
            at = QPointF(event.pos())
            text = "" if number is None else tooltip_at(self.plan_of(number), at)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_dragging:
            if event.key() == Qt.Key.Key_Escape:
                self._stop_drag()
            return
        number = self.number_of(self._choice.active)
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down if number is not None:
                self._step(number, -1 if event.key() == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right if number is not None:
                self._fold(self.rows[number], event.key() == Qt.Key.Key_Right)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.deletion_asked.emit()
            case Qt.Key.Key_F2:
                self.rename(self._choice.active)
            case _:
                self.passed_on.emit(event)

    def _step(self, number: int, by: int) -> None:
        self._by_keys = True
        wanted = min(max(number + by, 0), len(self.rows) - 1)
        self._choose(Choice(self.rows[wanted].uid))
        self.row_shown.emit(self.plan_of(wanted).row)

    def _fold(self, row: TreeRow, is_open: bool) -> None:
        """Right opens a group; left closes it, or goes to the group around."""
        if isinstance(row.node, Group) and row.node.is_open is not is_open:
            self.folded.emit(row.uid, is_open)
        elif not is_open and row.parent is not None:
            self._choose(Choice(row.parent))

    def _take_name(self, name: str) -> None:
        if self._renamed is not None:
            self.renamed.emit(self._renamed, name)

    def _close_name_field(self) -> None:
        self._renamed = None
        if self._name_field.hasFocus():
            # Else Qt looks for another place: the next button would have the keys.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name_field.hide()
        self.update()


def _has_ctrl(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
