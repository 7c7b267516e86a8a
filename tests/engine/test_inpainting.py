from __future__ import annotations

import numpy as np
from numpy.testing import assert_array_equal

from studio.core.geometry import Bounds, Extent
from studio.core.region import InpaintPlan
from studio.engine.inpainting import (
    colour_matched,
    composited,
    filled_from_around,
    latent_mask,
    resized,
)


def a_hole(side: int = 40) -> np.ndarray:
    opacity = np.zeros((side, side), np.float32)
    opacity[10:30, 10:30] = 1
    return opacity


def test_a_hole_is_filled_with_the_colour_around_it() -> None:
    pixels = np.full((40, 40, 3), (200, 100, 50), np.uint8)
    pixels[10:30, 10:30] = 0
    filled = filled_from_around(pixels, a_hole())
    assert np.abs(filled.astype(int) - (200, 100, 50)).max() <= 2


def test_a_fill_runs_from_one_side_to_the_other() -> None:
    pixels = np.zeros((40, 40, 3), np.uint8)
    pixels[:, 20:] = 240
    filled = filled_from_around(pixels, a_hole())[20, :, 0].astype(int)
    assert filled[11] < filled[19] < filled[28]


def test_a_picture_that_is_all_hole_becomes_grey() -> None:
    pixels = np.zeros((5, 7, 3), np.uint8)
    filled = filled_from_around(pixels, np.ones((5, 7), np.float32))
    assert (np.abs(filled.astype(int) - 127) <= 1).all()


def test_a_latent_cell_is_as_free_as_its_most_opaque_pixel() -> None:
    opacity = np.zeros((16, 24), np.float32)
    opacity[7, 8] = 0.25
    opacity[15, 23] = 1
    assert latent_mask(opacity, Extent(3, 2)).tolist() == [[0, 0.5, 0], [0, 0, 1]]


def test_a_region_smaller_than_its_latents_is_repeated() -> None:
    opacity = np.array([[0, 1]], np.float32)
    assert latent_mask(opacity, Extent(4, 2)).tolist() == [[0, 0, 1, 1]] * 2


def test_a_colour_cast_is_taken_out() -> None:
    rng = np.random.default_rng(0)
    original = rng.integers(60, 160, (40, 40, 3), dtype=np.uint8)
    cast = (original + np.array([20, 0, 30], np.uint8)).astype(np.uint8)
    matched = colour_matched(cast, original, a_hole())
    assert np.abs(matched.astype(int) - original).max() <= 1


def test_a_cast_of_one_side_is_taken_out_there() -> None:
    original = np.full((40, 40, 3), 128, np.uint8)
    cast = original.copy()
    cast[:, 20:] += 40
    matched = colour_matched(cast, original, a_hole()).astype(int)
    assert np.abs(matched[10:30, [10, 29]] - 128).max() <= 6
    assert (colour_matched(cast, original, a_hole())[:, :5] == 128).all()


def test_what_is_in_the_hole_keeps_its_contrast() -> None:
    rng = np.random.default_rng(0)
    original = np.full((40, 40, 3), 128, np.uint8)
    patch = original.copy()
    patch[10:30, 10:30] = rng.integers(60, 200, (20, 20, 3), dtype=np.uint8)
    assert_array_equal(colour_matched(patch, original, a_hole()), patch)


def test_without_surroundings_colours_stay() -> None:
    patch = np.full((8, 8, 3), 50, np.uint8)
    opacity = np.ones((8, 8), np.float32)
    assert_array_equal(colour_matched(patch, patch + 9, opacity), patch)


def test_a_patch_changes_only_what_its_opacity_covers() -> None:
    image = np.random.default_rng(0).integers(0, 256, (60, 60, 3), dtype=np.uint8)
    plan = InpaintPlan(Bounds(15, 5, 40, 40), Extent(64, 64), a_hole(), Bounds(25, 15, 20, 20))
    patch = np.full((64, 64, 3), 7, np.uint8)
    result = composited(image, patch, plan, colour_match=False)
    assert (result[15:35, 25:45] == 7).all()
    result[15:35, 25:45] = image[15:35, 25:45]
    assert_array_equal(result, image)


def test_a_picture_of_the_right_size_is_not_resampled() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (6, 9, 3), dtype=np.uint8)
    assert resized(pixels, Extent(9, 6)) is pixels
