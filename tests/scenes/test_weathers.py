"""Weather changes the air as it should, and leaves things recognisable."""

import numpy as np
import pytest

from studio.scenes.description import SKIES, WEATHERS
from studio.scenes.painting import paint
from studio.scenes.palette import SKY_PALETTES
from studio.scenes.weathers import air
from tests.scenes.pictures import HOUSE, a_landscape

SIDE = 128


@pytest.mark.parametrize("sky", SKIES)
def test_clear_air_is_that_of_the_sky(sky: str) -> None:
    assert air(sky, "clear") == SKY_PALETTES[sky]


@pytest.mark.parametrize("sky", ("day", "sunrise", "golden", "sunset"))
def test_a_storm_darkens_the_sky(sky: str) -> None:
    assert sum(air(sky, "storm").stops[1]) < sum(SKY_PALETTES[sky].stops[1])


@pytest.mark.parametrize("weather", WEATHERS)
def test_a_red_house_is_still_red(weather: str) -> None:
    picture = paint(a_landscape(weather=weather, things=(HOUSE,)), SIDE).astype(int)
    red = picture[..., 0] > 1.4 * picture[..., 1:].max(axis=2)
    box = HOUSE.box
    assert red.sum() > 0.2 * box.width * box.height * SIDE**2


@pytest.mark.parametrize("weather", ("rain", "snowfall", "storm"))
def test_what_falls_is_seen_over_the_whole_picture(weather: str) -> None:
    picture = paint(a_landscape(weather=weather, ground="desert", backdrop="none"), SIDE)
    lightness = picture.astype(int).sum(axis=2)
    edges = np.abs(np.diff(lightness, axis=1)) > 40
    for rows in np.split(edges, 4):
        assert rows.sum() > 20


def test_lightning_is_the_brightest_in_a_storm() -> None:
    storm = paint(a_landscape(weather="storm", sky="overcast"), SIDE).astype(int)
    yellow = (storm[..., 0] > 230) & (storm[..., 2] < 215)
    assert yellow.sum() > 40


def test_fog_takes_the_contrast_from_what_is_far() -> None:
    clear, foggy = (
        paint(a_landscape(weather=weather, backdrop="mountains"), SIDE)[45:74].astype(float).std()
        for weather in ("clear", "fog")
    )
    assert foggy < 0.6 * clear
