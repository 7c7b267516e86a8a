"""Random scenes stay inside the world and repeat with their seed."""

import numpy as np
import pytest

from studio.scenes.description import (
    BACKDROPS,
    BACKGROUNDS,
    COLOURED_KINDS,
    COLOURS,
    GROUNDS,
    KINDS,
    LIGHTS,
    PLACES,
    SKIES,
    Landscape,
    PlainScene,
    Scene,
)
from studio.scenes.sampling import PLAIN_SHARE, random_scene


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    rng = np.random.default_rng(1)
    return [random_scene(rng) for _ in range(1500)]


def test_the_same_seed_gives_the_same_scene():
    first, second = (random_scene(np.random.default_rng(7)) for _ in range(2))
    assert first == second


def test_every_name_of_the_world_comes_up(scenes: list[Scene]):
    landscapes = [scene for scene in scenes if isinstance(scene, Landscape)]
    assert {scene.sky for scene in landscapes} == set(SKIES)
    assert {scene.ground for scene in landscapes} == set(GROUNDS)
    assert {scene.backdrop for scene in landscapes} == set(BACKDROPS)
    assert {scene.light for scene in landscapes} == set(LIGHTS)
    assert {thing.kind for scene in scenes for thing in scene.things} == set(KINDS)
    plain = [scene for scene in scenes if isinstance(scene, PlainScene)]
    assert {scene.background for scene in plain} == set(BACKGROUNDS)


def test_plain_scenes_take_their_share(scenes: list[Scene]):
    plain = sum(isinstance(scene, PlainScene) for scene in scenes)
    assert plain / len(scenes) == pytest.approx(PLAIN_SHARE, abs=0.05)


def test_things_of_one_scene_stand_in_different_places(scenes: list[Scene]):
    for scene in scenes:
        places = [thing.place for thing in scene.things]
        assert len(set(places)) == len(places)


def test_a_thing_has_a_colour_exactly_where_its_kind_takes_one(scenes: list[Scene]):
    for thing in (thing for scene in scenes for thing in scene.things):
        assert (thing.colour in COLOURS) == (thing.kind in COLOURED_KINDS)


def test_a_thing_never_has_the_colour_of_its_plain_background(scenes: list[Scene]):
    for scene in scenes:
        if isinstance(scene, PlainScene):
            assert scene.background not in {thing.colour for thing in scene.things}


def test_boxes_agree_with_places(scenes: list[Scene]):
    for thing in (thing for scene in scenes for thing in scene.things):
        centre = thing.box.left + thing.box.width / 2
        assert PLACES[min(2, int(centre * 3))] == thing.place


def test_boxes_lie_in_the_picture_but_for_a_narrow_rim(scenes: list[Scene]):
    for thing in (thing for scene in scenes for thing in scene.things):
        assert thing.box.left > -0.1
        assert thing.box.right < 1.1
        assert thing.box.top >= 0
        assert thing.box.bottom <= 1
