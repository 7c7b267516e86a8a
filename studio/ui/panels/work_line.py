"""What is being opened or written, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.session.background import Background
from studio.ui.widgets.buttons import icon_button
from studio.ui.widgets.labels import secondary_label
from studio.ui.widgets.progress import ProgressBar

_QUIET_MS = 250
"""What is done sooner is never shown: it would only flicker."""
_BAR_PX = 96


class WorkLine(QWidget):
    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self.doing = secondary_label()
        # A file's name is never markup.
        self.doing.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = ProgressBar()
        self.bar.setFixedWidth(_BAR_PX)
        self.cancel = icon_button("x", "Cancel", self._stop, px=12)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.doing)
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.cancel)
        self._wait = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._wait.timeout.connect(self.show)
        background.changed.connect(self._follow)
        self.hide()

    def _follow(self) -> None:
        task = self._background.running
        if task is None:
            self._wait.stop()
            self.hide()
            return
        self.doing.setText(f"{task.title}…")
        self.bar.show_share(task.work.share or 0.0)
        if not self.isVisible() and not self._wait.isActive():
            self._wait.start()

    def _stop(self) -> None:
        task = self._background.running
        if task is not None:
            self._background.stop(task)
