"""The brush in hand: each tool that paints remembers its own."""

from __future__ import annotations

from studio.document.brushes.brush import LARGEST_PX, SMALLEST_PX, Brush
from studio.ui.menus.desk import Desk
from studio.ui.panels.options.brush_popup import BrushPopup
from studio.ui.panels.options.options import ToolOptions, bar_slider
from studio.ui.panels.options.tips import BrushButton
from studio.ui.widgets.check_box import CheckBox
from studio.ui.widgets.formats import PERCENT, NumberFormat
from studio.ui.widgets.segments import Segments
from studio.ui.widgets.slider import Curve

_SIZE = NumberFormat(low=SMALLEST_PX, high=LARGEST_PX, unit="px")
_SIZE_REACH_PX = 512.0
_HARDNESS = NumberFormat(low=0.0, high=1.0, step=0.05, factor=100, unit="%")
_SMEARING = ("smudge", "blur")
"""These have no cover that could build up."""


class BrushOptions(ToolOptions):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tool = ""
        self.button = BrushButton()
        self.popup = BrushPopup(self)
        curve = Curve.LOGARITHMIC
        self.size_px = bar_slider("Size", _SIZE, reach=_SIZE_REACH_PX, curve=curve)
        self.hardness = bar_slider("Hardness", _HARDNESS)
        self.opacity = bar_slider("Opacity", PERCENT)
        self._sliders = {
            "size_px": self.size_px,
            "hardness": self.hardness,
            "opacity": self.opacity,
        }
        self.row.addWidget(self.button)
        for field, slider in self._sliders.items():
            self.row.addWidget(slider)
            slider.value_changed.connect(lambda value, field=field: self._take(**{field: value}))
        self.button.clicked.connect(lambda: self.popup.open_under(self.button))
        self.popup.changed.connect(lambda changes: self._take(**changes))
        self.session.tool_changed.connect(self._show)
        desk.keymap.changed.connect(self._tell_keys)
        self._tell_keys()

    def _tell_keys(self) -> None:
        keymap = self.desk.keymap
        self.size_px.setToolTip(keymap.told("Smaller, larger", "smaller", "larger"))
        self.hardness.setToolTip(keymap.told("Softer, harder", "softer", "harder"))

    def show_tool(self, name: str) -> None:
        self._tool = name
        smears = name in _SMEARING
        self.opacity.label.setText("Strength" if smears else "Opacity")
        self.popup.offer(flow=not smears, sizes=name != "smudge")
        self._show()

    @property
    def brush(self) -> Brush:
        return self.session.tool.brush(self._tool) or Brush()

    def _take(self, **changes: object) -> None:
        self.session.update_brush(self._tool, **changes)

    def _show(self) -> None:
        for field, slider in self._sliders.items():
            slider.set_value(getattr(self.brush, field))
        self.button.show_brush(self.brush)
        self.popup.show_brush(self.brush)


class MaskBrushOptions(BrushOptions):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.row.addStretch(1)


class LayerBrushOptions(BrushOptions):
    """Of the tools that draw on the active layer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.inside_mask = InsideMask(desk)
        self.row.addWidget(self.inside_mask)
        self.row.addStretch(1)


class SmearOptions(LayerBrushOptions):
    """Of the tools that can work on the mask as well."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.target = Segments("Works on", [("layer", "Layer"), ("mask", "Mask")])
        self.target.setToolTip("What is smeared: the active layer, or the active mask’s edges")
        self.row.insertWidget(0, self.target)
        self.target.chosen.connect(
            lambda name: self.session.update_tool(smears_mask=name == "mask"),
        )

    def _show(self) -> None:
        super()._show()
        on_mask = self.session.tool.smears_mask
        self.target.show_choice("mask" if on_mask else "layer")
        self.inside_mask.setEnabled(not on_mask)


class InsideMask(CheckBox):
    """Whether painting leaves alone what is not masked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Inside the mask")
        session = desk.session
        self.setToolTip("Leave what is not masked as it is")
        self.clicked.connect(lambda on: session.update_tool(inside_mask=on))
        session.tool_changed.connect(lambda: self.setChecked(session.tool.inside_mask))
        self.setChecked(session.tool.inside_mask)
