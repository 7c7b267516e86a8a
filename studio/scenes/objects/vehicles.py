"""Vehicles, in a box of height 1 and the width that their kind's aspect gives; they head right."""

from functools import cache

import skia

from studio.scenes.brushes import Pen
from studio.scenes.objects.parts import (
    DARK,
    LAMPLIGHT,
    PALE,
    STEEL,
    WOOD,
    boxes,
    bright,
    brightness,
    deep,
    dots,
    glaze,
    outline,
    shine,
    strokes,
    thick,
    trim_for,
    wheel_arch,
    wheels,
)
from studio.scenes.palette import Rgb, shaded

_TAIL_LAMP: Rgb = (214, 54, 48)
_STEAM: Rgb = (236, 238, 244)
_IRON: Rgb = (70, 70, 82)


def paint_boat(pen: Pen, colour: Rgb) -> None:
    pen.line((0.45, 0.02), (0.45, 0.8), WOOD, 0.03)
    pen.fill(((0.44, 0.0), (0.44, 0.09), (0.27, 0.045)), deep(colour, 0.25))
    mainsail = outline((0.48, 0.06), (0.88, 0.34, 0.89, 0.71), (0.68, 0.75, 0.48, 0.71))
    pen.path(mainsail, colour)
    pen.bare.path(outline((0.48, 0.06), (0.62, 0.4, 0.56, 0.73), (0.48, 0.71)), deep(colour, 0.14))
    jib = outline((0.42, 0.13), (0.3, 0.5, 0.04, 0.7), (0.24, 0.75, 0.42, 0.7))
    pen.path(jib, bright(colour, 0.16))
    pen.curve(strokes((0.53, 0.34, 0.74, 0.36), (0.53, 0.54, 0.83, 0.55)), deep(colour, 0.3), 0.012)
    hull = outline((0.0, 0.76), (0.46, 0.82, 0.92, 0.74), (0.88, 0.92, 0.74, 1.0), (0.2, 1.0),
                   (0.04, 0.94, 0.0, 0.76))  # fmt: skip
    pen.path(hull, WOOD)
    rail = outline((0.0, 0.76), (0.46, 0.82, 0.92, 0.74), (0.91, 0.8), (0.46, 0.88, 0.015, 0.82))
    pen.bare.path(rail, PALE)
    pen.bare.path(outline((0.1, 0.94), (0.83, 0.94), (0.74, 1.0), (0.2, 1.0)), shaded(WOOD, 0.4))


def paint_ship(pen: Pen, colour: Rgb) -> None:
    house = PALE if brightness(colour) < 225 else (206, 214, 226)
    pen.bare.path(dots(0.07, (0.34, 0.09), (0.2, 0.07)), _STEAM)
    for left in (0.42, 0.7):
        pen.fill(((left, 0.02), (left + 0.17, 0.0), (left + 0.19, 0.3), (left + 0.01, 0.3)), colour)
        pen.bare.fill(
            ((left, 0.02), (left + 0.17, 0.0), (left + 0.176, 0.085), (left + 0.003, 0.1)), DARK
        )
    pen.line((1.24, 0.12), (1.24, 0.56), _IRON, 0.025)
    pen.rectangle(0.34, 0.24, 0.72, 0.18, house)
    pen.rectangle(0.2, 0.38, 0.98, 0.2, shaded(house, 0.08))
    upper = boxes(*((0.41 + 0.12 * place, 0.285, 0.07, 0.07) for place in range(5)))
    glaze(pen, upper, (84, 126, 172))
    hull = outline((0.0, 0.54), (1.14, 0.57), (1.5, 0.47), (1.45, 0.8, 1.3, 1.0), (0.14, 1.0),
                   (0.02, 0.84, 0.0, 0.54))  # fmt: skip
    pen.path(hull, colour)
    bottom = outline((0.05, 0.88), (1.38, 0.88), (1.34, 0.95, 1.3, 1.0), (0.14, 1.0),
                     (0.08, 0.95, 0.05, 0.88))  # fmt: skip
    pen.bare.path(bottom, deep(colour, 0.5))
    lower = boxes(*((0.27 + 0.145 * place, 0.45, 0.08, 0.06) for place in range(6)))
    glaze(pen, lower, (84, 126, 172))
    pen.bare.path(outline((0.005, 0.6), (1.14, 0.63), (1.49, 0.53), (1.475, 0.58), (1.14, 0.68),
                          (0.01, 0.65)), trim_for(colour))  # fmt: skip
    portholes = dots(0.034, *((0.22 + 0.18 * place, 0.775) for place in range(6)))
    glaze(pen, portholes, trim_for(colour))


