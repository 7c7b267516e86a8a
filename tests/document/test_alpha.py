"""Straight and premultiplied: every colour with every alpha."""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_array_equal

from studio.core.pixels import Pixels
from studio.document.alpha import premultiplied, unpremultiplied


def every_pair() -> tuple[Pixels, np.ndarray, np.ndarray]:
    """(256, 256, 4) of each colour with each alpha, and both as numbers."""
    colour, alpha = np.meshgrid(np.arange(256), np.arange(256), indexing="ij")
    return np.stack([colour, colour, colour, alpha], axis=2).astype(np.uint8), colour, alpha


def test_premultiplied_is_the_rounded_product():
    straight, colour, alpha = every_pair()
    result = premultiplied(straight)
    assert_array_equal(result[..., 0], (colour * alpha * 2 + 255) // 510)
    assert_array_equal(result[..., 3], alpha)


def test_unpremultiplied_is_the_rounded_quotient():
    pixels, colour, alpha = every_pair()
    result = unpremultiplied(pixels)
    between = (alpha > 0) & (alpha < 255) & (colour <= alpha)
    share = np.maximum(alpha, 1)
    assert_array_equal(result[..., 0][between], ((colour * 510 + share) // (2 * share))[between])
    assert_array_equal(result[..., 3], alpha)


def test_there_and_back_changes_nothing():
    pixels, colour, alpha = every_pair()
    possible = (colour <= alpha)[..., None] * pixels
    assert_array_equal(premultiplied(unpremultiplied(possible))[..., 0], possible[..., 0])


def test_opaque_and_clear_pixels_stay():
    pixels = np.zeros((2, 3, 4), np.uint8)
    pixels[0] = (7, 8, 9, 255)
    assert_array_equal(unpremultiplied(pixels), pixels)
    assert_array_equal(premultiplied(pixels), pixels)


def test_colours_brighter_than_their_alpha_do_not_wrap():
    assert unpremultiplied(np.array([[[255, 0, 0, 1]]], np.uint8))[0, 0, 0] == 255
