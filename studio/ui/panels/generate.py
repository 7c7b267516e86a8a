"""The one button that says what it will do, and how far it is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from studio.session.jobs import Job, JobState
from studio.session.session import Session
from studio.ui.actions import Actions
from studio.ui.keymap import short
from studio.ui.panels.upscale_popup import UpscalePopup
from studio.ui.widgets.buttons import AccentButton, CaretButton, action_button, open_below
from studio.ui.widgets.labels import secondary_label, secondary_line
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.painting import RING_PX
from studio.ui.widgets.progress import ProgressBar

_TOLD_PX = 22


class GeneratePanel(QWidget):
    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._actions = actions
        self.button = AccentButton("Generate")
        self.more = AccentButton(glyph="caret-down")
        self.more.setFixedWidth(39)
        self.more.setAccessibleName("More ways to generate")
        self.upscale = CaretButton("Upscale")
        self.upscale.setToolTip("Make the whole picture 2 or 4 times as large")
        self.upscaling = UpscalePopup(self, session, actions)
        self.bar = ProgressBar()
        self.doing = secondary_line()
        self.left = secondary_label()
        self.cancel = action_button(actions["cancel"], "x", px=12)
        self._menu = self._more_menu()
        self._lay_out()
        self._connect()
        self._show_keys()
        self._show_intent()
        self._show_job()

    def _more_menu(self) -> QMenu:
        menu = Menu(self)
        menu.addActions([self._actions["generate"], self._actions["generate_first"]])
        menu.addSeparator()
        menu.addActions([self._actions["cancel"], self._actions["cancel_all"]])
        return menu

    def _lay_out(self) -> None:
        split = QHBoxLayout()
        split.setSpacing(1)
        self.button.join(right=True)
        self.more.join(left=True)
        split.addWidget(self.button, 1)
        split.addWidget(self.more)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addLayout(split, 1)
        buttons.addWidget(self.upscale)
        told = QHBoxLayout()
        told.setSpacing(4)
        told.addWidget(self.doing, 1)
        told.addWidget(self.left)
        told.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(RING_PX, 0, RING_PX, 0)
        layout.setSpacing(0)
        layout.addLayout(buttons)
        layout.addSpacing(11)
        layout.addWidget(self.bar)
        layout.addSpacing(4)
        layout.addLayout(told)
        # The row is as tall with its button as without: what is below stays where it is.
        self.doing.setFixedHeight(_TOLD_PX)
        self.cancel.setFixedSize(_TOLD_PX, _TOLD_PX)

    def _connect(self) -> None:
        self.button.clicked.connect(self._actions["generate"].trigger)
        self.more.clicked.connect(lambda: open_below(self._menu, self.more))
        self.upscale.clicked.connect(
            lambda: self.upscaling.open_under(self.upscale, flush_right=True)
        )
        self._actions["generate"].changed.connect(self._show_keys)
        self._session.intent_changed.connect(self._show_intent)
        self._session.picture_changed.connect(self._show_intent)
        self._session.jobs_changed.connect(self._show_job)

    def _show_keys(self) -> None:
        self.button.show_hint(short(self._actions["generate"].shortcut().toString()))

    def _show_intent(self) -> None:
        intent = self._session.intent
        self.button.setText(intent.title)
        self.button.setEnabled(intent.can_run)
        self.button.setToolTip(intent.why_not)
        self.more.setEnabled(intent.can_run)
        self.upscale.setEnabled(not self._session.document.is_blank)
        self.button.update()
        self._show_job()

    def _show_job(self) -> None:
        job = self._session.jobs.running
        waiting = len(self._session.jobs.waiting)
        self.cancel.setVisible(job is not None)
        if job is None:
            self.bar.show_share(None)
            intent = self._session.intent
            self.doing.setText(_waiting_text(waiting) or intent.why_not or intent.own)
            self.left.setText("")
            return
        self.bar.show_share(job.progress)
        self.doing.setText(doing_text(job))
        self.left.setText(left_text(job, waiting))


def doing_text(job: Job) -> str:
    """ "step 12 / 20 · 3.1 it/s" """
    if job.state is JobState.CANCELLING:
        return "cancelling…"
    if not job.step:
        return f"{job.what or 'preparing'}…"
    rate = f" · {job.rate:.1f} it/s" if job.rate else ""
    return f"{job.unit} {job.step} / {job.total}{rate}"


def left_text(job: Job, waiting: int) -> str:
    """ "2.6 s left", and how many wait behind it."""
    parts = [f"{waiting} more"] if waiting else []
    if job.seconds_left is not None and job.state is not JobState.CANCELLING:
        parts.append(f"{duration_text(job.seconds_left)} left")
    return " · ".join(parts)


def duration_text(seconds: float) -> str:
    """ "2.6 s", "48 s", "3 min 20 s" """
    if seconds < 10:  # noqa: PLR2004 -- where tenths stop to matter
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _waiting_text(waiting: int) -> str:
    return f"{waiting} waiting for the engine" if waiting else ""
