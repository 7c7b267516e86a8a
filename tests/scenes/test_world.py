"""A world names what may come up, and can be written down."""

import json

import numpy as np
import pytest

from studio.scenes.description import Landscape
from studio.scenes.sampling import random_scene
from studio.scenes.world import FAIR_WORLD, WHOLE_WORLD, World


@pytest.mark.parametrize("world", [FAIR_WORLD, WHOLE_WORLD])
def test_a_world_comes_back_from_json(world: World):
    assert World.of(json.loads(json.dumps(world.described()))) == world


def test_what_a_world_does_not_say_is_as_in_the_whole():
    assert World.of({"styles": ["flat"]}) == World(styles=("flat",))


@pytest.mark.parametrize("described", [{"kinds": ["dragon"]}, {"kinds": 3}, {"colours": ["red"]}])
def test_a_world_of_unknown_names_is_refused(described: dict[str, object]):
    with pytest.raises(ValueError, match="world"):
        World.of(described)


def test_scenes_of_the_fair_world_hold_nothing_else():
    rng = np.random.default_rng(0)
    for _ in range(300):
        scene = random_scene(rng, FAIR_WORLD)
        assert {thing.kind for thing in scene.things} <= set(FAIR_WORLD.kinds)
        assert sum(thing.count > FAIR_WORLD.most_alike for thing in scene.things) == 0
        if isinstance(scene, Landscape):
            assert scene.sky in FAIR_WORLD.skies
            assert scene.weather in FAIR_WORLD.weathers
            assert scene.backdrop in FAIR_WORLD.backdrops
            assert scene.ground in FAIR_WORLD.grounds
