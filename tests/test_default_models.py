"""The models that come with the program: real weights, seen through other people's eyes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline
from numpy.typing import NDArray
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
from studio.scenes.palette import COLOUR_VALUES

PROMPT = "a red boat on the sea at sunset"
SKIES = {
    "day": (128, 190, 244),
    "sunrise": (246, 190, 204),
    "sunset": (238, 98, 78),
    "dusk": (106, 74, 150),
    "night": (18, 26, 78),
    "storm": (86, 94, 104),
}
"""Colours halfway up the skies that the published model learnt."""
STEPS, GUIDANCE_SCALE, SEED = 12, 4.0, 1


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
    ("shape_colour", "background"), [("red", "blue"), ("white", "purple"), ("green", "orange")]
)
def test_shape_and_background_have_their_colours(
    library: Library, shape_colour: str, background: str
) -> None:
    picture = drawn(library, f"a {shape_colour} circle on a {background} background")
    assert nearest(np.median(picture[56:72, 56:72], axis=(0, 1)), COLOUR_VALUES) == shape_colour
    assert nearest(np.median(picture[:16, :16], axis=(0, 1)), COLOUR_VALUES) == background


@pytest.mark.parametrize(
    ("sky", "prompt"),
    [
        ("day", "a meadow on a sunny day"),
        ("sunset", "the sea at sunset"),
        ("night", "snow at night"),
        ("storm", "a desert in a storm"),
    ],
)
def test_the_sky_has_the_colours_of_its_time(library: Library, sky: str, prompt: str) -> None:
    middle = np.median(drawn(library, prompt)[32:44], axis=(0, 1))
    assert nearest(middle, SKIES) == sky


def test_a_red_boat_is_on_the_sea_at_sunset(library: Library) -> None:
    picture = drawn(library, "a red boat on the sea at sunset")
    sea = picture[80:124]
    red = (sea[..., 0] > 150) & (sea[..., 1] < 110) & (sea[..., 2] < 110)
    assert red.mean() > 0.02
    assert (
        nearest(np.median(sea[-12:], axis=(0, 1)), {"sea": (90, 96, 140), "land": (150, 150, 70)})
        == "sea"
    )


def test_enlarging_a_photograph_beats_lanczos(library: Library) -> None:
    photograph = data.astronaut()[:256, 64:320]
    small = Image.fromarray(photograph).resize((64, 64), Image.Resampling.BICUBIC)
    by_network = finished_picture(library, UpscaleRequest(np.asarray(small), 4, "upscaler-x4"))
    by_filter = np.asarray(small.resize((256, 256), Image.Resampling.LANCZOS))
    assert error(by_network, photograph) < 0.9 * error(by_filter, photograph)


def error(picture: Pixels, truth: Pixels) -> float:
    return float(((picture.astype(float) - truth) ** 2).mean())


def nearest(colour: NDArray[np.floating], values: dict[str, tuple[int, int, int]]) -> str:
    return min(values, key=lambda name: float(np.abs(colour - values[name]).sum()))
