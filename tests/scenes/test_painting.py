"""Scenes become the pictures that they describe."""

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
    SKIES,
    STYLES,
    WEATHERS,
    Scene,
    Thing,
    box_around,
)
from studio.scenes.kinds import KINDS
from studio.scenes.painting import paint
from studio.scenes.palette import COLOUR_VALUES
from tests.scenes.pictures import HOUSE, PLAIN, SCENE, a_landscape, a_square, difference

SIDE = 64
CHOICES = {
    "sky": SKIES,
    "weather": WEATHERS,
    "ground": GROUNDS,
    "backdrop": BACKDROPS,
    "style": STYLES,
    "light": LIGHTS,
}


@pytest.mark.parametrize("style", STYLES)
def test_same_scene_gives_same_pixels(style: str) -> None:
    scene = a_landscape(style=style, weather="snowfall", sky="aurora", things=(HOUSE,))
    np.testing.assert_array_equal(paint(scene, SIDE), paint(scene, SIDE))


@pytest.mark.parametrize("side", (16, 96, 333))
@pytest.mark.parametrize("scene", (SCENE, PLAIN), ids=("landscape", "plain"))
def test_pictures_come_in_any_size(scene: Scene, side: int) -> None:
    picture = paint(scene, side)
    assert picture.shape == (side, side, 3)
    assert picture.dtype == np.uint8


def test_a_large_picture_shows_what_a_small_one_does() -> None:
    scene = a_landscape(things=(HOUSE,))
    small, large = paint(scene, SIDE), paint(scene, 4 * SIDE)
    shrunk = large.reshape(SIDE, 4, SIDE, 4, 3).mean((1, 3)).round().astype(np.uint8)
    assert difference(small, shrunk) < 3


@pytest.mark.parametrize("aspect", CHOICES)
def test_every_word_for_a_landscape_changes_it(aspect: str) -> None:
    pictures = {name: paint(replace(SCENE, **{aspect: name}), SIDE) for name in CHOICES[aspect]}
    for first, second in combinations(pictures, 2):
        assert difference(pictures[first], pictures[second]) > 1.2, (first, second)


@pytest.mark.parametrize("pattern", PATTERNS[1:])
def test_patterns_show_both_of_their_colours(pattern: str) -> None:
    picture = paint(replace(PLAIN, pattern=pattern, second="yellow"), SIDE)
    for colour in ("blue", "yellow"):
        near = np.abs(picture.astype(int) - COLOUR_VALUES[colour]).max(axis=2) < 12
        assert near.mean() > 0.1


def test_every_kind_is_seen_in_its_box_and_nowhere_else() -> None:
    background = paint(PLAIN, SIDE)
    for kind in KINDS:
        box = box_around(kind, 0.5, 0.7, 0.4)
        colour = "red" if KINDS[kind].coloured else ""
        thing = Thing(kind, colour, "middle", "medium", "near", (box,))
        changed = (paint(replace(PLAIN, things=(thing,)), SIDE) != background).any(axis=2)
        rows, columns = np.nonzero(changed)
        assert changed.mean() > 0.02, kind
        assert rows.min() / SIDE > box.top - 0.04, kind
        assert columns.min() / SIDE > box.left - 0.1 - 0.2 * box.width, (
            kind
        )  # a shadow reaches further


def test_a_group_is_drawn_once_for_each_of_its_boxes() -> None:
    boxes = tuple(box_around("star", x, 0.6, 0.2) for x in (0.2, 0.5, 0.8))
    group = Thing("star", "white", "middle", "small", "near", boxes)
    picture = paint(replace(PLAIN, things=(group,)), SIDE).astype(int)
    for box in boxes:
        x, y = int((box.left + box.width / 2) * SIDE), int((box.top + box.height / 2) * SIDE)
        assert picture[y, x].min() > 220


@pytest.mark.parametrize("colour", COLOURS)
def test_flat_things_show_their_very_colour(colour: str) -> None:
    picture = paint(replace(PLAIN, background="blue", things=(a_square(colour),)), SIDE)
    assert tuple(picture[SIDE // 2, SIDE // 2]) == COLOUR_VALUES[colour]


def test_near_things_stand_before_far_ones() -> None:
    far = replace(HOUSE, colour="blue", distance="far")
    both = paint(a_landscape(things=(HOUSE, far)), SIDE)
    reverse = paint(a_landscape(things=(far, HOUSE)), SIDE)
    np.testing.assert_array_equal(both, reverse)


def test_far_things_are_paler_than_near_ones() -> None:
    near, far = (
        paint(a_landscape(things=(replace(HOUSE, distance=distance),)), SIDE).astype(float)
        for distance in ("near", "far")
    )
    assert difference(near, paint(SCENE, SIDE)) > difference(far, paint(SCENE, SIDE))


def test_waters_mirror_what_floats_on_them() -> None:
    sea = a_landscape(ground="sea", backdrop="none")
    boat = Thing("boat", "red", "middle", "medium", "near", (box_around("boat", 0.5, 0.75, 0.3),))
    changed = paint(replace(sea, things=(boat,)), SIDE) != paint(sea, SIDE)
    below = changed[int(0.79 * SIDE) : int(0.85 * SIDE), SIDE // 2 - 6 : SIDE // 2 + 6]
    assert below.any(axis=2).mean() > 0.5
