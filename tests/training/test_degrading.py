import numpy as np
import pytest
from PIL.Image import Resampling

from studio.scenes.textures import texture
from studio.training.degrading import (
    Picture,
    blurred,
    compressed,
    degraded,
    noisy,
    quality_of,
    random_strength,
    reduced,
)


@pytest.fixture(scope="module")
def picture() -> Picture:
    return texture("leaves", np.random.default_rng(1), 128)


def error(picture: Picture, truth: Picture) -> float:
    return float(abs(picture.astype(int) - truth).mean())


@pytest.mark.parametrize("strength", [0.0, 0.5, 1.0])
def test_a_degraded_picture_is_a_quarter_as_large_a_side(picture: Picture, strength: float) -> None:
    for seed in range(8):
        assert degraded(np.random.default_rng(seed), picture, strength).shape == (32, 32, 3)


def test_a_clean_one_differs_from_the_bicubic_reduction_by_its_filter_alone(
    picture: Picture,
) -> None:
    """However it is reduced, the mean of a large part stays."""
    for seed in range(16):
        small = degraded(np.random.default_rng(seed), picture, 0.0)
        assert small.mean(axis=(0, 1)) == pytest.approx(picture.mean(axis=(0, 1)), abs=2)


@pytest.mark.parametrize("factor", [2, 4])
def test_a_picture_is_made_small_by_the_factor(picture: Picture, factor: int) -> None:
    small = degraded(np.random.default_rng(0), picture, 0.7, factor)
    assert small.shape == (128 // factor, 128 // factor, 3)


def test_several_reductions_are_in_use(picture: Picture) -> None:
    results = {degraded(np.random.default_rng(seed), picture, 0.0).tobytes() for seed in range(40)}
    assert len(results) >= 5


def test_a_greater_strength_damages_more(picture: Picture) -> None:
    clean = reduced(picture)
    means = [
        np.mean(
            [error(degraded(np.random.default_rng(s), picture, level), clean) for s in range(9)]
        )
        for level in (0.0, 0.3, 0.6, 1.0)
    ]
    assert means == sorted(means)


def test_a_strength_of_a_half_stands_for_a_file_of_quality_sixty() -> None:
    assert quality_of(0.5) == pytest.approx(60, abs=5)
    assert quality_of(0.0) == 95


def test_a_lower_quality_keeps_less(picture: Picture) -> None:
    assert error(compressed(picture, 30), picture) > error(compressed(picture, 90), picture) > 0


def test_noise_has_the_deviation_that_is_asked_for() -> None:
    grey = np.full((128, 128, 3), 128, np.uint8)
    assert noisy(np.random.default_rng(0), grey, 6.0).std() == pytest.approx(6.0, rel=0.05)


def test_blur_keeps_what_is_flat(picture: Picture) -> None:
    flat = np.full((32, 32, 3), 77, np.uint8)
    assert error(blurred(flat, 4.0), flat) == 0
    assert np.diff(blurred(picture, 4.0).astype(int), axis=0).std() < 5


def test_half_of_the_pictures_are_clean() -> None:
    rng = np.random.default_rng(0)
    strengths = [random_strength(rng) for _ in range(2000)]
    assert np.mean([strength == 0 for strength in strengths]) == pytest.approx(0.5, abs=0.05)
    assert 0.95 < max(strengths) <= 1


def test_a_box_reduction_is_the_mean_of_sixteen(picture: Picture) -> None:
    means = picture.reshape(32, 4, 32, 4, 3).mean(axis=(1, 3))
    assert abs(reduced(picture, Resampling.BOX) - means).max() <= 1
