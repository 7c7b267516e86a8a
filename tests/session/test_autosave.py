"""Work that outlasts a studio that did not end in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.document.document import Document
from studio.document.edit import Change
from studio.document.files.images import save_picture
from studio.document.files.journal import writing
from studio.document.files.journal.entries import Header
from studio.document.files.journal.frames import Kind, read_frames
from studio.document.operations.layers import add_edit, look_edit
from studio.session import lost
from studio.session.session import Session
from tests.session.fakes import READY, FakeClient, Told, a_picture, settle

Begin = Callable[[], Session]


@pytest.fixture
def journals(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journals"


@pytest.fixture
def begin(qapp: object, store: QSettings, journals: Path) -> Iterator[Begin]:
    """A studio, as often as it is called."""
    sessions: list[Session] = []

    def begun() -> Session:
        session = Session(FakeClient(), store, journals)
        session.handle(READY)
        sessions.append(session)
        return session

    yield begun
    for session in sessions:
        session.close()


def crash(session: Session) -> None:
    """As if killed, once what was done has reached the disk."""
    session.close()


def recovered(qtbot: QtBot, begin: Begin) -> Session:
    """A studio that has gone on with what was lost."""
    session = begin()
    session.look_for_lost()
    settle(qtbot, session)
    assert session.lost is not None
    session.recover()
    settle(qtbot, session)
    return session


A_PLACE = Bounds(10, 10, 30, 20)


def stroke(session: Session, value: int, bounds: Bounds = A_PLACE) -> None:
    """On the active layer."""
    layer = session.document.active_layer
    assert layer is not None
    change = Change(layer.raster)
    change.keep(bounds)
    layer.raster.part(bounds)[:] = (value, value, value, 255)
    session.push(change.finish("Paint"))


def kinds(path: Path) -> list[Kind]:
    with path.open("rb") as file:
        return [frame.kind for frame in read_frames(file)]


def journal_in(folder: Path) -> Path:
    (path,) = folder.glob("*.journal")
    return path


def assert_same(one: Document, other: Document) -> None:
    assert_array_equal(one.flattened(), other.flattened())
    assert [layer.name for layer in one.layers] == [layer.name for layer in other.layers]
    for mask, its_twin in zip(one.picture.masks, other.picture.masks, strict=True):
        assert_array_equal(mask.mask.pixels, its_twin.mask.pixels)


def test_nothing_is_written_before_the_first_edit(begin: Begin, journals: Path) -> None:
    begin()
    assert not journals.exists()


def test_layers_masks_and_strokes_come_back(qtbot: QtBot, begin: Begin) -> None:
    session = begin()
    session.paste(a_picture(600, 300, 100))
    session.push(add_edit(session.document))
    stroke(session, 200)
    session.fill_mask()
    layer = session.document.layers[0]
    session.push(look_edit(session.document, layer.uid, opacity=0.5))
    crash(session)
    other = recovered(qtbot, begin)
    assert_same(other.document, session.document)
    assert other.is_modified
    assert other.title == "Untitled"


def test_what_was_undone_stays_undone(qtbot: QtBot, begin: Begin) -> None:
    session = begin()
    session.paste(a_picture(600, 300, 100))
    for value in (200, 50):
        stroke(session, value)
    for _ in range(2):
        session.undo_stack.undo()
    session.undo_stack.redo()
    crash(session)
    assert_same(recovered(qtbot, begin).document, session.document)


def test_a_layer_that_comes_back_by_undo_has_its_pixels(qtbot: QtBot, begin: Begin) -> None:
    session = begin()
    session.paste(a_picture(64, 64, 100))
    session.push(add_edit(session.document))
    stroke(session, 200)
    session.undo_stack.undo()
    session.undo_stack.undo()
    session.undo_stack.redo()
    session.undo_stack.redo()
    crash(session)
    assert_same(recovered(qtbot, begin).document, session.document)


def test_an_opened_picture_comes_back_with_its_file(
    qtbot: QtBot, begin: Begin, tmp_path: Path
) -> None:
    save_picture(tmp_path / "boat.png", a_picture(600, 300, 100))
    session = begin()
    session.open(tmp_path / "boat.png")
    settle(qtbot, session)
    stroke(session, 200)
    crash(session)
    other = recovered(qtbot, begin)
    assert_same(other.document, session.document)
    assert (other.title, other.document.path) == ("boat", tmp_path / "boat.png")


def test_until_the_journal_has_all_of_a_picture_its_file_is_the_rest(
    qtbot: QtBot, begin: Begin, journals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_only_a_file(qtbot, begin, tmp_path, monkeypatch)
    assert Kind.BASE not in kinds(journal_in(journals))
    other = recovered(qtbot, begin)
    assert_array_equal(other.document.flattened_rgb()[15, 15], 200)
    assert_array_equal(other.document.flattened_rgb()[100:], 100)
    stroke(other, 50, Bounds(100, 100, 5, 5))
    crash(other)
    assert_same(recovered(qtbot, begin).document, other.document)


def test_a_file_that_was_changed_meanwhile_is_told(
    qtbot: QtBot, begin: Begin, journals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_only_a_file(qtbot, begin, tmp_path, monkeypatch)
    save_picture(tmp_path / "boat.png", a_picture(20, 20))
    session = begin()
    told = Told(session)
    session.look_for_lost()
    settle(qtbot, session)
    assert session.lost is None
    assert "boat.png was changed" in told.problems[0]
    assert len(list(journals.glob("*.damaged"))) == 1


def with_only_a_file(
    qtbot: QtBot, begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash before anything of the picture's own pixels is in the journal."""
    save_picture(tmp_path / "boat.png", a_picture(600, 300, 100))
    with monkeypatch.context() as patch:
        patch.setattr(writing.JournalFile, "write_base", lambda _: None)
        session = begin()
        session.open(tmp_path / "boat.png")
        settle(qtbot, session)
        stroke(session, 200)
        crash(session)


