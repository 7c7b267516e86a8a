"""Each manner of drawing keeps what the words say."""

import colorsys
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from studio.scenes.description import COLOURS, SKIES, STYLES
from studio.scenes.painting import paint
from tests.scenes.pictures import HOUSE, PLAIN, a_landscape, a_square

SIDE = 64


def hue(colour: np.ndarray) -> float:
    """0..1; 0 and 1 are red."""
    return colorsys.rgb_to_hsv(*(float(value) / 255 for value in colour))[0]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("sky", SKIES)
def test_a_red_thing_is_red_in_each_style_under_each_sky(style: str, sky: str) -> None:
    square = replace(a_square("red"), distance="near")
    picture = paint(a_landscape(style=style, sky=sky, things=(square,)), SIDE)
    middle = picture[28:36, 28:36].reshape(-1, 3).mean(axis=0)
    assert min(hue(middle), 1 - hue(middle)) < 0.055
    assert middle[0] > 1.3 * max(middle[1], middle[2])


@pytest.mark.parametrize("style", STYLES)
def test_night_is_darker_than_day_in_each_style(style: str) -> None:
    day, night = (
        paint(a_landscape(style=style, sky=sky, things=(HOUSE,)), SIDE).mean()
        for sky in ("day", "night")
    )
    assert night < 0.7 * day


def test_a_flat_night_is_dark() -> None:
    assert paint(a_landscape(sky="night"), SIDE).mean() < 60


@pytest.mark.parametrize("style", STYLES)
def test_the_twelve_colours_differ_in_each_style(style: str) -> None:
    shown = {
        colour: paint(replace(PLAIN, style=style, things=(a_square(colour),)), SIDE)[28:36, 28:36]
        .reshape(-1, 3)
        .mean(axis=0)
        for colour in COLOURS
    }
    for first, second in combinations(COLOURS, 2):
        assert np.abs(shown[first] - shown[second]).max() > 20, (first, second)


def test_line_drawings_have_dark_outlines_on_paper() -> None:
    scene = replace(PLAIN, style="line", background="white", things=(a_square("yellow"),))
    picture = paint(scene, 128).astype(int)
    across = picture[64].sum(axis=1)
    assert across.min() < 250  # ink
    assert across[64] > 500  # a yellow wash within it
    assert across[4] > 700  # paper


def test_night_glow_shines_over_its_surroundings() -> None:
    thing = a_square("turquoise")
    scene = replace(PLAIN, style="glow", background="black", things=(thing,))
    beside = int((thing.box.left - 0.04) * 128)
    lit, dark = paint(scene, 128)[64, beside], paint(scene, 128)[64, 2]
    assert lit.astype(int).sum() > dark.astype(int).sum() + 20


def test_only_pastel_and_line_drawings_have_the_grain_of_paper() -> None:
    def roughness(style: str) -> float:
        corner = paint(replace(PLAIN, style=style), 64)[:8, :8, 0].astype(int)
        return float(np.abs(np.diff(corner, axis=1)).mean())

    assert roughness("pastel") > roughness("line") > roughness("flat")