def paint_car(pen: Pen, colour: Rgb) -> None:
    body = outline(
        (0.0, 0.72), (0.0, 0.5, 0.1, 0.46, 0.34, 0.42), (0.5, 0.0, 0.86, 0.0),
        (1.2, 0.0, 1.38, 0.41), (1.68, 0.44, 1.8, 0.52, 1.8, 0.76), (1.74, 0.86), (0.06, 0.86),
    )  # fmt: skip
    pen.path(body, colour)
    glaze(pen, outline((0.46, 0.41), (0.56, 0.11, 0.82, 0.1), (0.82, 0.41)))
    glaze(pen, outline((0.91, 0.1), (1.1, 0.11, 1.26, 0.41), (0.91, 0.41)))
    sill = outline((0.01, 0.7), (1.8, 0.7), (1.8, 0.78), (1.74, 0.86), (0.06, 0.86))
    pen.bare.path(sill, deep(colour, 0.26))
    pen.curve(strokes((0.865, 0.1, 0.865, 0.7)), deep(colour, 0.3), 0.022)
    pen.curve(strokes((0.94, 0.52, 1.04, 0.52)), trim_for(colour), 0.035)
    shine(pen, dots(0.075, (1.68, 0.57)), LAMPLIGHT)
    shine(pen, boxes((0.03, 0.52, 0.08, 0.12), radius=0.03), _TAIL_LAMP)
    for x in (0.42, 1.38):
        wheel_arch(pen, (x, 0.8), 0.24, 0.86, colour)
    wheels(pen, ((0.42, 0.8), (1.38, 0.8)), 0.2, STEEL)


def paint_bus(pen: Pen, colour: Rgb) -> None:
    pen.rectangle(0.0, 0.0, 1.7, 0.88, colour, 0.1)
    pen.bare.rectangle(0.06, 0.0, 1.58, 0.07, bright(colour, 0.4), 0.035)
    panes = boxes(*((0.08 + 0.255 * place, 0.15, 0.215, 0.26) for place in range(5)), radius=0.03)
    glaze(pen, panes)
    glaze(pen, boxes((1.56, 0.15, 0.14, 0.34)))
    pen.bare.rectangle(0.0, 0.49, 1.31, 0.065, trim_for(colour))
    pen.bare.rectangle(0.0, 0.76, 1.7, 0.09, deep(colour, 0.28))
    pen.bare.rectangle(1.33, 0.12, 0.19, 0.7, deep(colour, 0.4), 0.02)
    glaze(pen, boxes((1.35, 0.15, 0.065, 0.6), (1.435, 0.15, 0.065, 0.6)))
    shine(pen, boxes((1.62, 0.62, 0.08, 0.09), radius=0.02), LAMPLIGHT)
    shine(pen, boxes((0.0, 0.61, 0.05, 0.1)), _TAIL_LAMP)
    for x in (0.36, 1.12):
        wheel_arch(pen, (x, 0.84), 0.195, 0.88, colour)
    wheels(pen, ((0.36, 0.84), (1.12, 0.84)), 0.16, STEEL)


