"""The bar under the menu: the tool in hand, and its settings."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from studio.ui.canvas.tools import tool_info
from studio.ui.menus.desk import Desk
from studio.ui.panels.options import FAMILIES, Family
from studio.ui.panels.options.mask_fields import MaskFields
from studio.ui.panels.options.options import ToolOptions
from studio.ui.theme import strong_font
from studio.ui.widgets.labels import ElidedLabel

HEIGHT_PX = 41
_TITLE_PX = 44


class OptionsBar(QWidget):
    """Makes the settings of a family when one of its tools is first taken in hand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._made: dict[Family, ToolOptions] = {}
        self.setFixedHeight(HEIGHT_PX)
        self.title = ElidedLabel()
        self.title.setFont(strong_font())
        # A bar that is short of room takes it from the tool's name too.
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.title.setMinimumWidth(_TITLE_PX)
        self.mask_fields = MaskFields(desk.session)
        self._stack = QStackedWidget()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 10, 0)
        layout.setSpacing(13)
        layout.addWidget(self.title)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.mask_fields)

    @property
    def options(self) -> ToolOptions:
        """The settings that are shown."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, ToolOptions)
        return shown

    def show_tool(self, name: str) -> None:
        """By a name of TOOLS; a tool of no family has no settings."""
        family = next((each for each in FAMILIES if name in each.tools), Family((name,)))
        if family not in self._made:
            self._made[family] = family.make(self._desk)
            self._stack.addWidget(self._made[family])
        options = self._made[family]
        options.show_tool(name)
        self._stack.setCurrentWidget(options)
        self.title.setText(tool_info(name).title)
        self.mask_fields.setVisible(family.masks)
