"""The brush in hand: each tool that paints remembers its own."""

from __future__ import annotations

from studio.document.brushes.brush import LARGEST_PX, SMALLEST_PX, Brush
from studio.ui.menus.desk import Desk
from studio.ui.panels.options.options import ToolOptions, bar_slider
from studio.ui.widgets.formats import PERCENT, NumberFormat
from studio.ui.widgets.slider import Curve

_SIZE = NumberFormat(low=SMALLEST_PX, high=LARGEST_PX, unit="px")
_SIZE_REACH_PX = 512.0
_HARDNESS = NumberFormat(low=0.0, high=1.0, step=0.05, factor=100, unit="%")


class BrushOptions(ToolOptions):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tool = ""
        curve = Curve.LOGARITHMIC
        self.size_px = bar_slider("Size", _SIZE, reach=_SIZE_REACH_PX, curve=curve, tooltip="[ ]")
        self.hardness = bar_slider("Hardness", _HARDNESS, tooltip="{ }")
        self.opacity = bar_slider("Opacity", PERCENT)
        self._sliders = {
            "size_px": self.size_px,
            "hardness": self.hardness,
            "opacity": self.opacity,
        }
        for field, slider in self._sliders.items():
            self.row.addWidget(slider)
            slider.value_changed.connect(lambda value, field=field: self._take(field, value))
        self.row.addStretch(1)
        self.session.tool_changed.connect(self._show)

    def show_tool(self, name: str) -> None:
        self._tool = name
        self._show()

    @property
    def _brush(self) -> Brush:
        return self.session.tool.brush(self._tool) or Brush()

    def _take(self, field: str, value: object) -> None:
        self.session.update_brush(self._tool, **{field: value})

    def _show(self) -> None:
        for field, slider in self._sliders.items():
            slider.set_value(getattr(self._brush, field))
