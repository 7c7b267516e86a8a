"""Random scenes stay inside the world, are well composed, and repeat with their seed."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from studio.scenes.description import (
    BACKDROPS,
    COLOURS,
    GROUNDS,
    LIGHTS,
    PATTERNS,
    PLACES,
    SIZES,
    SKIES,
    STYLES,
    WEATHERS,
    Box,
    Landscape,
    PlainScene,
    Scene,
    Thing,
)
from studio.scenes.grounds import WATER_BANDS
from studio.scenes.kinds import AIR, COLOURED, KINDS, LAND, SHAPE, WATER
from studio.scenes.sampling import random_plain_scene, random_scene
from studio.scenes.world import CLASHING, WHOLE_WORLD, World

SMALL_WORLD = World(
    styles=("flat", "line"),
    skies=("day", "night"),
    weathers=("clear", "rain"),
    grounds=("sea", "meadow"),
    backdrops=("none", "hills"),
    lights=("none", "moon"),
    kinds=("boat", "house", "cat", "circle"),
    colours=("red", "blue", "white"),
    patterns=("plain",),
    sizes=("medium", "large"),
    distances=("near",),
    most_things=2,
    most_alike=1,
)


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    rng = np.random.default_rng(1)
    return [random_scene(rng) for _ in range(4000)]


@pytest.fixture(scope="module")
def landscapes(scenes: list[Scene]) -> list[Landscape]:
    return [scene for scene in scenes if isinstance(scene, Landscape)]


@pytest.fixture(scope="module")
def plain(scenes: list[Scene]) -> list[PlainScene]:
    return [scene for scene in scenes if isinstance(scene, PlainScene)]


@pytest.fixture(scope="module")
def things(scenes: list[Scene]) -> list[Thing]:
    return [thing for scene in scenes for thing in scene.things]


def overlap(first: Box, second: Box) -> bool:
    across = first.left < second.right and second.left < first.right
    return across and first.top < second.bottom and second.top < first.bottom


def test_the_same_seed_gives_the_same_scene():
    first, second = (random_scene(np.random.default_rng(7)) for _ in range(2))
    assert first == second


def test_every_name_of_the_world_comes_up(landscapes: list[Landscape], plain: list[PlainScene]):
    assert {scene.sky for scene in landscapes} == set(SKIES)
    assert {scene.weather for scene in landscapes} == set(WEATHERS)
    assert {scene.ground for scene in landscapes} == set(GROUNDS)
    assert {scene.backdrop for scene in landscapes} == set(BACKDROPS)
    assert {scene.light for scene in landscapes} == set(LIGHTS)
    assert {scene.background for scene in plain} == set(COLOURS)
    assert {scene.pattern for scene in plain} == set(PATTERNS)
    assert {scene.style for scene in landscapes} == {scene.style for scene in plain} == set(STYLES)


def test_every_kind_comes_up_about_equally_often(things: list[Thing]):
    shares = Counter(thing.kind for thing in things)
    even = len(things) / len(KINDS)
    assert set(shares) == set(KINDS)
    assert min(shares.values()) > 0.65 * even
    assert max(shares.values()) < 1.45 * even


def test_every_kind_comes_in_every_place_and_size(things: list[Thing]):
    met = {(thing.kind, thing.place) for thing in things}
    assert met == {(kind, place) for kind in KINDS for place in PLACES}
    met = {(thing.kind, thing.size) for thing in things}
    assert met == {(kind, size) for kind in KINDS for size in SIZES}


def test_groups_of_up_to_five_are_not_rare(things: list[Thing]):
    counts = Counter(thing.count for thing in things)
    assert set(counts) == {1, 2, 3, 4, 5}
    assert min(counts.values()) > 0.04 * len(things)


def test_no_group_is_larger_than_its_kind_allows(things: list[Thing]):
    assert all(thing.count <= KINDS[thing.kind].group for thing in things)


def test_plain_scenes_take_their_share(scenes: list[Scene], plain: list[PlainScene]):
    assert len(plain) / len(scenes) == pytest.approx(WHOLE_WORLD.plain_share, abs=0.03)


def test_things_of_one_scene_are_of_different_kinds_in_different_places(scenes: list[Scene]):
    for scene in scenes:
        assert len({thing.place for thing in scene.things}) == len(scene.things) <= 3
        assert len({thing.kind for thing in scene.things}) == len(scene.things)


def test_nothing_covers_another_thing(scenes: list[Scene]):
    for scene in scenes:
        boxes = [box for thing in scene.things for box in thing.boxes]
        assert not any(overlap(first, second) for first, second in combinations(boxes, 2)), scene


def test_nothing_is_cut_off_at_the_edge_of_the_picture(things: list[Thing]):
    for box in (box for thing in things for box in thing.boxes):
        assert min(box.left, box.top) > 0
        assert max(box.right, box.bottom) < 1


def test_everything_is_18_px_high_at_128(things: list[Thing]):
    assert min(box.height for thing in things for box in thing.boxes) * 128 >= 17.5


def test_boxes_have_the_shape_of_their_kind(things: list[Thing]):
    for thing in things:
        for box in thing.boxes:
            assert box.width / box.height == pytest.approx(KINDS[thing.kind].aspect)


def test_boxes_run_from_left_to_right(things: list[Thing]):
    for thing in things:
        lefts = [box.left for box in thing.boxes]
        assert lefts == sorted(lefts)


def test_boxes_agree_with_places(things: list[Thing]):
    for thing in things:
        centre = thing.box.left + thing.box.width / 2
        assert PLACES[min(2, int(centre * 3))] == thing.place


def test_of_one_kind_and_number_the_larger_size_is_larger(landscapes: list[Landscape]):
    heights: dict[tuple[str, int, str], dict[str, list[float]]] = {}
    for thing in (thing for scene in landscapes for thing in scene.things):
        alike = heights.setdefault((thing.kind, thing.count, thing.distance), {})
        alike.setdefault(thing.size, []).append(thing.boxes[0].height)
    assert any(len(alike) == len(SIZES) for alike in heights.values())
    for alike in heights.values():
        for smaller, larger in combinations((s for s in SIZES if s in alike), 2):
            assert max(alike[smaller]) < min(alike[larger])


def test_far_things_stand_nearer_to_the_horizon(landscapes: list[Landscape]):
    for scene in landscapes:
        standing = [thing for thing in scene.things if KINDS[thing.kind].lives != AIR]
        far = [thing.box.bottom for thing in standing if thing.distance == "far"]
        near = [thing.box.bottom for thing in standing if thing.distance == "near"]
        if far and near:
            assert max(far) < min(near)


def test_what_flies_is_in_the_sky(landscapes: list[Landscape]):
    for scene in landscapes:
        for thing in scene.things:
            if KINDS[thing.kind].lives == AIR:
                assert thing.box.bottom < scene.horizon


def test_what_stands_has_its_feet_below_the_horizon(landscapes: list[Landscape]):
    for scene in landscapes:
        for thing in scene.things:
            if KINDS[thing.kind].lives != AIR:
                assert min(box.bottom for box in thing.boxes) > scene.horizon


def test_things_are_met_only_where_they_live(landscapes: list[Landscape]):
    for scene in landscapes:
        for kind in (KINDS[thing.kind] for thing in scene.things):
            assert kind.lives != SHAPE
            assert kind.lives == AIR or scene.ground in kind.grounds


def test_ships_lie_in_the_water_of_a_lake_and_houses_on_its_banks(landscapes: list[Landscape]):
    for scene in (scene for scene in landscapes if scene.ground in WATER_BANDS):
        top, bottom = WATER_BANDS[scene.ground]
        for thing in scene.things:
            for box in thing.boxes:
                depth = (box.bottom - scene.horizon) / (1 - scene.horizon)
                if KINDS[thing.kind].lives == WATER:
                    assert top < depth < bottom
                if KINDS[thing.kind].lives == LAND:
                    assert not top < depth < bottom


def test_a_thing_has_a_colour_exactly_where_its_kind_takes_one(things: list[Thing]):
    for thing in things:
        assert (thing.colour in COLOURS) == (thing.kind in COLOURED)


def test_a_thing_never_has_a_colour_of_its_plain_background(plain: list[PlainScene]):
    for scene in plain:
        assert not {scene.background, scene.second} & {
            thing.colour or "-" for thing in scene.things
        }


def test_a_pattern_has_two_colours_and_a_plain_background_one(plain: list[PlainScene]):
    for scene in plain:
        assert (scene.second == "") == (scene.pattern == "plain")
        assert scene.second != scene.background


def test_shapes_and_objects_do_not_mix(plain: list[PlainScene]):
    for scene in plain:
        assert len({KINDS[thing.kind].lives == SHAPE for thing in scene.things}) == 1


def test_lights_go_with_the_sky(landscapes: list[Landscape]):
    for scene in landscapes:
        if scene.light == "sun":
            assert scene.sky in ("day", "sunrise", "golden", "sunset")
            assert scene.weather in ("clear", "cloudy")
        if scene.light == "moon":
            assert scene.sky in ("dusk", "night", "aurora")
        if scene.light == "rainbow":
            assert scene.sky in ("day", "golden")
            assert scene.weather in ("rain", "cloudy")


def test_storms_come_under_dark_skies_and_snow_falls_on_no_sand(landscapes: list[Landscape]):
    for scene in landscapes:
        if scene.weather == "storm":
            assert scene.sky in ("overcast", "dusk", "night")
        if scene.weather == "snowfall":
            assert scene.ground not in ("desert", "beach")


def test_a_small_world_holds_only_what_it_names():
    rng = np.random.default_rng(3)
    scenes = [random_scene(rng, SMALL_WORLD) for _ in range(400)]
    things = [thing for scene in scenes for thing in scene.things]
    assert {thing.kind for thing in things} == set(SMALL_WORLD.kinds)
    assert {thing.colour for thing in things} == set(SMALL_WORLD.colours)
    assert {thing.size for thing in things} == {"medium", "large"}
    assert {(thing.count, thing.distance) for thing in things} == {(1, "near")}
    assert max(len(scene.things) for scene in scenes) == 2
    landscapes = [scene for scene in scenes if isinstance(scene, Landscape)]
    for group in ("style", "sky", "weather", "ground", "backdrop", "light"):
        names = {getattr(scene, group) for scene in landscapes}
        plural = {"sky": "skies"}.get(group, group + "s")
        assert names == set(getattr(SMALL_WORLD, plural)), group


@pytest.mark.parametrize("kinds", [("circle",), ("boat",)])
def test_a_world_of_one_kind_has_scenes(kinds: tuple[str, ...]):
    world = replace(SMALL_WORLD, kinds=kinds)
    rng = np.random.default_rng(0)
    scenes = [random_scene(rng, world) for _ in range(50)]
    assert {thing.kind for scene in scenes for thing in scene.things} == set(kinds)


def test_a_world_without_things_has_landscapes():
    world = replace(SMALL_WORLD, most_things=0)
    scene = random_scene(np.random.default_rng(0), world)
    assert isinstance(scene, Landscape)
    assert scene.things == ()


def test_a_world_refuses_a_name_that_it_does_not_know():
    with pytest.raises(ValueError, match="grounds"):
        World(grounds=("moor",))


def test_no_pattern_is_made_of_colours_that_clash():
    rng = np.random.default_rng(5)
    plain = (random_plain_scene(rng, WHOLE_WORLD, "star") for _ in range(400))
    pairs = {frozenset((scene.background, scene.second)) for scene in plain if scene.second}
    assert len(pairs) > 30
    assert not pairs & CLASHING
