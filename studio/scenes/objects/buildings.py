"""Buildings, in a box of height 1 and the width that their kind's aspect gives."""

from studio.scenes.brushes import XY, Pen, glow
from studio.scenes.objects.parts import (
    DARK,
    LAMPLIGHT,
    PALE,
    WOOD,
    arch,
    boxes,
    bright,
    brightness,
    deep,
    dots,
    glaze,
    hollow_for,
    is_dark,
    outline,
    roof_for,
    strokes,
    trim_for,
)
from studio.scenes.palette import Rgb, lightened, shaded

_BRICK: Rgb = (158, 96, 80)
_GOLD: Rgb = (246, 200, 76)
_ROCK: Rgb = (96, 96, 106)
_LEAVES: Rgb = (74, 146, 74)
_STRING: Rgb = (206, 196, 176)


def paint_house(pen: Pen, colour: Rgb) -> None:
    roof, trim = roof_for(colour), trim_for(colour)
    pen.rectangle(0.76, 0.0, 0.13, 0.3, _BRICK)
    pen.bare.rectangle(0.745, 0.0, 0.16, 0.05, shaded(_BRICK, 0.3))
    pen.rectangle(0.5, 0.4, 0.56, 0.6, deep(colour, 0.18))
    pen.fill(((0.06, 1.0), (0.06, 0.44), (0.3, 0.12), (0.54, 0.44), (0.54, 1.0)), colour)
    pen.fill(((0.3, 0.08), (0.94, 0.08), (1.12, 0.48), (0.57, 0.48)), roof)
    pen.bare.curve(
        strokes((0.45, 0.21, 0.99, 0.21), (0.53, 0.34, 1.05, 0.34)), deep(roof, 0.3), 0.016
    )
    rim = ((0.0, 0.46), (0.3, 0.07), (0.6, 0.46), (0.55, 0.52), (0.3, 0.2), (0.05, 0.52))
    pen.fill(rim, lightened(roof, 0.2))
    pen.bare.path(boxes((0.63, 0.58, 0.17, 0.21), (0.85, 0.58, 0.17, 0.21)), trim)
    panes = boxes((0.65, 0.6, 0.13, 0.17), (0.87, 0.6, 0.13, 0.17))
    glaze(pen, panes)
    mullions = strokes(
        (0.715, 0.6, 0.715, 0.77), (0.935, 0.6, 0.935, 0.77), (0.65, 0.68, 0.78, 0.68),
        (0.87, 0.68, 1.0, 0.68),
    )  # fmt: skip
    pen.curve(mullions, trim, 0.014)
    leaves = dots(0.035, *((x, 0.81) for x in (0.66, 0.715, 0.77, 0.88, 0.935, 0.99)))
    pen.bare.path(leaves, _LEAVES)
    pen.bare.disc((0.3, 0.4), 0.075, trim)
    glaze(pen, dots(0.055, (0.3, 0.4)))
    pen.path(arch(0.2, 0.6, 0.2, 1.0), WOOD)
    pen.bare.disc((0.365, 0.82), 0.016, _GOLD)


def paint_castle(pen: Pen, colour: Rgb) -> None:
    roof, side = roof_for(colour), deep(colour, 0.14)
    pen.line((0.55, 0.03), (0.55, 0.3), DARK, 0.016)
    pen.fill(((0.56, 0.0), (0.74, 0.055), (0.56, 0.11)), colour)
    pen.fill(_battlement(0.37, 0.73, 0.2, 0.7, merlons=3), side)
    glaze(pen, arch(0.51, 0.34, 0.08, 0.46), hollow_for(colour))
    pen.fill(_battlement(0.2, 0.9, 0.52, 1.0, merlons=5), colour)
    for left in (0.0, 0.82):
        pen.rectangle(left + 0.03, 0.36, 0.22, 0.64, colour)
        pen.bare.rectangle(left + 0.17, 0.4, 0.08, 0.6, side)
        pen.fill(((left, 0.4), (left + 0.14, 0.06), (left + 0.28, 0.4)), roof)
        pen.bare.fill(
            ((left + 0.19, 0.4), (left + 0.14, 0.06), (left + 0.28, 0.4)), deep(roof, 0.25)
        )
        glaze(pen, arch(left + 0.1, 0.5, 0.07, 0.63), hollow_for(colour))
    stones = boxes(
        (0.33, 0.66, 0.08, 0.03), (0.7, 0.7, 0.08, 0.03), (0.28, 0.82, 0.08, 0.03),
        (0.7, 0.86, 0.08, 0.03), (0.05, 0.74, 0.07, 0.03), (0.87, 0.8, 0.07, 0.03),
    )  # fmt: skip
    pen.bare.path(stones, side)
    pen.path(arch(0.42, 0.68, 0.26, 1.0), WOOD)
    grate = strokes((0.485, 0.72, 0.485, 0.99), (0.55, 0.7, 0.55, 0.99), (0.615, 0.72, 0.615, 0.99),
                    (0.43, 0.84, 0.67, 0.84))  # fmt: skip
    pen.curve(grate, shaded(WOOD, 0.55), 0.016)