def test_a_saved_picture_may_be_written_over_its_own_file(
    qtbot: QtBot, begin: Begin, tmp_path: Path
) -> None:
    path = tmp_path / "boat.png"
    save_picture(path, a_picture(600, 300, 100))
    session = begin()
    session.open(path)
    settle(qtbot, session)
    stroke(session, 200)
    session.save(path)
    settle(qtbot, session)
    stroke(session, 50, Bounds(50, 50, 9, 9))
    crash(session)
    assert_same(recovered(qtbot, begin).document, session.document)


def test_what_is_painted_first_while_its_file_is_written_needs_no_file(
    qtbot: QtBot, begin: Begin, tmp_path: Path, journals: Path
) -> None:
    path = tmp_path / "boat.png"
    save_picture(path, a_picture(600, 300, 100))
    session = begin()
    session.open(path)
    settle(qtbot, session)
    session.save(path)
    stroke(session, 50, Bounds(50, 50, 9, 9))
    settle(qtbot, session)
    crash(session)
    with journal_in(journals).open("rb") as file:
        header = Header.from_bytes(next(read_frames(file)).content)
    assert header.origin is None
    assert_same(recovered(qtbot, begin).document, session.document)


def test_what_was_saved_is_not_offered(
    qtbot: QtBot, begin: Begin, journals: Path, tmp_path: Path
) -> None:
    session = begin()
    session.paste(a_picture(64, 64))
    session.save(tmp_path / "a.ora")
    settle(qtbot, session)
    crash(session)
    other = begin()
    other.look_for_lost()
    settle(qtbot, other)
    assert other.lost is None
    assert list(journals.iterdir()) == []


def test_an_edit_after_a_save_is_offered(qtbot: QtBot, begin: Begin, tmp_path: Path) -> None:
    session = begin()
    session.paste(a_picture(64, 64))
    session.save(tmp_path / "a.ora")
    settle(qtbot, session)
    stroke(session, 5)
    crash(session)
    assert_same(recovered(qtbot, begin).document, session.document)


def test_a_studio_that_ends_in_order_leaves_nothing(begin: Begin, journals: Path) -> None:
    session = begin()
    session.paste(a_picture(64, 64))
    session.put_away()
    session.close()
    assert list(journals.iterdir()) == []


def test_another_document_takes_the_journal_of_the_last_one_away(
    qtbot: QtBot, begin: Begin, journals: Path
) -> None:
    session = begin()
    session.paste(a_picture(64, 64))
    session.new(Extent(32, 32))
    qtbot.waitUntil(lambda: list(journals.iterdir()) == [])


def test_a_journal_of_a_living_studio_is_not_offered(qtbot: QtBot, begin: Begin) -> None:
    session, other = begin(), begin()
    session.paste(a_picture(64, 64))
    other.look_for_lost()
    settle(qtbot, other)
    assert other.lost is None


