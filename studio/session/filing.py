"""What becomes of documents: made, opened, saved, exported; and the files used last.

Files are read and written in the background: each command returns at once, and `then` is called
when it has been done. Where it could not be, `problem` tells, and all is as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from PySide6.QtCore import QSettings, Signal

from studio.core.work import Work
from studio.document.edit import Edit
from studio.document.files.export import ExportOptions
from studio.document.files.images import TransparencyLost
from studio.document.files.journal.entries import Told
from studio.document.files.openraster.project import Extras
from studio.document.snapshot import Snapshot
from studio.session import choices, files, kept
from studio.session.autosave import Autosave
from studio.session.background import Task
from studio.session.files import Opened, Shot
from studio.session.following import Following
from studio.session.jobs import EngineLink
from studio.session.lost import Found, Lost, find_lost
from studio.session.recent import load_recent, save_recent, with_file, without_file
from studio.session.settings import GenerationSettings
from studio.session.stored import decoded_fields

Then = Callable[[], object]


def nothing() -> None:
    """What follows where nothing does."""


class Filing(Following):
    recent_changed = Signal()
    lost_changed = Signal()
    """Other work is there that was not saved when a studio ended."""

    def __init__(
        self, link: EngineLink, store: QSettings | None = None, journals: Path | None = None
    ) -> None:
        """journals: where work is kept safe from a crash; None = nowhere."""
        super().__init__(link, store)
        self.recent = load_recent(self._store)
        self.lost: Lost | None = None
        """Work that can be recovered."""
        self._journals = journals
        self._opening: Task | None = None
        self._saves = 0
        self._writes = 0
        self._autosave = None if journals is None else self._begin_autosave(journals)

    @property
    def is_modified(self) -> bool:
        """Whether there are changes that no file holds yet."""
        return super().is_modified or self._saves > 0

    @property
    def is_being_saved(self) -> bool:
        """Whether the picture will be unmodified when what is being written is written."""
        return self._saves > 0 and self.undo_stack.isClean()

    @property
    def is_writing(self) -> bool:
        """Whether a file is being saved or exported."""
        return self._writes > 0

    def open(self, path: Path, then: Then = nothing) -> None:
        """Replace the document by a file's. Another one that is being opened is given up.

        What is painted until it is there is not lost: the window is asked again.
        """
        if self._opening is not None:
            self.background.stop(self._opening)
        revision = self._revision

        def done(opened: Opened) -> None:
            if task.work.is_stopped:
                return
            self.settle()
            if self.is_modified and self._revision != revision:
                self.open_requested.emit(path)
            else:
                self._show_opened(opened, path)
                then()

        task = self._opening = self.background.run(
            f"Opening {path.name}",
            lambda work: files.opened(path, work.tell),
            done,
            lambda: None if path.exists() else self.forget_recent(path),
        )

    def open_dropped(self, path: Path) -> None:
        self.open_requested.emit(path)

    def save(
        self,
        path: Path,
        flatten: bool = False,
        then: Then = nothing,
        transparent: Then | None = None,
    ) -> None:
        """Write the picture as it is now, which is unmodified once that is done.

        flatten: put it on white paper where the format holds no transparency. transparent: called
        instead where it was not said so; None tells it as a problem.
        """
        self.settle()
        document, was_clean_at = self.document, self.undo_stack.cleanIndex()
        # The stack knows no other way to mark the step that is saved; see `is_modified`.
        self.undo_stack.setClean()
        self._saves += 1

        def saved() -> None:
            self._saves -= 1
            document.path, document.name = path, path.stem
            self._remember(path)
            if self._autosave is not None and not self.is_modified:
                self._autosave.saved()
            self.document_saved.emit()
            then()

        def not_saved() -> None:
            self._saves -= 1
            if document is self.document:
                if was_clean_at == self.undo_stack.index():
                    self.undo_stack.setClean()
                else:
                    self.undo_stack.resetClean()
                self.document_saved.emit()

        self._write(f"Saving {path.name}", path, flatten, saved, not_saved, transparent)

    def export(
        self,
        path: Path,
        flatten: bool = False,
        then: Then = nothing,
        transparent: Then | None = None,
        options: ExportOptions | None = None,
    ) -> None:
        """Write the picture as it is now to another file; the document stays what it is."""
        self.settle()
        title = f"Exporting {path.name}"
        self._write(title, path, flatten, then, nothing, transparent, options)

    def forget_recent(self, path: Path | None = None) -> None:
        """One of the files used last, or all of them."""
        self._keep_recent(() if path is None else without_file(self.recent, path))

    # What a crash would take.

    def look_for_lost(self) -> None:
        """Whether there is work of a studio that did not end in order; `lost` is the newest."""
        if self._journals is not None:
            folder = self._journals
            self.background.run(
                "Looking for unsaved work", lambda _: find_lost(folder), self._offer_lost
            )

    def recover(self) -> None:
        """Go on with what was lost, in the place of the document."""
        lost, self.lost = self.lost, None
        if lost is None:
            return
        recovered = lost.recovered
        self._bind(recovered.document)
        self.undo_stack.resetClean()
        if self._autosave is not None:
            self._autosave.resume(lost.claim, recovered)
        if recovered.is_damaged:
            self.notice.emit("What was done last could not be read any longer.")
        self.lost_changed.emit()
        self.look_for_lost()

    def discard_lost(self) -> None:
        lost, self.lost = self.lost, None
        if lost is not None:
            lost.claim.give_up(delete=True)
        self.lost_changed.emit()
        self.look_for_lost()

    def put_away(self) -> None:
        """The document may go as it is: nothing of it needs to be kept safe any longer."""
        if self._autosave is not None:
            self._autosave.forget()

    def close(self) -> None:
        """Stop what runs in the background, and wait for it. What was not put away is kept safe."""
        self.background.close()
        if self.lost is not None:
            self.lost.claim.give_up(delete=False)
        if self._autosave is not None:
            self._autosave.close()

    def _begin_autosave(self, folder: Path) -> Autosave:
        autosave = Autosave(folder, lambda: self.preferences.autosave_s)
        autosave.problem.connect(self.problem)
        self.document_replaced.connect(self._follow_document)
        self.edited.connect(self._keep_safe)
        self.preferences_changed.connect(self._keep_or_not)
        autosave.follow(self.document.picture, self.document.path)
        return autosave

    def _follow_document(self) -> None:
        if self._autosave is not None:
            self._autosave.follow(self.document.picture, self.document.path)

    def _keep_or_not(self) -> None:
        """What was kept would soon be of another day, once nothing is added to it."""
        if self._autosave is not None and not self.preferences.autosaves:
            self._autosave.follow(self.document.picture, None)

    def _keep_safe(self, edit: Edit) -> None:
        if self._autosave is not None and self.preferences.autosaves:
            document = self.document
            source = replace(document.source, parameters=self.parameters)
            told = Told(document.picture, document.name, document.path, source)
            self._autosave.take(edit, told)

    def _offer_lost(self, found: Found) -> None:
        self.lost = found.lost
        for sentence in found.problems:
            self.problem.emit(sentence)
        self.lost_changed.emit()

    def _write(
        self,
        title: str,
        path: Path,
        flatten: bool,
        then: Then,
        not_done: Then,
        transparent: Then | None,
        options: ExportOptions | None = None,
    ) -> None:
        shot = self._shot()

        def write(work: Work) -> bool:
            try:
                with shot.snapshot:
                    if self._autosave is not None:
                        self._autosave.wait_until_independent(work)
                    files.write(shot, path, flatten, work.tell, options)
            except TransparencyLost:
                if transparent is None:
                    raise
                return False
            return True

        self._writes += 1

        def done(written: bool) -> None:
            self._writes -= 1
            if written:
                self.problem_over.emit()
                then()
            else:
                not_done()
                assert transparent is not None, "else it was raised"
                transparent()

        def given_up() -> None:
            self._writes -= 1
            shot.snapshot.release()
            not_done()

        self.background.run(title, write, done, given_up)

    def _shot(self) -> Shot:
        return Shot(
            Snapshot(self.document.picture),
            replace(self.document.source, parameters=self.parameters),
            Extras(settings=asdict(self.settings), results=kept.kept_results(self.results)),
        )

    def _show_opened(self, opened: Opened, path: Path) -> None:
        self._bind(opened.document)
        self._take_extras(opened.extras)
        self._remember(path)
        self.problem_over.emit()
        if opened.notices:
            self.notice.emit(" ".join(opened.notices))

    def _take_extras(self, extras: Extras) -> None:
        """The settings and the results that a project was saved with."""
        if extras.settings:
            settings: GenerationSettings = decoded_fields(self.settings, extras.settings)
            self._take_settings(choices.fitted(settings, self.engine))
        for candidate in kept.candidates(extras.results):
            self._results.add(candidate)
        self._results.choose(None)
        self.results_changed.emit()

    def _remember(self, path: Path) -> None:
        self._keep_recent(with_file(self.recent, path))

    def _keep_recent(self, paths: tuple[Path, ...]) -> None:
        self.recent = paths
        save_recent(self._store, paths)
        self.recent_changed.emit()
