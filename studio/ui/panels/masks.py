"""The masks of the picture: which one is painted on, and what shall be where each of them is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.document.operations.named_masks import mask_look_edit, move_mask_edit
from studio.document.picture import NamedMask
from studio.session.session import Session
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.panels.mask_row import MaskRow
from studio.ui.theme import tokens
from studio.ui.widgets.buttons import action_button
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.rows import RowList
from studio.ui.widgets.slider import NumberSlider

_OPACITY = NumberFormat(low=0.0, high=1.0, step=0.05, factor=100, unit="%")
_SETTLE_MS = 150
"""Small pictures follow a stroke after its pause, not at each dab."""
_MENU = (
    ("duplicate_mask", "remove_mask"),
    ("raise_mask", "lower_mask"),
    ("invert_mask", "clear_mask", "fill_mask"),
)


class MasksPanel(QWidget):
    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._actions = actions
        self._rows: dict[str, MaskRow] = {}
        self._revealed = ""
        self._list = RowList("No picture yet. Generate one, open one, or drop one here.")
        self.tint = NumberSlider("Tint", _OPACITY)
        self.tint.field.setFixedWidth(46)
        self.eye = action_button(actions["overlays"], "eye")
        self._buttons = [
            action_button(actions[name], glyph)
            for name, glyph in (
                ("add_mask", "plus"),
                ("duplicate_mask", "copy"),
                ("remove_mask", "trash"),
            )
        ]
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._refresh)
        self._reveal = QTimer(self, singleShot=True, interval=0)
        self._reveal.timeout.connect(self._reveal_active)
        self._lay_out()
        self._connect()
        self._show_tool()
        self._show_all()

    @property
    def rows(self) -> tuple[MaskRow, ...]:
        """The masks, from the first."""
        return tuple(self._rows.values())

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(4, 0, 4, 2)
        heading.setSpacing(4)
        heading.addWidget(self.eye)
        heading.addWidget(self.tint, 1)
        heading.addSpacing(8)
        for button in self._buttons:
            heading.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(heading)
        layout.addWidget(self._list, 1)

    def _connect(self) -> None:
        session = self._session
        self.tint.value_changed.connect(lambda value: session.update_tool(mask_opacity=value))
        session.tool_changed.connect(self._show_tool)
        session.picture_changed.connect(self._refresh)
        session.document_changed.connect(lambda _: self._settle.start())
        # Rows have their heights only when the list has been laid out.
        self._list.verticalScrollBar().rangeChanged.connect(self._reveal_active)
        theme.current().changed.connect(self._refresh)

    @property
    def _masks(self) -> tuple[NamedMask, ...]:
        document = self._session.document
        return () if document.is_blank else document.picture.masks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_all()

    def _refresh(self) -> None:
        """Nobody waits for a list that is behind another tab."""
        if self.isVisible():
            self._show_all()

    def _show_all(self) -> None:
        masks = self._masks
        if list(self._rows) != [entry.uid for entry in masks]:
            self._rows = {entry.uid: self._row(entry.uid) for entry in masks}
            self._list.show_rows(self.rows)
        for entry in masks:
            self._show(entry)
        active = self._session.document.picture.active_mask
        if active != self._revealed:
            self._reveal.start()

    def _reveal_active(self) -> None:
        """Scroll to the active mask when another one has become that."""
        self._revealed = self._session.document.picture.active_mask
        if self._revealed in self._rows:
            self._list.ensureWidgetVisible(self._rows[self._revealed], 0, 0)

    def _row(self, uid: str) -> MaskRow:
        row = MaskRow()
        row.clicked.connect(lambda: self._session.choose(mask=uid))
        row.changed.connect(lambda field, value: self._change(uid, field, value))
        row.dragged.connect(self._list.show_drop)
        row.dropped.connect(lambda at: self._move(uid, at))
        row.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        row.customContextMenuRequested.connect(
            lambda at: self._open_menu(uid, row.mapToGlobal(at)),
        )
        return row

    def _open_menu(self, uid: str, place: QPoint) -> None:
        self._session.choose(mask=uid)
        self._actions.menu(self, _MENU).popup(place)

    def _move(self, uid: str, at: QPointF) -> None:
        place = self._list.place_at(at)
        self._list.show_drop(None)
        self._session.do(lambda document: move_mask_edit(document, uid, place))

    def _change(self, uid: str, field: str, value: object) -> None:
        self._session.do(lambda document: mask_look_edit(document, uid, **{field: value}))

    def _show(self, entry: NamedMask) -> None:
        row, colour = self._rows[entry.uid], self._colour_of(entry)
        active = entry.uid == self._session.document.picture.active_mask
        row.show_mask(entry, colour, active=active)
        row.show_picture(entry.mask, colour)

    def _colour_of(self, entry: NamedMask) -> QColor:
        return QColor(entry.colour or self._session.tool.mask_colour or tokens().mask)

    def _show_tool(self) -> None:
        tool = self._session.tool
        self.tint.set_value(tool.mask_opacity)
        self.eye.setIcon(theme.icon("eye" if tool.overlays_shown else "eye-slash"))