def test_what_is_discarded_is_gone_and_the_next_is_offered(
    qtbot: QtBot, begin: Begin, journals: Path
) -> None:
    for value in (10, 20):
        session = begin()
        session.paste(a_picture(64, 64, value))
        crash(session)
    other = begin()
    other.look_for_lost()
    settle(qtbot, other)
    other.discard_lost()
    settle(qtbot, other)
    assert other.lost is not None
    other.discard_lost()
    settle(qtbot, other)
    assert other.lost is None
    assert list(journals.iterdir()) == []


def test_what_is_not_decided_is_offered_by_the_next_studio(qtbot: QtBot, begin: Begin) -> None:
    session = begin()
    session.paste(a_picture(64, 64))
    crash(session)
    undecided = begin()
    undecided.look_for_lost()
    settle(qtbot, undecided)
    undecided.close()
    assert_same(recovered(qtbot, begin).document, session.document)


def test_the_offer_shows_the_picture(qtbot: QtBot, begin: Begin) -> None:
    session = begin()
    session.paste(a_picture(800, 400, 77))
    crash(session)
    other = begin()
    other.look_for_lost()
    settle(qtbot, other)
    assert other.lost is not None
    thumbnail = other.lost.thumbnail
    assert (thumbnail.width(), thumbnail.height()) == (192, 96)
    assert thumbnail.pixelColor(90, 40).red() == 77


def test_a_tail_that_was_torn_off_takes_one_step_along(
    qtbot: QtBot, begin: Begin, journals: Path
) -> None:
    session = begin()
    session.paste(a_picture(600, 300, 100))
    wait_until_written(qtbot, journals)
    before = session.document.flattened()
    stroke(session, 200)
    crash(session)
    path = journal_in(journals)
    path.write_bytes(path.read_bytes()[:-3])
    other = recovered(qtbot, begin)
    assert_array_equal(other.document.flattened(), before)


def test_damage_in_the_middle_leaves_what_came_before_and_is_told(
    qtbot: QtBot, begin: Begin, journals: Path
) -> None:
    session = begin()
    session.paste(a_picture(600, 300, 100))
    wait_until_written(qtbot, journals)
    whole = journal_in(journals).stat().st_size
    before = session.document.flattened()
    for value in (200, 50):
        stroke(session, value)
        crash_free(qtbot, journals)
    crash(session)
    path = journal_in(journals)
    content = bytearray(path.read_bytes())
    content[whole + 20] ^= 1
    path.write_bytes(content)
    other = begin()
    told = Told(other)
    other.look_for_lost()
    settle(qtbot, other)
    other.recover()
    assert_array_equal(other.document.flattened(), before)
    assert told.notices == ["What was done last could not be read any longer."]


def test_a_journal_of_nonsense_is_put_aside(qtbot: QtBot, begin: Begin, journals: Path) -> None:
    journals.mkdir(parents=True)
    (journals / "a.journal").write_bytes(b"nonsense")
    session = begin()
    told = Told(session)
    session.look_for_lost()
    settle(qtbot, session)
    assert len(told.problems) == 1
    assert [path.name for path in journals.iterdir()] == ["a.damaged"]


def test_what_belongs_to_no_journal_is_swept_away(
    qtbot: QtBot, begin: Begin, journals: Path
) -> None:
    journals.mkdir(parents=True)
    for name in ("a.lock", "old.damaged", "new.damaged"):
        (journals / name).touch()
    os.utime(journals / "old.damaged", (0, 0))
    session = begin()
    session.look_for_lost()
    settle(qtbot, session)
    assert [path.name for path in journals.iterdir()] == ["new.damaged"]


def test_an_empty_journal_is_swept_away(qtbot: QtBot, begin: Begin, journals: Path) -> None:
    session = begin()
    session.paste(a_picture(64, 64))
    crash(session)
    path = journal_in(journals)
    path.write_bytes(path.read_bytes()[:60])
    other = begin()
    told = Told(other)
    other.look_for_lost()
    settle(qtbot, other)
    assert (other.lost, told.problems) == (None, [])


