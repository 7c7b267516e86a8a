"""Undo: any steps, within any memory, and each of them whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from studio.core.geometry import Extent
from studio.core.pixels import Pixels
from studio.document.document import Document
from studio.document.edit import Edit, PictureReplaced, pixel_edit
from studio.document.keeping import Attic
from studio.document.layer import Layer
from studio.document.operations.pasting import replace_edit
from studio.document.surface import TILE_PX
from studio.session.history import EditCommand, Listener
from studio.session.memory import MB, HistoryMemory
from studio.session.session import Session

SIDE = TILE_PX + 10


def noise(seed: int, side: int = SIDE) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (side, side, 3), np.uint8)


@dataclass
class Studio:
    """A document with its undo, without the rest of a session."""

    limit_mb: int = 1
    document: Document = field(default_factory=lambda: Document.from_pixels(noise(0)))
    stack: QUndoStack = field(default_factory=QUndoStack)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.attic = Attic()
        self.memory = HistoryMemory(
            self.stack, lambda: self.document.picture.surfaces, self.limit_mb, self.attic
        )
        self.listener = Listener(lambda _: None, self.problems.append)

    def push(self, edit: Edit | None) -> None:
        if edit is not None:
            self.stack.push(EditCommand(self.document, edit, self.listener))

    def paint(self, seed: int) -> None:
        """All of the topmost layer."""
        raster = self.document.layers[-1].raster
        after = np.dstack([noise(seed), np.full((SIDE, SIDE), 255, np.uint8)])
        self.push(pixel_edit("Paint", raster, raster.bounds, after))

    def look(self, opacity: float) -> None:
        picture = self.document.picture
        uid = self.document.layers[-1].uid
        after = picture.changed(uid, opacity=opacity)
        self.push(PictureReplaced("Opacity", picture, after, merges=f"opacity {uid}"))

    def add_layer(self, seed: int) -> None:
        picture = self.document.picture
        layer = Layer.of("More", noise(seed))
        after = picture.inserted(layer, None, len(picture.nodes))
        self.push(PictureReplaced("New layer", picture, after))

    def drop_layer(self) -> None:
        picture = self.document.picture
        if len(picture.nodes) > 1:
            after = picture.put(picture.nodes[-1].uid, ())
            after = replace(after, active_node=after.nodes[-1].uid)
            self.push(PictureReplaced("Delete layer", picture, after))

    def seen(self) -> Pixels:
        return self.document.flattened()


STEPS: dict[str, Callable[[Studio, int], None]] = {
    "paint": lambda studio, seed: studio.paint(seed),
    "add": lambda studio, seed: studio.add_layer(seed),
    "drop": lambda studio, _: studio.drop_layer(),
    "look": lambda studio, seed: studio.look(0.3 + seed / 20),
    "undo": lambda studio, _: studio.stack.undo(),
    "redo": lambda studio, _: studio.stack.redo(),
    "jump": lambda studio, seed: studio.stack.setIndex(seed * studio.stack.count() // 10),
}


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 9), st.booleans()), max_size=14
    )
)
def test_any_steps_within_a_tiny_memory_are_taken_back_as_with_plenty(
    steps: list[tuple[str, int, bool]],
):
    tiny, plain = Studio(limit_mb=0), Studio(limit_mb=10_000)
    for name, seed, settles in steps:
        for studio in (tiny, plain):
            STEPS[name](studio, seed)
        if settles:
            tiny.memory.settle()
        assert tiny.stack.count() == plain.stack.count()
        assert_array_equal(tiny.seen(), plain.seen())
    for studio in (tiny, plain):
        studio.stack.setIndex(0)
    assert_array_equal(tiny.seen(), plain.seen())
    assert_array_equal(tiny.seen()[..., :3], noise(0))


def test_steps_take_no_more_memory_than_they_may():
    studio = Studio(limit_mb=1)
    for seed in range(1, 12):
        studio.paint(seed)
        studio.memory.settle()
        assert studio.memory.used_bytes <= MB
    assert studio.memory.stowed_bytes > 0
    for seed in reversed(range(11)):
        studio.stack.undo()
        assert_array_equal(studio.seen()[..., :3], noise(seed))


def test_the_next_step_back_is_left_as_it_is():
    studio = Studio(limit_mb=1)
    for seed in range(1, 5):
        studio.paint(seed)
    studio.memory.settle()
    weights = [studio.stack.command(place).edit.weight for place in range(4)]
    assert weights[3].raw > 0
    assert weights[3].packed == 0
    assert weights[0].raw == 0


def test_the_step_that_becomes_the_next_is_made_ready():
    studio = Studio(limit_mb=1)
    for seed in range(1, 7):
        studio.paint(seed)
    studio.memory.settle()
    wanted = studio.stack.command(3).edit
    assert wanted.weight.raw == 0
    studio.stack.setIndex(4)
    studio.memory.settle()
    assert wanted.weight.raw == wanted.weight.full
    assert studio.memory.used_bytes <= MB
    studio.stack.undo()
    assert_array_equal(studio.seen()[..., :3], noise(3))


def test_a_deleted_layer_sleeps_and_comes_back():
    studio = Studio(limit_mb=0)
    studio.add_layer(5)
    raster = studio.document.layers[-1].raster
    studio.drop_layer()
    studio.memory.settle()
    assert raster.raw_nbytes == 0
    studio.stack.undo()
    assert raster.raw_nbytes > 0
    assert_array_equal(studio.seen()[..., :3], noise(5))


def test_a_picture_that_was_enlarged_sleeps_in_its_old_size():
    studio = Studio(limit_mb=0)
    old = studio.document.picture.surfaces
    studio.push(replace_edit(studio.document, "Upscale", noise(3, 2 * SIDE)))
    studio.memory.settle()
    assert sum(surface.raw_nbytes for surface in old) == 0
    assert all(surface.raw_nbytes for surface in studio.document.picture.surfaces)
    studio.stack.undo()
    assert_array_equal(studio.seen()[..., :3], noise(0))


def test_what_is_shown_never_sleeps():
    studio = Studio(limit_mb=0)
    studio.add_layer(5)
    studio.paint(6)
    studio.memory.settle()
    assert all(surface.raw_nbytes for surface in studio.document.picture.surfaces)


def test_a_step_that_is_forgotten_gives_its_room_back():
    studio = Studio(limit_mb=0)
    for seed in range(1, 4):
        studio.paint(seed)
    studio.memory.settle()
    assert studio.memory.stowed_bytes > 0
    studio.stack.clear()
    assert studio.memory.used_bytes == 0
    assert studio.memory.stowed_bytes == 0


def test_the_work_is_done_beside_the_window(qtbot: QtBot):
    studio = Studio(limit_mb=1)
    for seed in range(1, 6):
        studio.paint(seed)
    before = studio.memory.used_bytes
    assert MB < before < 1.5 * MB
    studio.memory.look()
    qtbot.waitUntil(lambda: studio.memory.used_bytes < MB)
    studio.stack.setIndex(0)
    assert_array_equal(studio.seen()[..., :3], noise(0))


def test_steps_that_take_far_too_much_are_put_away_at_once(qtbot: QtBot):
    studio = Studio(limit_mb=1)
    for seed in range(1, 8):
        studio.paint(seed)
    assert studio.memory.used_bytes > 1.5 * MB
    with qtbot.waitSignal(studio.memory.changed):
        studio.memory.look()
    assert studio.memory.used_bytes <= MB
    studio.stack.setIndex(0)
    assert_array_equal(studio.seen()[..., :3], noise(0))


def test_a_full_disk_is_told_once_and_loses_nothing(monkeypatch: pytest.MonkeyPatch):
    studio, told = Studio(limit_mb=0), []
    studio.memory.problem.connect(told.append)

    def full(data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(studio.attic, "put", full)
    for seed in range(1, 4):
        studio.paint(seed)
        studio.memory.settle()
    assert len(told) == 1
    assert "disk" in told[0]
    studio.stack.setIndex(0)
    assert_array_equal(studio.seen()[..., :3], noise(0))


def test_a_step_that_cannot_be_read_is_told_and_changes_nothing():
    studio = Studio(limit_mb=0)
    studio.paint(1)
    studio.memory.settle()
    file = studio.attic._file
    assert file is not None
    file.truncate(3)
    studio.stack.undo()
    assert studio.problems
    assert_array_equal(studio.seen()[..., :3], noise(1))


# Looks that are dragged.


def test_a_dragged_opacity_is_one_step():
    studio = Studio()
    for opacity in (0.9, 0.6, 0.3):
        studio.look(opacity)
    assert studio.stack.count() == 1
    assert studio.document.layers[0].opacity == 0.3
    studio.stack.undo()
    assert studio.document.layers[0].opacity == 1.0
    studio.stack.redo()
    assert studio.document.layers[0].opacity == 0.3


def test_what_lies_between_two_drags_parts_them():
    studio = Studio()
    studio.look(0.9)
    studio.paint(1)
    studio.look(0.5)
    assert studio.stack.count() == 3


def test_a_drag_after_saving_is_a_step_of_its_own():
    studio = Studio()
    studio.look(0.9)
    studio.stack.setClean()
    studio.look(0.5)
    assert not studio.stack.isClean()
    studio.stack.undo()
    assert studio.stack.isClean()
    assert studio.document.layers[0].opacity == 0.9


def test_a_session_follows_the_limit_that_is_preferred(session: Session):
    session.prefer(history_mb=128)
    assert session.history_memory.limit_mb == 128
    session.new(Extent(64, 64))
    assert session.history_memory.used_bytes == 0
