"""What stands on the horizon: mountains, hills, mesas."""

import numpy as np
import skia
from numpy.random import Generator

from studio.scenes.brushes import ellipse, fill, rectangle
from studio.scenes.objects import Tinted
from studio.scenes.palette import Rgb, mixed, shaded


def paint_backdrop(
    canvas: skia.Canvas,
    kind: str,
    horizon: float,
    rng: Generator,
    tinted: Tinted,
    haze: Rgb,
) -> None:
    """Draw a backdrop up from `horizon`; the sky's `haze` lies over it."""

    def hazy(colour: Rgb) -> Rgb:
        return mixed(tinted(colour), haze, 0.12)

    match kind:
        case "mountains":
            _paint_mountains(canvas, horizon, rng, hazy)
        case "hills":
            _paint_hills(canvas, horizon, rng, hazy)
        case "mesas":
            _paint_mesas(canvas, horizon, rng, hazy)
        case _:
            pass


def _paint_mountains(canvas: skia.Canvas, horizon: float, rng: Generator, hazy: Tinted) -> None:
    rock = hazy((112, 124, 156))
    for centre_x in rng.permutation(np.array((0.05, 0.37, 0.66, 0.98))):
        x = float(centre_x) + rng.uniform(-0.05, 0.05)
        height, half = rng.uniform(0.22, 0.33), rng.uniform(0.24, 0.3)
        peak = horizon - height
        fill(canvas, ((x, peak), (x + half, horizon), (x - half, horizon)), rock)
        fill(canvas, ((x, peak), (x + half, horizon), (x + 0.04, horizon)), shaded(rock, 0.22))
        _paint_snow_cap(canvas, x, peak, half / height, hazy((250, 252, 255)))


def _paint_snow_cap(canvas: skia.Canvas, x: float, peak: float, slope: float, snow: Rgb) -> None:
    depth = 0.1
    side = depth * slope
    teeth = ((x + side * 0.35, peak + 0.07), (x, peak + 0.105), (x - side * 0.4, peak + 0.075))
    fill(canvas, ((x, peak), (x + side, peak + depth), *teeth, (x - side, peak + depth)), snow)


def _paint_hills(canvas: skia.Canvas, horizon: float, rng: Generator, hazy: Tinted) -> None:
    for centre_x, colour in ((0.1, (96, 160, 92)), (0.85, (96, 160, 92)), (0.48, (78, 142, 82))):
        x = centre_x + rng.uniform(-0.08, 0.08)
        radii = (rng.uniform(0.32, 0.42), rng.uniform(0.12, 0.18))
        ellipse(canvas, (x, horizon + 0.01), radii, hazy(colour))


def _paint_mesas(canvas: skia.Canvas, horizon: float, rng: Generator, hazy: Tinted) -> None:
    rock = hazy((196, 104, 66))
    for centre_x in rng.permutation(np.array((0.12, 0.5, 0.88))):
        x, top = float(centre_x) + rng.uniform(-0.06, 0.06), horizon - rng.uniform(0.15, 0.24)
        half = rng.uniform(0.1, 0.16)
        cliff = ((x - half, top), (x + half, top), (x + half + 0.07, horizon))
        fill(canvas, (*cliff, (x - half - 0.07, horizon)), rock)
        side = ((x + half * 0.3, top), *cliff[1:], (x + half * 0.5, horizon))
        fill(canvas, side, shaded(rock, 0.18))
        rectangle(canvas, x - half, top + 0.05, 2 * half, 0.02, shaded(rock, 0.12))
