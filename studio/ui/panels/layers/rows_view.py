"""The rows of the list of layers, as they are seen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.core.geometry import Extent
from studio.document.layer import Layer
from studio.document.picture import Picture
from studio.ui.panels.layers.choice import Choice
from studio.ui.panels.layers.row_painter import (
    RowState,
    paint_focus,
    paint_row,
)
from studio.ui.panels.layers.row_plan import EYE_PX, INDENT_PX, ROOMY, RowPlan, RowSize
from studio.ui.panels.layers.rows import Drop, TreeRow, rows_of
from studio.ui.panels.layers.small_pictures import SmallPictures
from studio.ui.widgets.painting import paint_drop_line

_PICTURE_PX = 2 * ROOMY.picture_px
"""Twice as large as it is shown, for dense screens."""


class RowsView(QWidget):
    """Topmost first; what is hovered, dragged or renamed is told by whoever listens to a person."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[TreeRow, ...] = ()
        self.size_of_rows: RowSize = ROOMY
        self._extent = Extent(1, 1)
        self._choice = Choice()
        self._hovered: str | None = None
        self._renamed: str | None = None
        """Whose name is written anew, in a field over it."""
        self._drop: Drop | None = None
        self._is_dragging = False
        self._by_keys = False
        """Whether keys are in use here, so that their focus should be seen."""
        self._pictures = SmallPictures(_PICTURE_PX)
        self.setAccessibleName("Layers")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Uids: the active node's, or of several."""
        return self._choice.uids

    def show_picture(self, picture: Picture) -> None:
        if picture.active_node != self._choice.active:
            self._choice = Choice(picture.active_node)
        self.rows, self._extent = rows_of(picture.nodes), picture.extent
        self._pictures.keep_only({layer.uid for layer in picture.layers})
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

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self.rows)):
            plan = self.plan_of(number)
            if plan.row.intersects(QRectF(event.rect())):
                paint_row(painter, plan, self._state_of(plan.entry), self._picture_of(plan.entry))
        if self._drop is not None and self._drop.into is None:
            y = min(max(self._drop.line * self.size_of_rows.height_px, 2), self.height() - 3)
            left = EYE_PX + 6 + self._drop.depth * INDENT_PX
            paint_drop_line(painter, y, left, self.width() - 4)
        number = self.number_of(self._choice.active)
        if number is not None and self._shows_focus:
            paint_focus(painter, self.plan_of(number))

    @property
    def _shows_focus(self) -> bool:
        is_busy = self._is_dragging or self._renamed is not None
        return self.hasFocus() and self._by_keys and not is_busy

    def _picture_of(self, row: TreeRow) -> QImage | None:
        node = row.node
        return self._pictures.of(node, self._extent) if isinstance(node, Layer) else None

    def _state_of(self, row: TreeRow) -> RowState:
        chosen = self.chosen
        return RowState(
            is_active=row.uid == self._choice.active,
            is_chosen=row.uid in chosen,
            is_hovered=row.uid == self._hovered and not self._is_dragging,
            is_target=self._drop is not None and self._drop.into == row.uid,
            is_dragged=self._is_dragging and row.uid in chosen,
            is_edited=row.uid == self._renamed,
        )
