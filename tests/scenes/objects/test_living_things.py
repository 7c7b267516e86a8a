"""Plants, animals, people and things keep to their boxes, their colours and the light."""

from collections.abc import Callable

import numpy as np
import pytest
import skia
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from studio.scenes.brushes import Ink, Pen, Style
from studio.scenes.description import COLOURS, Box
from studio.scenes.kinds import KINDS
from studio.scenes.objects import animals, people, plants, things, trees, wild_animals
from studio.scenes.palette import COLOUR_VALUES, Rgb

PAINTERS: dict[str, Callable[[Pen, Rgb], None]] = {
    name.removeprefix("paint_"): painter
    for module in (trees, plants, animals, wild_animals, people, things)
    for name, painter in vars(module).items()
    if name.startswith("paint_")
}
OF_A_COLOUR = [kind for kind in PAINTERS if KINDS[kind].coloured]
OF_THEIR_OWN = [kind for kind in PAINTERS if not KINDS[kind].coloured]
# Much of these is stem, skin or patches, whatever their colour.
PARTLY_COLOURED = {"tulip", "flowers", "woman", "man", "child", "mushroom"}
NIGHT: Rgb = (16, 24, 76)
HEIGHT_PX = 200
MARGIN_PX = 40
SLACK_PX = 6  # 3 % of the height


def painted(
    kind: str, colour: str = "red", darkness: float = 0.0, style: Style | None = None
) -> NDArray[np.uint8]:
    """(height, width, 4) uint8 with a margin around the box, clear where nothing is."""
    box = Box(MARGIN_PX, MARGIN_PX, HEIGHT_PX * KINDS[kind].aspect, HEIGHT_PX)
    pixels = np.zeros((HEIGHT_PX + 2 * MARGIN_PX, round(box.width) + 2 * MARGIN_PX, 4), np.uint8)
    canvas = skia.Surface(pixels, colorType=skia.kRGBA_8888_ColorType).getCanvas()
    with Pen(canvas, style or Style(), NIGHT, darkness).placed(box) as pen:
        PAINTERS[kind](pen, COLOUR_VALUES[colour])
    return pixels


def opaque(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """(n, 3) RGB of the pixels that the thing covers."""
    return pixels[pixels[..., 3] > 200][:, :3].astype(np.int64)


def nearest_colours(rgb: NDArray[np.int64]) -> list[str]:
    """The named colour that each of (n, 3) pixels comes nearest to."""
    names = list(COLOUR_VALUES)
    values = np.array([COLOUR_VALUES[name] for name in names])
    nearest = np.square(rgb[:, None] - values).sum(-1).argmin(1)
    return [names[index] for index in nearest]


def test_every_plant_animal_person_and_thing_has_a_painter():
    names = (
        "pine tree palm birch cactus mushroom flowers tulip sunflower cat dog horse cow sheep "
        "rabbit duck penguin elephant whale woman man child snowman lantern bench umbrella flag"
    )
    assert set(PAINTERS) == set(names.split())


@pytest.mark.parametrize("kind", PAINTERS)
def test_a_thing_touches_all_four_sides_of_its_box_and_stays_within(kind: str):
    pixels = painted(kind)
    rows, columns = np.nonzero(pixels[..., 3] > 128)
    margins = [rows.min(), pixels.shape[0] - 1 - rows.max()]
    margins += [columns.min(), pixels.shape[1] - 1 - columns.max()]
    assert_allclose(margins, MARGIN_PX, atol=SLACK_PX)


@pytest.mark.parametrize("kind", OF_A_COLOUR)
@pytest.mark.parametrize("colour", COLOURS)
def test_the_named_colour_covers_more_of_a_thing_than_any_other(kind: str, colour: str):
    found = nearest_colours(opaque(painted(kind, colour)))
    shares = {name: found.count(name) / len(found) for name in COLOURS}
    least = 0.3 if kind in PARTLY_COLOURED else 0.5
    assert shares[colour] >= least, shares


@pytest.mark.parametrize("kind", OF_THEIR_OWN)
def test_what_has_its_own_colour_ignores_the_one_given(kind: str):
    assert_array_equal(painted(kind, "red"), painted(kind, "black"))


@pytest.mark.parametrize("kind", PAINTERS)
def test_a_thing_has_an_outline_in_a_style_with_ink(kind: str):
    inked = opaque(painted(kind, "yellow", style=Style(ink=Ink((255, 0, 255), 2.0))))
    assert (inked == (255, 0, 255)).all(-1).sum() > HEIGHT_PX


@pytest.mark.parametrize("kind", PAINTERS)
def test_a_thing_darkens_with_the_night(kind: str):
    day, night = opaque(painted(kind, "yellow")), opaque(painted(kind, "yellow", darkness=0.5))
    assert night.mean() < 0.85 * day.mean()


@pytest.mark.parametrize("kind", PAINTERS)
def test_a_thing_is_painted_alike_every_time(kind: str):
    assert_array_equal(painted(kind, "orange"), painted(kind, "orange"))


def test_a_lantern_shines_at_night():
    night = opaque(painted("lantern", "blue", darkness=0.5))
    lamplight = (night[:, 0] > 230) & (night[:, 2] < 220)
    assert lamplight.sum() > 100


@pytest.mark.parametrize("kind", ["dog", "horse", "whale"])
def test_the_eyes_of_a_black_animal_show(kind: str):
    face = opaque(painted(kind, "black"))
    assert (face.min(-1) > 235).sum() > 8
