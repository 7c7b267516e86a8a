"""The size of a new picture: typed, or one of the usual shapes."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from studio.core.geometry import Extent
from studio.session.session import Session
from studio.ui.widgets.buttons import icon_button, open_below
from studio.ui.widgets.field_box import FieldBox
from studio.ui.widgets.formats import ExtentFormat
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.value_field import ValueField

_SHAPES = (
    ("Square", 1, 1),
    ("Landscape 3:2", 3, 2),
    ("Landscape 16:9", 16, 9),
    ("Portrait 2:3", 2, 3),
    ("Portrait 9:16", 9, 16),
)
_USUAL_NATIVE = Extent(256, 256)
_USUAL_MULTIPLE = 8


def shaped(native: Extent, width: int, height: int, multiple: int) -> Extent:
    """That proportion with about the native area, which a model draws best, in whole multiples."""
    unit = (native.area / (width * height)) ** 0.5
    return Extent(
        max(1, round(width * unit / multiple)) * multiple,
        max(1, round(height * unit / multiple)) * multiple,
    )


class SizeField(FieldBox):
    def __init__(self, session: Session) -> None:
        self._session = session
        self.entry = ValueField(ExtentFormat(), session.settings.extent)
        self.entry.setAccessibleName("Size of a new picture")
        self.presets = icon_button("caret-down", "Usual sizes", self._offer_presets, px=12)
        super().__init__("Size", self.entry, self.presets)
        self.setToolTip("Size of a new picture in pixels")
        self._menu = Menu(self)
        self.entry.value_changed.connect(lambda extent: session.update(extent=extent))
        session.settings_changed.connect(self._show_settings)

    def _show_settings(self) -> None:
        self.entry.set_value(self._session.settings.extent)

    def preset_menu(self) -> QMenu:
        """The model's native size, its other shapes, and the size of the picture as it is."""
        model, document = self._session.model, self._session.document
        native = model.native_extent if model else _USUAL_NATIVE
        multiple = model.extent_multiple if model else _USUAL_MULTIPLE
        self._menu.clear()
        for title, width, height in _SHAPES:
            self._add(title, shaped(native, width, height, multiple))
        if not document.is_blank:
            self._menu.addSeparator()
            self._add("Like the picture", document.extent)
        return self._menu

    def _add(self, title: str, extent: Extent) -> None:
        action = self._menu.addAction(f"{title}\t{extent}")
        action.triggered.connect(lambda: self._session.update(extent=extent))

    def _offer_presets(self) -> None:
        open_below(self.preset_menu(), self)
