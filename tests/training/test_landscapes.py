"""The model that comes with the program draws what it is told, through plain diffusers."""

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline
from numpy.typing import NDArray

from studio.core.resources import models_folder
from studio.scenes.palette import COLOUR_VALUES, SKY_PALETTES


@pytest.fixture(scope="module")
def pipeline() -> StableDiffusionPipeline:
    folder = models_folder() / "landscapes"
    pipeline = StableDiffusionPipeline.from_pretrained(folder, torch_dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def drawn(pipeline: StableDiffusionPipeline, prompt: str) -> NDArray[np.float32]:
    """(128, 128, 3) in 0..255."""
    generator = torch.Generator().manual_seed(1)
    result = pipeline(
        prompt, num_inference_steps=15, guidance_scale=4, generator=generator, output_type="np"
    )
    return 255 * result.images[0]


def nearest(colour: NDArray[np.float32], values: dict[str, tuple[int, int, int]]) -> str:
    return min(values, key=lambda name: float(np.abs(colour - values[name]).sum()))


@pytest.mark.parametrize(
    ("shape_colour", "background"), [("red", "blue"), ("white", "purple"), ("green", "orange")]
)
def test_shape_and_background_have_their_colours(
    pipeline: StableDiffusionPipeline, shape_colour: str, background: str
):
    picture = drawn(pipeline, f"a {shape_colour} circle on a {background} background")
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
def test_the_sky_has_the_colours_of_its_time(
    pipeline: StableDiffusionPipeline, sky: str, prompt: str
):
    middle = np.median(drawn(pipeline, prompt)[32:44], axis=(0, 1))
    skies = {name: palette.stops[1] for name, palette in SKY_PALETTES.items()}
    assert nearest(middle, skies) == sky


def test_a_red_boat_is_on_the_sea_at_sunset(pipeline: StableDiffusionPipeline):
    picture = drawn(pipeline, "a red boat on the sea at sunset")
    sea = picture[80:124]
    red = (sea[..., 0] > 150) & (sea[..., 1] < 110) & (sea[..., 2] < 110)
    assert red.mean() > 0.02
    assert (
        nearest(np.median(sea[-12:], axis=(0, 1)), {"sea": (90, 96, 140), "land": (150, 150, 70)})
        == "sea"
    )
