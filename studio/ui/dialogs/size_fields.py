"""Width and height of a picture, in px or in per cent of what it is, linked or not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.core.geometry import Extent
from studio.core.pixels import LARGEST_SIDE
from studio.ui.widgets.field_box import FieldBox
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.segments import Segments
from studio.ui.widgets.switch import Switch
from studio.ui.widgets.value_field import ValueField

PX, PERCENT = "px", "percent"
# What is too large can be typed, so that it can be said why it cannot be made.
_SIDE = NumberFormat(low=1, high=10 * LARGEST_SIDE)
_SHARE = NumberFormat(low=0.0001, high=1000.0, step=0.05, factor=100, decimals=1)


class DialogField(ValueField):
    """Enter and Esc are the dialog's too; what is typed is told at once."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def typed(self) -> float | None:
        """What the text says now; None where it says nothing."""
        try:
            return self._form.parse(self.text())
        except ValueError:
            return None


class SizeFields(QWidget):
    changed = Signal()
    """Another size was typed or chosen."""

    def __init__(self, extent: Extent, *, percent: bool = True, linked: bool = True) -> None:
        """extent: of which per cents are told, and whose proportions are kept."""
        super().__init__()
        self._base = self._extent = extent
        self.width_px, self.height_px = DialogField(_SIDE, 1), DialogField(_SIDE, 1)
        self.link = Switch("link-simple", "Keep the proportions")
        self.link.setChecked(linked)
        self.units = Segments("Unit", ((PX, "px"), (PERCENT, "%")))
        self.units.setVisible(percent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(FieldBox("Width", self.width_px), 1)
        row.addWidget(self.link)
        row.addWidget(FieldBox("Height", self.height_px), 1)
        if percent:
            row.addWidget(self.units)
        for field, is_width in ((self.width_px, True), (self.height_px, False)):
            field.setAccessibleName("Width" if is_width else "Height")
            field.textEdited.connect(lambda _, w=is_width: self._typed(is_width=w))
            field.value_changed.connect(lambda _, w=is_width: self._typed(is_width=w))
        self.link.clicked.connect(self._relink)
        self.units.chosen.connect(lambda _: self._show())
        self._show()

    @property
    def extent(self) -> Extent:
        return self._extent

    def set_extent(self, extent: Extent, *, is_base: bool = False) -> None:
        """Show a size; is_base: its proportions are kept from here on."""
        self._extent = extent
        if is_base:
            self._base = extent
        self._show()
        self.changed.emit()

    def _typed(self, *, is_width: bool) -> None:
        field = self.width_px if is_width else self.height_px
        value = field.typed()
        if value is None:
            return
        side = self._side(value, self._base.width if is_width else self._base.height)
        self._extent = self._with(side, is_width=is_width)
        self._show_but(field)
        self.changed.emit()

    def _side(self, value: float, base: int) -> int:
        return max(1, round(value * base if self.units.current == PERCENT else value))

    def _with(self, side: int, *, is_width: bool) -> Extent:
        """That side, and the other as it is or in proportion."""
        base, now = self._base, self._extent
        if is_width:
            height = max(1, round(side * base.height / base.width))
            return Extent(side, height if self.link.isChecked() else now.height)
        width = max(1, round(side * base.width / base.height))
        return Extent(width if self.link.isChecked() else now.width, side)

    def _relink(self, linked: bool) -> None:
        if linked:
            self._extent = self._with(self._extent.width, is_width=True)
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        self._show_but(None)

    def _show_but(self, edited: DialogField | None) -> None:
        """In the unit that is chosen; not over what is being typed."""
        sides = (
            (self.width_px, self._extent.width, self._base.width),
            (self.height_px, self._extent.height, self._base.height),
        )
        in_percent = self.units.current == PERCENT
        for field, side, base in sides:
            if field is not edited:
                field.set_form(_SHARE if in_percent else _SIDE)
                field.set_value(side / base if in_percent else side)
