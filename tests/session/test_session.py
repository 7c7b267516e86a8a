from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from studio.core.capabilities import ModelInfo
from studio.core.events import JobId, ModelAdded, ModelRefused
from studio.core.geometry import Bounds, Extent
from studio.core.request import UpscaleRequest
from studio.document.files.images import save_picture
from studio.session.recent import Used, load_recent
from studio.session.session import Session
from tests.session.fakes import (
    LANDSCAPES,
    PORTRAITS,
    READY,
    UPSCALER,
    FakeClient,
    Told,
    a_picture,
    finished,
    settle,
)


@pytest.fixture
def photo(session: Session) -> Session:
    """A session on a grey picture of 64 × 64 px."""
    session.paste(a_picture(64, 64, 100))
    session.undo_stack.setClean()
    return session


def rgb(session: Session) -> np.ndarray:
    return session.document.flattened_rgb()


def with_result(session: Session, image: np.ndarray, bounds: Bounds | None = None) -> None:
    session.generate()
    assert session.jobs.running is not None
    engine_id = session.jobs.running.engine_id
    assert engine_id is not None
    session.handle(finished(engine_id, image, bounds))


def test_a_count_makes_that_many_jobs(session: Session, client: FakeClient) -> None:
    session.update(count=4, seed=10)
    session.generate()
    assert [job.seed for job in session.jobs.waiting] == [11, 12, 13]


def test_generate_first_goes_before_those_that_wait(session: Session) -> None:
    session.update(seed=1, count=2)
    session.generate()
    session.update(seed=9, count=1)
    session.generate(first=True)
    assert [job.seed for job in session.jobs.waiting] == [9, 2]


def test_an_empty_prompt_is_told(session: Session, told: Told, client: FakeClient) -> None:
    session.update(prompt="")
    session.generate()
    assert told.problems == ["Say in the prompt what the picture shall show."]
    assert client.submitted == []


def test_a_problem_is_over_when_the_next_job_is_taken(
    session: Session, told: Told, client: FakeClient
) -> None:
    over: list[bool] = []
    session.problem_over.connect(lambda: over.append(True))
    session.update(prompt="word " * 10_000)
    session.generate()
    assert ("49999" in told.problems[0] or "50000" in told.problems[0], over) == (True, [])
    session.update(prompt="a red boat")
    session.generate()
    assert (len(client.submitted), over) == (1, [True])


def test_a_prompt_that_was_used_is_remembered(session: Session, client: FakeClient) -> None:
    session.generate()
    assert session.prompts == ("a red boat",)
    assert Session(client, session._store).prompts == ("a red boat",)


def test_cancel_all_empties_the_queue(session: Session, client: FakeClient) -> None:
    session.update(count=3)
    session.generate()
    session.cancel_all()
    assert session.jobs.waiting == ()
    assert client.cancelled == [JobId(1)]


def test_cancel_without_a_job_does_nothing(session: Session, client: FakeClient) -> None:
    session.cancel()
    assert client.cancelled == []


def test_accepting_is_one_step_of_undo(photo: Session) -> None:
    with_result(photo, a_picture(64, 64, 200), Bounds(0, 0, 64, 64))
    steps = photo.undo_stack.count()
    photo.accept()
    assert photo.undo_stack.count() == steps + 1
    assert_array_equal(rgb(photo), 200)
    photo.undo_stack.undo()
    assert_array_equal(rgb(photo), 100)
    photo.undo_stack.redo()
    assert_array_equal(rgb(photo), 200)


def test_accepting_changes_nothing_outside_the_bounds(photo: Session) -> None:
    with_result(photo, a_picture(64, 64, 200), Bounds(16, 8, 24, 32))
    photo.accept()
    assert_array_equal(rgb(photo)[8:40, 16:40], 200)
    outside = np.ones((64, 64), bool)
    outside[8:40, 16:40] = False
    assert_array_equal(rgb(photo)[outside], 100)


def test_accepting_keeps_the_other_candidates(photo: Session) -> None:
    with_result(photo, a_picture(64, 64, 1))
    with_result(photo, a_picture(64, 64, 2))
    photo.select_result(0)
    photo.accept()
    assert [int(result.image[0, 0, 0]) for result in photo.results] == [2]
    assert photo.current_result is None


def test_accepting_nothing_does_nothing(photo: Session) -> None:
    photo.accept()
    assert not photo.is_modified


