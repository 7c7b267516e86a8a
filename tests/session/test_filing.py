import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from pytestqt.qtbot import QtBot

from studio.core.geometry import Bounds, Extent
from studio.document.files.images import open_picture, save_picture
from studio.document.layer import Layer
from studio.document.picture import Picture
from studio.document.source import Source
from studio.session import files
from studio.session.session import Session
from tests.session.fakes import FakeClient, Told, a_picture, finished, settle


@pytest.fixture
def photo(session: Session) -> Session:
    """A session on a grey picture of 64 × 64 px."""
    session.paste(a_picture(64, 64, 100))
    session.undo_stack.setClean()
    return session


@pytest.fixture
def settled(qtbot: QtBot, session: Session) -> Callable[[], None]:
    """Waits until nothing is opened or written any longer."""
    return lambda: settle(qtbot, session)


Settled = Callable[[], None]


def rgb(session: Session) -> np.ndarray:
    return session.document.flattened_rgb()


def with_result(session: Session, image: np.ndarray) -> None:
    session.generate()
    assert session.jobs.running is not None
    engine_id = session.jobs.running.engine_id
    assert engine_id is not None
    session.handle(finished(engine_id, image))


def test_a_picture_is_opened_unmodified(session: Session, settled: Settled, tmp_path: Path) -> None:
    path = tmp_path / "harbour.png"
    save_picture(path, a_picture(20, 10, 77), Source("a harbour"))
    followed: list[str] = []
    session.open(path, lambda: followed.append(session.title))
    assert session.document.is_blank
    settled()
    assert followed == ["harbour"]
    assert session.document.extent == Extent(20, 10)
    assert (session.title, session.document.path) == ("harbour", path)
    assert session.parameters == "a harbour"
    assert not session.is_modified
    assert not session.undo_stack.canUndo()