def test_a_long_journal_is_begun_afresh(
    qtbot: QtBot, begin: Begin, journals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_USUAL_BYTES", 10_000)
    monkeypatch.setattr(writing, "_TIMES_BASE", 0)
    session = begin()
    session.paste(noise(300, 600))
    for value in range(40):
        stroke(session, value)
        wait_until_written(qtbot, journals)
    qtbot.waitUntil(lambda: not list(journals.glob("*.fresh")))
    assert kinds(journal_in(journals)).count(Kind.STEP) < 40
    stroke(session, 250)
    session.undo_stack.undo()
    crash(session)
    assert_same(recovered(qtbot, begin).document, session.document)


def test_it_can_be_switched_off(begin: Begin, journals: Path) -> None:
    session = begin()
    session.prefer(autosaves=False)
    session.paste(a_picture(64, 64))
    assert not journals.exists()


def test_switched_off_and_on_again_it_keeps_all_of_the_picture(
    qtbot: QtBot, begin: Begin, journals: Path
) -> None:
    session = begin()
    session.paste(a_picture(600, 300, 100))
    session.prefer(autosaves=False)
    qtbot.waitUntil(lambda: list(journals.iterdir()) == [])
    stroke(session, 200)
    session.push(add_edit(session.document))
    session.prefer(autosaves=True)
    stroke(session, 50, Bounds(300, 100, 30, 30))
    crash(session)
    assert_same(recovered(qtbot, begin).document, session.document)


def test_a_folder_that_cannot_be_written_is_told_once(begin: Begin, journals: Path) -> None:
    journals.parent.mkdir(parents=True)
    journals.write_text("in the way")
    session = begin()
    told = Told(session)
    session.paste(a_picture(64, 64))
    stroke(session, 5)
    assert len(told.problems) == 1
    assert "save it often" in told.problems[0]
    assert session.document.flattened_rgb()[15, 15, 0] == 5


def test_a_disk_that_refuses_more_is_told_once_and_painting_goes_on(
    qtbot: QtBot, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begin()
    told = Told(session)
    session.paste(a_picture(64, 64))

    def refuse(_: object, _frames: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.JournalFile, "write", refuse)
    for value in (5, 6, 7):
        stroke(session, value)
    qtbot.waitUntil(lambda: len(told.problems) == 1)
    stroke(session, 8)
    assert len(told.problems) == 1


def test_a_fault_of_the_writer_is_told_too_and_nothing_is_held_for_it(
    qtbot: QtBot, begin: Begin, journals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begin()
    told = Told(session)

    def fail(_: object, _frames: bytes) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr(writing.JournalFile, "write", fail)
    session.paste(a_picture(64, 64))
    qtbot.waitUntil(lambda: len(told.problems) == 1)
    stroke(session, 8)
    assert "a fault of the studio" in told.problems[0]
    assert not any(surface.is_held for surface in session.document.picture.surfaces)
    assert list(journals.glob("*.lock"))


def test_what_was_begun_afresh_goes_with_its_journal(
    qtbot: QtBot, begin: Begin, journals: Path
) -> None:
    journals.mkdir(parents=True)
    (journals / "a.journal").write_bytes(b"nonsense")
    for name in ("a.fresh", "b.fresh"):
        (journals / name).touch()
    session = begin()
    session.look_for_lost()
    settle(qtbot, session)
    assert [path.name for path in journals.iterdir()] == ["a.damaged"]


def test_a_journal_that_cannot_be_read_now_stays_for_another_time(
    qtbot: QtBot, begin: Begin, journals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begin()
    session.paste(a_picture(64, 64))
    crash(session)
    path, other = journal_in(journals), begin()
    told = Told(other)

    def refuse(*_: object) -> None:
        raise BadInput("Too little memory.")

    with monkeypatch.context() as patched:
        patched.setattr(lost, "read_journal", refuse)
        other.look_for_lost()
        settle(qtbot, other)
    assert told.problems == ["Work that was not saved cannot be read now: Too little memory."]
    assert path.exists()
    other.look_for_lost()
    settle(qtbot, other)
    assert other.lost is not None


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)


def wait_until_written(qtbot: QtBot, folder: Path) -> None:
    """Until the newest edit is whole in the journal."""

    def is_written() -> bool:
        found = list(folder.glob("*.journal"))
        if not found:
            return False
        try:
            written = kinds(found[0])
        except Exception:  # noqa: BLE001 - it is being written
            return False
        return Kind.STEP in written and written[-1] in (Kind.STEP, Kind.BASE)

    qtbot.waitUntil(is_written)


def crash_free(qtbot: QtBot, folder: Path) -> None:
    wait_until_written(qtbot, folder)
