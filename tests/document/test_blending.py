"""Pairs of pixels, half clear and opaque, of every mode."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.pixels import Pixels
from studio.document.alpha import premultiplied, unpremultiplied
from studio.document.blending import blended, mixed
from studio.document.layer import Blend

EDGES = np.array([0, 1, 2, 127, 128, 254, 255], np.uint8)
COUNT = 60_000


def pixels(seed: int) -> Pixels:
    """(n, 4) premultiplied of any colour and alpha, a fifth of them at the edges of what can be."""
    lots = np.random.default_rng(seed)
    straight = lots.integers(0, 256, (COUNT, 4), np.uint8)
    at_edge = lots.random(straight.shape) < 0.2
    straight[at_edge] = lots.choice(EDGES, at_edge.sum())
    return premultiplied(straight.reshape(200, -1, 4)).reshape(-1, 4)


def colours_and_alpha(pixels: Pixels) -> tuple[np.ndarray, np.ndarray]:
    straight = unpremultiplied(pixels.reshape(200, -1, 4)).reshape(-1, 4).astype(np.uint32)
    return straight[:, :3], straight[:, 3:]


def share(*levels: np.ndarray) -> np.ndarray:
    """A product of three, rounded to a level."""
    one, other, third = levels
    return (one * other * third + 255**2 // 2) // 255**2


@pytest.mark.parametrize("blend", list(Blend))
def test_a_program_that_rounds_each_share_by_itself_is_at_most_a_level_away(blend: Blend):
    below, above = pixels(0), pixels(1)
    (b, alpha_b), (s, alpha_s) = colours_and_alpha(below), colours_and_alpha(above)
    both = share(alpha_b, alpha_s, blended(b, s, blend))
    theirs = share(255 - alpha_s, alpha_b, b) + share(255 - alpha_b, alpha_s, s) + both
    result = mixed(below, above, blend, 255, clips=False)
    assert np.abs(result[:, :3].astype(int) - theirs).max() <= 1
    united = alpha_b + alpha_s - (alpha_b * alpha_s + 127) // 255
    assert_array_equal(result[:, 3:], united)


@pytest.mark.parametrize("blend", list(Blend))
def test_no_colour_exceeds_its_alpha(blend: Blend):
    for opacity in (255, 100):
        result = mixed(pixels(2), pixels(3), blend, opacity, clips=False)
        assert (result[:, :3] <= result[:, 3:]).all()


@pytest.mark.parametrize("blend", list(Blend))
def test_what_is_clear_changes_nothing_and_what_lies_on_nothing_stays_as_it_is(blend: Blend):
    some, nothing = pixels(4), np.zeros((COUNT, 4), np.uint8)
    assert_array_equal(mixed(some, nothing, blend, 255, clips=False), some)
    assert_array_equal(mixed(nothing, some, blend, 255, clips=False), some)
    assert not mixed(nothing, some, blend, 255, clips=True).any()


@pytest.mark.parametrize("blend", list(Blend))
def test_what_is_clipped_leaves_the_alpha_below(blend: Blend):
    below = pixels(5)
    result = mixed(below, pixels(6), blend, 77, clips=True)
    assert_array_equal(result[:, 3], below[:, 3])
    assert (result[:, :3] <= result[:, 3:]).all()
