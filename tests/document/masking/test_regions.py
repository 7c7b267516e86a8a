"""Connected parts and holes, against scikit-image's."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from skimage.measure import label

from studio.document.masking.regions import Flags, alike, connected, connected_from, filled

flags = arrays(np.bool_, (8, 9))


@given(flags, st.integers(0, 8), st.integers(0, 7))
def test_what_hangs_together_with_a_pixel(inside: Flags, x: int, y: int):
    labels = label(inside, connectivity=1)
    expected = inside & (labels == labels[y, x]) & inside[y, x]
    assert_array_equal(connected_from(inside, x, y), expected)


@given(flags, flags)
def test_every_part_with_a_seed_is_found(inside: Flags, seeds: Flags):
    labels = label(inside, connectivity=1)
    wanted = np.unique(labels[seeds & inside])
    assert_array_equal(connected(inside, seeds), np.isin(labels, wanted) & inside)


def test_a_path_that_winds_through_a_large_picture_hangs_together():
    path = np.zeros((401, 401), np.bool_)
    path[::2] = True
    path[1::4, -1] = path[3::4, 0] = True
    assert_array_equal(connected_from(path, 200, 0), path)
    path[201] = False
    assert connected_from(path, 200, 0).sum() == path[:201].sum()


@given(arrays(np.uint8, (8, 9), elements=st.sampled_from([0, 255])))
def test_holes_are_what_cannot_reach_the_edge(mask: np.ndarray):
    labels = label(mask == 0, connectivity=1)
    rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    outside = np.isin(labels, rim) & (mask == 0)
    assert_array_equal(filled(mask), np.where(outside, 0, 255))


def test_a_soft_hole_is_filled_with_its_rim_and_the_soft_outer_edge_stays():
    y, x = np.mgrid[:101, :101] - 50
    distance = np.hypot(x, y)
    disc = np.rint(255 * np.clip((40 - distance) / 6, 0, 1))
    ring = np.minimum(disc, np.rint(255 * np.clip((distance - 10) / 6, 0, 1)))
    assert_array_equal(filled(ring.astype(np.uint8)), disc)


def test_colours_are_alike_within_the_tolerance_in_every_channel():
    pixels = np.array([[[10, 10, 10], [30, 10, 10], [31, 10, 10], [250, 255, 0]]], np.uint8)
    assert_array_equal(alike(pixels, pixels[0, 0], 20)[0], [True, True, False, False])
    assert_array_equal(alike(pixels, pixels[0, 3], 10)[0], [False, False, False, True])