def test_a_result_of_another_size_replaces_the_picture_and_comes_back(photo: Session) -> None:
    with_result(photo, a_picture(128, 96, 200))
    photo.accept()
    assert photo.document.extent == Extent(128, 96)
    photo.undo_stack.undo()
    assert photo.document.extent == Extent(64, 64)
    assert_array_equal(rgb(photo), 100)


def test_a_picture_that_is_replaced_is_told(photo: Session) -> None:
    replaced: list[Extent] = []
    photo.picture_changed.connect(lambda: replaced.append(photo.document.extent))
    with_result(photo, a_picture(128, 96))
    photo.accept()
    photo.undo_stack.undo()
    assert replaced == [Extent(128, 96), Extent(64, 64)]


def test_an_enlarged_picture_is_a_candidate_until_it_is_accepted(photo: Session) -> None:
    photo.upscale(4)
    photo.handle(finished(1, a_picture(256, 256)))
    assert photo.document.extent == Extent(64, 64)
    photo.accept()
    assert photo.document.extent == Extent(256, 256)


def test_the_chosen_upscaler_gets_the_seed_of_the_panel(photo: Session, client: FakeClient) -> None:
    sampled = {"is_stochastic": True, "default_sampler": "dpmpp_2m"}
    detailed = replace(UPSCALER, name="detailed", **sampled)
    photo.handle(replace(READY, models=(*READY.models, detailed)))
    photo.update(upscaler="detailed", seed=77)
    photo.upscale(2)
    (request,) = client.submitted
    assert isinstance(request, UpscaleRequest)
    assert (request.model, request.seed) == ("detailed", 77)


def test_an_upscaler_that_is_gone_gives_way_to_the_first(photo: Session) -> None:
    photo.update(upscaler="deleted")
    assert photo.upscaler == UPSCALER


def test_an_impossible_scale_is_told(photo: Session, told: Told) -> None:
    photo.upscale(3)
    assert told.problems == ["A picture can be enlarged 2 or 4 times, not 3 times."]


def test_discarding_changes_no_picture(photo: Session) -> None:
    with_result(photo, a_picture(64, 64, 200))
    photo.discard()
    assert photo.results == ()
    assert_array_equal(rgb(photo), 100)
    assert not photo.is_modified


def test_all_can_be_discarded_at_once(photo: Session) -> None:
    with_result(photo, a_picture(64, 64))
    with_result(photo, a_picture(64, 64))
    photo.discard_all()
    assert (photo.results, photo.current_result) == ((), None)


def test_mask_commands_can_be_undone(photo: Session) -> None:
    photo.fill_mask()
    photo.invert_mask()
    assert photo.document.mask.is_empty
    photo.undo_stack.undo()
    assert photo.document.mask.pixels.all()
    photo.clear_mask()
    assert photo.document.mask.is_empty
    photo.undo_stack.undo()
    assert photo.document.mask.pixels.all()


def test_clearing_an_empty_mask_is_no_step(photo: Session) -> None:
    steps = photo.undo_stack.count()
    photo.clear_mask()
    assert photo.undo_stack.count() == steps


def test_a_mask_of_another_size_is_told(photo: Session, told: Told) -> None:
    photo.set_mask(np.zeros((8, 8), np.uint8))
    assert len(told.problems) == 1
    assert "8 × 8" in told.problems[0]


def test_a_mask_is_read_from_a_file(qtbot: QtBot, photo: Session, tmp_path: Path) -> None:
    white = tmp_path / "mask.png"
    save_picture(white, a_picture(64, 64, 255))
    photo.open_mask(white)
    settle(qtbot, photo)
    assert photo.document.mask.pixels.all()


def test_a_mask_file_of_another_size_is_told(
    qtbot: QtBot, photo: Session, told: Told, tmp_path: Path
) -> None:
    save_picture(tmp_path / "mask.png", a_picture(8, 8, 255))
    photo.open_mask(tmp_path / "mask.png")
    settle(qtbot, photo)
    assert "8 × 8" in told.problems[0]


def test_undoing_a_result_takes_back_how_it_was_made(photo: Session) -> None:
    with_result(photo, a_picture(64, 64, 200))
    photo.accept()
    assert photo.parameters == "made by 1"
    photo.undo_stack.undo()
    assert photo.parameters == ""