def _battlement(
    left: float, right: float, top: float, bottom: float, merlons: int, notch: float = 0.06
) -> list[XY]:
    """A wall whose top is cut into merlons with gaps as wide as they are."""
    step = (right - left) / (2 * merlons - 1)
    points: list[XY] = [(left, bottom)]
    for part in range(2 * merlons - 1):
        y = top if part % 2 == 0 else top + notch
        points += [(left + part * step, y), (left + (part + 1) * step, y)]
    return [*points, (right, bottom)]


def paint_church(pen: Pen, colour: Rgb) -> None:
    roof, trim = roof_for(colour), trim_for(colour)
    pen.rectangle(0.34, 0.6, 0.43, 0.4, deep(colour, 0.12))
    pen.fill(((0.3, 0.4), (0.68, 0.4), (0.8, 0.66), (0.3, 0.66)), roof)
    pen.bare.curve(
        strokes((0.38, 0.49, 0.7, 0.49), (0.38, 0.58, 0.74, 0.58)), deep(roof, 0.3), 0.014
    )
    for left in (0.43, 0.545, 0.66):
        glaze(pen, arch(left, 0.72, 0.075, 0.9), hollow_for(colour))
    pen.rectangle(0.04, 0.38, 0.33, 0.62, colour)
    pen.bare.rectangle(0.29, 0.38, 0.08, 0.62, deep(colour, 0.18))
    pen.fill(((0.0, 0.41), (0.205, 0.08), (0.41, 0.41)), roof)
    pen.bare.fill(((0.28, 0.41), (0.205, 0.08), (0.41, 0.41)), deep(roof, 0.25))
    pen.curve(strokes((0.205, 0.018, 0.205, 0.12), (0.16, 0.05, 0.25, 0.05)), _GOLD, 0.026)
    pen.bare.disc((0.195, 0.53), 0.085, trim)
    pen.bare.disc((0.195, 0.53), 0.068, PALE)
    pen.curve(strokes((0.195, 0.53, 0.195, 0.483), (0.195, 0.53, 0.23, 0.545)), DARK, 0.015)
    pen.path(arch(0.115, 0.74, 0.16, 1.0), WOOD)
    pen.curve(strokes((0.195, 0.76, 0.195, 0.99)), shaded(WOOD, 0.5), 0.012)


def paint_barn(pen: Pen, colour: Rgb) -> None:
    roof, trim = (128, 126, 138), trim_for(colour)
    pen.rectangle(0.7, 0.46, 0.46, 0.54, deep(colour, 0.18))
    front = ((0.04, 1.0), (0.04, 0.48), (0.15, 0.2), (0.4, 0.04), (0.65, 0.2), (0.76, 0.48),
             (0.76, 1.0))  # fmt: skip
    pen.fill(front, colour)
    pen.fill(((0.4, 0.0), (0.92, 0.0), (1.1, 0.19), (0.67, 0.19)), roof)
    pen.fill(((0.67, 0.19), (1.1, 0.19), (1.2, 0.52), (0.8, 0.52)), deep(roof, 0.16))
    eaves = outline(
        (0.03, 0.5), (0.145, 0.2), (0.4, 0.035), (0.655, 0.2), (0.77, 0.5), closed=False
    )
    pen.curve(eaves, trim, 0.06)
    pen.bare.path(boxes((0.31, 0.24, 0.18, 0.2)), trim)
    glaze(pen, boxes((0.335, 0.265, 0.13, 0.15)), hollow_for(colour))
    pen.bare.path(boxes((0.18, 0.56, 0.44, 0.44)), deep(colour, 0.3))
    bracing = strokes(
        (0.2, 0.58, 0.6, 0.58), (0.2, 0.58, 0.2, 0.98), (0.6, 0.58, 0.6, 0.98),
        (0.4, 0.58, 0.4, 0.98), (0.2, 0.58, 0.4, 0.98), (0.4, 0.58, 0.2, 0.98),
        (0.4, 0.58, 0.6, 0.98), (0.6, 0.58, 0.4, 0.98), (0.2, 0.975, 0.6, 0.975),
    )  # fmt: skip
    pen.curve(bracing, trim, 0.034)
    pen.bare.path(boxes((0.9, 0.64, 0.16, 0.16)), trim)
    glaze(pen, boxes((0.92, 0.66, 0.12, 0.12)), hollow_for(colour))


