from __future__ import annotations

import asyncio
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from studio.bridge import EngineClient, Mailbox
from studio.core.events import (
    Cancelled,
    Event,
    Failed,
    Finished,
    JobId,
    Loading,
    ModelAdded,
    ModelRefused,
    Ready,
    Stepped,
)
from studio.core.geometry import Bounds, Extent
from studio.core.request import GenerationRequest, Prompt, SamplerSettings, TextToImage

Kind = TypeVar("Kind", bound=Event)


class Recorder:
    """Takes what the engine tells, from its own thread."""

    def __init__(self) -> None:
        self.seen: list[Event] = []
        self._arrived: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def __call__(self, event: Event) -> None:
        self._arrived.put(event)

    def until(self, kind: type[Kind], job: JobId | None = None) -> Kind:
        """Wait for an event of that kind, of that job where one is given."""
        while True:
            event = self._arrived.get(timeout=60)
            self.seen.append(event)
            if isinstance(event, kind) and (job is None or getattr(event, "job", None) == job):
                return event


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def client(recorder: Recorder, tiny_models: Path) -> Iterator[EngineClient]:
    client = EngineClient(recorder, folders=[tiny_models], precision="float32")
    client.start()
    yield client
    client.close()


def a_request(steps: int = 2, model: str = "tiny") -> GenerationRequest:
    sampling = SamplerSettings("dpmpp_2m", steps)
    return GenerationRequest(TextToImage(Extent(64, 64)), model, Prompt("a boat"), 1, sampling)


def test_the_engine_tells_what_it_can_do(client: EngineClient, recorder: Recorder) -> None:
    ready = recorder.until(Ready)
    assert [model.name for model in ready.models] == ["tiny", "tiny-x4"]
    assert "dpmpp_2m" in {sampler.name for sampler in ready.samplers}
    assert ready.device.precision == "float32"


def test_a_job_steps_and_finishes(client: EngineClient, recorder: Recorder) -> None:
    job = client.submit(a_request())
    assert recorder.until(Finished, job).image.shape == (64, 64, 3)
    assert any(isinstance(event, Stepped) for event in recorder.seen)


def test_a_broken_model_fails_its_job_alone(client: EngineClient, recorder: Recorder) -> None:
    broken, good = client.submit(a_request(model="nothing")), client.submit(a_request())
    assert "nothing" in recorder.until(Failed, broken).reason
    recorder.until(Finished, good)


def test_a_running_job_is_cancelled_at_once(client: EngineClient, recorder: Recorder) -> None:
    job = client.submit(a_request(steps=900))
    recorder.until(Stepped, job)
    client.cancel(job)
    recorder.until(Cancelled, job)
    assert not any(isinstance(event, Finished) for event in recorder.seen)


def test_a_waiting_job_is_cancelled_while_another_runs(
    client: EngineClient, recorder: Recorder
) -> None:
    running, waiting = client.submit(a_request(steps=900)), client.submit(a_request())
    recorder.until(Stepped, running)
    client.cancel(waiting)
    recorder.until(Cancelled, waiting)
    recorder.until(Stepped, running)


def test_every_job_is_closed_once(client: EngineClient, recorder: Recorder) -> None:
    jobs = [client.submit(a_request(model=name)) for name in ("tiny", "nothing", "tiny", "tiny")]
    client.cancel(jobs[2])
    client.cancel(jobs[2])
    recorder.until(Finished, jobs[3])
    client.close()
    closed = [
        event.job for event in recorder.seen if isinstance(event, Finished | Failed | Cancelled)
    ]
    assert sorted(closed, key=str) == jobs


def test_cancelling_a_job_that_is_over_does_nothing(
    client: EngineClient, recorder: Recorder
) -> None:
    first = client.submit(a_request())
    recorder.until(Finished, first)
    client.cancel(first)
    recorder.until(Finished, client.submit(a_request()))
    assert not any(isinstance(event, Cancelled) for event in recorder.seen)


def test_models_are_looked_for_anew_on_demand(client: EngineClient, recorder: Recorder) -> None:
    recorder.until(Ready)
    client.rescan()
    recorder.until(Ready)


def test_a_model_elsewhere_is_added_and_forgotten(
    client: EngineClient, recorder: Recorder, tiny_models: Path, tmp_path: Path
) -> None:
    own = Path(shutil.copytree(tiny_models / "tiny", tmp_path / "own"))
    client.add_model(own)
    added = recorder.until(ModelAdded).model
    assert Path(added.path) == own
    assert [event for event in recorder.seen if isinstance(event, Ready)][-1].models[-1] == added
    recorder.until(Finished, client.submit(a_request(model=added.name)))
    client.forget_model(own)
    assert added not in recorder.until(Ready).models


