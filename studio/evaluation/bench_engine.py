"""The engine beside diffusers' own pipeline: same weights, prompt, steps, seed and numbers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, Self, cast

import numpy as np
import torch
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import StableDiffusionPipeline
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler
from diffusers.utils.logging import disable_progress_bar
from torch import Tensor, nn
from transformers import CLIPTextModel

from studio.core.events import Finished, JobId, Stepped
from studio.core.pixels import Pixels
from studio.core.request import GenerationRequest, Prompt, SamplerSettings, TextToImage
from studio.engine.cancel import Cancel, Interrupted
from studio.engine.generate import generate
from studio.engine.model import DiffusionModel
from studio.evaluation.rows import Row, at_most, pairs_at_most, percentile

_PROMPT = Prompt("a red boat on the sea at sunset", "fog")
_SEED = 1
_GUIDANCE_SCALE = 4.0

Follow = Callable[[int], None]
"""Told of each step, from 1."""


def measure_engine(
    model: DiffusionModel, repetitions: int = 11, cancels: int = 30, steps: int = 20
) -> tuple[Row, ...]:
    """All rows. model: in float32, on the device that is to be measured."""
    ours, peer = Ours(model, steps), Peer(model, steps)
    ours.picture()
    peer.picture()
    return (
        _speed(ours, peer, repetitions),
        _cost_of_previews(ours, repetitions),
        _agreement(ours, peer),
        *_cancelling(ours, peer, cancels, steps),
        _prompt_again(ours, peer),
    )


class Ours:
    """Our engine making one picture, and what it calls for it."""

    def __init__(self, model: DiffusionModel, steps: int) -> None:
        self._watched = _Watched(model)
        self.steps = steps
        self.text_encoder = next(part for part in model.networks if isinstance(part, CLIPTextModel))
        self.step_s = 0.0

    @property
    def decoded(self) -> list[Tensor]:
        """The latents of every decoding so far."""
        return self._watched.decoded

    def events(self, previews: bool, cancel: Cancel | None = None) -> Generator[Stepped | Finished]:
        """One job's events. Raises Interrupted where cancelled."""
        model = cast(DiffusionModel, self._watched)
        request = GenerationRequest(
            TextToImage(model.info.native_extent),
            model.info.name,
            _PROMPT,
            _SEED,
            SamplerSettings("dpmpp_2m", self.steps, _GUIDANCE_SCALE),
            previews,
        )
        yield from generate(JobId(1), request, model, cancel or Cancel())

    def picture(self, cancel: Cancel | None = None, follow: Follow = lambda _step: None) -> Pixels:
        """follow: told of each step. Raises Interrupted where cancelled."""
        for event in self.events(previews=False, cancel=cancel):
            if isinstance(event, Finished):
                self.step_s = 1 / event.steps_per_second
                return event.image
            follow(event.step)
        raise AssertionError("a job without an end")

    def cancelled_at(self, moment: float) -> float:
        """Seconds from the request to cancel until the engine is free; see _Alarm."""
        cancel = Cancel()
        with _Alarm(moment, self.step_s, cancel.request) as alarm:
            try:
                self.picture(cancel=cancel, follow=alarm.follow)
            except Interrupted:
                return time.perf_counter() - alarm.rang_at
        raise AssertionError("the picture was ready before it was cancelled")


class Peer:
    """diffusers' pipeline making the same picture."""

    def __init__(self, model: DiffusionModel, steps: int) -> None:
        self._steps = steps
        self._info = model.info
        disable_progress_bar()
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

    def picture(self, output_type: str = "np", follow: Follow = lambda _step: None) -> Any:
        """output_type: "np", or "latent" for a tensor. follow: told of each step."""

        def step_ended(_pipeline: object, index: int, _timestep: object, kept: Any) -> Any:
            follow(index + 1)
            return kept

        return self._pipeline(
            _PROMPT.text,
            negative_prompt=_PROMPT.negative,
            height=self._info.native_extent.height,
            width=self._info.native_extent.width,
            num_inference_steps=self._steps,
            guidance_scale=_GUIDANCE_SCALE,
            generator=torch.Generator().manual_seed(_SEED),
            output_type=output_type,
            callback_on_step_end=step_ended,
        ).images

    def cancelled_at(self, moment: float, step_s: float) -> float:
        """Seconds from the request to interrupt until the pipeline returns; see _Alarm."""

        def interrupt() -> None:
            self._pipeline._interrupt = True

        with _Alarm(moment, step_s, interrupt) as alarm:
            self.picture(follow=alarm.follow)
            return time.perf_counter() - alarm.rang_at