def paint_tower(pen: Pen, colour: Rgb) -> None:
    roof, side = roof_for(colour), deep(colour, 0.2)
    pen.fill(((0.12, 0.42), (0.38, 0.42), (0.44, 1.0), (0.06, 1.0)), colour)
    pen.bare.fill(((0.29, 0.42), (0.38, 0.42), (0.44, 1.0), (0.3, 1.0)), side)
    stones = boxes(
        (0.12, 0.6, 0.09, 0.025), (0.19, 0.68, 0.08, 0.025), (0.1, 0.78, 0.07, 0.025),
        (0.13, 0.53, 0.06, 0.02),
    )  # fmt: skip
    pen.bare.path(stones, side)
    pen.path(
        outline((0.06, 0.34), (0.44, 0.34), (0.44, 0.43), (0.38, 0.49), (0.12, 0.49), (0.06, 0.43)),
        deep(colour, 0.08),
    )
    glaze(pen, boxes((0.11, 0.385, 0.05, 0.06), (0.225, 0.385, 0.05, 0.06),
                     (0.34, 0.385, 0.05, 0.06)), hollow_for(colour))  # fmt: skip
    pen.line((0.25, 0.02), (0.25, 0.12), DARK, 0.014)
    pen.fill(((0.255, 0.0), (0.4, 0.04), (0.255, 0.08)), colour)
    pen.path(outline((0.0, 0.37), (0.2, 0.28, 0.25, 0.08), (0.3, 0.28, 0.5, 0.37)), roof)
    pen.bare.path(
        outline((0.3, 0.37), (0.29, 0.28, 0.25, 0.08), (0.3, 0.28, 0.5, 0.37)), deep(roof, 0.25)
    )
    glaze(pen, arch(0.22, 0.56, 0.06, 0.66), hollow_for(colour))
    pen.path(arch(0.18, 0.8, 0.14, 1.0), WOOD)


def paint_lighthouse(pen: Pen, colour: Rgb) -> None:
    rock = outline(
        (0.0, 1.0), (0.02, 0.86, 0.14, 0.89), (0.28, 0.8, 0.42, 0.88), (0.53, 0.86, 0.55, 1.0)
    )
    pen.path(rock, _ROCK)
    pen.bare.fill(((0.02, 0.96), (0.08, 0.88), (0.2, 0.86), (0.14, 1.0)), lightened(_ROCK, 0.2))
    pen.fill(_band(0.26, 0.93), colour)
    for top in (0.39, 0.66):
        pen.bare.fill(_band(top, top + 0.115), _band_colour(colour))
    shade = ((0.31, 0.26), (0.37, 0.26), (0.44, 0.93), (0.33, 0.93))
    pen.bare.fill(shade, (20, 20, 40), 0.18)
    glaze(pen, arch(0.245, 0.54, 0.06, 0.63), hollow_for(colour))
    pen.path(arch(0.225, 0.8, 0.1, 0.93), WOOD)
    pen.rectangle(0.195, 0.13, 0.16, 0.13, DARK)
    lamp = pen.lit.bare if is_dark(pen) else pen.bare
    lamp.rectangle(0.21, 0.13, 0.13, 0.1, LAMPLIGHT)
    if is_dark(pen):
        pen.canvas.drawCircle(
            0.275, 0.2, 0.215, glow((0.275, 0.2), 0.215, pen.lit.colour(LAMPLIGHT), 0.85)
        )
    pen.curve(strokes((0.275, 0.13, 0.275, 0.23)), DARK, 0.014)
    pen.rectangle(0.14, 0.235, 0.27, 0.035, DARK)
    pen.path(outline((0.17, 0.14), (0.18, 0.05, 0.275, 0.04), (0.37, 0.05, 0.38, 0.14)),
             deep(colour, 0.3))  # fmt: skip
    pen.bare.disc((0.275, 0.025), 0.025, DARK)


