"""Steps of undo that are packed: unpacked beside the window, and then taken."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from pytestqt.qtbot import QtBot

from studio.core.pixels import Pixels
from studio.document.edit import PixelEdit
from studio.document.keeping import Attic, Kept, packed_form
from studio.document.operations.layers import remove_edit
from studio.session import stepping
from studio.session.history import EditCommand
from studio.session.session import Session
from tests.session.fakes import Told, a_picture, settle


@pytest.fixture
def drawn(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Two steps on a mask, and whatever is packed is unpacked beside the window."""
    monkeypatch.setattr(stepping, "_AT_ONCE_BYTES", 0)
    session.paste(a_picture(64, 48))
    session.fill_mask()
    session.invert_mask()
    pack(session)
    return session


def pack(session: Session) -> None:
    """All that steps hold."""
    stack = session.undo_stack
    for place in range(stack.count()):
        edit = edit_at(session, place)
        for kept in edit.kept if isinstance(edit, PixelEdit) else ():
            if kept.raw is not None:
                kept.take_packed(packed_form(kept.raw), kept.version)


def edit_at(session: Session, place: int) -> object:
    command = session.undo_stack.command(place)
    assert isinstance(command, EditCommand)
    return command.edit


def mask(session: Session) -> Pixels:
    return session.document.mask.pixels


def test_the_window_goes_on_until_it_is_unpacked(qtbot: QtBot, drawn: Session) -> None:
    drawn.undo()
    assert not mask(drawn).any()
    task = drawn.background.running
    assert task is not None
    assert task.title == "Undoing “Invert mask”"
    settle(qtbot, drawn)
    assert mask(drawn).all()
    assert drawn.undo_stack.index() == 2


def test_what_is_ready_is_taken_at_once(drawn: Session) -> None:
    drawn.fill_mask()
    drawn.undo()
    assert not mask(drawn).any()
    assert drawn.background.is_idle


def test_steps_that_are_asked_for_meanwhile_add_up(qtbot: QtBot, drawn: Session) -> None:
    for _ in range(2):
        drawn.undo()
    settle(qtbot, drawn)
    assert drawn.undo_stack.index() == 1
    pack(drawn)
    drawn.go_to(3)
    settle(qtbot, drawn)
    assert drawn.undo_stack.index() == 3
    assert not mask(drawn).any()


def test_a_step_is_left_when_the_way_back_is_asked_for(qtbot: QtBot, drawn: Session) -> None:
    drawn.undo()
    drawn.redo()
    settle(qtbot, drawn)
    assert drawn.undo_stack.index() == 3
    assert not mask(drawn).any()


def test_nothing_is_asked_for_beyond_the_ends(qtbot: QtBot, drawn: Session) -> None:
    for _ in range(9):
        drawn.undo()
    drawn.redo()
    settle(qtbot, drawn)
    assert drawn.undo_stack.index() == 1


def test_a_picture_that_is_changed_meanwhile_keeps_the_change(
    qtbot: QtBot, drawn: Session, told: Told
) -> None:
    drawn.undo()
    drawn.fill_mask()
    settle(qtbot, drawn)
    assert mask(drawn).all()
    assert drawn.undo_stack.count() == 4
    assert told.notices == [
        "Undoing “Invert mask” was left out: the picture has been changed meanwhile."
    ]


def test_another_document_meanwhile_is_left_alone(qtbot: QtBot, drawn: Session) -> None:
    drawn.undo()
    drawn.new(drawn.document.extent)
    settle(qtbot, drawn)
    assert drawn.undo_stack.count() == 0


def test_it_can_be_stopped(qtbot: QtBot, drawn: Session) -> None:
    drawn.undo()
    task = drawn.background.running
    assert task is not None
    drawn.background.stop(task)
    settle(qtbot, drawn)
    assert drawn.undo_stack.index() == 3
    drawn.undo()
    settle(qtbot, drawn)
    assert drawn.undo_stack.index() == 2


def test_layers_that_sleep_are_woken_beside_the_window(qtbot: QtBot, drawn: Session) -> None:
    raster = drawn.document.layers[0].raster
    before = raster.pixels.copy()
    drawn.do(lambda document: remove_edit(document, (document.layers[0].uid,)))
    bands = [Kept.of_packed(packed_form(strip), strip) for strip in raster.strips()]
    assert raster.sleep(bands, raster.uses)
    drawn.undo()
    assert not drawn.background.is_idle
    settle(qtbot, drawn)
    assert_array_equal(drawn.document.layers[0].raster.pixels, before)


def test_a_step_whose_file_was_cut_says_so_and_those_before_it_go_on(
    qtbot: QtBot, drawn: Session, told: Told
) -> None:
    edit = edit_at(drawn, 2)
    assert isinstance(edit, PixelEdit)
    attic = Attic()
    for kept in edit.kept:
        packed = kept.packed
        assert packed is not None
        stowed = attic.put(packed)
        kept.take_stowed(stowed, kept.version)
        object.__setattr__(stowed, "length", len(packed) + 1)
    drawn.undo()
    settle(qtbot, drawn)
    assert told.problems == ["An old step of undo cannot be read: its temporary file was cut."]
    assert np.all(mask(drawn) == 0)
    assert drawn.undo_stack.index() == 2
