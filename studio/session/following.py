"""How the studio's state follows what the engine tells."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QThread

from studio.core.capabilities import ModelInfo, TaskName
from studio.core.events import (
    Cancelled,
    Event,
    Failed,
    Finished,
    JobEvent,
    Loading,
    ModelAdded,
    ModelRefused,
    Ready,
    Stepped,
)
from studio.session import choices, compose
from studio.session.engine_state import Broken, Running
from studio.session.jobs import Job
from studio.session.recent import Used, load_recent, save_recent, with_file
from studio.session.results import Candidate, Preview
from studio.session.state import SessionState

log = logging.getLogger(__name__)


class Following(SessionState):
    """Takes in the events, one after the other, as they come."""

    def handle(self, event: Event) -> None:
        """Take in what the engine tells, on the window's own thread."""
        assert QThread.currentThread() is self.thread(), "events arrive on the window's thread"
        match event:
            case Ready():
                self._become_ready(event)
            case ModelAdded(model=model):
                self._take_added(model)
            case ModelRefused(reason=reason):
                self.problem.emit(reason)
            case Failed(job=None, reason=reason, detail=detail):
                self._become_broken(reason, detail)
            case _:
                self._follow(event)

    def _become_ready(self, ready: Ready) -> None:
        self.engine = Running(ready)
        self._take_settings(choices.fitted(self.settings, self.engine))
        self.engine_changed.emit()
        self._tell_failed(self.jobs.open())
        self.jobs_changed.emit()

    def _take_added(self, model: ModelInfo) -> None:
        """Choose it, since that is what it was added for, and add it again at the next start."""
        if model.is_elsewhere:
            added = load_recent(self._store, Used.MODELS)
            save_recent(self._store, Used.MODELS, with_file(added, Path(model.path)))
        chosen = "upscaler" if TaskName.UPSCALE in model.tasks else "model"
        self._take_settings(choices.changed(self.settings, self.engine, {chosen: model.name}))
        self.problem_over.emit()
        self.notice.emit(f"{model.title} is chosen, with the settings that suit it best.")

    def _become_broken(self, reason: str, detail: str) -> None:
        log.error("The engine is broken: %s\n%s", reason, detail)
        self.engine = Broken(reason)
        self.jobs.close(reason)
        self._show_preview(None)
        self.engine_changed.emit()
        self.jobs_changed.emit()
        self._tell_intent()
        self.problem.emit(reason)

    def _follow(self, event: JobEvent) -> None:
        job = self.jobs.job_of(event)
        if job is None:
            return
        failed_at_once = self.jobs.route(job, event)
        if job.is_done:
            self._show_preview(None)
        match event:
            case Stepped():
                self._step(job, event)
            case Finished():
                self._add_result(job, event)
            case Failed(reason=reason, detail=detail):
                log.error("%s failed: %s\n%s", job.title, reason, detail)
                self.problem.emit(reason)
            case Loading() | Cancelled():
                pass
            case _:
                assert_never(event)
        self._tell_failed(failed_at_once)
        self.jobs_changed.emit()

    def _step(self, job: Job, stepped: Stepped) -> None:
        assert job.request is not None, "a job that runs has its request"
        earlier = self.preview.pixels if self.preview is not None else None
        pixels = stepped.preview if stepped.preview is not None else earlier
        if job.document != self._document_number:
            pixels = None
        extent = compose.extent_asked_for(job.request)
        self._show_preview(Preview(pixels, stepped.bounds, extent, stepped.step, stepped.total))

    def _show_preview(self, preview: Preview | None) -> None:
        self.preview = preview
        self.preview_changed.emit()

    def _add_result(self, job: Job, finished: Finished) -> None:
        candidate = Candidate(
            image=finished.image,
            bounds=finished.bounds,
            seed=job.seed,
            parameters=finished.parameters,
            title=job.title,
            job=job.id,
            batch=job.batch,
        )
        same_document = job.document == self._document_number
        self._results.add(candidate if same_document else candidate.as_whole())
        self.results_changed.emit()
