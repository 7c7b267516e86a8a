"""The picture to come above, the picture as it is below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from studio.session.session import Session
from studio.ui.actions import Actions
from studio.ui.panels.generate import GeneratePanel
from studio.ui.panels.history import HistoryPanel
from studio.ui.panels.layers import LayersPanel
from studio.ui.panels.models import ModelsPanel
from studio.ui.panels.prompt import PromptPanel
from studio.ui.panels.queue import QueuePanel
from studio.ui.panels.sampling import SamplingPanel
from studio.ui.widgets.painting import RING_PX
from studio.ui.widgets.tabs import Tabs

WIDTH_PX = 340
_MARGIN_PX = 14 - RING_PX
_TABS_PX = 92
_TITLES = ("Layers", "History", "Models", "Queue")


class SidePanel(QScrollArea):
    """Scrolls only where the screen is lower than its parts."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.prompt = PromptPanel(session)
        self.sampling = SamplingPanel(session)
        self.generate = GeneratePanel(session, actions)
        self.layers = LayersPanel(session)
        self.history = HistoryPanel(session)
        self.models = ModelsPanel(session, actions)
        self.queue = QueuePanel(session)
        panels = (self.layers, self.history, self.models, self.queue)
        self.tabs = Tabs(tuple(zip(_TITLES, panels, strict=True)))
        self.tabs.setMinimumHeight(_TABS_PX)
        self.setFixedWidth(WIDTH_PX)
        self.setWidget(self._body())
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_panel(self, title: str) -> None:
        self.tabs.words.choose(_TITLES.index(title))

    def _body(self) -> QWidget:
        body = QWidget()
        body.setProperty("role", "plain")
        layout = QVBoxLayout(body)
        layout.setContentsMargins(_MARGIN_PX, 10, _MARGIN_PX, 4)
        layout.setSpacing(8)
        for widget in (self.prompt, self.sampling, self.generate):
            layout.addWidget(widget)
        layout.addWidget(self.tabs, 1)
        return body
