"""Where the active layer or group lies, in numbers, and what can be done to it by a click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from studio.document.placement import Placement, wrapped
from studio.document.resampling import Resampling
from studio.document.turning import Axis
from studio.session.transforming import Transforming
from studio.ui.canvas.tools.transform import Transform
from studio.ui.menus.desk import Desk
from studio.ui.panels.options.options import ToolOptions, give_focus_back, named
from studio.ui.widgets.buttons import icon_button
from studio.ui.widgets.check_box import CheckBox
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.switch import Switch
from studio.ui.widgets.value_field import ValueField

_FURTHEST_PX = 32767
_NOTHING = "–"
_PLACE = NumberFormat(low=-_FURTHEST_PX, high=_FURTHEST_PX, none_text=_NOTHING)
_SIDE = NumberFormat(low=1, high=_FURTHEST_PX, none_text=_NOTHING)
_ANGLE = NumberFormat(low=-360, high=360, decimals=1, unit="°", none_text=_NOTHING)
_FIELD_PX, _ANGLE_PX = 44, 54


class TransformOptions(ToolOptions):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._make_fields()
        self._make_buttons()
        self._lay_out()
        self._connect()

    def show_tool(self, name: str) -> None:
        del name
        self._show()

    def _make_fields(self) -> None:
        self.left_px, self.top_px = (
            _field(_PLACE, "Left edge in px"),
            _field(_PLACE, "Upper edge in px"),
        )
        self.width_px, self.height_px = _field(_SIDE, "Width in px"), _field(_SIDE, "Height in px")
        self.angle = _field(_ANGLE, "Degrees clockwise")
        self.angle.setFixedWidth(_ANGLE_PX)
        self.linked = Switch("link-simple", "Keep the proportions")
        self.smooth = CheckBox("Smooth")
        self.smooth.setToolTip("Mix neighbouring pixels; without it pixel art stays crisp")

    def _make_buttons(self) -> None:
        self.turn_left = icon_button(
            "arrow-counter-clockwise", "Rotate 90° left", lambda: self._do(lambda at: at.turned(-1))
        )
        self.turn_right = icon_button(
            "arrow-clockwise", "Rotate 90° right", lambda: self._do(lambda at: at.turned(1))
        )
        self.flip_across = icon_button(
            "arrows-left-right",
            "Flip horizontally",
            lambda: self._do(lambda at: at.flipped(Axis.HORIZONTAL)),
        )
        self.flip_down = icon_button(
            "arrows-down-up",
            "Flip vertically",
            lambda: self._do(lambda at: at.flipped(Axis.VERTICAL)),
        )
        self.apply = icon_button("check", "Apply  Enter", lambda: self._end(Transforming.finish))
        self.give_up = icon_button("x", "Take back  Esc", lambda: self._end(Transforming.give_up))

    def _lay_out(self) -> None:
        for name, field in (("X", self.left_px), ("Y", self.top_px), ("W", self.width_px)):
            self.row.addLayout(named(name, field))
        self.row.addWidget(self.linked)
        self.row.addLayout(named("H", self.height_px))
        self.row.addLayout(named("Angle", self.angle))
        self.row.addSpacing(4)
        for button in (self.turn_left, self.turn_right, self.flip_across, self.flip_down):
            self.row.addWidget(button)
            self.row.addSpacing(-6)
        self.row.addSpacing(10)
        self.row.addWidget(self.smooth)
        self.row.addStretch(1)
        self.row.addWidget(self.give_up)
        self.row.addWidget(self.apply)

    def _connect(self) -> None:
        changes: tuple[tuple[ValueField, Callable[[Placement, float], Placement]], ...] = (
            (self.left_px, lambda at, x: at.moved(x - _left(at), 0)),
            (self.top_px, lambda at, y: at.moved(0, y - _top(at))),
            (self.width_px, self._wide),
            (self.height_px, self._high),
            (self.angle, lambda at, angle: replace(at, angle=wrapped(angle))),
        )
        for field, change in changes:
            field.value_changed.connect(lambda value, change=change: self._type(change, value))
            field.editingFinished.connect(lambda: give_focus_back(self.desk))
        self.linked.clicked.connect(self._link)
        self.smooth.clicked.connect(self._smoothen)
        self.desk.canvas.tool_repainted.connect(self._show)
        self.session.picture_changed.connect(self._show)

    # What a person does.

    def _type(self, change: Callable[[Placement, float], Placement], value: float | None) -> None:
        """A field that was emptied changes nothing."""
        self._do(lambda at: at if value is None else change(at, value))

    def _do(self, change: Callable[[Placement], Placement]) -> None:
        tool = self._tool
        if tool is not None and (placement := tool.work.placement) is not None:
            tool.work.place(change(placement))
        self._show()

    def _end(self, way: Callable[[Transforming], None]) -> None:
        if self._tool is not None:
            way(self._tool.work)
        self.desk.canvas.setFocus()

    def _wide(self, at: Placement, px: float) -> Placement:
        height = at.height * px / abs(at.width) if self.linked.isChecked() else at.height
        return _sized(at, px, height)

    def _high(self, at: Placement, px: float) -> Placement:
        width = at.width * px / abs(at.height) if self.linked.isChecked() else at.width
        return _sized(at, width, px)

    def _link(self, linked: bool) -> None:
        if self._tool is not None:
            self._tool.keeps_shape = linked

    def _smoothen(self, smooth: bool) -> None:
        if self._tool is not None:
            self._tool.work.sample(Resampling.BICUBIC if smooth else Resampling.NEAREST)

    # What it shows.

    @property
    def _tool(self) -> Transform | None:
        tool = self.desk.canvas.tool
        return tool if isinstance(tool, Transform) else None

    def _show(self) -> None:
        tool = self._tool
        if tool is None:
            return
        placement = tool.placement
        for field, value in zip(self._fields, _numbers(placement), strict=True):
            field.set_value(value)
        for widget in self._those_that_act:
            widget.setEnabled(placement is not None and not tool.work.is_busy)
        self.linked.setChecked(tool.keeps_shape)
        self.smooth.setChecked(tool.work.resampling is not Resampling.NEAREST)
        for button in (self.apply, self.give_up):
            button.setVisible(tool.work.is_begun or tool.work.is_busy)

    @property
    def _fields(self) -> tuple[ValueField, ...]:
        return self.left_px, self.top_px, self.width_px, self.height_px, self.angle

    @property
    def _those_that_act(self) -> tuple[QWidget, ...]:
        buttons = self.turn_left, self.turn_right, self.flip_across, self.flip_down
        return (*self._fields, *buttons)


def _numbers(placement: Placement | None) -> tuple[float | None, ...]:
    """Left, top, width, height and angle, as the fields tell them."""
    if placement is None:
        return (None,) * 5
    size = abs(placement.width), abs(placement.height)
    return _left(placement), _top(placement), *size, placement.angle


def _field(number: NumberFormat, tooltip: str) -> ValueField:
    field = ValueField(number, None)
    field.setFixedWidth(_FIELD_PX)
    field.setToolTip(tooltip)
    return field


def _left(placement: Placement) -> float:
    return placement.corners.boundingRect().left()


def _top(placement: Placement) -> float:
    return placement.corners.boundingRect().top()


def _sized(at: Placement, width: float, height: float) -> Placement:
    """In another size; what stands upright keeps its left top corner, what is turned its centre.

    width, height: of any sign; flips stay.
    """
    sized = replace(at, width=_signed(width, at.width), height=_signed(height, at.height))
    if at.quarter_turns is None:
        return sized
    return sized.moved(_left(at) - _left(sized), _top(at) - _top(sized)).on_whole_px()


def _signed(length: float, like: float) -> float:
    """At least 1 px long."""
    length = max(1.0, abs(length))
    return -length if like < 0 else length
