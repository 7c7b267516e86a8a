import threading

import pytest

from studio.core.events import Cancelled, Failed, JobId, Loading, Ready
from studio.core.geometry import Bounds, Extent
from studio.core.request import GenerationRequest, UpscaleRequest
from studio.session.engine_state import Broken, Running
from studio.session.jobs import JobState
from studio.session.session import Session
from tests.session.fakes import (
    LANDSCAPES,
    PORTRAITS,
    READY,
    FakeClient,
    Told,
    a_picture,
    finished,
    stepped,
)

ENGINE_DEAD = Failed(None, "The engine cannot start: torch is missing.")


def test_what_is_asked_for_before_the_engine_runs_waits_for_it(
    starting: Session, client: FakeClient
) -> None:
    starting.update(prompt="a red boat")
    starting.generate()
    assert client.submitted == []
    starting.handle(READY)
    assert client.submitted[0].model == "landscapes"


def test_a_job_asked_for_at_the_first_start_gets_the_models_own_size_and_steps(
    starting: Session, client: FakeClient
) -> None:
    starting.update(prompt="a red boat")
    starting.generate()
    starting.handle(READY)
    (request,) = client.submitted
    assert isinstance(request, GenerationRequest)
    assert request.task.extent == LANDSCAPES.native_extent
    assert request.sampling.steps == LANDSCAPES.default_steps


def test_an_upscale_before_the_engine_runs_gets_its_model_later(
    starting: Session, client: FakeClient
) -> None:
    starting.paste(a_picture(8, 8))
    starting.upscale(4)
    starting.handle(READY)
    assert isinstance(client.submitted[0], UpscaleRequest)
    assert client.submitted[0].model == "upscaler-x4"


def test_without_an_upscaler_it_is_told(session: Session, told: Told, client: FakeClient) -> None:
    session.handle(Ready(READY.device, (PORTRAITS,), READY.samplers))
    session.paste(a_picture(8, 8))
    session.upscale(4)
    assert told.problems == ["There is no model here that enlarges pictures."]
    assert client.submitted == []


def test_without_a_model_that_draws_generate_says_so(session: Session, told: Told) -> None:
    session.handle(Ready(READY.device, (), ()))
    assert not session.intent.can_run
    session.generate()
    assert told.problems == [session.intent.why_not]


def test_a_step_is_shown_in_place(session: Session) -> None:
    session.generate()
    look = a_picture(8, 8)
    session.handle(stepped(1, 2, 4, look))
    preview = session.preview
    assert preview is not None
    assert (preview.step, preview.total, preview.extent) == (2, 4, Extent(64, 64))
    assert preview.pixels is look


def test_a_step_without_a_look_keeps_the_last_one(session: Session) -> None:
    session.generate()
    look = a_picture(8, 8)
    session.handle(stepped(1, 1, 4, look))
    session.handle(stepped(1, 2, 4))
    assert session.preview is not None
    assert session.preview.pixels is look


def test_a_look_at_another_document_is_not_shown_in_this_one(session: Session) -> None:
    session.generate()
    session.new(Extent(32, 32))
    session.handle(stepped(1, 1, 4, a_picture(8, 8)))
    assert session.preview is not None
    assert session.preview.pixels is None


@pytest.mark.parametrize(
    "closing",
    [finished(1, a_picture(64, 64)), Failed(JobId(1), "No memory."), Cancelled(JobId(1))],
    ids=["finished", "failed", "cancelled"],
)
def test_the_preview_ends_with_its_job(session: Session, closing: Cancelled) -> None:
    session.generate()
    session.handle(stepped(1, 1, 4, a_picture(8, 8)))
    session.handle(closing)
    assert session.preview is None
    assert session.jobs.is_idle


def test_a_finished_picture_is_a_candidate_and_not_in_the_document(session: Session) -> None:
    session.generate()
    session.handle(finished(1, a_picture(64, 64)))
    assert (len(session.results), session.current_result) == (1, 0)
    assert session.document.is_blank
    assert not session.is_modified


def test_a_failed_job_is_told_and_the_next_one_runs(
    session: Session, told: Told, client: FakeClient
) -> None:
    session.update(count=2)
    session.generate()
    session.handle(Failed(JobId(1), "The model is damaged.", "Traceback"))
    assert told.problems == ["The model is damaged."]
    assert len(client.submitted) == 2


def test_a_cancelled_job_is_no_problem(session: Session, told: Told, client: FakeClient) -> None:
    session.generate()
    session.handle(Loading(JobId(1), "Loading Landscapes"))
    session.cancel()
    assert client.cancelled == [JobId(1)]
    session.handle(Cancelled(JobId(1)))
    assert told.problems == []
    assert session.jobs.done[0].state is JobState.CANCELLED


def test_events_of_a_job_that_is_long_gone_are_ignored(session: Session) -> None:
    session.handle(finished(55, a_picture(8, 8)))
    assert session.results == ()


def test_a_broken_engine_leaves_the_picture_usable(
    session: Session, told: Told, client: FakeClient
) -> None:
    session.generate()
    session.handle(ENGINE_DEAD)
    assert session.engine == Broken(ENGINE_DEAD.reason)
    assert not session.intent.can_run
    assert session.jobs.is_idle
    assert told.problems == [ENGINE_DEAD.reason]
    session.generate()
    session.paste(a_picture(8, 8))
    session.upscale(4)
    assert told.problems == [ENGINE_DEAD.reason] * 3
    assert len(client.submitted) == 1
    assert session.document.extent == Extent(8, 8)


def test_a_result_of_a_replaced_document_is_a_whole_picture(session: Session) -> None:
    session.paste(a_picture(64, 64))
    session.fill_mask()
    session.generate()
    session.new(Extent(64, 64))
    session.handle(finished(1, a_picture(64, 64), Bounds(8, 8, 16, 16)))
    assert session.results[0].bounds == Bounds(0, 0, 64, 64)


def test_a_result_of_this_document_keeps_its_bounds(session: Session) -> None:
    session.paste(a_picture(64, 64))
    session.fill_mask()
    session.generate()
    session.handle(finished(1, a_picture(64, 64), Bounds(8, 8, 16, 16)))
    assert session.results[0].bounds == Bounds(8, 8, 16, 16)


def test_new_models_are_known_at_once(session: Session) -> None:
    session.handle(Ready(READY.device, (PORTRAITS,), READY.samplers))
    assert session.engine == Running(Ready(READY.device, (PORTRAITS,), READY.samplers))
    assert session.settings.model == "portraits"


def test_events_are_refused_off_the_windows_thread(session: Session) -> None:
    refused: list[AssertionError] = []

    def tell() -> None:
        try:
            session.handle(READY)
        except AssertionError as error:
            refused.append(error)

    thread = threading.Thread(target=tell)
    thread.start()
    thread.join()
    assert len(refused) == 1


def test_a_preview_is_shown_though_another_size_was_chosen_meanwhile(
    session: Session, client: FakeClient
) -> None:
    session.update(prompt="a red boat", extent=Extent(256, 256))
    session.generate()
    session.update(extent=Extent(128, 128))
    session.handle(stepped(1, 3, preview=a_picture(32, 32)[..., :3]))
    assert session.preview is not None
    assert session.preview.pixels is not None
    assert session.preview.extent == Extent(256, 256)
