"""The commands that a window gives.

Whatever goes wrong in one becomes one sentence (`problem`); the state stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.core.capabilities import ModelInfo
from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.core.pixels import MaskPixels, Pixels
from studio.document.colour import Colour
from studio.document.document import Document
from studio.document.edit import Edit
from studio.document.files.images import open_mask
from studio.document.operations import masks, pasting
from studio.document.operations.layers import add_edit
from studio.document.operations.placed_masks import layout_edit
from studio.document.sheets import new_document
from studio.session import choices, compose, engine_state, placing
from studio.session.engine_state import Broken
from studio.session.filing import Filing
from studio.session.jobs import Job
from studio.session.recall import recalled
from studio.session.recent import Used, load_recent, save_recent, without_file
from studio.session.settings import save_prompts, seed_of, with_prompt
from studio.session.tool_settings import brush_changed


class Session(Filing):
    """What the window, its menus and its tools may do."""

    # Choices.

    def update(self, **changes: Any) -> None:
        """Change fields of the settings. Any: each field has its own type."""
        with self.telling_problems():
            self._take_settings(choices.changed(self.settings, self.engine, changes))
            return
        self.settings_changed.emit()

    def update_tool(self, **changes: Any) -> None:
        with self.telling_problems():
            self._take_tool(replace(self.tool, **changes))
            return
        self.tool_changed.emit()

    def update_brush(self, tool: str, **changes: Any) -> None:
        """Change fields of a tool's brush, by the tool's name."""
        with self.telling_problems():
            self._take_tool(brush_changed(self.tool, tool, **changes))
            return
        self.tool_changed.emit()

    def prefer(self, **changes: Any) -> None:
        """Change fields of the preferences."""
        with self.telling_problems():
            self._take_preferences(replace(self.preferences, **changes))
            return
        self.preferences_changed.emit()

    def update_view(self, **changes: Any) -> None:
        """Change what helps the eye on the canvas."""
        with self.telling_problems():
            self._take_view(replace(self.view, **changes))
            return
        self.view_changed.emit()

    def use_parameters(self, text: str) -> None:
        """Take the settings that a picture file says it was made with."""
        with self.telling_problems():
            known = engine_state.samplers(self.engine)
            found = recalled(text, self.settings, self.models, known)
            self._take_settings(found.settings)
            if found.layout:
                self.begin_sheet()
                self.do(lambda document: layout_edit(document, found.layout))
            doubts = (*found.refused, placing.why_not_placed(len(found.layout), self.model))
            self.notice.emit(" ".join(filter(None, ("Settings taken from the picture.", *doubts))))

    # Work for the engine.

    def generate(self, first: bool = False) -> None:
        """Ask for the pictures that the settings describe; `first`: before those that wait."""
        self.settle()
        with self.telling_problems():
            intent = self.intent
            if not intent.can_run:
                raise BadInput(intent.why_not)
            seed = seed_of(self.settings)
            settings = compose.settings_for(self.document, self.settings, self.model)
            requests = compose.generation_requests(self.document, settings, self.model, seed)
            self.prompts = with_prompt(self.prompts, settings.prompt.strip())
            save_prompts(self._store, self.prompts)
            self._add(requests, compose.job_title(intent, settings), first)

    def upscale(self, scale: int) -> None:
        """Ask for the whole picture 2 or 4 times as large."""
        self.settle()
        with self.telling_problems():
            if isinstance(self.engine, Broken):
                raise BadInput(self.engine.reason)
            seed = seed_of(self.settings)
            request = compose.upscale_request(
                self.document, self.settings, self.upscaler, scale, seed
            )
            self._add((request,), f"Upscale ×{scale}", first=False)

    def cancel(self, job: Job | None = None) -> None:
        """Stop a job, or the one that runs."""
        job = job or self.jobs.running
        if job is not None:
            self.jobs.cancel(job)
            self.jobs_changed.emit()

    def cancel_all(self) -> None:
        self.jobs.cancel_all()
        self.jobs_changed.emit()

    def put_first(self, job: Job) -> None:
        self.jobs.put_first(job)
        self.jobs_changed.emit()

    def rescan_models(self) -> None:
        """Look for models anew; `engine_changed` tells when that is done."""
        self._link.rescan()

    def add_model(self, path: Path) -> None:
        """Use a model that lies elsewhere, a folder or a file, from now on."""
        self._link.add_model(path)

    def forget_model(self, model: ModelInfo) -> None:
        """Offer one that was added no longer. Its files stay."""
        path = Path(model.path)
        added = load_recent(self._store, Used.MODELS)
        save_recent(self._store, Used.MODELS, without_file(added, path))
        self._link.forget_model(path)

    # Results.

    def select_result(self, index: int | None) -> None:
        self._results.choose(index)
        self.results_changed.emit()

    def accept(self, *, apart: bool = False) -> None:
        """Put the result that is shown into the document, as one step of undo.

        apart: as a layer of its own, whatever the preferences say.
        """
        chosen = self._results.chosen
        if chosen is None:
            return
        self.settle()
        with self.telling_problems():
            apart = apart or self.preferences.results_apart
            edit = chosen.accepted(self.document, apart=apart)
            self._push(edit, chosen.parameters or None)
            self._results.take()
        self.results_changed.emit()

    def discard(self) -> None:
        self._results.discard()
        self.results_changed.emit()

    def discard_all(self) -> None:
        self._results.clear()
        self.results_changed.emit()

    # The picture.

    def new(self, extent: Extent, background: Colour | None = None) -> None:
        """A blank document, or one with a layer of one colour."""
        with self.telling_problems():
            self._bind(new_document(extent, background))
            self.update(extent=extent)

    def begin_sheet(self) -> None:
        """Where there is no picture yet, an empty layer, all of which shall be drawn."""
        if self.document.is_blank:
            self.push(add_edit(self.document))
            self.update(strength=1.0)

    def copied(self) -> Pixels:
        """What is seen: the result that is shown, or the document."""
        self.settle()
        chosen = self._results.chosen
        return chosen.image if chosen is not None else self.document.flattened()

    def paste(self, pixels: Pixels, at: tuple[int, int] | None = None) -> None:
        """Put a picture over this one as a layer, or begin with it.

        at: its left top corner, in px of the picture; None = in the middle.
        """
        self.do(lambda document: pasting.insert_layer_edit(document, pixels, at))

    def paste_into_layer(self, pixels: Pixels, at: tuple[int, int] | None = None) -> None:
        """Put a picture into the active layer, or begin with it; at: as for `paste`."""
        self.do(lambda document: pasting.insert_edit(document, pixels, at))

    def choose(self, *, node: str | None = None, mask: str | None = None) -> None:
        """Work on another layer or group, or on another mask, by their uids."""
        self.settle()
        self.document.choose(node=node, mask=mask)
        self.picture_changed.emit()
        self._tell_intent()

    def fold(self, group: str, is_open: bool) -> None:
        """Show what a group holds in lists, or not. Is no step of undo."""
        self.settle()
        self.document.show(self.document.picture.changed(group, is_open=is_open))
        self.picture_changed.emit()
        self._tell_intent()

    def clear_mask(self) -> None:
        self.do(masks.clear_edit)

    def fill_mask(self) -> None:
        self.do(masks.fill_edit)

    def invert_mask(self) -> None:
        self.do(masks.invert_edit)

    def set_mask(self, pixels: MaskPixels) -> None:
        self.do(lambda document: masks.mask_edit(document, "Set mask", pixels))

    def open_mask(self, path: Path) -> None:
        self.background.run(
            f"Opening {path.name}",
            lambda _: open_mask(path),
            lambda pixels: self.do(
                lambda document: masks.mask_edit(document, "Open mask", pixels),
            ),
        )

    def push(self, edit: Edit | None) -> None:
        """Make an edit one step of undo; None changes nothing."""
        self._push(edit)

    def undo(self) -> None:
        """Take a step back, or the stroke that is in the making."""
        self.settle()
        self._stepping.by(-1)

    def redo(self) -> None:
        self.settle()
        self._stepping.by(1)

    def go_to(self, step: int) -> None:
        """To the picture as it was after so many steps."""
        self.settle()
        self._stepping.to(step)

    def do(self, make: Callable[[Document], Edit | None]) -> None:
        """Push what an operation makes of the document; why it cannot is told."""
        self.settle()
        with self.telling_problems():
            self._push(make(self.document))
            self.problem_over.emit()
