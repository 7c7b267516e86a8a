"""What a person types, and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.geometry import Extent
from studio.ui.widgets.formats import PERCENT, ExtentFormat, NumberFormat

SEED = NumberFormat(low=0, high=2**32 - 1, none_text="random")
SIZE = NumberFormat(low=1, high=2000, unit="px")


@pytest.mark.parametrize(
    ("text", "value"),
    [("35", 0.35), ("35 %", 0.35), ("35,4", 0.35), ("500", 1.0), ("-3", 0.01), (".5", 0.01)],
)
def test_a_percentage_is_read_and_kept_in_its_range(text: str, value: float) -> None:
    assert PERCENT.parse(text) == pytest.approx(value)


def test_a_text_without_a_number_is_none_where_none_can_be() -> None:
    assert SEED.parse("random") is None
    assert SEED.parse("") is None


def test_a_text_without_a_number_is_refused_where_none_cannot_be() -> None:
    with pytest.raises(ValueError, match="no number"):
        SIZE.parse("large")


@given(st.integers(0, 2**32 - 1))
def test_every_seed_comes_back_from_its_text(seed: int) -> None:
    assert SEED.parse(SEED.text(seed)) == seed


@given(st.floats(0.01, 1.0))
def test_a_value_that_is_shown_comes_back_as_it_is_shown(value: float) -> None:
    shown = PERCENT.text(value)
    again = PERCENT.parse(shown)
    assert again is not None
    assert PERCENT.text(again) == shown


def test_steps_stop_at_the_ends() -> None:
    assert SIZE.stepped(1999.5, 10) == 2000
    assert SIZE.stepped(3, -10) == 1


@pytest.mark.parametrize(
    ("text", "extent"),
    [
        ("640 x 512", Extent(640, 512)),
        ("640×512", Extent(640, 512)),
        ("640, 512", Extent(640, 512)),
        ("384", Extent(384, 384)),
    ],
)
def test_a_size_is_read_in_the_ways_people_write_it(text: str, extent: Extent) -> None:
    assert ExtentFormat().parse(text) == extent


@pytest.mark.parametrize("text", ["", "large", "1 2 3"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no size"):
        ExtentFormat().parse(text)
