"""Long operations: in the background, and never over what was done meanwhile."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from pytestqt.qtbot import QtBot

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.work import Work
from studio.document.document import Document
from studio.document.edit import Change, Edit
from studio.document.operations.geometry import turn_edit
from studio.session import patience
from studio.session.patience import do_patiently
from studio.session.session import Session
from tests.session.fakes import a_picture

FAR = patience.AT_ONCE_PX + 1


@pytest.fixture
def photo(session: Session) -> Session:
    session.paste(a_picture(64, 48))
    return session


def turn(document: Document, work: Work) -> Edit | None:
    return turn_edit(document, 1, work)


def test_what_is_quick_is_done_at_once(photo: Session):
    ended: list[bool] = []
    assert do_patiently(photo, "Rotate", 10, turn, lambda: ended.append(True)) is None
    assert photo.document.extent == Extent(48, 64)
    assert ended == [True]


def test_what_takes_long_is_done_in_the_background_as_one_step(qtbot: QtBot, photo: Session):
    steps, ended = photo.undo_stack.count(), []
    do_patiently(photo, "Rotate", FAR, turn, lambda: ended.append(True))
    assert photo.document.extent == Extent(64, 48)
    qtbot.waitUntil(lambda: bool(ended))
    assert_array_equal(photo.document.flattened_rgb(), np.rot90(a_picture(64, 48), -1))
    assert photo.undo_stack.count() == steps + 1


def test_a_stroke_meanwhile_is_kept_though_it_has_not_ended(qtbot: QtBot, photo: Session):
    started, ended = threading.Event(), []

    def slow(document: Document, work: Work) -> Edit | None:
        assert started.wait(10)
        return turn(document, work)

    do_patiently(photo, "Rotate", FAR, slow, lambda: ended.append(True))
    stroke = Change(photo.document.layers[0].raster)
    stroke.keep(Bounds(0, 0, 5, 5))
    photo.document.layers[0].raster.part(Bounds(0, 0, 5, 5))[:] = 255
    with qtbot.waitSignal(photo.notice) as told:
        started.set()
        qtbot.waitUntil(lambda: bool(ended))
    assert "has been changed meanwhile" in told.args[0]
    photo.push(stroke.finish("Stroke"))
    assert photo.document.extent == Extent(64, 48)
    assert (photo.document.flattened_rgb()[:5, :5] == 255).all()


def test_why_it_cannot_be_done_is_told(qtbot: QtBot, photo: Session):
    def refuse(document: Document, work: Work) -> Edit | None:
        raise BadInput("It is too large.")

    ended: list[bool] = []
    with qtbot.waitSignal(photo.problem) as told:
        do_patiently(photo, "Resize", FAR, refuse, lambda: ended.append(True))
        qtbot.waitUntil(lambda: bool(ended))
    assert told.args[0] == "It is too large."
    assert ended == [True]


def test_it_can_be_stopped(qtbot: QtBot, photo: Session):
    started, ended = threading.Event(), []

    def slow(document: Document, work: Work) -> Edit | None:
        assert started.wait(10)
        work.check()
        return turn(document, work)

    task = do_patiently(photo, "Rotate", FAR, slow, lambda: ended.append(True))
    assert task is not None
    photo.background.stop(task)
    started.set()
    qtbot.waitUntil(lambda: bool(ended))
    assert photo.document.extent == Extent(64, 48)