def _band(top: float, bottom: float) -> tuple[XY, XY, XY, XY]:
    """A part of the lighthouse's tapering shaft between two heights."""
    upper, lower = (0.095 + 0.07 * (y - 0.26) / 0.67 for y in (top, bottom))
    middle = 0.275
    return (middle - upper, top), (middle + upper, top), (middle + lower, bottom), (
        middle - lower, bottom,
    )  # fmt: skip


def _band_colour(colour: Rgb) -> Rgb:
    return PALE if brightness(colour) < 225 else (168, 176, 190)


def paint_windmill(pen: Pen, colour: Rgb) -> None:
    pen.fill(((0.28, 0.4), (0.58, 0.4), (0.71, 1.0), (0.15, 1.0)), colour)
    pen.bare.fill(((0.48, 0.4), (0.58, 0.4), (0.71, 1.0), (0.53, 1.0)), deep(colour, 0.2))
    pen.bare.rectangle(0.215, 0.7, 0.43, 0.035, trim_for(colour))
    glaze(pen, arch(0.44, 0.53, 0.09, 0.64), hollow_for(colour))
    pen.path(arch(0.34, 0.79, 0.15, 1.0), WOOD)
    pen.path(outline((0.25, 0.42), (0.26, 0.21, 0.43, 0.21), (0.6, 0.21, 0.61, 0.42)),
             roof_for(colour))  # fmt: skip
    for quarter in range(4):
        pen.canvas.save()
        pen.canvas.translate(0.43, 0.4)
        pen.canvas.rotate(90 * quarter + 14)
        _paint_sail(pen)
        pen.canvas.restore()
    pen.disc((0.43, 0.4), 0.042, DARK)


def _paint_sail(pen: Pen) -> None:
    """One sail that points up from the hub at the origin."""
    pen.rectangle(0.0, -0.4, 0.125, 0.31, PALE)
    lattice = strokes(
        (0.055, -0.39, 0.055, -0.1), (0.0, -0.325, 0.115, -0.325), (0.0, -0.25, 0.115, -0.25),
        (0.0, -0.175, 0.115, -0.175),
    )  # fmt: skip
    pen.curve(lattice, (190, 168, 140), 0.012)
    pen.line((0.0, 0.0), (0.0, -0.4), WOOD, 0.03)


def paint_tent(pen: Pen, colour: Rgb) -> None:
    pen.curve(strokes((0.45, 0.015, 0.45, 0.2)), WOOD, 0.03)
    pen.line((1.02, 0.2), (1.29, 0.97), _STRING, 0.014)
    pen.fill(((0.45, 0.06), (1.02, 0.15), (1.24, 1.0), (0.86, 1.0)), deep(colour, 0.24))
    stripe = ((0.66, 0.093), (0.8, 0.115), (1.09, 1.0), (0.98, 1.0))
    pen.bare.fill(stripe, deep(colour, 0.36))
    pen.fill(((0.45, 0.06), (0.86, 1.0), (0.0, 1.0)), colour)
    inside = ((0.45, 0.36), (0.6, 1.0), (0.27, 1.0))
    if is_dark(pen):
        pen.lit.bare.fill(inside, LAMPLIGHT)
    else:
        pen.bare.fill(inside, shaded(colour, 0.72) if brightness(colour) > 60 else (120, 116, 128))
    pen.path(outline((0.45, 0.36), (0.36, 0.74, 0.16, 1.0), (0.3, 1.0), (0.42, 0.74, 0.45, 0.36)),
             bright(colour, 0.45))  # fmt: skip
    pen.path(outline((0.45, 0.36), (0.54, 0.74, 0.72, 1.0), (0.57, 1.0), (0.48, 0.74, 0.45, 0.36)),
             bright(colour, 0.3))  # fmt: skip
