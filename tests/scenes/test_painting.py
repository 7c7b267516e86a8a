"""A scene's pixels follow its description."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from studio.scenes.description import (
    BACKGROUNDS,
    COLOURED_KINDS,
    KINDS,
    Box,
    Landscape,
    PlainScene,
    Thing,
    box_around,
)
from studio.scenes.painting import paint
from studio.scenes.palette import COLOUR_VALUES, SKY_PALETTES

SUNSET_AT_SEA = Landscape(
    sky="sunset",
    ground="sea",
    backdrop="none",
    light="none",
    light_x=0.5,
    clouds=0,
    horizon=0.6,
    things=(),
    seed=3,
)


def a_plain_scene(kind: str, colour: str, background: str = "grey") -> PlainScene:
    thing = Thing(kind, colour, "middle", box_around(kind, 0.5, 0.8, 0.6))
    return PlainScene(background, (thing,), seed=0)


def pixels_in(picture: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    size = len(picture)
    rows = slice(round(box.top * size), round(box.bottom * size))
    columns = slice(max(0, round(box.left * size)), round(box.right * size))
    return picture[rows, columns]


def test_the_same_scene_gives_the_same_pixels():
    assert_array_equal(paint(SUNSET_AT_SEA, 64), paint(SUNSET_AT_SEA, 64))


@pytest.mark.parametrize("size", [32, 128, 200])
def test_a_scene_is_painted_at_any_size(size: int):
    picture = paint(SUNSET_AT_SEA, size)
    assert picture.shape == (size, size, 3)
    assert picture.dtype == np.uint8


def test_a_large_picture_shows_the_same_scene_as_a_small_one():
    large = paint(SUNSET_AT_SEA, 256).reshape(64, 4, 64, 4, 3).mean((1, 3))
    assert np.abs(large - paint(SUNSET_AT_SEA, 64)).mean() < 2


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_a_plain_background_has_exactly_its_colour(background: str):
    picture = paint(a_plain_scene("circle", "", background), 64)
    assert tuple(picture[0, 0]) == COLOUR_VALUES[background]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_leaves_a_mark_inside_its_box_only(kind: str):
    scene = a_plain_scene(kind, "red" if kind in COLOURED_KINDS else "")
    changed = np.any(paint(scene, 128) != COLOUR_VALUES["grey"], axis=2)
    box = scene.things[0].box
    inside = pixels_in(changed[..., None].astype(np.uint8), box)
    assert inside.mean() > 0.12
    rim = Box(box.left - 0.05, box.top - 0.02, box.width + 0.1, box.height + 0.06)
    assert changed.sum() == pixels_in(changed[..., None].astype(np.uint8), rim).sum()


@pytest.mark.parametrize("kind", COLOURED_KINDS)
def test_the_colour_of_a_thing_shows_in_its_pixels(kind: str):
    scene = a_plain_scene(kind, "purple")
    pixels = pixels_in(paint(scene, 128), scene.things[0].box)
    assert np.all(pixels == COLOUR_VALUES["purple"], axis=2).mean() > 0.08


def test_a_sky_begins_with_its_own_colour():
    for sky, palette in SKY_PALETTES.items():
        scene = replace(SUNSET_AT_SEA, sky=sky, clouds=0, seed=11)
        top_row = paint(scene, 64)[0].astype(float)
        assert np.abs(np.median(top_row, axis=0) - palette.stops[0]).max() < 8


def test_the_seed_changes_only_details():
    other = paint(replace(SUNSET_AT_SEA, seed=4), 64).astype(float)
    difference = np.abs(other - paint(SUNSET_AT_SEA, 64))
    assert 0 < difference.mean() < 6