def test_what_is_no_model_is_refused_in_a_sentence(
    client: EngineClient, recorder: Recorder, tmp_path: Path
) -> None:
    client.add_model(tmp_path)
    assert "no model that the studio knows" in recorder.until(ModelRefused).reason
    recorder.until(Finished, client.submit(a_request()))


def test_models_that_were_added_before_are_there_from_the_start(
    recorder: Recorder, tiny_models: Path
) -> None:
    client = EngineClient(recorder, folders=[], models=[tiny_models / "tiny"])
    client.start()
    assert [model.name for model in recorder.until(Ready).models] == ["tiny"]
    client.close()


def test_close_ends_the_thread_within_a_step(client: EngineClient, recorder: Recorder) -> None:
    recorder.until(Stepped, client.submit(a_request(steps=900)))
    client.close()
    assert "engine" not in {thread.name for thread in threading.enumerate()}


def test_a_client_that_was_never_started_closes() -> None:
    EngineClient(lambda _event: None).close()


def test_events_arrive_in_the_thread_of_the_loop(tiny_models: Path) -> None:
    threads: set[threading.Thread] = set()

    async def generate_once() -> None:
        done = asyncio.Event()

        def deliver(event: Event) -> None:
            threads.add(threading.current_thread())
            if isinstance(event, Finished):
                done.set()

        loop = asyncio.get_running_loop()
        client = EngineClient(deliver, loop, folders=[tiny_models], precision="float32")
        client.start()
        client.submit(a_request())
        try:
            await asyncio.wait_for(done.wait(), 60)
        finally:
            client.close()

    asyncio.run(generate_once())
    assert threads == {threading.main_thread()}


def test_an_engine_that_cannot_start_says_so_and_refuses_jobs(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    client = EngineClient(recorder)
    job = client.submit(a_request())
    client.start()
    assert recorder.until(Failed).job is None
    assert recorder.until(Failed, job).reason.startswith("The engine cannot run: ")
    client.close()


def test_a_program_that_quits_in_the_middle_of_a_step_ends_cleanly(tiny_models: Path) -> None:
    code = f"""
import pathlib, threading
from studio.bridge import EngineClient
from studio.core.events import Stepped
from studio.core.geometry import Extent
from studio.core.request import *

stepped = threading.Event()
client = EngineClient(
    lambda event: isinstance(event, Stepped) and stepped.set(),
    folders=[pathlib.Path({str(tiny_models)!r})],
    precision="float32",
)
client.start()
client.submit(GenerationRequest(
    TextToImage(Extent(64, 64)), "tiny", Prompt("a boat"), 1, SamplerSettings(steps=900)
))
assert stepped.wait(60)
client.close()
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def stepped(job: int, step: int) -> Stepped:
    return Stepped(JobId(job), step, 20, Bounds(0, 0, 8, 8), None)


def delivered(*events: Event) -> list[Event]:
    """What arrives when all of these are posted while the loop is busy."""
    arrived: list[Event] = []

    async def post_all() -> None:
        mailbox = Mailbox(arrived.append, asyncio.get_running_loop())
        for event in events:
            mailbox.post(event)
        await asyncio.sleep(0)

    asyncio.run(post_all())
    return arrived


def test_of_previews_that_pile_up_only_the_newest_arrives() -> None:
    newest = stepped(1, 3)
    assert delivered(stepped(1, 1), stepped(1, 2), newest) == [newest]


def test_a_preview_never_overtakes_another_event() -> None:
    events = [Loading(JobId(1), "x"), stepped(1, 1), Cancelled(JobId(1)), stepped(2, 1)]
    assert delivered(*events) == events


def test_previews_of_two_jobs_do_not_replace_each_other() -> None:
    events = [stepped(1, 1), stepped(2, 1)]
    assert delivered(*events) == events


def test_after_close_nothing_is_delivered() -> None:
    arrived: list[Event] = []

    async def post_and_close() -> None:
        mailbox = Mailbox(arrived.append, asyncio.get_running_loop())
        mailbox.post(stepped(1, 1))
        mailbox.close()
        mailbox.post(Cancelled(JobId(1)))
        await asyncio.sleep(0)

    asyncio.run(post_and_close())
    assert arrived == []


def test_a_loop_that_is_gone_is_no_error() -> None:
    loop = asyncio.new_event_loop()
    mailbox = Mailbox(lambda _event: None, loop)
    loop.close()
    mailbox.post(stepped(1, 1))


def test_without_a_loop_every_event_arrives_at_once() -> None:
    arrived: list[Event] = []
    mailbox = Mailbox(arrived.append, None)
    events = [stepped(1, 1), stepped(1, 2), Cancelled(JobId(1))]
    for event in events:
        mailbox.post(event)
    assert arrived == events
