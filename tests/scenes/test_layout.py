"""The layout names every thing and says where it is."""

import numpy as np
import pytest

from studio.scenes.description import Box, PlainScene, Thing, box_around
from studio.scenes.layout import clipped, layout_of
from studio.scenes.sampling import random_scene


def a_scene(*things: Thing) -> PlainScene:
    return PlainScene("flat", "blue", "plain", "", things, seed=0)


def test_each_of_a_group_has_a_box_and_a_name():
    boxes = (Box(0.125, 0.5, 0.25, 0.25), Box(0.5, 0.5, 0.25, 0.25))
    layout = layout_of(a_scene(Thing("boat", "red", "middle", "small", "near", boxes)))
    assert [named.name for named in layout] == ["red boat", "red boat"]
    assert tuple(named.box for named in layout) == boxes


def test_a_thing_without_a_colour_is_named_by_its_kind():
    boxes = (box_around("pine", 0.5, 0.8, 0.4),)
    (named,) = layout_of(a_scene(Thing("pine", "", "middle", "medium", "near", boxes)))
    assert (named.name, named.kind, named.colour) == ("pine", "pine", "")


def test_a_box_is_cut_at_the_edges_of_the_picture():
    assert clipped(Box(-0.25, 0.75, 0.5, 0.5)) == Box(0.0, 0.75, 0.25, 0.25)


def test_a_box_beside_the_picture_leaves_nothing():
    outside = clipped(Box(1.2, 0.1, 0.3, 0.3))
    assert (outside.left, outside.width) == (1.0, 0.0)


@pytest.mark.parametrize("seed", range(5))
def test_a_layout_holds_as_many_boxes_as_the_scene_has_things(seed: int):
    scene = random_scene(np.random.default_rng(seed))
    assert len(layout_of(scene)) == sum(thing.count for thing in scene.things)
