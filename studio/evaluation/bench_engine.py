"""The engine beside diffusers' own pipeline: same weights, prompt, steps, seed and numbers."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import numpy as np
import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline
from torch import Tensor, nn

from studio.core.events import Finished, JobId
from studio.core.pixels import Pixels
from studio.core.request import GenerationRequest, Prompt, SamplerSettings, TextToImage
from studio.engine.cancel import Cancel, Interrupted
from studio.engine.generate import generate
from studio.engine.model import DiffusionModel
from studio.evaluation.rows import Row, at_most, percentile, ratio_at_most

_PROMPT = Prompt("a red boat on the sea at sunset", "fog")
_SEED = 1
_GUIDANCE_SCALE = 4.0
# A cancel comes while the network computes: not before its first step, not in the decoder.
_FIRST_CANCEL, _LAST_CANCEL = 0.15, 0.8


def measure_engine(
    model: DiffusionModel, repetitions: int = 11, cancels: int = 30, steps: int = 20
) -> tuple[Row, ...]:
    """All rows. model: in float32, on the device that is to be measured."""
    ours, peer = Ours(model, steps), Peer(model, steps)
    ours.picture()
    peer.picture()
    return (
        *_speed(ours, peer, repetitions),
        _agreement(ours, peer),
        *_cancelling(ours, peer, cancels),
        _prompt_again(ours, peer),
    )


class Ours:
    """Our engine making one picture, and what it calls for it."""

    def __init__(self, model: DiffusionModel, steps: int) -> None:
        self._watched = _Watched(model)
        self._steps = steps
        self.text_encoder = cast(Any, model).text_encoder
        self.step_s = 0.0

    @property
    def decoded(self) -> list[Tensor]:
        """The latents of every decoding so far."""
        return self._watched.decoded

    def picture(self, previews: bool = False, cancel: Cancel | None = None) -> Pixels:
        """Raises Interrupted where cancelled."""
        model = cast(DiffusionModel, self._watched)
        request = GenerationRequest(
            TextToImage(model.info.native_extent),
            model.info.name,
            _PROMPT,
            _SEED,
            SamplerSettings("dpmpp_2m", self._steps, _GUIDANCE_SCALE),
            previews,
        )
        for event in generate(JobId(1), request, model, cancel or Cancel()):
            if isinstance(event, Finished):
                self.step_s = 1 / event.steps_per_second
                return event.image
        raise AssertionError("a job without an end")

    def cancelled_after(self, delay_s: float) -> float:
        """Seconds from the request to cancel until the engine is free."""
        cancel = Cancel()
        with _later(delay_s, cancel.request) as requested_at:
            try:
                self.picture(cancel=cancel)
            except Interrupted:
                return time.perf_counter() - requested_at[0]
        raise AssertionError("the picture was ready before it was cancelled")


class Peer:
    """diffusers' pipeline making the same picture."""

    def __init__(self, model: DiffusionModel, steps: int) -> None:
        self._steps = steps
        self._info = model.info
        pipeline = StableDiffusionPipeline.from_pretrained(
            model.info.path, dtype=model.dtype, use_safetensors=True, local_files_only=True
        ).to(model.device)
        scheduler = DPMSolverMultistepScheduler.from_config(pipeline.scheduler.config)
        pipeline.scheduler = scheduler
        pipeline.set_progress_bar_config(disable=True)
        # Not one class declares what the pipeline's parts are.
        self._pipeline: Any = pipeline
        self.text_encoder: nn.Module = self._pipeline.text_encoder
        self.decoder: nn.Module = self._pipeline.vae.decoder

    def picture(self, output_type: str = "np") -> Any:
        """output_type: "np", or "latent" for a tensor."""
        return self._pipeline(
            _PROMPT.text,
            negative_prompt=_PROMPT.negative,
            height=self._info.native_extent.height,
            width=self._info.native_extent.width,
            num_inference_steps=self._steps,
            guidance_scale=_GUIDANCE_SCALE,
            generator=torch.Generator().manual_seed(_SEED),
            output_type=output_type,
        ).images

    def cancelled_after(self, delay_s: float) -> float:
        """Seconds from the request to interrupt until the pipeline returns."""

        def interrupt() -> None:
            self._pipeline._interrupt = True

        with _later(delay_s, interrupt) as requested_at:
            self.picture()
        return time.perf_counter() - requested_at[0]