def paint_truck(pen: Pen, colour: Rgb) -> None:
    pen.rectangle(0.04, 0.76, 1.6, 0.11, _IRON)
    cab = outline((1.15, 0.86), (1.15, 0.2), (1.38, 0.2), (1.46, 0.2, 1.52, 0.46), (1.64, 0.49),
                  (1.7, 0.5, 1.7, 0.6), (1.7, 0.86))  # fmt: skip
    pen.path(cab, deep(colour, 0.12))
    glaze(pen, outline((1.22, 0.47), (1.22, 0.27), (1.36, 0.27), (1.4, 0.28, 1.44, 0.47)))
    pen.rectangle(0.0, 0.0, 1.1, 0.77, colour, 0.03)
    ribs = strokes(*((0.2 + 0.175 * place, 0.1, 0.2 + 0.175 * place, 0.46) for place in range(5)))
    pen.curve(ribs, deep(colour, 0.2), 0.024)
    pen.bare.rectangle(0.0, 0.56, 1.1, 0.09, trim_for(colour))
    pen.bare.rectangle(0.0, 0.0, 1.1, 0.05, bright(colour, 0.35))
    pen.curve(strokes((1.22, 0.57, 1.3, 0.57)), trim_for(colour), 0.03)
    shine(pen, dots(0.055, (1.63, 0.6)), LAMPLIGHT)
    pen.bare.rectangle(1.56, 0.78, 0.14, 0.09, STEEL)
    wheel_arch(pen, (1.4, 0.85), 0.18, 0.86, colour)
    wheels(pen, ((0.24, 0.85), (0.58, 0.85), (1.4, 0.85)), 0.15, STEEL)


def paint_train(pen: Pen, colour: Rgb) -> None:
    pen.bare.path(dots(0.11, (1.66, 0.11), (1.44, 0.13)), _STEAM)
    pen.bare.path(dots(0.075, (1.26, 0.09), (1.8, 0.13)), _STEAM)
    pen.rectangle(0.0, 0.95, 2.2, 0.05, _IRON)
    pen.rectangle(0.05, 0.76, 2.0, 0.08, _IRON)
    _paint_coach(pen, colour)
    pen.fill(((1.76, 0.4), (1.72, 0.15), (1.94, 0.15), (1.9, 0.4)), _IRON)
    pen.path(
        outline((1.46, 0.42), (1.46, 0.25, 1.55, 0.25), (1.64, 0.25, 1.64, 0.42)), (236, 190, 76)
    )
    pen.rectangle(1.3, 0.37, 0.72, 0.38, colour, 0.06)
    pen.bare.rectangle(1.32, 0.41, 0.66, 0.07, bright(colour, 0.35), 0.03)
    pen.bare.path(boxes((1.46, 0.37, 0.045, 0.38), (1.68, 0.37, 0.045, 0.38)), deep(colour, 0.4))
    pen.rectangle(1.9, 0.36, 0.12, 0.4, _IRON, 0.03)
    shine(pen, dots(0.06, (2.05, 0.47)), LAMPLIGHT)
    pen.rectangle(0.98, 0.22, 0.34, 0.56, colour)
    glaze(pen, boxes((1.05, 0.3, 0.2, 0.2)))
    pen.rectangle(0.94, 0.16, 0.42, 0.08, _IRON, 0.03)
    pen.fill(((2.0, 0.78), (2.08, 0.78), (2.2, 0.96), (1.98, 0.96)), deep(colour, 0.25))
    wheels(pen, ((1.18, 0.79), (1.53, 0.79)), 0.17, bright(colour, 0.15))
    wheels(pen, ((1.84, 0.85),), 0.11, bright(colour, 0.15))
    pen.line((1.18, 0.84), (1.84, 0.85), STEEL, 0.04)


def _paint_coach(pen: Pen, colour: Rgb) -> None:
    pen.rectangle(0.03, 0.28, 0.86, 0.5, colour)
    pen.rectangle(0.0, 0.22, 0.92, 0.08, _IRON, 0.03)
    glaze(pen, boxes(*((0.1 + 0.255 * place, 0.37, 0.2, 0.19) for place in range(3))))
    pen.bare.rectangle(0.03, 0.64, 0.86, 0.05, trim_for(colour))
    wheels(pen, ((0.22, 0.85), (0.7, 0.85)), 0.11, bright(colour, 0.15))


