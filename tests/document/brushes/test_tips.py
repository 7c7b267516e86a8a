"""The marks of a brush against areas that can be computed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.document.brushes.brush import Tip
from studio.document.brushes.tips import PAPER_PX, mark, paper, rounded


def area(tip: Tip, diameter: float, hardness: float = 1.0) -> float:
    return float(mark(tip, diameter, hardness, 0.0, 0.0).sum()) / 255


@pytest.mark.parametrize("size", [1, 2, 5, 10, 33.25, 100, 251])
def test_a_hard_round_mark_has_the_area_of_its_circle(size: float):
    assert area(Tip.ROUND, size) == pytest.approx(math.pi * size**2 / 4, rel=0.02, abs=0.6)


@pytest.mark.parametrize("size", [2, 9, 40, 150])
def test_a_square_mark_has_the_area_of_its_square(size: float):
    assert area(Tip.SQUARE, size) == pytest.approx(size**2, rel=0.02, abs=0.6)


@pytest.mark.parametrize("size", [16, 40, 150])
def test_a_flat_mark_is_four_times_as_long_as_wide_and_leans(size: float):
    cover = mark(Tip.FLAT, size, 1.0, 0.0, 0.0)
    assert cover.sum() / 255 == pytest.approx(size**2 / 4, rel=0.04)
    middle = (cover.shape[0] - 1) // 2
    reach = round(size / 2 / math.sqrt(2)) - 2
    assert cover[middle - reach, middle + reach] == 255
    assert cover[middle + reach, middle + reach] == 0


@pytest.mark.parametrize("tip", list(Tip))
@pytest.mark.parametrize("size", [1.0, 7.5, 40.0, 180.0])
def test_no_mark_is_cut_off_at_its_frame(tip: Tip, size: float):
    for shift in (0.0, 0.75) if size < 100 else (0.0,):
        cover = mark(tip, size, 0.5, shift, shift)
        assert cover[0].max() == cover[:, 0].max() == cover[-1].max() == cover[:, -1].max() == 0
        assert cover.max() > 30


def test_a_soft_mark_falls_off_without_a_step():
    for tip in (Tip.ROUND, Tip.AIRBRUSH):
        profile = mark(tip, 100, 0.0, 0.0, 0.0)[51].astype(int)
        assert np.abs(np.diff(profile)).max() < 12


def test_hardness_keeps_the_middle_full():
    cover = mark(Tip.ROUND, 100, 0.5, 0.0, 0.0)
    y, x = np.mgrid[:103, :103] + 0.5 - 51
    assert (cover[np.hypot(x, y) <= 24.5] == 255).all()


def test_a_large_mark_made_from_a_quarter_is_what_it_would_be_as_a_whole():
    cover = mark(Tip.ROUND, 101, 0.3, 0.0, 0.0)
    assert_array_equal(cover[:-1, :-1], cover[-2::-1, -2::-1])
    assert_array_equal(cover, cover.T)


def test_a_mark_is_made_once_and_cannot_be_written():
    cover = mark(Tip.ROUND, 40, 0.5, 0.25, 0.0)
    assert mark(Tip.ROUND, 40, 0.5, 0.25, 0.0) is cover
    assert not cover.flags.writeable


def test_bristles_leave_gaps():
    cover = mark(Tip.BRISTLES, 80, 1.0, 0.0, 0.0)
    assert 0.1 < (cover > 0).mean() < 0.7


def test_the_paper_has_pits_and_peaks_and_repeats():
    grain = paper()
    assert (grain == 0).mean() > 0.1
    assert (grain == 255).mean() > 0.04
    assert_array_equal(grain[:PAPER_PX], grain[PAPER_PX : 2 * PAPER_PX])


@pytest.mark.parametrize("diameter", [1.0, 7.3, 99.0, 257.0, 1999.0])
def test_diameters_are_rounded_by_less_than_can_be_seen(diameter: float):
    near, step = rounded(diameter)
    assert abs(near - diameter) <= max(0.125, 0.006 * diameter)
    assert step <= 1
