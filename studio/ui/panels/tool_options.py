"""The settings of the tool in hand, and how a filled part meets its surroundings."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from studio.session.session import Session
from studio.session.settings import LARGEST_BRUSH_PX
from studio.ui.widgets.buttons import icon_button, open_below
from studio.ui.widgets.formats import PERCENT, NumberFormat
from studio.ui.widgets.labels import secondary_label, strong_label
from studio.ui.widgets.slider import Curve, NumberSlider
from studio.ui.widgets.value_field import ValueField

HEIGHT_PX = 41
_SIZE = NumberFormat(low=1, high=LARGEST_BRUSH_PX, unit="px")
_SIZE_REACH_PX = 512.0
_HARDNESS = NumberFormat(low=0.0, high=1.0, step=0.05, factor=100, unit="%")
_GROW = NumberFormat(low=0, high=1024, unit="px")
_FEATHER = NumberFormat(low=0, high=1024, unit="px", none_text="Automatic")
_CONTEXT = NumberFormat(low=0, high=16384, step=16, unit="px", none_text="Automatic")
_CONTEXTS_PX = (None, 32, 64, 128, 256, 512)


class ToolOptions(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setFixedHeight(HEIGHT_PX)
        self.title = strong_label()
        self._make_sliders()
        self._make_fields()
        self._lay_out()
        self._connect()
        self._show_tool()
        self._show_settings()

    def show_tool(self, title: str, paints: bool) -> None:
        """The tool in hand; brush settings are shown for those that paint."""
        self.title.setText(title)
        for slider in (self.size_px, self.hardness, self.opacity):
            slider.setVisible(paints)

    def _make_sliders(self) -> None:
        curve = Curve.LOGARITHMIC
        self.size_px = NumberSlider("Size", _SIZE, reach=_SIZE_REACH_PX, curve=curve, tooltip="[ ]")
        self.hardness = NumberSlider("Hardness", _HARDNESS, tooltip="{ }")
        self.opacity = NumberSlider("Opacity", PERCENT)
        for slider in (self.size_px, self.hardness, self.opacity):
            slider.slider.setFixedSize(QSize(96, 20))
            slider.field.setFixedWidth(50)
            slider.field.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def _make_fields(self) -> None:
        self.grow = ValueField(_GROW, 0, hugs=True)
        self.grow.setToolTip("Widens the mask before it is filled")
        self.feather = ValueField(_FEATHER, None, hugs=True)
        self.feather.setToolTip("Width of the blend at the mask's edge")
        self.context = ValueField(_CONTEXT, None, hugs=True)
        self.context.setToolTip("Surroundings of the mask that the model sees")
        self._context_menu = QMenu(self)
        for px in _CONTEXTS_PX:
            action = self._context_menu.addAction(_CONTEXT.text(px))
            action.triggered.connect(lambda _=False, px=px: self._session.update(context_px=px))

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 10, 0)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addSpacing(4)
        for slider in (self.size_px, self.hardness, self.opacity):
            layout.addWidget(slider)
        layout.addStretch(1)
        choose = icon_button(
            "caret-down", "Usual widths", lambda: open_below(self._context_menu, choose), px=11
        )
        for name, field in (
            ("Grow", self.grow),
            ("Feather", self.feather),
            ("Context", self.context),
        ):
            field.setAccessibleName(name)
            layout.addLayout(_named(name, field))
        layout.addSpacing(-12)
        layout.addWidget(choose)

    def _connect(self) -> None:
        session = self._session
        self.size_px.value_changed.connect(lambda value: session.update_tool(size_px=value))
        self.hardness.value_changed.connect(lambda value: session.update_tool(hardness=value))
        self.opacity.value_changed.connect(lambda value: session.update_tool(opacity=value))
        self.grow.value_changed.connect(lambda value: session.update(grow_px=round(value)))
        self.feather.value_changed.connect(lambda value: session.update(feather_px=_whole(value)))
        self.context.value_changed.connect(lambda value: session.update(context_px=_whole(value)))
        session.tool_changed.connect(self._show_tool)
        session.settings_changed.connect(self._show_settings)

    def _show_tool(self) -> None:
        tool = self._session.tool
        self.size_px.set_value(tool.size_px)
        self.hardness.set_value(tool.hardness)
        self.opacity.set_value(tool.opacity)

    def _show_settings(self) -> None:
        settings = self._session.settings
        self.grow.set_value(settings.grow_px)
        self.feather.set_value(settings.feather_px)
        self.context.set_value(settings.context_px)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _named(name: str, field: ValueField) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(secondary_label(name))
    row.addWidget(field)
    return row
