"""What stands on the horizon, in layers that pale with their distance."""

import numpy as np
import skia
from numpy.random import Generator

from studio.scenes.brushes import WHITE, Pen
from studio.scenes.contours import OVERHANG, down_to, jagged, rolling_line, smooth
from studio.scenes.description import Box, Landscape
from studio.scenes.palette import Rgb, SkyPalette, lightened, shaded

XY = tuple[float, float]


def paint_backdrop(pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator) -> None:
    """Draw up from the horizon with a pen in the land's light."""
    match scene.backdrop:
        case "mountains":
            _paint_mountains(pen, scene, air, rng)
        case "hills":
            _paint_hills(pen, scene, air, rng)
        case "mesas":
            _paint_mesas(pen, scene, air, rng)
        case "forest":
            _paint_forest(pen, scene, air, rng)
        case "city":
            _paint_city(pen, scene, air, rng)
        case "islands":
            _paint_islands(pen, scene, air, rng)
        case _:
            return
    if scene.backdrop != "islands":
        foot = Box(0.0, scene.horizon - 0.09, 1.0, 0.09)
        pen.fade(foot, air.haze, 0.0, 0.3)


def _paint_mountains(pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator) -> None:
    horizon = scene.horizon
    xs = np.linspace(-OVERHANG, 1 + OVERHANG, 10)
    heights = rng.uniform(0.1, 0.24, xs.size)
    far = [(float(x), horizon - float(height)) for x, height in zip(xs, heights, strict=True)]
    pen.behind(air.veil, 0.5).path(jagged(far, horizon + 0.01), (104, 122, 168))
    near = pen.behind(air.veil, 0.1)
    for centre in rng.permutation(np.array((0.08, 0.4, 0.68, 0.95))):
        peak = (float(centre + rng.uniform(-0.06, 0.06)), horizon - float(rng.uniform(0.2, 0.31)))
        _paint_peak(near, peak, float(rng.uniform(0.85, 1.1)), scene)


def _paint_peak(pen: Pen, peak: XY, slope: float, scene: Landscape) -> None:
    """A pyramid with a lit and a shaded side and a ragged cap of snow. slope: width over height."""
    (x, y), horizon = peak, scene.horizon + 0.01
    height = horizon - y
    half = height * slope
    sun = 1 if scene.light_x >= x else -1
    rock = (110, 124, 164)
    pen.fill(((x, y), (x + half, horizon), (x - half, horizon)), rock)
    bare = pen.bare
    dark = x - sun * half
    spine = (x + sun * half * 0.16, y + height * 0.55)
    foot = (x - sun * half * 0.06, horizon)
    bare.fill(((x, y), spine, foot, (dark, horizon)), shaded(rock, 0.26))
    deep, side = height * 0.38, half * 0.38
    teeth = (
        (x + side, y + deep),
        (x + side * 0.5, y + deep * 0.76),
        (x + side * 0.1, y + deep * 1.1),
        (x - side * 0.4, y + deep * 0.74),
        (x - side, y + deep),
    )
    bare.fill(((x, y), *teeth), (250, 252, 255))
    middle = teeth[2]
    shadow_teeth = teeth[3:] if sun > 0 else teeth[1::-1]
    bare.fill(((x, y), middle, *shadow_teeth), (196, 210, 236))


def _paint_hills(pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator) -> None:
    greens: tuple[Rgb, ...] = ((118, 176, 128), (104, 168, 96), (82, 148, 78))
    for layer, colour in enumerate(greens):
        top = scene.horizon - (0.175, 0.115, 0.055)[layer]
        line = rolling_line(rng, top, 0.05 - 0.01 * layer, 2 + layer)
        veiled = pen.behind(air.veil, (0.42, 0.2, 0.04)[layer])
        hill = down_to(smooth(line), scene.horizon + 0.01)
        sunny = lightened(colour, 0.12)
        veiled.poured(hill, (0.0, top - 0.05), (0.0, scene.horizon), (sunny, shaded(colour, 0.12)))
        _paint_groves(veiled.bare, rng, line, shaded(colour, 0.3))