def test_a_new_picture_is_blank_and_of_that_size(photo: Session) -> None:
    photo.new(Extent(96, 32))
    assert photo.document.is_blank
    assert photo.document.extent == photo.settings.extent == Extent(96, 32)
    assert not photo.undo_stack.canUndo()


def test_a_new_picture_of_no_size_is_told(photo: Session, told: Told) -> None:
    photo.new(Extent(0, 10**6))
    assert len(told.problems) == 1
    assert photo.document.extent == Extent(64, 64)


def test_pasting_begins_a_picture_and_can_be_undone(session: Session) -> None:
    session.paste(a_picture(30, 20))
    assert session.document.extent == Extent(30, 20)
    assert session.is_modified
    session.undo_stack.undo()
    assert session.document.is_blank


def test_pasting_puts_it_in_the_middle(photo: Session) -> None:
    photo.paste(a_picture(16, 8, 250))
    assert_array_equal(rgb(photo)[28:36, 24:40], 250)
    assert int((rgb(photo) == 250).sum()) == 16 * 8 * 3
    photo.undo_stack.undo()
    assert_array_equal(rgb(photo), 100)


def test_pasting_something_larger_keeps_the_size(photo: Session) -> None:
    photo.paste(a_picture(200, 10, 250))
    assert photo.document.extent == Extent(64, 64)
    assert_array_equal(rgb(photo)[27:37], 250)


def test_pasting_something_transparent_lets_the_picture_through(photo: Session) -> None:
    pixels = a_picture(64, 64, 0, channels=4)
    pixels[:32, :, 3] = 0
    photo.paste(pixels)
    assert_array_equal(rgb(photo)[:32], 100)
    assert_array_equal(rgb(photo)[32:], 0)


def test_what_is_seen_is_copied(photo: Session) -> None:
    assert_array_equal(photo.copied()[..., :3], 100)
    with_result(photo, a_picture(64, 64, 200))
    assert_array_equal(photo.copied(), 200)
    photo.select_result(None)
    assert_array_equal(photo.copied()[..., :3], 100)


def test_models_can_be_looked_for_anew(session: Session, client: FakeClient) -> None:
    session.rescan_models()
    assert client.rescans == 1


OWN = replace(PORTRAITS, name="own", title="Own", path="/far/own", is_elsewhere=True)


def add_model(session: Session, model: ModelInfo) -> None:
    """As the engine answers."""
    session.handle(replace(READY, models=(*READY.models, model)))
    session.handle(ModelAdded(model))


def test_a_model_that_was_added_is_chosen_with_its_best_settings(
    session: Session, client: FakeClient, store: QSettings
) -> None:
    session.add_model(Path("/far/own"))
    assert client.added == [Path("/far/own")]
    add_model(session, OWN)
    assert (session.settings.model, session.settings.steps) == ("own", OWN.default_steps)
    assert session.settings.extent == OWN.native_extent
    assert load_recent(store, Used.MODELS) == (Path("/far/own"),)


def test_an_upscaler_that_was_added_is_chosen_as_such(session: Session) -> None:
    sharp = replace(UPSCALER, name="sharp", path="/far/sharp", is_elsewhere=True)
    add_model(session, sharp)
    assert session.upscaler == sharp
    assert session.settings.model == LANDSCAPES.name


def test_only_models_elsewhere_need_be_remembered(session: Session, store: QSettings) -> None:
    add_model(session, replace(OWN, is_elsewhere=False))
    assert load_recent(store, Used.MODELS) == ()


def test_a_model_that_is_forgotten_is_chosen_no_longer(
    session: Session, client: FakeClient, store: QSettings
) -> None:
    add_model(session, OWN)
    session.forget_model(OWN)
    assert client.forgotten == [Path("/far/own")]
    assert load_recent(store, Used.MODELS) == ()
    session.handle(READY)
    assert session.settings.model == LANDSCAPES.name


def test_what_is_no_model_is_one_sentence_and_changes_nothing(session: Session, told: Told) -> None:
    before = session.settings
    session.handle(ModelRefused("There is no model in it."))
    assert told.problems == ["There is no model in it."]
    assert session.settings == before


def test_results_are_layers_of_their_own_where_a_person_prefers_that(session: Session) -> None:
    session.paste(a_picture(64, 64, value=10))
    session.prefer(results_apart=True)
    session.generate()
    session.handle(finished(1, a_picture(64, 64, value=200)))
    session.accept()
    assert len(session.document.layers) == 2
    assert (session.document.flattened_rgb() == 200).all()