def paint_tractor(pen: Pen, colour: Rgb) -> None:
    pen.line((1.0, 0.16), (1.0, 0.5), _IRON, 0.05)
    glaze(pen, outline((0.24, 0.06), (0.68, 0.06), (0.76, 0.5), (0.24, 0.5)))
    posts = outline((0.25, 0.5), (0.25, 0.06), (0.68, 0.06), (0.76, 0.5), closed=False)
    pen.curve(posts, deep(colour, 0.3), 0.045)
    pen.rectangle(0.16, 0.0, 0.64, 0.09, colour, 0.04)
    bonnet = outline((0.56, 0.82), (0.56, 0.44), (1.12, 0.42), (1.3, 0.44, 1.3, 0.6), (1.28, 0.76),
                     (0.9, 0.82))  # fmt: skip
    pen.path(bonnet, colour)
    pen.bare.path(boxes((0.62, 0.49, 0.46, 0.05), radius=0.02), bright(colour, 0.45))
    grille = strokes((1.14, 0.55, 1.14, 0.7), (1.19, 0.55, 1.19, 0.7), (1.24, 0.55, 1.24, 0.7))
    pen.curve(grille, deep(colour, 0.45), 0.02)
    shine(pen, dots(0.04, (1.25, 0.49)), LAMPLIGHT)
    fender = outline((0.0, 0.58), (0.02, 0.26, 0.34, 0.26), (0.66, 0.28, 0.72, 0.66), (0.56, 0.66))
    pen.path(fender, deep(colour, 0.16))
    wheels(pen, ((0.35, 0.67),), 0.33, bright(colour, 0.2))
    pen.bare.curve(dots(0.255, (0.35, 0.67)), (104, 100, 110), 0.025)
    wheels(pen, ((1.05, 0.81),), 0.19, bright(colour, 0.2))


def paint_bicycle(pen: Pen, colour: Rgb) -> None:
    pen.curve(_spokes(), (176, 180, 188), 0.014)
    pen.path(_rings(0.285, 0.05), DARK)
    pen.bare.path(_rings(0.24, 0.045), colour)
    pen.path(_frame(), colour)
    pen.rectangle(1.06, 0.13, 0.3, 0.21, (190, 138, 84), 0.04)
    weave = strokes((1.09, 0.2, 1.33, 0.2), (1.09, 0.27, 1.33, 0.27))
    pen.curve(weave, shaded(WOOD, 0.1), 0.016)
    pen.path(_handlebar(), _IRON)
    pen.path(outline((0.4, 0.13), (0.54, 0.1, 0.68, 0.15), (0.58, 0.24, 0.4, 0.21)), DARK)
    pen.bare.disc((0.68, 0.7), 0.075, _IRON)
    pen.line((0.68, 0.7), (0.76, 0.84), _IRON, 0.04)


_HUBS = ((0.31, 0.69), (1.19, 0.69))


@cache
def _frame() -> skia.Path:
    """The tubes of a bicycle, its fork and the post of its saddle."""
    path = skia.Path(outline((0.31, 0.69), (0.58, 0.3), (1.04, 0.3), (0.68, 0.7)))
    path.addPath(strokes((0.68, 0.7, 0.54, 0.18), (1.0, 0.16, 1.19, 0.69)))
    return thick(path, 0.08)


@cache
def _handlebar() -> skia.Path:
    return thick(outline((1.02, 0.22), (0.99, 0.03), (1.12, 0.025), closed=False), 0.05)


@cache
def _rings(radius: float, width: float) -> skia.Path:
    """Around both hubs."""
    return thick(dots(radius, *_HUBS), width)


@cache
def _spokes() -> skia.Path:
    reach = ((0.24, 0.0), (0.0, 0.24), (0.17, 0.17), (0.17, -0.17))
    return strokes(
        *((x - across, y - down, x + across, y + down) for x, y in _HUBS for across, down in reach)
    )