def _paint_groves(pen: Pen, rng: Generator, line: list[XY], colour: Rgb) -> None:
    """Trees so far away that they are dots, in tufts on a hill's crest."""
    trees: list[XY] = []
    for x, y in line[1:-1]:
        count = int(rng.integers(0, 6))
        for across, down in rng.random((count, 2)).tolist():
            trees.append((x + (across - 0.5) * 0.08, y + 0.004 + 0.012 * down))
    if trees:
        pen.dots(trees, colour, 0.015, 0.75)


def _paint_mesas(pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator) -> None:
    far = pen.behind(air.veil, 0.42)
    for x in (0.22, 0.74):
        centre = x + float(rng.uniform(-0.1, 0.1))
        _paint_mesa(far, scene, centre, float(rng.uniform(0.15, 0.2)), 0.12, (206, 122, 88))
    near = pen.behind(air.veil, 0.06)
    for x, half in rng.permutation(np.array(((0.05, 0.13), (0.5, 0.1), (0.93, 0.14)))).tolist():
        centre = x + float(rng.uniform(-0.07, 0.07))
        _paint_mesa(near, scene, centre, float(rng.uniform(0.17, 0.25)), half, (206, 104, 64))


def _paint_mesa(
    pen: Pen, scene: Landscape, x: float, height: float, half: float, rock: Rgb
) -> None:
    """A flat-topped rock with strata, a shaded side and a skirt of rubble."""
    horizon = scene.horizon + 0.01
    top, skirt = horizon - height, horizon - height * 0.34
    sun = 1 if scene.light_x >= x else -1
    wall, foot = half * 1.08, half * 1.5
    outline = (
        (x - half, top),
        (x + half * 0.3, top),
        (x + half * 0.36, top + height * 0.07),
        (x + half, top + height * 0.07),
        (x + wall, skirt),
        (x + foot, horizon),
        (x - foot, horizon),
        (x - wall, skirt),
    )
    pen.fill(outline, rock)
    bare = pen.bare
    for share in (0.24, 0.46):
        y = top + height * share
        bare.line((x - half * 0.96, y), (x + half * 0.96, y), shaded(rock, 0.2), 0.012, 0.55)
    dark = -sun
    bare.fill(
        (
            (x + dark * half * 0.4, top + height * 0.07),
            (x + dark * half, top + height * 0.07),
            (x + dark * wall, skirt),
            (x + dark * foot, horizon),
            (x + dark * half * 0.55, horizon),
        ),
        shaded(rock, 0.34),
        0.6,
    )


def _paint_forest(pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator) -> None:
    for veil, height, count, colour in (
        (0.52, 0.2, 15, (72, 124, 104)),
        (0.28, 0.155, 13, (48, 108, 80)),
        (0.06, 0.11, 12, (30, 84, 58)),
    ):
        woods = _spruces(rng, scene.horizon + 0.01, height, count)
        pen.behind(air.veil, veil).path(woods, colour)


def _spruces(rng: Generator, bottom: float, height: float, count: int) -> skia.Path:
    """A row of spruces in three tiers each, standing so close that their feet meet."""
    woods = skia.Path()
    woods.addRect(skia.Rect.MakeLTRB(-OVERHANG, bottom - height * 0.35, 1 + OVERHANG, bottom))
    spacing = (1 + 2 * OVERHANG) / count
    for index, (shift, share) in enumerate(rng.random((count, 2)).tolist()):
        x = -OVERHANG + spacing * (index + 0.25 + 0.5 * shift)
        tall, half = height * (0.66 + 0.34 * share), spacing * 0.72
        top = bottom - tall
        profile = (
            (0.0, 0.0),
            (0.45, 0.32),
            (0.24, 0.3),
            (0.72, 0.62),
            (0.42, 0.6),
            (1.0, 1.0),
        )
        right = [skia.Point(x + half * dx, top + tall * dy) for dx, dy in profile]
        left = [skia.Point(x - half * dx, top + tall * dy) for dx, dy in reversed(profile[1:])]
        woods.addPoly(right + left, True)
    return woods


