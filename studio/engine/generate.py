"""The whole recipe: encode, denoise, decode, composite."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import torch

from studio.core.events import Finished, JobId, Stepped
from studio.core.parameters import write_parameters
from studio.core.pixels import extent_of, frozen
from studio.core.request import GenerationRequest, Inpaint
from studio.engine.cancel import Cancel, interruptible
from studio.engine.denoiser import (
    Denoiser,
    Known,
    Parameterisation,
    conditioned,
    guided,
    with_channels,
)
from studio.engine.latents import decode, part_of_preview, preview
from studio.engine.layout import seen_within
from studio.engine.model import DiffusionModel
from studio.engine.samplers import (
    Step,
    plan_schedule,
    sample,
    sampler_named,
)
from studio.engine.tasks import Preparation, prepare


@torch.inference_mode()
def generate(
    job: JobId, request: GenerationRequest, model: DiffusionModel, cancel: Cancel
) -> Iterator[Stepped | Finished]:
    """One picture: a Stepped after each step, and Finished last.

    Raises Interrupted soon after a cancel; StudioError where the request does not suit the model.
    """
    started = time.perf_counter()
    fills = isinstance(request.task, Inpaint)
    model = model.suited_to(request.sampling.sampler, fills=fills)
    with interruptible(model.networks, cancel):
        cancel.check()
        task = prepare(request, model)
        steps = denoise(request, task, model)
        loop_started = time.perf_counter()
        step: Step | None = None
        for step in steps:
            yield _stepped(job, step, task, request, model)
        loop_s = time.perf_counter() - loop_started
        cancel.check()
        assert step is not None
        image = frozen(task.finish(decode(model, step.x)))
    yield Finished(
        job=job,
        image=image,
        bounds=task.changed,
        elapsed_s=time.perf_counter() - started,
        steps_per_second=step.total / loop_s,
        parameters=write_parameters(
            request, model.info, sampler_named(request.sampling.sampler).info, extent_of(image)
        ),
    )


def denoise(request: GenerationRequest, task: Preparation, model: DiffusionModel) -> Iterator[Step]:
    """From noise, or from a noised picture, to clean latents."""
    settings = request.sampling
    # Drawn on the CPU, so that a seed means the same picture on every device.
    generator = torch.Generator().manual_seed(request.seed)
    shape = (1, model.latent_channels, task.cells.height, task.cells.width)
    noise = torch.randn(shape, generator=generator).to(model.device)
    config = model.scheduler_config_at(task.cells)
    schedule = plan_schedule(settings, config, task.strength, generator, model.device)
    layout = seen_within(request.prompt.layout, request.task.extent, task.bounds)
    positive = model.encode_prompt(request.prompt.text, layout or None)
    if model.is_told_guidance:
        predict = conditioned(model, replace(positive, guidance_scale=settings.guidance_scale))
    elif settings.guidance_scale == 1:
        predict = conditioned(model, positive)
    else:
        negative = model.encode_prompt(request.prompt.negative, () if layout else None)
        scale, interval = settings.guidance_scale, settings.guidance_interval
        predict = guided(model, positive, negative, scale, interval)
    denoiser = Denoiser(
        predict if task.channels is None else with_channels(predict, task.channels),
        Parameterisation.of(model.scheduler_config),
        None if task.known is None else Known(task.known[0], noise, task.known[1]),
    )
    return sample(denoiser, schedule, schedule.noised(task.latents, noise))


def _stepped(
    job: JobId, step: Step, task: Preparation, request: GenerationRequest, model: DiffusionModel
) -> Stepped:
    bounds = task.bounds.clipped(request.task.extent)
    picture = None
    if request.previews:
        picture = frozen(part_of_preview(preview(step.x0, model.rgb_factors), task.bounds, bounds))
    return Stepped(job, step.index, step.total, bounds, picture)
