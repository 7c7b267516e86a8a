"""The studio's state: what the window shows, and who is told when it changes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QUndoStack

from studio.core.capabilities import ModelInfo, SamplerInfo, suited_samplers
from studio.core.errors import StudioError
from studio.core.geometry import Bounds
from studio.core.request import Request
from studio.document.document import Document
from studio.document.edit import Edit, PictureReplaced
from studio.session import compose, engine_state, placing
from studio.session.background import Background
from studio.session.compose import Intent
from studio.session.engine_state import Broken, EngineState, Running, Starting
from studio.session.history import EditCommand, Listener, parameters_in
from studio.session.jobs import EngineLink, Job, JobQueue
from studio.session.memory import HistoryMemory
from studio.session.preferences import Preferences
from studio.session.results import Candidate, Preview, Results
from studio.session.settings import (
    GenerationSettings,
    load_prompts,
    load_settings,
    save_settings,
)
from studio.session.stepping import Stepping
from studio.session.tool_settings import ToolSettings
from studio.session.view_settings import ViewSettings

log = logging.getLogger(__name__)

UNDO_STEPS = 1000
"""Beyond the limit of memory they lie on the disk."""


class SessionState(QObject):
    """All that the window shows, without a widget."""

    document_replaced = Signal()
    """Another document: rebind everything."""
    picture_changed = Signal()
    """Other layers, looks, masks, guides or another extent; or another document altogether."""
    document_changed = Signal(object)
    """Bounds in which it looks different."""
    edited = Signal(object)
    """An Edit, which was made or taken back just now."""
    document_saved = Signal()
    """It has a file, perhaps another one than before."""
    settings_changed = Signal()
    tool_changed = Signal()
    preferences_changed = Signal()
    view_changed = Signal()
    settling = Signal()
    """The document is read or changed next: what is in the making, a stroke, is finished now."""
    intent_changed = Signal()
    engine_changed = Signal()
    jobs_changed = Signal()
    results_changed = Signal()
    preview_changed = Signal()
    problem = Signal(str)
    """One sentence for a person."""
    problem_over = Signal()
    """What was asked for next went well: the last problem need not be shown any longer."""
    notice = Signal(str)
    open_requested = Signal(object)
    """Path of a file that was dropped: the window asks what shall become of unsaved work."""

    def __init__(self, link: EngineLink, store: QSettings | None = None) -> None:
        """store: where choices are remembered; None: the application's own place."""
        super().__init__()
        self._store = store if store is not None else QSettings()
        self.settings = load_settings(self._store, GenerationSettings())
        self.tool = load_settings(self._store, ToolSettings())
        self.preferences = load_settings(self._store, Preferences())
        self.view = load_settings(self._store, ViewSettings())
        self.prompts = load_prompts(self._store)
        self._link = link
        self.engine: EngineState = Starting()
        self.jobs = JobQueue(link, self._with_model)
        self.preview: Preview | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self.history_memory = HistoryMemory(
            self.undo_stack, lambda: self.document.picture.surfaces, self.preferences.history_mb
        )
        self.history_memory.problem.connect(self.problem)
        self._listener = Listener(self._after_edit, self._tell_problem)
        self.background = Background()
        self.background.problem.connect(self.problem)
        self._stepping = Stepping(self.undo_stack, self.background, self.settle, self.notice.emit)
        self._results = Results()
        self._document_number = 0
        self._revision = 0
        self._unsubscribe: Callable[[], None] = lambda: None
        self._told_intent: Intent | None = None
        self._bind(Document(self.settings.extent))

    # What there is.

    @property
    def intent(self) -> Intent:
        """What Generate will do, or why it cannot."""
        intent = compose.intent_of(self.document, self.settings, self.model)
        why_not = self._why_engine_cannot_draw
        return replace(intent, can_run=False, why_not=why_not) if why_not else intent

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """Those that draw from a prompt; none until the engine has started."""
        return engine_state.diffusion_models(self.engine)

    @property
    def model(self) -> ModelInfo | None:
        return next((model for model in self.models if model.name == self.settings.model), None)

    @property
    def known_words(self) -> frozenset[str]:
        """What the model was taught, in lower case; empty where nobody knows."""
        return frozenset(self.model.words) if self.model else frozenset()

    @property
    def can_place(self) -> bool:
        """Whether the model can be told where things are."""
        return self.model is not None and self.model.most_boxes > 0

    @property
    def places_words(self) -> bool:
        """Whether masks with words say what shall be where, instead of being filled."""
        return placing.places_words(self.settings, self.model)

    @property
    def can_mask(self) -> bool:
        """Whether a mask means anything now: where there is no picture, only one that places."""
        return self.places_words or not self.document.is_blank

    @property
    def upscalers(self) -> tuple[ModelInfo, ...]:
        return engine_state.upscalers(self.engine)

    @property
    def upscaler(self) -> ModelInfo | None:
        """The one that was chosen, else the first; None until the engine has told of any."""
        chosen = [model for model in self.upscalers if model.name == self.settings.upscaler]
        return next(iter((*chosen, *self.upscalers)), None)

    @property
    def samplers(self) -> tuple[SamplerInfo, ...]:
        """Those that suit the model."""
        return suited_samplers(engine_state.samplers(self.engine), self.model)

    @property
    def results(self) -> tuple[Candidate, ...]:
        return self._results.candidates

    @property
    def current_result(self) -> int | None:
        """Which result is shown over the document; None: the document as it is."""
        return self._results.current

    @property
    def is_modified(self) -> bool:
        return not self.undo_stack.isClean()

    @property
    def title(self) -> str:
        return self.document.name

    @property
    def parameters(self) -> str:
        """How the picture as it is was made, as picture files hold it; empty where unknown."""
        return parameters_in(self.undo_stack, self.document.source.parameters)

    def settle(self) -> None:
        """Finish what is in the making: nobody finds half a stroke in the document.

        Whoever reads or changes it for a person does this first.
        """
        self.settling.emit()

    def _push(self, edit: Edit | None, parameters: str | None = None) -> None:
        if edit is None:
            return
        self.settle()
        command = EditCommand(self.document, edit, self._listener, parameters)
        self.undo_stack.push(command)

    def _tell_problem(self, sentence: str) -> None:
        self.problem.emit(sentence)

    def _after_edit(self, edit: Edit) -> None:
        if isinstance(edit, PictureReplaced):
            self.picture_changed.emit()
        self._revision += 1
        self.edited.emit(edit)
        self.history_memory.look()
        self._tell_intent()

    def _bind(self, document: Document) -> None:
        """Work on another document, whose history begins now."""
        self._document_number += 1
        self._lay_out(document)

    def _lay_out(self, document: Document) -> None:
        self.settle()
        self._unsubscribe()
        self.document = document
        self._unsubscribe = document.subscribe(self._document_changed)
        self.undo_stack.clear()
        self.history_memory.look()
        self._results.detach()
        self.document_replaced.emit()
        self.picture_changed.emit()
        self.results_changed.emit()
        self._tell_intent()

    def _document_changed(self, bounds: Bounds) -> None:
        self.document_changed.emit(bounds)

    def _take_settings(self, settings: GenerationSettings) -> None:
        self.settings = settings
        save_settings(self._store, settings)
        if self._is_untouched and self.document.extent != settings.extent:
            # Still the sheet that jobs under way draw for, only of another size.
            self._lay_out(Document(settings.extent))
        self.settings_changed.emit()
        self._tell_intent()

    def _take_view(self, view: ViewSettings) -> None:
        self.view = view
        save_settings(self._store, view)
        self.view_changed.emit()

    def _take_preferences(self, preferences: Preferences) -> None:
        self.preferences = preferences
        save_settings(self._store, preferences)
        if preferences.history_mb != self.history_memory.limit_mb:
            self.history_memory.set_limit_mb(preferences.history_mb)
        self.preferences_changed.emit()

    def _take_tool(self, tool: ToolSettings) -> None:
        self.tool = tool
        save_settings(self._store, tool)
        self.tool_changed.emit()

    @property
    def _why_engine_cannot_draw(self) -> str:
        """Empty where it can, or has not told yet."""
        match self.engine:
            case Broken(reason=reason):
                return reason
            case Running() if not self.models:
                return "No model that draws from a prompt was found."
            case _:
                return ""

    @property
    def _is_untouched(self) -> bool:
        return self.document.is_blank and self.undo_stack.count() == 0

    def _tell_intent(self) -> None:
        intent = self.intent
        if intent != self._told_intent:
            self._told_intent = intent
            self.intent_changed.emit()

    @contextmanager
    def telling_problems(self) -> Generator[None]:
        """What a person can act on is told, not raised into Qt's event loop."""
        try:
            yield
        except StudioError as error:
            log.info("%s: %s", type(error).__name__, error)
            self.problem.emit(str(error))

    def _add(self, requests: tuple[Request, ...], title: str, first: bool) -> None:
        self.problem_over.emit()
        self._tell_failed(self.jobs.add(requests, title, self._document_number, first))
        self.jobs_changed.emit()

    def _with_model(self, request: Request) -> Request:
        return compose.with_model(request, self.settings, self.model, self.upscaler)

    def _tell_failed(self, jobs: tuple[Job, ...]) -> None:
        for job in jobs:
            self.problem.emit(job.what)
