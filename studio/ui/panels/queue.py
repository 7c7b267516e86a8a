"""What runs, what waits, and what is done."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.session.jobs import Job, JobState
from studio.session.session import Session
from studio.ui.panels.generate import doing_text, duration_text
from studio.ui.widgets.buttons import icon_button
from studio.ui.widgets.rows import ListRow, RowList

_DONE_SHOWN = 20


class QueuePanel(QWidget):
    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._list = RowList("Nothing to do. Generate puts work here.")
        self._shown: list[tuple[Job, ListRow]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._list)
        session.jobs_changed.connect(self._show_jobs)

    @property
    def rows(self) -> tuple[QWidget, ...]:
        return self._list.rows

    def _show_jobs(self) -> None:
        queue = self._session.jobs
        running = (queue.running,) if queue.running else ()
        jobs = [*running, *queue.waiting, *queue.done[:_DONE_SHOWN]]
        states = [(job, job.is_done) for job in jobs]
        # Steps come many times a second: rows are made anew only when jobs come or go.
        if states != [(job, row.property("done")) for job, row in self._shown]:
            self._shown = [(job, self._row_of(job)) for job in jobs]
            self._list.show_rows(tuple(row for _, row in self._shown))
        for job, row in self._shown:
            row.tell(job.title, job_text(job))

    def _row_of(self, job: Job) -> ListRow:
        row = ListRow() if job.is_done else ListRow(after=self._buttons_of(job))
        row.setProperty("done", job.is_done)
        row.set_chosen(job is self._session.jobs.running)
        return row

    def _buttons_of(self, job: Job) -> tuple[QWidget, ...]:
        cancel = icon_button("x", "Cancel", lambda: self._session.cancel(job))
        if job is self._session.jobs.running:
            return (cancel,)
        first = icon_button("arrow-line-up", "Put first", lambda: self._session.put_first(job))
        return first, cancel


def job_text(job: Job) -> str:
    seed = f"seed {job.seed} · " if job.seed is not None else ""
    match job.state:
        case JobState.WAITING:
            return f"{seed}waiting"
        case JobState.LOADING | JobState.RUNNING | JobState.CANCELLING:
            return f"{seed}{doing_text(job)}"
        case JobState.FINISHED:
            return f"{seed}done in {duration_text(job.elapsed_s or 0.0)}"
        case JobState.FAILED:
            return job.what
        case JobState.CANCELLED:
            return f"{seed}cancelled"
