"""What a crash would take: kept safe while it is made, and offered at the next start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSettings, Signal

from studio.document.edit import Edit
from studio.document.files.journal.entries import Told
from studio.session.autosave import Autosave
from studio.session.following import Following
from studio.session.jobs import EngineLink
from studio.session.lost import Found, Lost, find_lost


class Recovering(Following):
    lost_changed = Signal()
    """Other work is there that was not saved when a studio ended."""

    def __init__(
        self, link: EngineLink, store: QSettings | None = None, journals: Path | None = None
    ) -> None:
        """journals: where work is kept safe from a crash; None = nowhere."""
        super().__init__(link, store)
        self.lost: Lost | None = None
        """Work that can be recovered."""
        self._journals = journals
        self._autosave = None if journals is None else self._begin_autosave(journals)

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
