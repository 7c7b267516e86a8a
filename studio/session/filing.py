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
from studio.document.files.export import ExportOptions
from studio.document.files.images import TransparencyLost
from studio.document.files.openraster.project import Extras
from studio.document.snapshot import Snapshot
from studio.session import choices, files, kept
from studio.session.background import Task
from studio.session.files import Opened, Shot
from studio.session.jobs import EngineLink
from studio.session.recent import Used, load_recent, save_recent, with_file, without_file
from studio.session.recovering import Recovering
from studio.session.settings import GenerationSettings
from studio.session.stored import decoded_fields

Then = Callable[[], object]


def nothing() -> None:
    """What follows where nothing does."""


class Filing(Recovering):
    recent_changed = Signal()

    def __init__(
        self, link: EngineLink, store: QSettings | None = None, journals: Path | None = None
    ) -> None:
        """journals: where work is kept safe from a crash; None = nowhere."""
        super().__init__(link, store, journals)
        self.recent = load_recent(self._store, Used.FILES)
        self._opening: Task | None = None
        self._saves = 0
        self._writes = 0

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
            is_shown = document is self.document
            if self._autosave is not None and is_shown and not self.is_modified:
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
        if self._autosave is not None:
            # A journal may begin while this is written.
            self._autosave.rely_on_no_file()

        def write(work: Work) -> bool:
            try:
                self._put(shot, path, flatten, options, work)
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

    def _put(
        self, shot: Shot, path: Path, flatten: bool, options: ExportOptions | None, work: Work
    ) -> None:
        with shot.snapshot:
            if self._autosave is not None:
                self._autosave.wait_until_independent(work)
            files.write(shot, path, flatten, work.tell, options)

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
        save_recent(self._store, Used.FILES, paths)
        self.recent_changed.emit()