class _Watched:
    """A model that keeps what it was asked to decode; the rest it passes on."""

    def __init__(self, model: DiffusionModel) -> None:
        self._model = model
        self.decoded: list[Tensor] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def decode(self, latents: Tensor, in_float32: bool = False) -> Tensor:
        self.decoded.append(latents.clone())
        return self._model.decode(latents, in_float32)


def _speed(ours: Ours, peer: Peer, repetitions: int) -> Iterator[Row]:
    def with_previews() -> Pixels:
        return ours.picture(previews=True)

    plain_s, peer_s, previews_s = _interleaved(
        (ours.picture, peer.picture, with_previews), repetitions
    )
    yield ratio_at_most("text to image, previews off", plain_s, "s", peer_s, 1.05)
    yield ratio_at_most("a preview every step, against none", previews_s, "s", plain_s, 1.02)


def _agreement(ours: Ours, peer: Peer) -> Row:
    ours.picture()
    difference = (ours.decoded[-1] - peer.picture("latent")).abs().max().item()
    return at_most("final latents, largest difference", difference, "", 1e-5)


def _cancelling(ours: Ours, peer: Peer, cancels: int) -> Iterator[Row]:
    undisturbed = ours.picture()
    step_s = ours.step_s
    whole_s = _seconds(ours.picture)
    delays = np.linspace(_FIRST_CANCEL, _LAST_CANCEL, cancels) * whole_s
    decoded_before = len(ours.decoded)
    latencies = [ours.cancelled_after(delay) / step_s for delay in delays]
    decoded = len(ours.decoded) - decoded_before
    with _counting(peer.decoder) as peer_decoded:
        peer_latencies = [peer.cancelled_after(delay) / step_s for delay in delays]
    yield at_most(
        f"cancel, p95 of {cancels}",
        percentile(latencies, 95),
        "steps",
        0.25,
        percentile(peer_latencies, 95),
    )
    yield at_most("decodings after a cancel", decoded, "calls", 0, len(peer_decoded))
    changed = int(np.count_nonzero(ours.picture() != undisturbed))
    yield at_most("the job after a cancel, values that differ", changed, "values", 0)


def _prompt_again(ours: Ours, peer: Peer) -> Row:
    with _counting(ours.text_encoder) as calls, _counting(peer.text_encoder) as peer_calls:
        ours.picture()
        peer.picture()
    return at_most("same prompt again, text encoder", len(calls), "calls", 0, len(peer_calls))


def _interleaved(
    makers: Sequence[Callable[[], object]], repetitions: int
) -> tuple[list[float], ...]:
    """Seconds of each maker's runs, taken in turns, in every order equally often."""
    seconds: tuple[list[float], ...] = tuple([] for _ in makers)
    orders = itertools.cycle(itertools.permutations(range(len(makers))))
    for _, order in zip(range(repetitions), orders, strict=False):
        for index in order:
            seconds[index].append(_seconds(makers[index]))
    return seconds


def _seconds(make: Callable[[], object]) -> float:
    start = time.perf_counter()
    make()
    return time.perf_counter() - start


@contextmanager
def _later(delay_s: float, act: Callable[[], None]) -> Iterator[list[float]]:
    """Act from another thread after a delay; gives the time at which it was."""
    acted_at: list[float] = []

    def run() -> None:
        acted_at.append(time.perf_counter())
        act()

    timer = threading.Timer(delay_s, run)
    timer.start()
    try:
        yield acted_at
    finally:
        timer.join()


@contextmanager
def _counting(module: nn.Module) -> Iterator[list[None]]:
    """One entry for each call of a module."""
    calls: list[None] = []
    handle = module.register_forward_pre_hook(lambda _module, _args: calls.append(None))
    try:
        yield calls
    finally:
        handle.remove()
