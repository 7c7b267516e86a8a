"""Grown and shrunk masks, against every pixel's distance to every other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from studio.core.pixels import MaskPixels
from studio.document.masking.discs import border, grown, shrunk

masks = arrays(np.uint8, (9, 11), elements=st.sampled_from([0, 0, 0, 90, 255]))


def widest_by_force(mask: MaskPixels, radius: int) -> MaskPixels:
    height, width = mask.shape
    padded, result = np.pad(mask, radius), np.zeros_like(mask)
    for y in range(-radius, radius + 1):
        for x in range(-radius, radius + 1):
            if x * x + y * y <= radius * radius:
                part = padded[radius + y : radius + y + height, radius + x : radius + x + width]
                result = np.maximum(result, part)
    return result


def dot(side: int) -> MaskPixels:
    mask = np.zeros((side, side), np.uint8)
    mask[side // 2, side // 2] = 255
    return mask


def soft_disc(radius: float, side: int) -> MaskPixels:
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    return np.rint(255 * np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)).astype(np.uint8)


@given(masks, st.integers(0, 12))
def test_a_grown_mask_is_the_maximum_over_a_disc(mask: MaskPixels, radius: int):
    assert_array_equal(grown(mask, radius), widest_by_force(mask, radius))


@given(masks, st.integers(0, 6))
def test_a_shrunk_mask_is_the_minimum_over_a_disc_and_keeps_the_arrays_edge(
    mask: MaskPixels, radius: int
):
    expected = 255 - widest_by_force(255 - mask, radius)
    assert_array_equal(shrunk(mask, radius), expected)


def test_blocks_leave_no_seam():
    mask = (np.random.default_rng(0).random((700, 1100)) < 0.0005).astype(np.uint8) * 200
    assert_array_equal(grown(mask, 17), widest_by_force(mask, 17))


@pytest.mark.parametrize("radius", [65, 100, 257])
def test_a_large_disc_never_reaches_too_far_and_hardly_falls_short(radius: int):
    disc = grown(dot(2 * radius + 7), radius) > 0
    middle = radius + 3
    y, x = np.nonzero(disc)
    assert np.hypot(x - middle, y - middle).max() <= radius
    y, x = np.nonzero(~disc)
    assert np.hypot(x - middle, y - middle).min() >= 0.99 * radius


def test_a_soft_disc_grows_and_shrinks_to_the_computed_areas():
    disc = soft_disc(40, 201)
    assert grown(disc, 30).sum() / 255 == pytest.approx(np.pi * 70**2, rel=0.015)
    assert shrunk(disc, 15).sum() / 255 == pytest.approx(np.pi * 25**2, rel=0.03)


def test_a_border_lies_along_the_edge():
    square = np.zeros((60, 60), np.uint8)
    square[20:40, 20:40] = 255
    band = border(square, 5)
    assert_array_equal(np.flatnonzero(band[30, :30]), [17, 18, 19, 20, 21])
    assert band[30, 30] == 0
