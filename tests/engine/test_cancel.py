from __future__ import annotations

import pytest
import torch
from torch import nn

from studio.core.events import JobId, Stepped
from studio.core.geometry import Extent
from studio.core.request import GenerationRequest, Prompt, TextToImage
from studio.engine.cancel import Cancel, Interrupted, interruptible
from studio.engine.families.unet_kl import UNetKL
from studio.engine.generate import generate


def hooks_of(model: UNetKL) -> int:
    return sum(
        len(module._forward_pre_hooks) for network in model.networks for module in network.modules()
    )


def a_request() -> GenerationRequest:
    return GenerationRequest(TextToImage(Extent(32, 32)), "tiny", Prompt("a boat"), 1)


def test_a_cancelled_network_stops_before_its_next_layer() -> None:
    cancel, reached = Cancel(), []
    network = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    network[0].register_forward_hook(lambda *_: cancel.request())
    network[1].register_forward_hook(lambda *_: reached.append(1))
    with interruptible([network], cancel), pytest.raises(Interrupted):
        network(torch.zeros(1, 2))
    assert not reached


def test_a_cancel_inside_a_step_ends_it_and_decodes_nothing(
    tiny_model: UNetKL, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel = Cancel()
    decoded: list[int] = []
    monkeypatch.setattr(tiny_model.parts.autoencoder, "decode", lambda *_, **__: decoded.append(1))
    handle = tiny_model.parts.unet.conv_in.register_forward_hook(lambda *_: cancel.request())
    finished_steps: list[object] = []
    with pytest.raises(Interrupted):
        finished_steps.extend(generate(JobId(1), a_request(), tiny_model, cancel))
    handle.remove()
    assert finished_steps == []
    assert decoded == []


def test_a_cancel_after_the_last_step_decodes_nothing(
    tiny_model: UNetKL, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel = Cancel()
    decoded: list[int] = []
    monkeypatch.setattr(tiny_model.parts.autoencoder, "decode", lambda *_, **__: decoded.append(1))
    with pytest.raises(Interrupted):
        for event in generate(JobId(1), a_request(), tiny_model, cancel):
            if isinstance(event, Stepped) and event.step == event.total:
                cancel.request()
    assert decoded == []


def test_hooks_are_there_only_while_a_picture_is_made(tiny_model: UNetKL) -> None:
    events = generate(JobId(1), a_request(), tiny_model, Cancel())
    next(events)
    during = hooks_of(tiny_model)
    events.close()
    assert during > 0
    assert hooks_of(tiny_model) == 0


def test_the_next_job_runs_after_a_cancel(tiny_model: UNetKL) -> None:
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Interrupted):
        next(generate(JobId(1), a_request(), tiny_model, cancel))
    assert list(generate(JobId(2), a_request(), tiny_model, Cancel()))
