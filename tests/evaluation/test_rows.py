from __future__ import annotations

import pytest

from studio.evaluation.rows import (
    as_record,
    at_least,
    at_most,
    between,
    noted,
    pairs_at_most,
    percentile,
)


@pytest.mark.parametrize(("value", "holds"), [(0.25, True), (0.26, False), (float("nan"), False)])
def test_a_value_holds_up_to_its_limit(value: float, holds: bool) -> None:
    assert at_most("cancel", value, "steps", 0.25).holds is holds


def test_a_ratio_is_the_median_of_pairs_so_that_one_disturbed_run_counts_little() -> None:
    row = pairs_at_most("time", [1.0, 9.0, 2.0], "s", [1.0, 1.0, 2.0], 1.05)
    assert row.ratio == 1
    assert row.holds


def test_a_peer_of_nothing_gives_no_ratio() -> None:
    assert at_most("calls", 0, "calls", 0, peer=0).ratio is None


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([float(i) for i in range(1, 31)], 95) == 29
    assert percentile([3.0], 95) == 3


def test_a_figure_must_reach_its_least_value() -> None:
    assert at_least("psnr", 30.0, "dB", 30.0).holds
    assert not at_least("psnr", 29.9, "dB", 30.0).holds
    assert not at_least("psnr", float("nan"), "dB", 30.0).holds


def test_a_figure_may_have_to_lie_between_two() -> None:
    assert [between("std", value, "", 0.8, 1.2).holds for value in (0.7, 1.0, 1.3)] == [
        False,
        True,
        False,
    ]


def test_an_evaluation_prints_what_was_measured_and_what_was_meant() -> None:
    assert as_record(at_least("psnr", 31.23456, "dB", 30.0)) == {
        "name": "psnr",
        "value": 31.2346,
        "unit": "dB",
        "target": "value >= 30",
        "holds": True,
    }


def test_a_figure_without_target_holds_unless_it_is_no_number() -> None:
    assert noted("distance", 3.0, "").holds
    assert not noted("distance", float("nan"), "").holds