class _Alarm:
    """Acts from another thread at a moment of a run: at 3.5 in the middle of the fourth step."""

    def __init__(self, moment: float, step_s: float, act: Callable[[], None]) -> None:
        self._after_step = int(moment)
        self._timer = threading.Timer((moment - self._after_step) * step_s, self._ring)
        self._act = act
        self.rang_at = 0.0

    def follow(self, step: int) -> None:
        if step == self._after_step:
            self._timer.start()

    def _ring(self) -> None:
        self.rang_at = time.perf_counter()
        self._act()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()


class _Watched:
    """A model that keeps what it was asked to decode; the rest it passes on."""

    def __init__(self, model: DiffusionModel) -> None:
        self._model = model
        self.decoded: list[Tensor] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def suited_to(self, _sampler: str, *, fills: bool) -> _Watched:  # noqa: ARG002
        """Itself: what is passed on would be decoded unseen."""
        return self

    def decode(self, latents: Tensor, in_float32: bool = False) -> Tensor:
        self.decoded.append(latents.clone())
        return self._model.decode(latents, in_float32)


def _speed(ours: Ours, peer: Peer, repetitions: int) -> Row:
    """Whole pictures in turns, who is first changing each time."""
    our_s, peer_s = [], []
    for repetition in range(repetitions):
        turns = [(ours.picture, our_s), (peer.picture, peer_s)]
        for make, seconds in turns if repetition % 2 else reversed(turns):
            seconds.append(_seconds(make))
    return pairs_at_most("text to image, previews off", our_s, "s", peer_s, 1.05)


def _cost_of_previews(ours: Ours, repetitions: int) -> Row:
    """Two jobs abreast, one step of each in turns: what is to be seen is less than the noise
    between two runs, but not than that between two neighbouring steps."""
    plain_s, previews_s = [], []
    for repetition in range(repetitions):
        plain, with_previews = ours.events(previews=False), ours.events(previews=True)
        for step in range(ours.steps):
            turns = [(plain, plain_s), (with_previews, previews_s)]
            for events, seconds in turns if (repetition + step) % 2 else reversed(turns):
                seconds.append(_seconds(lambda events=events: next(events)))
        plain.close()
        with_previews.close()
    return pairs_at_most("a step with a preview, against none", previews_s, "s", plain_s, 1.02)


def _agreement(ours: Ours, peer: Peer) -> Row:
    ours.picture()
    difference = (ours.decoded[-1] - peer.picture("latent")).abs().max().item()
    return at_most("final latents, difference at most", difference, "", 1e-5)


def _cancelling(ours: Ours, peer: Peer, cancels: int, steps: int) -> Iterator[Row]:
    undisturbed = ours.picture()
    step_s = ours.step_s
    # While the network computes: after its first step, and long before the decoder.
    moments = np.linspace(1, steps * 0.75, cancels)
    decoded_before = len(ours.decoded)
    waits = [ours.cancelled_at(moment) / step_s for moment in moments]
    decoded = len(ours.decoded) - decoded_before
    with _counting(peer.decoder) as peer_decoded:
        peer_waits = [peer.cancelled_at(moment, step_s) / step_s for moment in moments]
    worst, peer_worst = percentile(waits, 95), percentile(peer_waits, 95)
    yield at_most(f"cancel, p95 of {cancels}", worst, "steps", 0.25, peer_worst)
    yield at_most("decodings after a cancel", decoded, "calls", 0, len(peer_decoded))
    changed = int(np.count_nonzero(ours.picture() != undisturbed))
    yield at_most("next job after a cancel, bytes changed", changed, "bytes", 0)


def _prompt_again(ours: Ours, peer: Peer) -> Row:
    with _counting(ours.text_encoder) as calls, _counting(peer.text_encoder) as peer_calls:
        ours.picture()
        peer.picture()
    return at_most("same prompt again, text encoder", len(calls), "calls", 0, len(peer_calls))


def _seconds(make: Callable[[], object]) -> float:
    start = time.perf_counter()
    make()
    return time.perf_counter() - start


@contextmanager
def _counting(module: nn.Module) -> Iterator[list[None]]:
    """One entry for each call of a module."""
    calls: list[None] = []
    handle = module.register_forward_pre_hook(lambda _module, _args: calls.append(None))
    try:
        yield calls
    finally:
        handle.remove()
