"""The pen turns a thing's own colours into those of a light and a style."""

import numpy as np
import pytest
import skia
from numpy.typing import NDArray

from studio.scenes.brushes import Ink, Pen, Style
from studio.scenes.description import Box

WHITE, BLACK, RED, BLUE = (255, 255, 255), (0, 0, 0), (200, 0, 0), (0, 0, 200)
SIDE = 40


class Sheet:
    """White paper of SIDE pixels, one unit wide."""

    def __init__(self) -> None:
        self._surface = skia.Surface(SIDE, SIDE)
        self.canvas = self._surface.getCanvas()
        self.canvas.clear(skia.ColorWHITE)
        self.canvas.scale(SIDE, SIDE)

    @property
    def pixels(self) -> NDArray[np.uint8]:
        return self._surface.toarray(colorType=skia.kRGBA_8888_ColorType)[..., :3]


@pytest.fixture
def sheet() -> Sheet:
    return Sheet()


def test_light_mixes_its_tint_into_colours(sheet: Sheet) -> None:
    assert Pen(sheet.canvas, Style()).under(BLUE, 0.5).colour(RED) == (100, 0, 100)


def test_haze_lies_over_what_the_light_has_tinted(sheet: Sheet) -> None:
    lit = Pen(sheet.canvas, Style()).under(BLUE, 0.5)
    assert lit.behind(WHITE, 0.5).colour(RED) == (178, 128, 178)


def test_no_haze_changes_nothing(sheet: Sheet) -> None:
    assert Pen(sheet.canvas, Style()).behind(WHITE, 0.0).colour(RED) == RED


def test_what_shines_takes_no_tint(sheet: Sheet) -> None:
    assert Pen(sheet.canvas, Style(), BLUE, 0.9).lit.colour(RED) == RED


def test_style_moves_colours_after_the_light(sheet: Sheet) -> None:
    style = Style(towards=WHITE, amount=0.5, wash=1.0)
    pen = Pen(sheet.canvas, style)
    assert pen.colour(BLACK) == (128, 128, 128)
    assert pen.broad.colour(BLACK) == WHITE


def test_outlines_lie_outside_of_a_shape(sheet: Sheet) -> None:
    pen = Pen(sheet.canvas, Style(ink=Ink(BLACK, 0.1)))
    pen.rectangle(0.3, 0.3, 0.4, 0.4, RED)
    assert tuple(sheet.pixels[20, 13]) == RED
    assert tuple(sheet.pixels[20, 10]) == BLACK
    assert tuple(sheet.pixels[20, 6]) == WHITE


def test_outlines_keep_their_width_in_a_box(sheet: Sheet) -> None:
    pen = Pen(sheet.canvas, Style(ink=Ink(BLACK, 0.1)))
    with pen.placed(Box(0.25, 0.25, 0.5, 0.5)) as placed:
        placed.rectangle(0.1, 0.1, 0.8, 0.8, RED)
    dark = (sheet.pixels[20] < 10).all(axis=1)
    assert dark.sum() == 2 * 0.1 * SIDE


def test_bare_pens_draw_no_outlines(sheet: Sheet) -> None:
    Pen(sheet.canvas, Style(ink=Ink(BLACK, 0.1))).bare.rectangle(0.3, 0.3, 0.4, 0.4, RED)
    assert not (sheet.pixels == 0).all(axis=2).any()


def test_a_glow_fades_to_nothing_at_its_rim(sheet: Sheet) -> None:
    Pen(sheet.canvas, Style()).glow((0.5, 0.5), (0.4, 0.2), BLACK, 1.0)
    column = sheet.pixels[:, 20, 0].astype(int)
    assert column[20] < 40
    assert column[11] == 255
    assert (np.diff(column[:20]) <= 0).all()


def test_a_veil_runs_from_one_strength_to_another(sheet: Sheet) -> None:
    Pen(sheet.canvas, Style()).fade(Box(0.0, 0.0, 1.0, 1.0), BLACK, 0.0, 1.0)
    column = sheet.pixels[:, 20, 0].astype(int)
    assert column[0] > 245
    assert column[-1] < 10


def test_dots_are_all_drawn_where_they_are_told(sheet: Sheet) -> None:
    Pen(sheet.canvas, Style()).dots(((0.25, 0.25), (0.75, 0.75)), RED, 0.1)
    assert tuple(sheet.pixels[10, 10]) == RED
    assert tuple(sheet.pixels[30, 30]) == RED
    assert tuple(sheet.pixels[20, 20]) == WHITE
