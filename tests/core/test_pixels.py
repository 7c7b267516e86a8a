import numpy as np
import pytest

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import bounds_of_painted, check_extent, frozen


def test_the_painted_part_of_a_mask_is_boxed():
    mask = np.zeros((20, 30), np.uint8)
    mask[4:7, 10:15] = 1
    assert bounds_of_painted(mask) == Bounds(10, 4, 5, 3)


def test_an_empty_mask_has_an_empty_box():
    assert bounds_of_painted(np.zeros((5, 5), np.uint8)).is_empty


def test_frozen_pixels_do_not_follow_their_source():
    source = np.zeros((2, 2, 3), np.uint8)
    copy = frozen(source)
    source[:] = 9
    assert copy.max() == 0


def test_frozen_pixels_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        frozen(np.zeros((2, 2, 3), np.uint8))[0, 0, 0] = 1


@pytest.mark.parametrize("extent", [Extent(0, 8), Extent(8, 0), Extent(10**6, 8)])
def test_an_impossible_size_is_refused_with_its_limits(extent):
    with pytest.raises(BadInput, match="1 to 16384 px"):
        check_extent(extent)
