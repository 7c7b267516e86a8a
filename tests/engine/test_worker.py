from __future__ import annotations

import weakref
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from studio.core.events import (
    Cancelled,
    Failed,
    Finished,
    JobEvent,
    JobId,
    Loading,
    Stepped,
)
from studio.core.geometry import Extent
from studio.core.request import (
    GenerationRequest,
    Prompt,
    SamplerSettings,
    TextToImage,
    UpscaleRequest,
)
from studio.engine.cancel import Cancel
from studio.engine.library import Library
from studio.engine.placement import Placement
from studio.engine.worker import run_job

JOB = JobId(7)


@pytest.fixture
def library(tiny_models: Path) -> Library:
    return Library([tiny_models], Placement(torch.device("cpu"), torch.float32))


def a_request(model: str = "tiny", **sampling: object) -> GenerationRequest:
    settings = SamplerSettings(**{"sampler": "dpmpp_2m", "steps": 2, **sampling})
    return GenerationRequest(TextToImage(Extent(64, 64)), model, Prompt("a boat"), 1, settings)


def events_of(
    library: Library,
    request: GenerationRequest | UpscaleRequest,
    cancel: Cancel | None = None,
    then: Callable[[JobEvent], None] = lambda _event: None,
) -> list[JobEvent]:
    events: list[JobEvent] = []

    def emit(event: JobEvent) -> None:
        events.append(event)
        then(event)

    run_job(JOB, request, library, cancel or Cancel(), emit)
    return events


def break_with(library: Library, error: Callable[[], BaseException]) -> None:
    """From now on the model's first network fails."""

    def fail(_module: object, _args: object) -> None:
        raise error()

    library.diffusion("tiny").networks[0].register_forward_pre_hook(fail)


def test_a_job_loads_steps_and_finishes(library: Library) -> None:
    kinds = [type(event) for event in events_of(library, a_request())]
    assert kinds == [Loading, Stepped, Stepped, Finished]


def test_a_loaded_model_needs_no_loading(library: Library) -> None:
    library.diffusion("tiny")
    assert not any(isinstance(event, Loading) for event in events_of(library, a_request()))


def test_an_enlargement_is_a_job_too(library: Library) -> None:
    request = UpscaleRequest(np.zeros((8, 8, 3), np.uint8), 4, "tiny-x4")
    closing = events_of(library, request)[-1]
    assert isinstance(closing, Finished)
    assert closing.image.shape == (32, 32, 3)


def test_a_job_that_was_cancelled_while_it_waited_does_nothing(library: Library) -> None:
    cancel = Cancel()
    cancel.request()
    assert events_of(library, a_request(), cancel) == [Cancelled(JOB)]
    assert not library.is_loaded("tiny")


def test_a_cancel_ends_the_running_job(library: Library) -> None:
    cancel = Cancel()

    def cancel_at_first_step(event: JobEvent) -> None:
        if isinstance(event, Stepped):
            cancel.request()

    events = events_of(library, a_request(steps=20), cancel, cancel_at_first_step)
    assert [type(event) for event in events] == [Loading, Stepped, Cancelled]


def test_bad_input_is_told_in_its_own_words(library: Library) -> None:
    closing = events_of(library, a_request("nothing"))[-1]
    assert isinstance(closing, Failed)
    assert closing.reason.startswith("No model named 'nothing'")
    assert closing.detail == ""


def test_a_fault_is_one_sentence_with_a_traceback_for_the_log(library: Library) -> None:
    break_with(library, lambda: ZeroDivisionError("first line\nsecond line"))
    closing = events_of(library, a_request())[-1]
    assert isinstance(closing, Failed)
    assert closing.reason.endswith("ZeroDivisionError: first line.")
    assert "Traceback" in closing.detail


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate"),
        MemoryError(),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"),
    ],
)
def test_a_lack_of_memory_says_what_helps(library: Library, error: Exception) -> None:
    break_with(library, lambda: error)
    closing = events_of(library, a_request())[-1]
    assert isinstance(closing, Failed)
    assert "choose a smaller size" in closing.reason


def test_after_a_lack_of_memory_the_next_job_runs(library: Library) -> None:
    break_with(library, MemoryError)
    events_of(library, a_request())
    assert isinstance(events_of(library, a_request())[-1], Finished)


def test_a_failed_job_leaves_no_tensor_behind(library: Library) -> None:
    held: list[weakref.ref[torch.Tensor]] = []

    def fail(_module: object, _args: object) -> None:
        large = torch.zeros(1000)
        held.append(weakref.ref(large))
        raise torch.OutOfMemoryError("no room")

    library.diffusion("tiny").networks[0].register_forward_pre_hook(fail)
    events_of(library, a_request())
    assert held[0]() is None
