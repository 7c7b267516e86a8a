from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.geometry import Bounds, Extent
from studio.core.region import InpaintPlan, plan_region, widest_within, working_extent
from studio.core.request import InpaintSettings

NATIVE = Extent(128, 128)


def a_plan(
    mask: np.ndarray, strength: float = 1.0, native: Extent = NATIVE, **settings: object
) -> InpaintPlan:
    extent = Extent(mask.shape[1], mask.shape[0])
    return plan_region(mask, extent, native, 8, replace(InpaintSettings(), **settings), strength)


def painted(width: int, height: int, box: Bounds, value: int = 255) -> np.ndarray:
    mask = np.zeros((height, width), np.uint8)
    mask[box.slices] = value
    return mask


BOX = Bounds(200, 150, 60, 40)


def test_the_region_holds_the_mask_and_its_surroundings() -> None:
    region = a_plan(painted(600, 400, BOX)).region
    assert region.x < 200 - 20
    assert region.right > 260 + 20
    assert region.y < 150 - 20
    assert region.bottom > 190 + 20


def test_a_refinement_sees_less_than_a_fill() -> None:
    mask = painted(600, 400, Bounds(200, 100, 150, 150))
    refined, filled = a_plan(mask, 0.3).region, a_plan(mask, 1.0).region
    assert refined.extent.area < filled.extent.area


def test_a_small_mask_gets_a_region_of_native_size() -> None:
    plan = a_plan(painted(600, 400, Bounds(300, 200, 3, 3)))
    assert min(plan.region.width, plan.region.height) >= 128


def test_a_region_of_about_native_size_is_not_resampled() -> None:
    plan = a_plan(painted(600, 400, Bounds(300, 200, 3, 3)))
    assert plan.working == plan.region.extent


def test_at_a_border_the_region_moves_inside() -> None:
    plan = a_plan(painted(600, 400, Bounds(0, 390, 10, 10)))
    assert plan.region.x == 0
    assert plan.region.bottom == 400
    assert plan.region.width >= 128


def test_a_picture_smaller_than_native_is_worked_on_enlarged() -> None:
    plan = a_plan(painted(40, 40, Bounds(10, 10, 20, 20)))
    assert plan.region == Bounds(0, 0, 40, 40)
    assert plan.working == NATIVE


@pytest.mark.parametrize("extent", [Extent(900, 300), Extent(3000, 2000), Extent(5000, 10)])
def test_a_large_region_is_worked_on_at_native_area(extent: Extent) -> None:
    working = working_extent(extent, Extent(512, 512), 8)
    assert working.width % 8 == working.height % 8 == 0
    assert 0.5 < working.area / 512**2 < 1.2


def test_given_context_is_taken_as_it_is() -> None:
    region = a_plan(painted(600, 400, BOX), context_px=10).region
    assert region == Bounds(200 - 10, 150 - 12, 80, 64)


def test_the_feather_lies_inside_the_mask() -> None:
    plan = a_plan(painted(600, 400, BOX), feather_px=8)
    row = plan.composite[BOX.y + 20 - plan.region.y]
    left = BOX.x - plan.region.x
    assert row[:left].max() == 0
    assert np.all(np.diff(row[left - 1 : left + 8]) > 0)
    assert row[left + 8] == 1


def test_without_a_feather_the_edge_is_hard() -> None:
    composite = a_plan(painted(600, 400, BOX), feather_px=0).composite
    assert set(np.unique(composite)) == {0, 1}
    assert composite.sum() == BOX.width * BOX.height


@pytest.mark.parametrize("feather", [None, 10, 40, 200])
@pytest.mark.parametrize("thickness", [1, 2, 5, 12])
def test_the_middle_of_a_thin_stroke_stays_opaque(feather: int | None, thickness: int) -> None:
    plan = a_plan(painted(400, 400, Bounds(100, 200, 150, thickness)), feather_px=feather)
    middle = plan.composite[200 + thickness // 2 - plan.region.y]
    assert middle[175 - plan.region.x] == pytest.approx(1)


def test_the_edge_of_the_picture_is_no_edge_of_the_mask() -> None:
    plan = a_plan(painted(200, 200, Bounds(0, 0, 100, 100)), feather_px=20)
    assert plan.composite[0, 0] == 1


def test_a_grown_mask_reaches_that_much_further() -> None:
    plan = a_plan(painted(600, 400, BOX), grow_px=5, feather_px=0)
    assert plan.changed == BOX.padded(5)
    composite = plan.composite
    top, left = BOX.y - plan.region.y, BOX.x - plan.region.x
    assert (composite[top - 5, left : left + BOX.width] == 1).all()
    assert (composite[top : top + BOX.height, left - 5] == 1).all()
    assert composite[: top - 5].max() == 0


def test_a_mask_grows_round() -> None:
    grown = widest_within(painted(41, 41, Bounds(20, 20, 1, 1)), 15) > 0
    y, x = np.mgrid[-20:21, -20:21]
    assert grown[np.hypot(x, y) <= 13.5].all()
    assert not grown[np.hypot(x, y) >= 17].any()


def test_thin_paint_stays_thin() -> None:
    plan = a_plan(painted(600, 400, BOX, value=51), feather_px=0)
    assert plan.composite.max() == pytest.approx(0.2)


@settings(max_examples=60)
@given(
    width=st.integers(1, 300),
    height=st.integers(1, 300),
    data=st.data(),
    feather=st.one_of(st.none(), st.integers(0, 60)),
    grow=st.integers(0, 20),
    strength=st.floats(0.01, 1),
)
def test_nothing_outside_the_grown_mask_is_ever_touched(
    width: int, height: int, data: st.DataObject, feather: int | None, grow: int, strength: float
) -> None:
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    box = Bounds(x, y, data.draw(st.integers(1, width - x)), data.draw(st.integers(1, height - y)))
    plan = a_plan(painted(width, height, box), strength, feather_px=feather, grow_px=grow)
    opacity = np.zeros((height, width))
    opacity[plan.region.slices] = plan.composite
    inside = painted(width, height, box.padded(grow).clipped(Extent(width, height)))
    assert opacity[inside == 0].sum() == 0
    assert opacity.max() == pytest.approx(1)

    assert plan.working.width % 8 == plan.working.height % 8 == 0
