"""The masks of the picture: which one is painted on, and what shall be where each of them is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.document.operations.named_masks import mask_look_edit, move_mask_edit
from studio.document.picture import NamedMask
from studio.session.session import Session
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.canvas.mask_overlay import tint_of
from studio.ui.panels.mask_row import MaskRow
from studio.ui.widgets.buttons import action_button
from studio.ui.widgets.check_box import CheckBox
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.rows import RowList
from studio.ui.widgets.slider import NumberSlider

_OPACITY = NumberFormat(low=0.0, high=1.0, step=0.05, factor=100, unit="%")
_SETTLE_MS = 150
"""Small pictures follow a stroke after its pause, not at each dab."""
_EMPTY = "No picture yet. Generate one, open one, or drop one here."
_EMPTY_PLACING = (
    "No picture yet. Mask where something shall be, with a brush, a rectangle or a lasso,"
    " then say here what it is."
)
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
        self._shown_meaning: tuple[bool, frozenset[str]] | None = None
        self._list = RowList()
        self.places = CheckBox("Place things by masks")
        self.places.setToolTip(
            "Masks with words are not filled: each says what shall be in its box"
            " when the picture is drawn"
        )
        self.placed = secondary_label()
        self._offer = QWidget()
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
        self._show_model()

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
        layout.addWidget(self._offer)
        layout.addWidget(self._list, 1)
        offer = QHBoxLayout(self._offer)
        offer.setContentsMargins(8, 0, 8, 2)
        offer.addWidget(self.places)
        offer.addStretch()
        offer.addWidget(self.placed)

    def _connect(self) -> None:
        session = self._session
        self.tint.value_changed.connect(lambda value: session.update_tool(mask_opacity=value))
        self.places.clicked.connect(lambda checked: session.update(places_words=checked))
        session.tool_changed.connect(self._show_tool)
        session.settings_changed.connect(self._show_model)
        session.engine_changed.connect(self._show_model)
        session.intent_changed.connect(self._show_placed)
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

    def _show_model(self) -> None:
        """What masks mean, and the words that may be in them, is the model's business."""
        session = self._session
        meaning = (session.places_words, session.known_words)
        self._offer.setVisible(session.can_place)
        self.places.setChecked(session.places_words)
        self._list.tell_empty(_EMPTY_PLACING if session.places_words else _EMPTY)
        self._show_placed()
        if meaning != self._shown_meaning:
            self._shown_meaning = meaning
            self._refresh()

    def _show_placed(self) -> None:
        model, placed = self._session.model, self._session.intent.placed
        most = model.most_boxes if model else 0
        self.placed.setText(f"{placed} of {most}" if placed else f"up to {most}")
        role = "bad" if placed > most else "secondary"
        if self.placed.property("role") != role:
            self.placed.setProperty("role", role)
            self.placed.style().polish(self.placed)

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
        session, row = self._session, self._rows[entry.uid]
        colour, active = tint_of(entry, session.tool), session.document.picture.active_mask
        row.show_mask(entry, colour, active=entry.uid == active, places=session.places_words)
        row.prompt.set_known_words(session.known_words)
        row.show_picture(entry.mask, colour)

    def _show_tool(self) -> None:
        tool = self._session.tool
        self.tint.set_value(tool.mask_opacity)
        self.eye.setIcon(theme.icon("eye" if tool.overlays_shown else "eye-slash"))
