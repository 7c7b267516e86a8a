"""Silhouettes: joined outlines, limbs, and the shade away from the light."""

from pytest import approx

from studio.scenes.objects.outlines import figure, joined, leaf, limb, oval, overlap, sharp, soft

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def test_a_soft_outline_goes_through_its_points():
    bounds = soft((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)).computeTightBounds()
    assert (bounds.left(), bounds.top(), bounds.right(), bounds.bottom()) == approx((0, 0, 1, 1))


def test_joined_outlines_cover_what_either_covers():
    both = joined(oval(0.3, 0.5, 0.2, 0.2), oval(0.7, 0.5, 0.2, 0.2))
    assert both.contains(0.2, 0.5) and both.contains(0.8, 0.5)


def test_the_overlap_covers_only_what_both_cover():
    common = overlap(sharp(*SQUARE), oval(1.0, 0.5, 0.3, 0.3))
    assert common.contains(0.9, 0.5) and not common.contains(1.1, 0.5)


def test_a_limb_is_as_wide_as_its_joints_say():
    leg = limb((0.5, 0.1, 0.1), (0.5, 0.5, 0.1), (0.5, 0.9, 0.02))
    assert leg.contains(0.42, 0.3) and not leg.contains(0.38, 0.3)
    assert not leg.contains(0.45, 0.88)


def test_the_shade_of_a_figure_lies_at_the_lower_right():
    shade = figure(oval(0.5, 0.5, 0.4, 0.4)).shade
    assert shade.contains(0.77, 0.77) and not shade.contains(0.23, 0.23)


def test_a_turned_oval_lies_across():
    bounds = oval(0.5, 0.5, 0.1, 0.3, 90).computeTightBounds()
    assert (bounds.width(), bounds.height()) == approx((0.6, 0.2), abs=0.01)


def test_a_leaf_is_pointed_at_both_ends():
    blade = leaf((0.0, 0.5), (0.5, 0.1), (1.0, 0.5), (0.5, 0.9))
    assert blade.contains(0.5, 0.5) and not blade.contains(0.02, 0.45)
