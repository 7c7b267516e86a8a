"""The models that come with the program: real weights, seen through other people's eyes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline
from PIL import Image
from skimage import data

from studio.core.events import Finished, JobId
from studio.core.geometry import Extent
from studio.core.pixels import Pixels
from studio.core.request import (
    GenerationRequest,
    Prompt,
    Request,
    SamplerSettings,
    TextToImage,
    UpscaleRequest,
)
from studio.core.resources import models_folder
from studio.engine.cancel import Cancel
from studio.engine.generate import generate
from studio.engine.library import Library
from studio.engine.placement import Placement
from studio.engine.upscaling import upscale

PROMPT = "a red boat on the sea at sunset"
STEPS, GUIDANCE_SCALE, SEED = 8, 4.0, 1


@pytest.fixture(scope="module")
def library() -> Library:
    return Library([models_folder()], Placement(torch.device("cpu"), torch.float32))


def finished_picture(library: Library, request: Request) -> Pixels:
    if isinstance(request, UpscaleRequest):
        *_, last = upscale(JobId(1), request, library.upscaler(request.model), Cancel())
    else:
        *_, last = generate(JobId(1), request, library.diffusion(request.model), Cancel())
    assert isinstance(last, Finished)
    return last.image


def drawn(library: Library, prompt: str, seed: int = SEED) -> Pixels:
    settings = SamplerSettings(steps=STEPS, guidance_scale=GUIDANCE_SCALE)
    task = TextToImage(Extent(128, 128))
    request = GenerationRequest(task, "landscapes", Prompt(prompt), seed, settings)
    return finished_picture(library, request)


def test_plain_diffusers_draws_the_same_picture(library: Library) -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(
        models_folder() / "landscapes", dtype=torch.float32, local_files_only=True
    )
    pipeline.scheduler = DPMSolverMultistepScheduler.from_config(pipeline.scheduler.config)
    pipeline.set_progress_bar_config(disable=True)
    picture = pipeline(
        PROMPT,
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE_SCALE,
        generator=torch.Generator().manual_seed(SEED),
    ).images[0]
    difference = np.asarray(picture).astype(int) - drawn(library, PROMPT)
    assert abs(difference).max() <= 1


@pytest.mark.parametrize(
    ("by_day", "by_night"),
    [("the sea by day", "the sea at night"), ("snow at sunrise", "snow at night")],
)
def test_a_day_is_brighter_than_a_night(library: Library, by_day: str, by_night: str) -> None:
    assert drawn(library, by_day).mean() > drawn(library, by_night).mean() + 40


@pytest.mark.parametrize(("colour", "channel"), [("red", 0), ("green", 1), ("blue", 2)])
def test_a_plain_ground_has_the_colour_it_was_given(
    library: Library, colour: str, channel: int
) -> None:
    picture = drawn(library, f"a white circle on a {colour} background")
    corner = picture[:16, :16].reshape(-1, 3).mean(axis=0)
    assert corner.argmax() == channel


def test_enlarging_a_photograph_beats_lanczos(library: Library) -> None:
    photograph = data.astronaut()[:256, 64:320]
    small = Image.fromarray(photograph).resize((64, 64), Image.Resampling.BICUBIC)
    by_network = finished_picture(library, UpscaleRequest(np.asarray(small), 4, "upscaler-x4"))
    by_filter = np.asarray(small.resize((256, 256), Image.Resampling.LANCZOS))
    assert error(by_network, photograph) < 0.9 * error(by_filter, photograph)


def error(picture: Pixels, truth: Pixels) -> float:
    return float(((picture.astype(float) - truth) ** 2).mean())
