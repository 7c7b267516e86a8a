from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from studio.engine.tiles import spans

lengths = st.integers(1, 3000)
sizes = st.integers(64, 300)


@given(lengths, sizes)
def test_spans_are_equal_and_no_longer_than_asked(length: int, longest: int) -> None:
    sides = {span.stop - span.start for span in spans(length, longest, 32)}
    assert len(sides) == 1
    assert sides.pop() <= longest


@given(lengths, sizes)
def test_spans_cover_the_whole_length(length: int, longest: int) -> None:
    covered = spans(length, longest, 32)
    assert (covered[0].start, covered[-1].stop) == (0, length)


@given(lengths, sizes)
def test_neighbouring_spans_overlap_as_asked(length: int, longest: int) -> None:
    covered = spans(length, longest, 32)
    overlaps = [before.stop - after.start for before, after in pairwise(covered)]
    assert all(overlap >= 32 for overlap in overlaps)


@given(lengths, sizes, st.sampled_from([1, 2, 4]))
def test_weights_add_up_to_one_everywhere(length: int, longest: int, scale: int) -> None:
    total = np.zeros(length * scale)
    for span in spans(length, longest, 32):
        total[span.start * scale : span.stop * scale] += span.weights(scale, 8)
    assert_allclose(total, 1, atol=1e-5)


@pytest.mark.parametrize("scale", [1, 4])
def test_the_margin_at_a_tiles_edge_counts_for_nothing(scale: int) -> None:
    first, second, *_ = spans(400, 128, 32)
    margin = 12 * scale
    assert not first.weights(scale, 8)[-margin:].any()
    assert not second.weights(scale, 8)[:margin].any()
