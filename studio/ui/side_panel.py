"""The picture to come above, the picture as it is below."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from studio.session.session import Session
from studio.ui.actions import Actions
from studio.ui.panels.generate import GeneratePanel
from studio.ui.panels.history import HistoryPanel
from studio.ui.panels.layers.panel import LayersPanel
from studio.ui.panels.masks import MasksPanel
from studio.ui.panels.models import ModelsPanel
from studio.ui.panels.prompt import PromptPanel
from studio.ui.panels.queue import QueuePanel
from studio.ui.panels.sampling import SamplingPanel
from studio.ui.widgets.painting import RING_PX
from studio.ui.widgets.tabs import Tab, Tabs

WIDTH_PX = 340
_MARGIN_PX = 14 - RING_PX
_TABS_PX = 184
"""Two layers with what belongs to them; where there is less room the whole panel scrolls."""
_ROOM_FOR_SETTINGS_PX = 760
_SETTINGS_OPEN = "window/settings_open"


class SidePanel(QScrollArea):
    """Scrolls only where the screen is lower than its parts."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self.prompt = PromptPanel(session)
        self.sampling = SamplingPanel(session)
        self.generate = GeneratePanel(session, actions)
        self.layers = LayersPanel(session, actions)
        self.masks = MasksPanel(session, actions)
        self.history = HistoryPanel(session)
        self.models = ModelsPanel(session, actions)
        self.queue = QueuePanel(session)
        self.tabs = Tabs(self._tabs())
        self.tabs.setMinimumHeight(_TABS_PX)
        self.setFixedWidth(WIDTH_PX)
        self.setWidget(self._body())
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sampling.fold.clicked.connect(self._remember_fold)
        session.jobs_changed.connect(
            lambda: self.tabs.words.mark("Queue", not session.jobs.is_idle)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the settings give way, unless a person has chosen."""
        super().resizeEvent(event)
        chosen = QSettings().value(_SETTINGS_OPEN)
        has_room = event.size().height() >= _ROOM_FOR_SETTINGS_PX
        self.sampling.set_open(has_room if chosen is None else chosen in (True, "true"))

    def _remember_fold(self, is_open: bool) -> None:
        QSettings().setValue(_SETTINGS_OPEN, is_open)

    def show_panel(self, title: str) -> None:
        titles = [tab.title for tab in self._tabs()]
        self.tabs.words.choose(titles.index(title))

    def _tabs(self) -> tuple[Tab, ...]:
        """What is painted with is written; what is looked at now and then has a sign."""
        return (
            Tab("Layers", self.layers),
            Tab("Masks", self.masks),
            Tab("History", self.history),
            Tab("Models", self.models, "cube"),
            Tab("Queue", self.queue, "list-dashes"),
        )

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
