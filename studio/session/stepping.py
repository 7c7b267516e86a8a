"""Steps of undo, taken back and done again: at once where their pixels are ready, else when they
have been unpacked beside the window."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import chain

from PySide6.QtGui import QUndoStack

from studio.core.errors import FileProblem
from studio.core.pixels import Pixels
from studio.core.work import Work
from studio.document.edit import Edit, PixelEdit
from studio.document.keeping import Kept, joined
from studio.document.surface import Surface
from studio.session.background import Background, Task
from studio.session.history import EditCommand

log = logging.getLogger(__name__)

_AT_ONCE_BYTES = 8_000_000
"""Pixels that are unpacked in a few hundredths of a second."""


class Unpacking:
    """The pixels that a step needs and that are packed, or in a file.

    It is made and taken on the window's thread, and run on another.
    """

    def __init__(self, edit: Edit, *, is_back: bool) -> None:
        self._edit = edit
        self._tiles: list[tuple[Kept, int]] = []
        self._asleep: list[tuple[Surface, tuple[Kept, ...]]] = []
        if isinstance(edit, PixelEdit):
            self._tiles = [(kept, kept.version) for kept in edit.kept if kept.raw is None]
        else:
            surfaces = (edit.before if is_back else edit.after).surfaces
            self._asleep = [(surface, surface.bands) for surface in surfaces if surface.bands]
        self._of_tiles: list[Pixels] = []
        self._of_surfaces: list[Pixels] = []

    @property
    def nbytes(self) -> int:
        """Of what is to be unpacked, as it will be."""
        bands = chain.from_iterable(bands for _, bands in self._asleep)
        return sum(kept.full_nbytes for kept in chain((kept for kept, _ in self._tiles), bands))

    def run(self, work: Work) -> None:
        """Raises Stopped. Where a file cannot be read the step itself will tell it."""
        done, total = 0, self.nbytes

        def tell(nbytes: int) -> None:
            nonlocal done
            done += nbytes
            work.tell(done / total)

        try:
            for kept, _ in self._tiles:
                self._of_tiles.append(kept.pixels())
                tell(kept.full_nbytes)
            for _, bands in self._asleep:
                self._of_surfaces.append(joined(bands, tell))
        except FileProblem as error:
            log.warning("A step of undo cannot be made ready: %s", error)

    def take(self) -> None:
        """Put what was unpacked in its place, where that is as it was."""
        for (kept, version), pixels in zip(self._tiles, self._of_tiles, strict=False):
            kept.take_pixels(pixels, version)
        for (surface, bands), pixels in zip(self._asleep, self._of_surfaces, strict=False):
            surface.wake_as(pixels, bands)
        if isinstance(self._edit, PixelEdit):
            self._edit.weigh_again()


class Stepping:
    """Goes along an undo stack. Steps that are asked for while one is unpacked add up."""

    def __init__(
        self,
        stack: QUndoStack,
        background: Background,
        settle: Callable[[], None],
        notice: Callable[[str], None],
    ) -> None:
        """settle: finishes what is in the making. notice: tells a person one sentence."""
        self._stack = stack
        self._background = background
        self._settle = settle
        self._notice = notice
        self._task: Task | None = None
        self._wanted = 0
        """The stack's index to go to, while something is unpacked on the way."""

    def by(self, count: int) -> None:
        """So many steps ahead, or back where it is negative."""
        self.to((self._stack.index() if self._task is None else self._wanted) + count)

    def to(self, index: int) -> None:
        """To where so many steps are done."""
        self._wanted = min(max(index, 0), self._stack.count())
        if self._task is None:
            self._go_on()

    def _go_on(self) -> None:
        while (place := self._stack.index()) != self._wanted:
            is_back = self._wanted < place
            command = self._stack.command(place - 1 if is_back else place)
            if isinstance(command, EditCommand):
                unpacking = Unpacking(command.edit, is_back=is_back)
                if unpacking.nbytes > _AT_ONCE_BYTES:
                    self._unpack(command, unpacking, is_back=is_back)
                    return
            self._step(is_back=is_back)

    def _step(self, *, is_back: bool) -> None:
        if is_back:
            self._stack.undo()
        else:
            self._stack.redo()

    def _unpack(self, command: EditCommand, unpacking: Unpacking, *, is_back: bool) -> None:
        edit, place = command.edit, self._stack.index()
        title = f"{'Undoing' if is_back else 'Redoing'} “{edit.title}”"

        def done(_: None) -> None:
            self._task = None
            if task.work.is_stopped:
                return
            self._settle()
            unpacking.take()
            if self._is_next(edit, place, is_back=is_back):
                # Asked for the way back meanwhile: then it is not taken.
                if self._wanted < place if is_back else self._wanted > place:
                    self._step(is_back=is_back)
                self._go_on()
            else:
                self._notice(f"{title} was left out: the picture has been changed meanwhile.")

        def not_done() -> None:
            self._task = None

        task = self._task = self._background.run(title, unpacking.run, done, not_done)

    def _is_next(self, edit: Edit, place: int, *, is_back: bool) -> bool:
        """Whether nobody else has taken or added a step."""
        if self._stack.index() != place or self._stack.count() < place + (0 if is_back else 1):
            return False
        command = self._stack.command(place - 1 if is_back else place)
        return isinstance(command, EditCommand) and command.edit is edit
