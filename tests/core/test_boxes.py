"""Boxes as lines, and how many of them a model takes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.boxes import check_boxes, read_box, write_box
from studio.core.errors import BadInput
from studio.core.request import Placed
from tests.core.test_parameters import MODEL

LED = replace(MODEL, most_boxes=2)


def test_a_box_is_one_line():
    assert write_box(Placed("a red boat", 0.1, 0.25, 0.5, 1.0)) == "0.1,0.25,0.5,1: a red boat"


@given(
    st.tuples(*[st.integers(0, 4900)] * 2),
    st.tuples(*[st.integers(5000, 10_000)] * 2),
    st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1),
)
def test_every_box_comes_back(corner: tuple[int, int], opposite: tuple[int, int], words: str):
    left, top, right, bottom = (edge / 10_000 for edge in (*corner, *opposite))
    placed = Placed(words, left, top, right, bottom)
    assert read_box(write_box(placed)) == placed


@pytest.mark.parametrize("line", ["", "a boat", "0,0,1: a boat", "0,0,1,: a boat", "0 0 1 1: boat"])
def test_what_is_no_box_is_told_how_one_is_written(line: str):
    with pytest.raises(BadInput, match="LEFT,TOP,RIGHT,BOTTOM: WORDS"):
        read_box(line)


def test_a_model_is_asked_for_no_more_than_it_takes():
    check_boxes(0, MODEL)
    check_boxes(2, LED)
    with pytest.raises(BadInput, match="3 things have a box; the model 'Landscapes' takes 2"):
        check_boxes(3, LED)
    with pytest.raises(BadInput, match="cannot be told where things are"):
        check_boxes(1, MODEL)
