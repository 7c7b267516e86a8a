"""The layers: how the active one looks, the tree of all, and buttons below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studio.document.document import Document
from studio.document.edit import Edit
from studio.document.layer import Layer, found
from studio.document.masking.shapes import Mode
from studio.document.operations import layer_order, layers
from studio.document.operations.mask_picking import alpha_edit
from studio.session.session import Session
from studio.ui.actions import Actions
from studio.ui.panels.layers.look_bar import LookBar
from studio.ui.panels.layers.row_plan import ROOMY, TIGHT
from studio.ui.panels.layers.rows import Drop
from studio.ui.panels.layers.tree import LayerTree
from studio.ui.widgets.buttons import action_button
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.painting import RING_PX

_SETTLE_MS = 150
"""Small pictures follow a stroke after its pause, not at each dab."""
_ROOM_FOR_ROOMY_PX = 5 * ROOMY.height_px
_BUTTONS = (
    ("new_layer", "plus"),
    ("new_group", "folder-simple-plus"),
    ("duplicate_layer", "copy-simple"),
    ("merge_down", "arrow-line-down"),
    ("delete_layer", "trash-simple"),
)
_MENU = (
    ("rename_layer", "duplicate_layer", "delete_layer"),
    ("group_layers", "ungroup_layers", "merge_down"),
    ("clip_layer", "lock_alpha", "lock_layer"),
)


class LayersPanel(QWidget):
    key_passed_on = Signal(object)
    """A QKeyEvent that means nothing to the list: the canvas may want it."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._actions = actions
        self.look = LookBar(session)
        self.tree = LayerTree()
        self._empty = secondary_label("No picture yet. Generate one, open one, or drop one here.")
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(10, 8, 10, 8)
        self._scroll = _scroll_area(self.tree)
        self.buttons = {name: action_button(actions[name], glyph) for name, glyph in _BUTTONS}
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._lay_out()
        self._connect()
        self._show_picture()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Uids of the nodes that commands act on."""
        return self.tree.chosen

    def rename_active(self) -> None:
        self.tree.rename(self._session.document.picture.active_node)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(RING_PX, 0, RING_PX, 0)
        buttons.setSpacing(2)
        for button in self.buttons.values():
            if button is self.buttons["delete_layer"]:
                buttons.addStretch()
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.look)
        layout.addWidget(self._empty)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        session, tree = self._session, self.tree
        session.picture_changed.connect(self._show_picture)
        session.document_changed.connect(lambda _bounds: self._settle.start())
        session.results_changed.connect(self._share_keys)
        self._settle.timeout.connect(tree.refresh_pictures)
        tree.activated.connect(lambda uid: session.choose(node=uid))
        tree.chosen_changed.connect(self._name_merging)
        tree.eye_pressed.connect(self._press_eye)
        tree.folded.connect(session.fold)
        tree.renamed.connect(lambda uid, name: self._look(uid, name=name))
        tree.dropped.connect(self._move)
        tree.alpha_asked.connect(self._mask_alpha)
        tree.deletion_asked.connect(self._actions["delete_layer"].trigger)
        tree.menu_asked.connect(self._open_menu)
        tree.passed_on.connect(self._pass_on)
        tree.row_shown.connect(self._show_part)
        self._scroll.viewport().installEventFilter(self)

    def _show_picture(self) -> None:
        picture = self._session.document.picture
        self.tree.show_picture(picture)
        self._empty.setVisible(not picture.nodes)
        self._name_merging()

    def _name_merging(self) -> None:
        several = len(self.chosen) > 1
        self._actions["merge_down"].setText("Merge layers" if several else "Merge down")

    def _share_keys(self) -> None:
        """Enter, Esc and the arrows belong to results while there are any."""
        self.tree.takes_focus = not self._session.results

    def _press_eye(self, uid: str, alone: bool) -> None:
        if alone:
            self._session.do(lambda document: layers.alone_edit(document, uid))
            return
        node = next(row.node for row in self.tree.rows if row.uid == uid)
        self._look(uid, visible=not node.visible)

    def _look(self, uid: str, **fields: object) -> None:
        self._session.do(lambda document: layers.look_edit(document, uid, **fields))

    def _mask_alpha(self, uid: str, mode: Mode) -> None:
        node = found(self._session.document.picture.nodes, uid)
        if isinstance(node, Layer):
            self._session.do(lambda document: alpha_edit(document, mode, node))

    def _move(self, uids: Sequence[str], drop: Drop) -> None:
        def moved(document: Document) -> Edit | None:
            return layer_order.move_edit(document, uids, drop.parent, drop.index)

        self._session.do(moved)

    def _open_menu(self, place: QPoint) -> None:
        self._actions.menu(self, _MENU).popup(place)

    def _pass_on(self, event: QKeyEvent) -> None:
        self.key_passed_on.emit(event)

    def _show_part(self, part: QRectF) -> None:
        middle = part.center().toPoint()
        self._scroll.ensureVisible(0, middle.y(), 0, int(part.height() / 2))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Rows are lower where there is little room."""
        if isinstance(event, QResizeEvent):
            roomy = event.size().height() >= _ROOM_FOR_ROOMY_PX
            self.tree.set_row_size(ROOMY if roomy else TIGHT)
        return super().eventFilter(watched, event)


def _scroll_area(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
