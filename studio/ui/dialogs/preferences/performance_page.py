"""What the studio may take of memory, and how often it saves against a crash."""

from __future__ import annotations

from studio.session.preferences import (
    LARGEST_HISTORY_MB,
    LONGEST_AUTOSAVE_S,
    SHORTEST_AUTOSAVE_S,
    SMALLEST_HISTORY_MB,
)
from studio.session.session import Session
from studio.ui.dialogs.preferences.setting import Page
from studio.ui.panels.history import memory_text
from studio.ui.widgets.formats import NumberFormat
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.segments import Segments
from studio.ui.widgets.slider import Curve, NumberSlider

_MEMORY = NumberFormat(low=SMALLEST_HISTORY_MB, high=LARGEST_HISTORY_MB, step=64, unit="MB")
_MEMORY_REACH_MB = 16384.0
_AUTOSAVE = NumberFormat(low=SHORTEST_AUTOSAVE_S, high=LONGEST_AUTOSAVE_S, step=5, unit="s")
_AUTOSAVE_REACH_S = 600.0
_SLIDER_PX = 280
_KEPT, _NOT_KEPT = "kept", "not kept"


class PerformancePage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        curve = Curve.LOGARITHMIC
        self.memory = NumberSlider("", _MEMORY, reach=_MEMORY_REACH_MB, curve=curve)
        self.autosave = NumberSlider("", _AUTOSAVE, reach=_AUTOSAVE_REACH_S, curve=curve)
        self.safety = Segments("Unsaved work", ((_KEPT, "Kept safe"), (_NOT_KEPT, "Not kept")))
        self.used = secondary_label()
        for slider in (self.memory, self.autosave):
            slider.setFixedWidth(_SLIDER_PX)
        self.autosave.field.setFixedWidth(self.memory.field.sizeHint().width())
        self._lay_out()
        self._connect()
        self._show()
        self._show_used()

    def _lay_out(self) -> None:
        self.add_heading("Undo")
        self.add_setting(
            "Memory for steps",
            "Older steps are packed; what is beyond this goes to the disk until you quit.",
            self.memory,
        )
        self.add_setting("In use", "", self.used)
        self.add_heading("Safety")
        self.add_setting(
            "Unsaved work",
            "Kept apart from your file, and offered again after a crash.",
            self.safety,
        )
        self.add_setting(
            "Written to the disk every", "So that a power failure takes no more.", self.autosave
        )
        self.end()

    def _connect(self) -> None:
        session = self._session
        self.safety.chosen.connect(lambda name: session.prefer(autosaves=name == _KEPT))
        self.memory.value_changed.connect(lambda value: session.prefer(history_mb=round(value)))
        self.autosave.value_changed.connect(lambda value: session.prefer(autosave_s=round(value)))
        session.preferences_changed.connect(self._show)
        session.history_memory.changed.connect(self._show_used)

    def _show(self) -> None:
        preferences = self._session.preferences
        self.safety.show_choice(_KEPT if preferences.autosaves else _NOT_KEPT)
        self.memory.set_value(preferences.history_mb)
        self.autosave.set_value(preferences.autosave_s)

    def _show_used(self) -> None:
        self.used.setText(memory_text(self._session))
