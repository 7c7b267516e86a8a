from __future__ import annotations

import pytest

from studio.evaluation.rows import at_most, pairs_at_most, percentile


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
