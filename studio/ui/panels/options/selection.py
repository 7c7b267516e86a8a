"""How outlines and colours meet the mask."""

from __future__ import annotations

from dataclasses import replace

from studio.document.masking.shapes import Mode
from studio.session.tool_settings import SelectionSettings
from studio.ui.menus.desk import Desk
from studio.ui.panels.options.modes import ModeButtons
from studio.ui.panels.options.options import ToolOptions, bar_slider, named
from studio.ui.widgets.check_box import CheckBox
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.value_field import ValueField

_SOFTNESS = NumberFormat(low=0, high=1024, unit="px")
_TOLERANCE = NumberFormat(low=0, high=255)
_SHORTEST_SLIDER_PX, _NARROW_GAP_PX = 24, 10


class SelectionOptions(ToolOptions):
    """Of rectangles, ellipses, lassos and polygons."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.modes = ModeButtons()
        self.softness = ValueField(_SOFTNESS, 0, hugs=True)
        self.softness.setToolTip("Width over which a new edge fades, to each side")
        self.antialias = CheckBox("Antialias")
        self.row.addWidget(self.modes)
        self._add_fields()
        self.row.addLayout(named("Soft edge", self.softness))
        self.row.addWidget(self.antialias)
        self.row.addStretch(1)
        self.modes.chosen.connect(lambda mode: self._take(mode=Mode(mode)))
        self.softness.value_changed.connect(lambda px: self._take(softness_px=round(px)))
        self.antialias.clicked.connect(lambda on: self._take(antialias=on))
        self.session.tool_changed.connect(self._show)
        self._show()

    def show_tool(self, name: str) -> None:
        # Whole pixels have no edge to smooth.
        self.antialias.setVisible(name != "mask_rectangle")

    def _add_fields(self) -> None:
        """What a family has besides."""

    def _take(self, **changes: object) -> None:
        self.session.update_tool(selection=replace(self._settings, **changes))

    @property
    def _settings(self) -> SelectionSettings:
        return self.session.tool.selection

    def _show(self) -> None:
        settings = self._settings
        self.modes.show_mode(settings.mode)
        self.softness.set_value(settings.softness_px)
        self.antialias.setChecked(settings.antialias)


class LikenessOptions(SelectionOptions):
    """Of the magic wand, and of masking by colour."""

    def _add_fields(self) -> None:
        self.tolerance = bar_slider("Tolerance", _TOLERANCE)
        self.tolerance.field.setFixedWidth(32)
        # Wide letters need all the room of the smallest window.
        self.tolerance.slider.setMinimumWidth(_SHORTEST_SLIDER_PX)
        self.row.setSpacing(_NARROW_GAP_PX)
        self.sample_all = CheckBox("All layers")
        self.sample_all.setToolTip("Compare what is seen; else the active layer’s own pixels")
        self.row.addWidget(self.tolerance)
        self.row.addWidget(self.sample_all)
        self.tolerance.value_changed.connect(lambda value: self._take(tolerance=round(value)))
        self.sample_all.clicked.connect(lambda on: self._take(sample_all=on))

    def _show(self) -> None:
        super()._show()
        self.tolerance.set_value(self._settings.tolerance)
        self.sample_all.setChecked(self._settings.sample_all)
