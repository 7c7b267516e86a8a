from hypothesis import given
from hypothesis import strategies as st

from studio.core.geometry import Bounds, Extent

sides = st.integers(1, 500)
places = st.integers(-500, 500)
rectangles = st.builds(Bounds, places, places, sides, sides)


def test_snapping_up_gives_whole_latent_cells():
    assert Extent(100, 128).snapped_up(8) == Extent(104, 128)


def test_scaling_never_loses_the_last_pixel():
    assert Extent(3, 1000).scaled(0.01) == Extent(1, 10)


@given(rectangles, rectangles)
def test_a_union_holds_both_rectangles(first, second):
    union = first.united(second)
    assert union.intersected(first) == first
    assert union.intersected(second) == second


def test_a_union_with_nothing_is_the_rectangle_itself():
    assert Bounds(5, 5, 10, 10).united(Bounds(900, 900, 0, 0)) == Bounds(5, 5, 10, 10)


def test_rectangles_apart_share_nothing():
    assert Bounds(0, 0, 10, 10).intersected(Bounds(20, 0, 10, 10)).is_empty


@given(rectangles, st.builds(Extent, sides, sides))
def test_shifting_inside_moves_rather_than_shrinks(bounds, extent):
    moved = bounds.shifted_inside(extent)
    assert moved.clipped(extent) == moved
    assert moved.extent == Extent(
        min(bounds.width, extent.width), min(bounds.height, extent.height)
    )