@pytest.mark.parametrize("name", ["odd.png", "odd.ora"])
@pytest.mark.parametrize("content", [b"", b"this is text", b"\x89PNG\r\n\x1a\nbroken", b"PK\3\4"])
def test_a_file_that_is_no_picture_is_told_and_work_stays(
    photo: Session, told: Told, settled: Settled, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    photo.fill_mask()
    photo.open(path)
    settled()
    assert len(told.problems) == 1
    assert photo.undo_stack.canUndo()
    assert photo.document.extent == Extent(64, 64)


def test_of_two_that_are_opened_at_once_the_last_is_shown(
    session: Session, told: Told, settled: Settled, tmp_path: Path
) -> None:
    for number in (1, 2):
        save_picture(tmp_path / f"{number}.png", a_picture(10, 10, number))
        session.open(tmp_path / f"{number}.png")
    settled()
    assert (session.title, told.problems) == ("2", [])
    assert session.recent == (tmp_path / "2.png",)


def test_what_is_painted_while_a_file_opens_is_asked_about(
    photo: Session, settled: Settled, tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    save_picture(path, a_picture(10, 10))
    asked: list[Path] = []
    photo.open_requested.connect(asked.append)
    photo.open(path)
    photo.fill_mask()
    settled()
    assert asked == [path]
    assert photo.document.mask.pixels.all()


def test_work_that_a_person_gave_up_before_is_not_asked_about_again(
    photo: Session, settled: Settled, tmp_path: Path
) -> None:
    photo.fill_mask()
    save_picture(tmp_path / "a.png", a_picture(10, 10))
    photo.open(tmp_path / "a.png")
    settled()
    assert photo.title == "a"


def test_opening_can_be_stopped(
    photo: Session, told: Told, settled: Settled, tmp_path: Path
) -> None:
    save_picture(tmp_path / "a.png", a_picture(10, 10))
    photo.open(tmp_path / "a.png")
    task = photo.background.running
    assert task is not None
    assert task.title == "Opening a.png"
    photo.background.stop(task)
    settled()
    assert (photo.document.extent, told.problems) == (Extent(64, 64), [])


def test_saving_makes_it_unmodified_once_it_is_done(
    photo: Session, settled: Settled, tmp_path: Path
) -> None:
    photo.fill_mask()
    followed: list[bool] = []
    photo.save(tmp_path / "work.png", then=lambda: followed.append(photo.is_modified))
    assert photo.is_modified
    assert photo.is_being_saved
    settled()
    assert followed == [False]
    assert (photo.title, photo.document.path) == ("work", tmp_path / "work.png")


def test_what_is_painted_while_it_is_saved_is_not_in_the_file_and_stays_unsaved(
    photo: Session, settled: Settled, tmp_path: Path
) -> None:
    photo.save(tmp_path / "work.png")
    photo.paste(a_picture(64, 64, 250))
    assert not photo.is_being_saved
    settled()
    assert photo.is_modified
    assert_array_equal(open_picture(tmp_path / "work.png").pixels, 100)
    photo.undo_stack.undo()
    assert not photo.is_modified


def test_a_save_that_fails_is_told_and_stays_modified(
    photo: Session, told: Told, settled: Settled, tmp_path: Path
) -> None:
    photo.fill_mask()
    followed: list[str] = []
    photo.save(tmp_path / "missing folder" / "work.png", then=lambda: followed.append("saved"))
    settled()
    assert photo.is_modified
    assert (len(told.problems), followed) == (1, [])
    assert photo.document.path is None


def test_a_save_elsewhere_that_fails_leaves_a_saved_picture_unmodified(
    photo: Session, settled: Settled, tmp_path: Path
) -> None:
    photo.save(tmp_path / "missing folder" / "work.png")
    settled()
    assert not photo.is_modified


def test_a_save_that_is_stopped_leaves_the_older_file(
    photo: Session,
    told: Told,
    settled: Settled,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "work.png"
    path.write_bytes(b"older")
    photo.fill_mask()
    stopped, write = threading.Event(), files.write

    def write_once_stopped(*arguments: Any) -> None:
        stopped.wait()
        write(*arguments)

    monkeypatch.setattr(files, "write", write_once_stopped)
    photo.save(path)
    task = photo.background.running
    assert task is not None
    photo.background.stop(task)
    stopped.set()
    settled()
    assert path.read_bytes() == b"older"
    assert photo.is_modified
    assert told.problems == []


def test_a_save_that_outlives_its_document_marks_no_other_one(
    photo: Session, settled: Settled, tmp_path: Path
) -> None:
    photo.fill_mask()
    photo.save(tmp_path / "work.png")
    photo.new(Extent(32, 32))
    settled()
    assert photo.document.path is None
    assert not photo.is_modified


def test_saving_under_a_name_of_no_format_is_told(
    photo: Session, told: Told, settled: Settled, tmp_path: Path
) -> None:
    photo.save(tmp_path / "work.docx")
    settled()
    assert "work.docx" in told.problems[0]


def test_an_export_leaves_it_modified(photo: Session, settled: Settled, tmp_path: Path) -> None:
    photo.fill_mask()
    photo.export(tmp_path / "copy.jpg")
    assert photo.is_writing
    settled()
    assert photo.is_modified
    assert not photo.is_writing
    assert photo.document.path is None
    assert (tmp_path / "copy.jpg").exists()


def test_a_saved_picture_says_how_it_was_made(
    photo: Session, settled: Settled, tmp_path: Path
) -> None:
    with_result(photo, a_picture(64, 64, 200))
    photo.accept()
    photo.save(tmp_path / "work.png")
    settled()
    opened = open_picture(tmp_path / "work.png")
    assert opened.source.parameters == "made by 1"
    assert_array_equal(opened.pixels, 200)


def test_a_transparent_picture_goes_on_white_only_when_asked(
    session: Session, told: Told, settled: Settled, tmp_path: Path
) -> None:
    session.paste(np.zeros((8, 8, 4), np.uint8))
    session.export(tmp_path / "clear.jpg")
    settled()
    assert "transparency" in told.problems[0]
    session.export(tmp_path / "clear.jpg", flatten=True)
    settled()
    assert open_picture(tmp_path / "clear.jpg").pixels.min() >= 250


def test_transparency_that_would_be_lost_can_be_asked_about_instead(
    session: Session, told: Told, settled: Settled, tmp_path: Path
) -> None:
    asked: list[bool] = []
    session.paste(np.zeros((8, 8, 4), np.uint8))
    session.save(tmp_path / "a.jpg", transparent=lambda: asked.append(session.is_modified))
    settled()
    assert (asked, told.problems) == ([True], [])
    assert not (tmp_path / "a.jpg").exists()


def test_a_dropped_file_is_only_asked_about(photo: Session, tmp_path: Path) -> None:
    asked: list[Path] = []
    photo.open_requested.connect(asked.append)
    photo.open_dropped(tmp_path / "a.png")
    assert asked == [tmp_path / "a.png"]
    assert photo.document.path is None


def test_a_project_keeps_layers_masks_settings_and_results(
    photo: Session, client: FakeClient, settled: Settled, tmp_path: Path
) -> None:
    picture = photo.document.picture
    upper = Layer.of("Upper", a_picture(64, 64, 30))
    photo.document.show(picture.inserted(upper, None, 1))
    photo.fill_mask()
    with_result(photo, a_picture(64, 64, 200))
    photo.update(prompt="a green boat", strength=0.4)
    photo.save(tmp_path / "work.ora")
    settled()
    photo.new(Extent(32, 32))
    photo.discard_all()
    photo.update(prompt="", strength=1.0)
    photo.open(tmp_path / "work.ora")
    settled()
    assert [layer.name for layer in photo.document.layers] == ["Untitled", "Upper"]
    assert photo.document.mask.pixels.all()
    assert (photo.settings.prompt, photo.settings.strength) == ("a green boat", 0.4)
    assert [int(result.image[0, 0, 0]) for result in photo.results] == [200]
    assert photo.current_result is None
    assert not photo.is_modified


def test_files_are_remembered_the_newest_first_and_each_once(
    photo: Session, client: FakeClient, settled: Settled, tmp_path: Path
) -> None:
    for name in ("a.png", "b.png", "a.png"):
        photo.save(tmp_path / name)
        settled()
    assert photo.recent == (tmp_path / "a.png", tmp_path / "b.png")
    assert Session(client, photo._store).recent == photo.recent


def test_a_dozen_files_are_remembered(photo: Session, settled: Settled, tmp_path: Path) -> None:
    for number in range(14):
        photo.save(tmp_path / f"{number}.png")
    settled()
    assert len(photo.recent) == 12
    photo.forget_recent()
    assert photo.recent == ()


def test_a_file_that_is_gone_is_forgotten_when_it_is_asked_for(
    photo: Session, told: Told, settled: Settled, tmp_path: Path
) -> None:
    photo.save(tmp_path / "a.png")
    settled()
    (tmp_path / "a.png").unlink()
    photo.open(tmp_path / "a.png")
    settled()
    assert photo.recent == ()
    assert "no picture" in told.problems[0]


def test_closing_stops_what_is_opened(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    save_picture(tmp_path / "a.png", a_picture(10, 10))
    session.open(tmp_path / "a.png")
    session.close()
    qtbot.wait(1)
    assert session.document.is_blank


def test_what_a_flat_file_would_lose_is_said() -> None:
    one = Picture.of("A", a_picture(8, 8))
    two = one.inserted(Layer.of("B", a_picture(8, 8)), None, 1)
    flat, project = Path("a.png"), Path("a.ora")
    assert not files.loss_in(one, flat).any
    assert files.loss_in(two, flat).words == "layers"
    prompted = two.mask_changed(two.active_mask, prompt="a cat")
    assert files.loss_in(prompted, flat).words == "layers or masks"
    assert not files.loss_in(prompted, project).any
    one.masks[0].mask.pixels[3, 3] = 255
    assert files.loss_in(one, flat).words == "the mask"
    assert not files.loss_in(one, flat).needs_project


def test_bounds_of_results_come_back(photo: Session, settled: Settled, tmp_path: Path) -> None:
    photo.generate()
    photo.handle(finished(1, a_picture(64, 64, 200), Bounds(1, 2, 3, 4)))
    photo.save(tmp_path / "a.ora")
    settled()
    photo.open(tmp_path / "a.ora")
    photo.discard_all()
    settled()
    assert [result.bounds for result in photo.results] == [Bounds(1, 2, 3, 4)]
