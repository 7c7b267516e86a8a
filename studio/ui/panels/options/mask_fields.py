"""How a filled part meets its surroundings: shown with the tools that mask."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.session.session import Session
from studio.ui.panels.options.options import GAP_PX, named
from studio.ui.widgets.buttons import icon_button, open_below
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.value_field import ValueField

_GROW = NumberFormat(low=0, high=1024, unit="px")
_FEATHER = NumberFormat(low=0, high=1024, unit="px", none_text="Automatic")
_CONTEXT = NumberFormat(low=0, high=16384, step=16, unit="px", none_text="Automatic")
_CONTEXTS_PX = (None, 32, 64, 128, 256, 512)


class MaskFields(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.grow = ValueField(_GROW, 0, hugs=True)
        self.grow.setToolTip("Widens the mask before it is filled")
        self.feather = ValueField(_FEATHER, None, hugs=True)
        self.feather.setToolTip("Width of the blend at the mask’s edge")
        self.context = ValueField(_CONTEXT, None, hugs=True)
        self.context.setToolTip("Surroundings of the mask that the model sees")
        self._context_menu = Menu(self)
        for px in _CONTEXTS_PX:
            action = self._context_menu.addAction(_CONTEXT.text(px))
            action.triggered.connect(lambda _=False, px=px: self._session.update(context_px=px))
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_PX)
        layout.addLayout(named("Grow", self.grow))
        layout.addLayout(named("Feather", self.feather))
        layout.addLayout(named("Context", self.context))
        layout.addSpacing(-GAP_PX)
        choose = icon_button(
            "caret-down", "Usual widths", lambda: open_below(self._context_menu, choose), px=11
        )
        layout.addWidget(choose)

    def _connect(self) -> None:
        session = self._session
        self.grow.value_changed.connect(lambda value: session.update(grow_px=round(value)))
        self.feather.value_changed.connect(lambda value: session.update(feather_px=_whole(value)))
        self.context.value_changed.connect(lambda value: session.update(context_px=_whole(value)))
        session.settings_changed.connect(self._show)

    def _show(self) -> None:
        settings = self._session.settings
        self.grow.set_value(settings.grow_px)
        self.feather.set_value(settings.feather_px)
        self.context.set_value(settings.context_px)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
