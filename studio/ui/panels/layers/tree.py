"""The list of layers: shows them, and tells what a person wants with them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.core.geometry import Extent
from studio.document.layer import Group, Layer
from studio.document.masking.shapes import Mode
from studio.document.picture import Picture
from studio.ui.panels.layers.row_painter import (
    EYE_PX,
    INDENT_PX,
    ROOMY,
    RowPlan,
    RowSize,
    RowState,
    paint_row,
)
from studio.ui.panels.layers.rows import Drop, TreeRow, drop_at, rows_of
from studio.ui.panels.layers.small_pictures import SmallPictures
from studio.ui.theme import tokens
from studio.ui.widgets.name_field import NameField

_DRAG_PX = 6
"""A press that moves further is no click."""
_NAME_FIELD_PX = 24
_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_PICTURE_PX = 2 * ROOMY.picture_px
"""Twice as large as it is shown, for dense screens."""


class LayerTree(QWidget):
    """Topmost first. A click chooses, with Ctrl or Shift several; a drag moves what is chosen."""

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
        self.rows: tuple[TreeRow, ...] = ()
        self.size_of_rows: RowSize = ROOMY
        self.takes_focus = True
        """Whether a click brings the keys here."""
        self._extent = Extent(1, 1)
        self._active: str | None = None
        self._chosen: tuple[str, ...] = ()
        self._hovered: str | None = None
        self._pressed: tuple[QPointF, str] | None = None
        self._drop: Drop | None = None
        self._is_dragging = False
        self._by_keys = False
        """Whether keys are in use here, so that their focus should be seen."""
        self._narrows: str | None = None
        """What alone stays chosen when the press on one of several turns out to be a click."""
        self._pictures = SmallPictures(_PICTURE_PX)
        self._renamed: str | None = None
        """Whose name is written anew."""
        self._name_field = NameField()
        self._name_field.setParent(self)
        self._name_field.hide()
        self._name_field.renamed.connect(self._take_name)
        self._name_field.editingFinished.connect(self._close_name_field)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Layers")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    # What it shows.

    @property
    def chosen(self) -> tuple[str, ...]:
        """Uids: the active node's, or of several."""
        if self._active in self._chosen:
            return self._chosen
        return () if self._active is None else (self._active,)

    def show_picture(self, picture: Picture) -> None:
        if picture.active_node != self._active:
            self._chosen = ()
        self.rows = rows_of(picture.nodes)
        self._extent, self._active = picture.extent, picture.active_node
        self._pictures.keep_only({layer.uid for layer in picture.layers})
        if self._is_dragging and not self._dragged_is_there():
            self._stop_drag()
        if self._renamed is not None and self.number_of(self._renamed) is None:
            self._close_name_field()
        self.updateGeometry()
        self.update()

    def refresh_pictures(self) -> None:
        """Pixels have changed somewhere."""
        self._pictures.forget_pixels()
        self.update()

    def set_row_size(self, size: RowSize) -> None:
        if size is not self.size_of_rows:
            self.size_of_rows = size
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, len(self.rows) * self.size_of_rows.height_px + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def plan_of(self, number: int) -> RowPlan:
        """Where the parts of a row lie."""
        height = self.size_of_rows.height_px
        return RowPlan(
            QRectF(0, number * height, self.width(), height), self.size_of_rows, self.rows[number]
        )

    def number_of(self, uid: str | None) -> int | None:
        return next((n for n, row in enumerate(self.rows) if row.uid == uid), None)

    def rename(self, uid: str | None) -> None:
        """Put a field in the place of a name; nothing where it is not listed."""
        number = self.number_of(uid)
        if number is not None:
            plan = self.plan_of(number)
            self.row_shown.emit(plan.row)
            self._renamed = plan.entry.uid
            self._name_field.set_name(plan.entry.node.name)
            self._name_field.setGeometry(_name_place(plan))
            self._name_field.show()
            self._name_field.edit()
            self.update()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self.rows)):
            plan = self.plan_of(number)
            if plan.row.intersects(QRectF(event.rect())):
                paint_row(painter, plan, self._state_of(plan.entry), self._picture_of(plan.entry))
        if self._drop is not None and self._drop.into is None:
            self._paint_line(painter, self._drop)
        if self.hasFocus() and self._by_keys and not self._is_dragging:
            self._paint_focus(painter)

    def _picture_of(self, row: TreeRow) -> QImage | None:
        node = row.node
        return self._pictures.of(node, self._extent) if isinstance(node, Layer) else None

    def _state_of(self, row: TreeRow) -> RowState:
        chosen = self.chosen
        return RowState(
            is_active=row.uid == self._active,
            is_chosen=row.uid in chosen,
            is_hovered=row.uid == self._hovered and not self._is_dragging,
            is_target=self._drop is not None and self._drop.into == row.uid,
            is_dragged=self._is_dragging and row.uid in chosen,
            is_edited=row.uid == self._renamed,
        )

    def _paint_line(self, painter: QPainter, drop: Drop) -> None:
        y = drop.line * self.size_of_rows.height_px
        y = min(max(y, 2), self.height() - 3)
        left = EYE_PX + 6 + drop.depth * INDENT_PX
        painter.setPen(QPen(QColor(tokens().accent), 2))
        painter.setBrush(QColor(tokens().panel))
        painter.drawLine(QPointF(left + 3, y), QPointF(self.width() - 4, y))
        painter.drawEllipse(QPointF(left, y), 3, 3)

    def _paint_focus(self, painter: QPainter) -> None:
        number = self.number_of(self._active)
        if number is None or self._renamed is not None:
            return
        painter.setPen(QPen(QColor(tokens().accent), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.plan_of(number).row.adjusted(0.5, 1, -0.5, -1), 8, 8)

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
            self.alpha_asked.emit(node.uid, mask_mode(event.modifiers()))
        elif plan.more.contains(at):
            self._choose_alone(node.uid, unless_chosen=True)
            self.menu_asked.emit(self.mapToGlobal(plan.more.bottomLeft().toPoint()))
        else:
            self._pressed = at, node.uid
            self._choose(node.uid, event.modifiers())

    def _choose(self, uid: str, modifiers: Qt.KeyboardModifier) -> None:
        self._narrows = None
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._choose_too(uid)
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._choose_up_to(uid)
        elif uid in self.chosen:
            # Perhaps all of them are going to be dragged.
            self._narrows = uid
        else:
            self._choose_alone(uid)

    def _choose_alone(self, uid: str, *, unless_chosen: bool = False) -> None:
        if unless_chosen and uid in self.chosen:
            return
        self._take(uid, ())

    def _choose_too(self, uid: str) -> None:
        chosen = self.chosen
        if uid not in chosen:
            self._take(uid, (*chosen, uid))
        elif len(chosen) > 1:
            left = tuple(each for each in chosen if each != uid)
            self._take(left[-1], left)

    def _choose_up_to(self, uid: str) -> None:
        start, end = self.number_of(self._active), self.number_of(uid)
        if start is None or end is None:
            return
        low, high = sorted((start, end))
        assert self._active is not None
        self._take(self._active, tuple(row.uid for row in self.rows[low : high + 1]))

    def _take(self, active: str, chosen: tuple[str, ...]) -> None:
        is_other = active != self._active
        self._active, self._chosen = active, chosen
        self.update()
        if is_other:
            self.activated.emit(active)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().y())
        hovered = None if number is None else self.rows[number].uid
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()
        if self._pressed is None:
            return
        way = event.position() - self._pressed[0]
        if not self._is_dragging and way.manhattanLength() > _DRAG_PX:
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
            self._choose_alone(narrows)

    def _stop_drag(self) -> None:
        if self._is_dragging:
            self.releaseKeyboard()
            self.unsetCursor()
        self._pressed, self._drop, self._narrows, self._is_dragging = None, None, None, False
        self.update()

    def _dragged_is_there(self) -> bool:
        return {row.uid for row in self.rows}.issuperset(self.chosen)

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
            self._choose_alone(self.rows[number].uid, unless_chosen=True)
        self.menu_asked.emit(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002 -- Qt's signature
        self._hovered = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            number = self._number_at(event.pos().y())
            plan = None if number is None else self.plan_of(number)
            text = ""
            if plan is not None and plan.eye.contains(QPointF(event.pos())):
                text = "Show or hide · with Alt: show it alone"
            elif plan is not None and plan.picture.contains(QPointF(event.pos())):
                text = "With Ctrl: mask what it covers"
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_dragging:
            if event.key() == Qt.Key.Key_Escape:
                self._stop_drag()
            return
        number = self.number_of(self._active)
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down if number is not None:
                self._step(number, -1 if event.key() == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right if number is not None:
                self._fold(self.rows[number], event.key() == Qt.Key.Key_Right)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.deletion_asked.emit()
            case Qt.Key.Key_F2:
                self.rename(self._active)
            case _:
                self.passed_on.emit(event)

    def _step(self, number: int, by: int) -> None:
        self._by_keys = True
        wanted = min(max(number + by, 0), len(self.rows) - 1)
        self._choose_alone(self.rows[wanted].uid)
        self.row_shown.emit(self.plan_of(wanted).row)

    def _fold(self, row: TreeRow, is_open: bool) -> None:
        """Right opens a group; left closes it, or goes to the group around."""
        if isinstance(row.node, Group) and row.node.is_open is not is_open:
            self.folded.emit(row.uid, is_open)
        elif not is_open and row.parent is not None:
            self._choose_alone(row.parent)

    def _take_name(self, name: str) -> None:
        if self._renamed is not None:
            self.renamed.emit(self._renamed, name)

    def _close_name_field(self) -> None:
        self._renamed = None
        self._name_field.hide()
        self.update()


def mask_mode(modifiers: Qt.KeyboardModifier) -> Mode:
    """Shift adds, Alt takes away, both intersect: as for the tools that mask."""
    has_shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if modifiers & Qt.KeyboardModifier.AltModifier:
        return Mode.INTERSECT if has_shift else Mode.SUBTRACT
    return Mode.ADD if has_shift else Mode.REPLACE


def _has_ctrl(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _name_place(plan: RowPlan) -> QRect:
    """Around the name, whose letters stay where they are."""
    title = plan.title
    top = title.center().y() - _NAME_FIELD_PX / 2
    return QRectF(title.left() - 6, top, title.width() + 6, _NAME_FIELD_PX).toRect()
