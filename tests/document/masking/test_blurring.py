"""Soft and smoothed edges."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.pixels import MaskPixels
from studio.document.masking.blurring import antialiased, feathered, smoothed


def half_plane(side: int = 100) -> MaskPixels:
    mask = np.zeros((side, side), np.uint8)
    mask[:, side // 2 :] = 255
    return mask


def square(inner: int, side: int = 120) -> MaskPixels:
    mask = np.zeros((side, side), np.uint8)
    start = (side - inner) // 2
    mask[start : start + inner, start : start + inner] = 255
    return mask


def test_a_feather_fades_over_its_width_to_each_side():
    row = feathered(half_plane(), 20)[50].astype(int)
    assert row[25] == pytest.approx(0, abs=3)
    assert row[49] + row[50] == pytest.approx(255, abs=3)
    assert row[30] == pytest.approx(0.025 * 255, abs=4)
    assert row[75] == pytest.approx(255, abs=3)


def test_a_feather_keeps_the_area():
    mask = square(40)
    assert feathered(mask, 12).sum() == pytest.approx(mask.sum(), rel=0.01)


def test_a_feather_does_not_eat_in_from_the_pictures_edge():
    assert_array_equal(feathered(np.full((30, 30), 255, np.uint8), 12), 255)


def test_no_feather_changes_nothing():
    assert_array_equal(feathered(square(40), 0), square(40))


def test_smoothing_leaves_straight_edges_and_takes_specks_away():
    mask = half_plane()
    mask[20:22, 20:22] = 255
    result = smoothed(mask, 8)
    assert not result[:, :48].any()
    assert (result[:, 52:] == 255).all()


def test_smoothing_rounds_corners():
    result = smoothed(square(60), 20)
    assert result[30, 30] == 0
    assert result[60, 31] == 255
    assert 0.87 * 60**2 < result.sum() / 255 < 0.97 * 60**2


def test_an_antialiased_edge_holds_as_much_and_takes_two_pixels():
    row = antialiased(half_plane(20))[10]
    assert_array_equal(row[8:12], [0, 64, 191, 255])