def _paint_city(pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator) -> None:
    bottom = scene.horizon + 0.01
    far, _ = _skyline(rng, bottom, (0.13, 0.29), 13)
    pen.behind(air.veil, 0.5).path(far, (112, 128, 164))
    near, windows = _skyline(rng, bottom, (0.07, 0.22), 11)
    pen.behind(air.veil, 0.16).path(near, (70, 86, 122))
    is_lit = rng.random(len(windows)) < 0.7
    shown = [place for place, lit in zip(windows, is_lit, strict=True) if lit]
    lamps = pen.lit if air.brightness < 0.8 else pen.bare.behind(air.veil, 0.2)
    lamps.dots(shown, (255, 220, 120) if air.brightness < 0.8 else (190, 214, 238), 0.0115, 0.95)


def _skyline(
    rng: Generator, bottom: float, heights: tuple[float, float], count: int
) -> tuple[skia.Path, list[XY]]:
    """Towers side by side as one outline, and where their windows are."""
    towers = skia.Path()
    windows: list[XY] = []
    spacing = 1 / count
    for index, (tall, broad, roof) in enumerate(rng.random((count, 3)).tolist()):
        x = spacing * (index + 0.5)
        half = spacing * (0.36 + 0.2 * broad)
        top = bottom - heights[0] - (heights[1] - heights[0]) * tall
        towers.addRect(skia.Rect.MakeLTRB(x - half, top, x + half, bottom))
        if roof < 0.25:
            towers.addRect(skia.Rect.MakeLTRB(x - 0.004, top - 0.05, x + 0.004, top))
        elif roof < 0.5:
            towers.addRect(skia.Rect.MakeLTRB(x - half * 0.5, top - 0.022, x + half * 0.5, top))
        rows = int((bottom - top - 0.03) / 0.032)
        windows += [
            (x + side * half * 0.5, top + 0.024 + 0.032 * row)
            for row in range(rows)
            for side in (-1, 1)
        ]
    return towers, windows


def _paint_islands(pen: Pen, scene: Landscape, air: SkyPalette, rng: Generator) -> None:
    for x, half, height, veil in (
        (0.5, 0.16, 0.1, 0.5),
        (0.14, 0.2, 0.16, 0.24),
        (0.85, 0.22, 0.18, 0.12),
    ):
        centre = x + float(rng.uniform(-0.06, 0.06))
        _paint_island(pen.behind(air.veil, veil), scene.horizon, centre, half, height)


def _paint_island(pen: Pen, horizon: float, x: float, half: float, height: float) -> None:
    """A green hump with a second summit over a rim of sand."""
    bottom = horizon + 0.012
    pen.ellipse((x, bottom - 0.006), (half * 1.08, 0.016), (240, 220, 166))
    hump = skia.Path()
    hump.moveTo(x - half, bottom - 0.008)
    for first, second, end in (
        ((-0.7, 0.5), (-0.66, 1.0), (-0.25, 1.0)),
        ((0.0, 1.0), (0.1, 0.5), (0.3, 0.56)),
        ((0.6, 0.62), (0.8, 0.2), (1.0, 0.05)),
    ):
        hump.cubicTo(
            *[
                skia.Point(x + half * across, bottom - height * up)
                for across, up in (first, second, end)
            ]
        )
    hump.close()
    green = (76, 150, 92)
    pen.poured(
        hump, (x, bottom - height), (x, bottom), (lightened(green, 0.2), shaded(green, 0.14))
    )
    pen.bare.line((x - half, bottom), (x + half, bottom), WHITE, 0.006, 0.5)
