"""Where the lines of the grid lie, and their colour, seen on the canvas while it is chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.session.session import Session
from studio.session.view_settings import LARGEST_GRID_PX, SMALLEST_GRID_PX
from studio.ui.canvas.lines_overlay import USUAL_GRID
from studio.ui.dialogs.sheet import Sheet
from studio.ui.dialogs.size_fields import DialogField
from studio.ui.widgets.field_box import FieldBox
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.slider import Curve, NumberSlider
from studio.ui.widgets.tints import Tints

_SPACING = NumberFormat(low=SMALLEST_GRID_PX, high=LARGEST_GRID_PX, unit="px")
_REACH_PX = 512.0
_OFFSET = NumberFormat(low=0, high=LARGEST_GRID_PX, unit="px")


class GridDialog(Sheet):
    """The grid is shown meanwhile; giving up leaves the view as it was."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "Grid", "The same for every picture.", "Apply", is_beside=True)
        self._session = session
        self._before = session.view
        view = session.view
        self.spacing = NumberSlider("Spacing", _SPACING, reach=_REACH_PX, curve=Curve.LOGARITHMIC)
        self.spacing.field.setFixedWidth(62)
        self.spacing.set_value(view.grid_px)
        self.across = DialogField(_OFFSET, view.grid_x_px)
        self.down = DialogField(_OFFSET, view.grid_y_px)
        self.colour = Tints("Colour of the grid", USUAL_GRID.name)
        self.colour.set_current(view.grid_colour)
        self._fill_body()
        self._connect()
        self.spacing.slider.setFocus()
        session.update_view(grid=True)

    def _fill_body(self) -> None:
        offset = QHBoxLayout()
        offset.setSpacing(8)
        for name, field in (("Offset x", self.across), ("Offset y", self.down)):
            field.setAccessibleName(name)
            offset.addWidget(FieldBox(name, field), 1)
        colour = QHBoxLayout()
        colour.addWidget(secondary_label("Colour"))
        colour.addStretch()
        colour.addWidget(self.colour)
        self.body.addWidget(self.spacing)
        self.body.addLayout(offset)
        self.body.addLayout(colour)

    def _connect(self) -> None:
        session = self._session
        self.spacing.value_changed.connect(lambda px: session.update_view(grid_px=round(px)))
        self.across.value_changed.connect(lambda px: session.update_view(grid_x_px=round(px)))
        self.down.value_changed.connect(lambda px: session.update_view(grid_y_px=round(px)))
        self.colour.chosen.connect(lambda name: session.update_view(grid_colour=name))
        self.rejected.connect(self._take_back)

    def _take_back(self) -> None:
        before = self._before
        self._session.update_view(
            grid=before.grid,
            grid_px=before.grid_px,
            grid_x_px=before.grid_x_px,
            grid_y_px=before.grid_y_px,
            grid_colour=before.grid_colour,
        )


def ask_grid(parent: QWidget, session: Session) -> GridDialog:
    """Opens the dialog in front of a window, which waits for it."""
    dialog = GridDialog(parent, session)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open_beside()
    return dialog
