"""The edge of a mask as closed lines."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from studio.core.pixels import MaskPixels
from studio.ui.canvas.contours import contours, path_of, smoothed


def area(line: npt.NDArray[np.float64]) -> float:
    x, y = line.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def rectangle() -> MaskPixels:
    mask = np.zeros((20, 30), np.uint8)
    mask[5:15, 10:25] = 255
    return mask


def disc(radius: float) -> MaskPixels:
    y, x = np.mgrid[:100, :100] + 0.5 - 50
    return (255 * np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)).astype(np.uint8)


def test_an_empty_mask_has_no_edge():
    assert contours(np.zeros((5, 5), np.uint8)) == []


def test_a_rectangle_has_one_line_along_its_pixels():
    (line,) = contours(rectangle())
    assert line.min(axis=0) == pytest.approx([10, 5])
    assert line.max(axis=0) == pytest.approx([25, 15])


def test_a_mask_over_all_ends_at_the_pictures_edge():
    (line,) = contours(np.full((6, 9), 255, np.uint8))
    assert line.max(axis=0) == pytest.approx([9, 6])


def test_a_soft_disc_has_a_round_line_of_its_radius():
    (line,) = contours(disc(30))
    assert np.hypot(*(line - 50).T) == pytest.approx(30, abs=0.1)


def test_a_ring_has_a_line_outside_and_one_inside_that_run_opposite_ways():
    lines = contours(disc(40) - disc(20))
    assert sorted(np.sign(area(line)) for line in lines) == [-1, 1]


@given(arrays(np.uint8, (7, 8), elements=st.sampled_from([0, 255])))
def test_lines_are_closed_and_hold_the_masks_area(mask: MaskPixels):
    lines = contours(mask)
    for line in lines:
        steps = np.hypot(*(np.roll(line, -1, axis=0) - line).T)
        assert steps.max() <= 1.0 + 1e-9
    # Each corner that is cut off, and each that is filled, takes or gives an eighth of a pixel.
    corners = sum(len(line) for line in lines)
    assert abs(sum(area(line) for line in lines)) == pytest.approx(
        mask.astype(bool).sum(), abs=corners / 8 + 1e-9
    )


def test_smoothing_takes_the_stairs_and_leaves_the_place():
    (line,) = smoothed(contours((disc(30) > 127).astype(np.uint8) * 255))
    assert np.hypot(*(line - 50).T) == pytest.approx(30, abs=0.6)


def test_a_path_is_scaled_and_moved():
    path = path_of(contours(rectangle()), left=100, top=200, scale=2)
    assert path.boundingRect().getRect() == pytest.approx((120, 210, 30, 20))
