"""How the studio looks, and what wheel and brush do."""

from __future__ import annotations

from studio.session.preferences import BrushCursor
from studio.session.session import Session
from studio.ui import theme
from studio.ui.dialogs.preferences.setting import Page
from studio.ui.keymap import Keymap, native
from studio.ui.theme import ThemeChoice, tokens
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.segments import Segments
from studio.ui.widgets.slider import NumberSlider
from studio.ui.widgets.tints import Tints

_THEMES = (
    (ThemeChoice.SYSTEM.value, "As the system"),
    (ThemeChoice.DARK.value, "Dark"),
    (ThemeChoice.LIGHT.value, "Light"),
)
_ZOOMS, _SIZES = "zooms", "sizes"
_INTO, _APART = "into", "apart"
_CURSORS = (
    (BrushCursor.OUTLINE.value, "Outline"),
    (BrushCursor.CROSS.value, "Cross"),
    (BrushCursor.BOTH.value, "Both"),
)
_OPACITY = NumberFormat(low=0.0, high=1.0, step=0.05, factor=100, unit="%")


class InterfacePage(Page):
    def __init__(self, session: Session, keymap: Keymap) -> None:
        super().__init__()
        self._session = session
        self._keymap = keymap
        self.theme = Segments("Theme", _THEMES)
        self.wheel = Segments("Mouse wheel", ((_ZOOMS, "Zooms"), (_SIZES, "Sizes the brush")))
        self.pointer = Segments("Pointer of the brush", _CURSORS)
        self.results = Segments(
            "Accepted results", ((_INTO, "Into the layer"), (_APART, "As a new layer"))
        )
        self.tint = Tints("Tint of the mask", lambda: tokens().mask)
        self.opacity = NumberSlider("", _OPACITY)
        self.opacity.setFixedWidth(220)
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        self.add_heading("Window")
        self.add_setting("Theme", "", self.theme)
        self.add_heading("Canvas")
        self.add_setting("Mouse wheel", "With Ctrl held it does the other.", self.wheel)
        self.add_setting("Pointer of the brush", "", self.pointer)
        keys = native(self._keymap.shown_key("accept_apart"))
        always = f"{keys} always makes a layer." if keys else ""
        self.add_setting("Accepted results", always, self.results)
        self.add_heading("Mask")
        self.add_setting("Tint", "The first is the theme’s own.", self.tint)
        self.add_setting("Opacity of the tint", "", self.opacity)
        self.end()

    def _connect(self) -> None:
        session, shown = self._session, theme.current()
        self.theme.chosen.connect(lambda name: shown.choose(ThemeChoice(name)))
        self.wheel.chosen.connect(lambda name: session.prefer(wheel_sizes_brush=name == _SIZES))
        self.pointer.chosen.connect(lambda name: session.prefer(brush_cursor=BrushCursor(name)))
        self.results.chosen.connect(lambda name: session.prefer(results_apart=name == _APART))
        self.tint.chosen.connect(lambda colour: session.update_tool(mask_colour=colour))
        self.opacity.value_changed.connect(lambda value: session.update_tool(mask_opacity=value))
        for changed in (session.preferences_changed, session.tool_changed, shown.changed):
            changed.connect(self._show)

    def _show(self) -> None:
        preferences, tool = self._session.preferences, self._session.tool
        self.theme.show_choice(theme.current().choice.value)
        self.wheel.show_choice(_SIZES if preferences.wheel_sizes_brush else _ZOOMS)
        self.pointer.show_choice(preferences.brush_cursor.value)
        self.results.show_choice(_APART if preferences.results_apart else _INTO)
        self.tint.set_current(tool.mask_colour)
        self.opacity.set_value(tool.mask_opacity)
