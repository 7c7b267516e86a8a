"""Buildings, vehicles and things in the air keep to their boxes, their colours and the light."""

from collections.abc import Callable

import numpy as np
import pytest
import skia
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from studio.scenes.brushes import Pen, Style
from studio.scenes.description import COLOURS, Box
from studio.scenes.kinds import KINDS
from studio.scenes.objects import buildings, sky, vehicles
from studio.scenes.palette import COLOUR_VALUES, Rgb

PAINTERS: dict[str, Callable[[Pen, Rgb], None]] = {
    name.removeprefix("paint_"): painter
    for module in (buildings, vehicles, sky)
    for name, painter in vars(module).items()
    if name.startswith("paint_")
}
NIGHT: Rgb = (16, 24, 76)
HEIGHT_PX = 200
MARGIN_PX = 60
SLACK_PX = 6  # 3 % of the height


def painted(kind: str, colour: str, tint_amount: float = 0.0) -> NDArray[np.uint8]:
    """(height, width, 4) uint8 of a thing with a margin around its box, clear where nothing is."""
    width = round(HEIGHT_PX * KINDS[kind].aspect) + 2 * MARGIN_PX
    pixels = np.zeros((HEIGHT_PX + 2 * MARGIN_PX, width, 4), np.uint8)
    canvas = skia.Surface(pixels, colorType=skia.kRGBA_8888_ColorType).getCanvas()
    pen = Pen(canvas, Style(), NIGHT, tint_amount)
    with pen.placed(Box(MARGIN_PX, MARGIN_PX, HEIGHT_PX * KINDS[kind].aspect, HEIGHT_PX)) as placed:
        PAINTERS[kind](placed, COLOUR_VALUES[colour])
    return pixels


def solid(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return pixels[..., 3] > 128


def is_of_colour(pixels: NDArray[np.uint8], colour: str) -> NDArray[np.bool_]:
    """Which pixels are a shade of a vivid colour: nearest to it on the ray from black."""
    own = np.array(COLOUR_VALUES[colour], np.float64)
    rgb = pixels[..., :3].astype(np.float64)
    length = np.linalg.norm(rgb, axis=-1)
    return (rgb @ own) / (np.maximum(length, 1) * np.linalg.norm(own)) > 0.97


def test_every_building_vehicle_and_thing_in_the_air_has_a_painter():
    names = (
        "house castle church barn tower lighthouse windmill tent boat ship car bus truck train "
        "tractor bicycle balloon kite airplane rocket bird butterfly"
    )
    assert set(PAINTERS) == set(names.split())


@pytest.mark.parametrize("kind", PAINTERS)
def test_a_thing_touches_all_four_sides_of_its_box_and_stays_within(kind: str):
    rows, columns = np.nonzero(solid(painted(kind, "red")))
    height, width = HEIGHT_PX + 2 * MARGIN_PX, 2 * MARGIN_PX + HEIGHT_PX * KINDS[kind].aspect
    found = [rows.min(), height - 1 - rows.max(), columns.min(), width - 1 - columns.max()]
    np.testing.assert_allclose(found, MARGIN_PX, atol=SLACK_PX)


@pytest.mark.parametrize("kind", PAINTERS)
def test_nothing_faint_strays_far_from_the_box(kind: str):
    rows, columns = np.nonzero(painted(kind, "red", tint_amount=0.3)[..., 3])
    assert min(rows.min(), columns.min()) >= MARGIN_PX - SLACK_PX


@pytest.mark.parametrize("kind", PAINTERS)
def test_the_named_colour_covers_more_of_a_thing_than_any_other_colour(kind: str):
    for colour in ("red", "green", "blue", "purple"):
        pixels = painted(kind, colour)
        vivid = pixels[solid(pixels)][None]
        spread = np.ptp(vivid[..., :3].astype(int), axis=-1)
        coloured = vivid[spread > 60]
        assert is_of_colour(coloured[None], colour).mean() > 0.5, colour


@pytest.mark.parametrize("kind", PAINTERS)
def test_every_colour_gives_another_picture(kind: str):
    pictures = {painted(kind, colour).tobytes() for colour in COLOURS}
    assert len(pictures) == len(COLOURS)


@pytest.mark.parametrize("kind", PAINTERS)
def test_white_and_black_things_differ_in_brightness(kind: str):
    white, black = painted(kind, "white"), painted(kind, "black")
    difference = white[solid(white)][:, :3].mean() - black[solid(black)][:, :3].mean()
    assert difference > 50


@pytest.mark.parametrize("kind", PAINTERS)
def test_a_thing_is_painted_alike_every_time(kind: str):
    assert_array_equal(painted(kind, "orange"), painted(kind, "orange"))


@pytest.mark.parametrize("kind", ["house", "castle", "church", "lighthouse", "tent", "bus", "ship"])
def test_windows_and_lamps_shine_in_the_dark(kind: str):
    night = painted(kind, "blue", tint_amount=0.3)[..., :3].astype(int)
    lamplight = (night[..., 0] > 230) & (night[..., 2] < 140)
    assert lamplight.sum() > 40


def test_what_does_not_shine_takes_on_the_tint_of_the_light():
    day, night = painted("bicycle", "yellow"), painted("bicycle", "yellow", tint_amount=0.5)
    assert night[solid(night)][:, :3].mean() < 0.75 * day[solid(day)][:, :3].mean()
