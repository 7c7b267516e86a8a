"""The frame of the crop tool: its proportions and its size."""

from __future__ import annotations

from studio.core.geometry import Bounds
from studio.core.pixels import LARGEST_SIDE
from studio.ui.canvas.tools.crop import Crop
from studio.ui.menus.desk import Desk
from studio.ui.panels.options.options import ToolOptions, give_focus_back, named
from studio.ui.widgets.buttons import icon_button
from studio.ui.widgets.check_box import CheckBox
from studio.ui.widgets.choice_box import BareChoice
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.value_field import ValueField

_SIDE = NumberFormat(low=1, high=LARGEST_SIDE)
_FIELD_PX = 44
_AS_PICTURE, _FREE = "picture", "free"
_RATIOS = {
    "1:1": (1, 1),
    "5:4": (5, 4),
    "4:3": (4, 3),
    "3:2": (3, 2),
    "16:9": (16, 9),
    "2:1": (2, 1),
}
_TITLES = {_FREE: "Free", _AS_PICTURE: "As the picture"}


class CropOptions(ToolOptions):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shape = _FREE
        self._make_shape()
        self.width_px, self.height_px = _field("Width in px"), _field("Height in px")
        self.keeps_outside = CheckBox("Keep what is outside")
        self.keeps_outside.setToolTip("Layers keep what lies beyond the new edges")
        self.apply = icon_button("check", "Crop  Enter", self._apply)
        self.give_up = icon_button("x", "All of the picture  Esc", self._give_up)
        self._lay_out()
        self.width_px.value_changed.connect(lambda px: self._size(width=round(px)))
        self.height_px.value_changed.connect(lambda px: self._size(height=round(px)))
        for field in (self.width_px, self.height_px):
            field.editingFinished.connect(lambda: give_focus_back(desk))
        self.keeps_outside.clicked.connect(self._keep)
        desk.canvas.tool_repainted.connect(self._show)
        desk.session.picture_changed.connect(self._show)

    def show_tool(self, name: str) -> None:
        del name
        self._shape = _FREE
        self._show()

    def _make_shape(self) -> None:
        self.shape = BareChoice("Proportions of the frame", hugs=True)
        self.shape.chosen.connect(self.choose_shape)
        self.swap = icon_button("swap", "Upright or lying", self._swap)

    def _lay_out(self) -> None:
        self.row.addLayout(named("Ratio", self.shape))
        self.row.addSpacing(-6)
        self.row.addWidget(self.swap)
        self.row.addLayout(named("W", self.width_px))
        self.row.addLayout(named("H", self.height_px))
        self.row.addSpacing(4)
        self.row.addWidget(self.keeps_outside)
        self.row.addStretch(1)
        self.row.addWidget(self.give_up)
        self.row.addWidget(self.apply)

    # What a person does.

    def choose_shape(self, name: str) -> None:
        """By the name of a choice of the menu."""
        tool = self._tool
        if tool is None:
            return
        self._shape = name
        extent = self.session.document.extent
        width, height = _RATIOS.get(name, (extent.width, extent.height))
        tool.choose_ratio(None if name == _FREE else width / height)
        self._show()

    def _swap(self) -> None:
        tool = self._tool
        if tool is not None:
            frame = tool.frame
            if tool.ratio is not None:
                tool.choose_ratio(1 / tool.ratio)
            else:
                tool.set_frame(_around(frame, frame.height, frame.width))

    def _size(self, *, width: int | None = None, height: int | None = None) -> None:
        """Around the frame's middle; a kept ratio says the other side."""
        tool = self._tool
        if tool is None:
            return
        frame, ratio = tool.frame, tool.ratio
        if ratio is not None and width is not None:
            height = max(1, round(width / ratio))
        elif ratio is not None and height is not None:
            width = max(1, round(height * ratio))
        width, height = width or frame.width, height or frame.height
        tool.set_frame(_around(frame, width, height))

    def _keep(self, keeps: bool) -> None:
        if self._tool is not None:
            self._tool.keeps_outside = keeps

    def _apply(self) -> None:
        if self._tool is not None:
            self._tool.apply()
        self.desk.canvas.setFocus()

    def _give_up(self) -> None:
        if self._tool is not None:
            self._tool.give_up()
        self.desk.canvas.setFocus()

    # What it shows.

    @property
    def _tool(self) -> Crop | None:
        tool = self.desk.canvas.tool
        return tool if isinstance(tool, Crop) else None

    def _show(self) -> None:
        tool = self._tool
        if tool is None:
            return
        if tool.ratio is None:
            self._shape = _FREE
        choices = [(name, _TITLES.get(name, name)) for name in (_FREE, _AS_PICTURE, *_RATIOS)]
        self.shape.offer(choices, self._shape)
        self.width_px.set_value(tool.frame.width)
        self.height_px.set_value(tool.frame.height)
        self.keeps_outside.setChecked(tool.keeps_outside)
        for button in (self.apply, self.give_up):
            button.setVisible(tool.is_begun)


def _field(tooltip: str) -> ValueField:
    field = ValueField(_SIDE, 1)
    field.setFixedWidth(_FIELD_PX)
    field.setToolTip(tooltip)
    return field


def _around(frame: Bounds, width: int, height: int) -> Bounds:
    """Another size around the same middle."""
    left = frame.x + (frame.width - width) // 2
    return Bounds(left, frame.y + (frame.height - height) // 2, width, height)
