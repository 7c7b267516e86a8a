import math

import numpy as np
import pytest

from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.core.request import (
    GenerationRequest,
    Inpaint,
    Prompt,
    SamplerSettings,
    TextToImage,
    UpscaleRequest,
)

PICTURE = np.zeros((16, 24, 3), np.uint8)


def test_a_mask_of_another_size_is_refused_with_both_sizes():
    with pytest.raises(BadInput, match="24 × 24 px and the picture is 24 × 16 px"):
        Inpaint(PICTURE, np.ones((24, 24), np.uint8))


def test_an_empty_mask_is_refused():
    with pytest.raises(BadInput, match="mask is empty"):
        Inpaint(PICTURE, np.zeros((16, 24), np.uint8))


@pytest.mark.parametrize("steps", [0, -1, 1001])
def test_steps_outside_the_limits_are_refused(steps):
    with pytest.raises(BadInput, match="number of steps"):
        SamplerSettings(steps=steps)


@pytest.mark.parametrize("scale", [0.5, math.nan, math.inf])
def test_a_guidance_scale_that_is_no_guidance_is_refused(scale):
    with pytest.raises(BadInput, match="guidance scale"):
        SamplerSettings(guidance_scale=scale)


def test_guidance_cannot_end_before_it_starts():
    with pytest.raises(BadInput, match="end of guidance"):
        SamplerSettings(guidance_interval=(0.8, 0.2))


def test_a_prompt_of_ten_thousand_words_is_refused_with_its_length():
    with pytest.raises(BadInput, match="50000 characters"):
        Prompt("word " * 10_000)


def test_a_seed_beyond_32_bits_is_refused():
    with pytest.raises(BadInput, match="seed"):
        GenerationRequest(TextToImage(Extent(8, 8)), "any", Prompt(), seed=2**32)


def test_an_enlargement_by_three_is_refused():
    with pytest.raises(BadInput, match="2 or 4 times"):
        UpscaleRequest(PICTURE, 3, "any")


def test_an_enlargement_beyond_the_largest_picture_is_refused():
    with pytest.raises(BadInput, match="16384"):
        UpscaleRequest(np.zeros((1, 5000, 3), np.uint8), 4, "any")


@pytest.mark.parametrize("strength", [-0.1, 1.1, math.nan])
def test_a_strength_of_restoring_outside_its_range_is_refused(strength):
    with pytest.raises(BadInput, match="strength of restoring"):
        UpscaleRequest(PICTURE, 4, "any", strength)


def test_an_enlargement_with_a_seed_beyond_32_bits_is_refused():
    with pytest.raises(BadInput, match="seed"):
        UpscaleRequest(PICTURE, 4, "any", seed=2**32)
