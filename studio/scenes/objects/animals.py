"""Animals of house and farm, in a box of height 1 and the width of their kind; they look left.

The colour is that of the fur or the wool.
"""

from functools import cache

import skia

from studio.scenes.brushes import Pen
from studio.scenes.objects.outlines import (
    DARK,
    ROSE,
    WHITE,
    Figure,
    arc,
    eye,
    figure,
    is_light,
    joined,
    leaf,
    limb,
    oval,
    overlap,
    sharp,
    soft,
)
from studio.scenes.objects.parts import deep
from studio.scenes.palette import Rgb, lightened, mixed

_HORN: Rgb = (240, 226, 196)


def paint_cat(pen: Pen, colour: Rgb) -> None:
    tail, body, head = _cat()
    tail.draw(pen, deep(colour, 0.12), 0.14)
    body.draw(pen, colour)
    pale = mixed(colour, WHITE, 0.62) if is_light(colour, 60) else (120, 118, 128)
    pen.bare.ellipse((0.34, 0.63), (0.085, 0.14), pale)
    for x in (0.26, 0.42):
        pen.path(oval(x, 0.955, 0.075, 0.045), mixed(colour, pale, 0.6))
    pen.bare.line((0.34, 0.8), (0.34, 0.95), deep(colour, 0.35), 0.014)
    head.draw(pen, colour, 0.14)
    for ear in _CAT_EARS:
        pen.bare.fill(ear, ROSE)
    for x in (0.22, 0.46):
        pen.lit.bare.ellipse((x, 0.285), (0.058, 0.062), (196, 226, 84))
        pen.bare.ellipse((x, 0.285), (0.024, 0.056), DARK)
    pen.bare.ellipse((0.34, 0.39), (0.1, 0.06), pale)
    pen.bare.fill(((0.3, 0.355), (0.38, 0.355), (0.34, 0.4)), ROSE)
    whisker = DARK if is_light(colour, 60) else WHITE
    for side in (-1, 1):
        for rise in (-0.02, 0.035):
            start, end = (0.34 + side * 0.13, 0.4), (0.34 + side * 0.31, 0.4 + rise)
            pen.bare.line(start, end, whisker, 0.009)


_CAT_EARS = (
    ((0.125, 0.07), (0.12, 0.2), (0.22, 0.145)),
    ((0.555, 0.07), (0.56, 0.2), (0.46, 0.145)),
)


@cache
def _cat() -> tuple[Figure, Figure, Figure]:
    tail = limb(
        (0.48, 0.94, 0.05), (0.68, 0.92, 0.052), (0.77, 0.8, 0.052), (0.76, 0.66, 0.05),
        (0.8, 0.56, 0.045),
    )  # fmt: skip
    body = soft(
        (0.22, 0.45), (0.34, 0.42), (0.46, 0.45), (0.52, 0.6), (0.6, 0.8), (0.58, 0.96),
        (0.46, 0.995), (0.22, 0.995), (0.1, 0.96), (0.08, 0.8), (0.16, 0.6),
    )  # fmt: skip
    head = joined(
        soft(
            (0.34, 0.12), (0.52, 0.15), (0.62, 0.32), (0.55, 0.44), (0.34, 0.49), (0.13, 0.44),
            (0.06, 0.32), (0.16, 0.15),
        ),
        sharp((0.09, 0.0), (0.26, 0.13), (0.085, 0.29)),
        sharp((0.59, 0.0), (0.42, 0.13), (0.595, 0.29)),
    )  # fmt: skip
    return figure(tail), figure(body, lift=(-0.06, -0.02)), figure(head, lift=(-0.04, -0.04))


def paint_dog(pen: Pen, colour: Rgb) -> None:
    far, body, ear = _dog()
    pen.path(far, deep(colour, 0.28))
    body.draw(pen, colour)
    pale = mixed(colour, WHITE, 0.6) if is_light(colour, 60) else (110, 108, 118)
    pen.bare.path(overlap(body.outline, oval(0.02, 0.41, 0.14, 0.075)), pale)
    ear.draw(pen, deep(colour, 0.34), 0.16)
    collar = (42, 104, 214) if colour[0] > 1.6 * colour[2] else (222, 44, 48)
    pen.bare.line((0.3, 0.5), (0.46, 0.43), collar, 0.06)
    pen.bare.disc((0.33, 0.54), 0.035, (255, 208, 66))
    pen.bare.ellipse((0.04, 0.32), (0.045, 0.036), DARK)
    pen.bare.curve(arc((0.06, 0.425), (0.12, 0.44), (0.17, 0.4)), DARK, 0.014)
    eye(pen, (0.195, 0.235), 0.034, colour)


@cache
def _dog() -> tuple[skia.Path, Figure, Figure]:
    far = joined(
        limb((0.47, 0.66, 0.075), (0.45, 0.94, 0.05), (0.42, 0.955, 0.04)),
        limb((0.93, 0.66, 0.085), (0.97, 0.82, 0.05), (0.94, 0.94, 0.05), (0.91, 0.955, 0.04)),
    )
    body = joined(
        soft(
            (0.3, 0.42), (0.46, 0.4), (0.7, 0.43), (0.95, 0.42), (1.0, 0.55), (0.95, 0.7),
            (0.72, 0.7), (0.48, 0.76), (0.34, 0.72), (0.29, 0.58),
        ),
        limb((0.36, 0.2, 0.12), (0.4, 0.5, 0.12)),
        oval(0.3, 0.22, 0.17, 0.16),
        limb((0.24, 0.3, 0.12), (0.075, 0.365, 0.075)),
        limb((0.38, 0.66, 0.08), (0.36, 0.94, 0.055), (0.32, 0.95, 0.045)),
        limb((0.88, 0.6, 0.12), (0.9, 0.8, 0.06), (0.86, 0.94, 0.055), (0.82, 0.95, 0.045)),
        limb((0.94, 0.48, 0.055), (1.04, 0.34, 0.045), (1.07, 0.17, 0.036), (1.12, 0.07, 0.026)),
        oval(0.3, 0.1, 0.13, 0.085),
    )  # fmt: skip
    ear = soft((0.33, 0.08), (0.44, 0.12), (0.5, 0.3), (0.46, 0.42), (0.37, 0.38), (0.34, 0.22))
    return far, figure(body), figure(ear)


def paint_horse(pen: Pen, colour: Rgb) -> None:
    far, body, tail, mane, hooves = _horse()
    hair = (232, 214, 170) if not is_light(colour, 105) else deep(colour, 0.62)
    pen.path(tail, hair)
    pen.path(far, deep(colour, 0.3))
    body.draw(pen, colour)
    pen.path(mane, hair)
    pen.bare.path(hooves, deep(hair, 0.3))
    pen.bare.path(overlap(body.outline, oval(0.03, 0.3, 0.075, 0.06)), deep(colour, 0.3))
    pen.bare.disc((0.055, 0.285), 0.014, DARK)
    eye(pen, (0.17, 0.165), 0.024, colour)


@cache
def _horse() -> tuple[skia.Path, Figure, skia.Path, skia.Path, skia.Path]:
    far = joined(
        limb((0.45, 0.58, 0.06), (0.42, 0.76, 0.034), (0.45, 0.97, 0.03)),
        limb((0.87, 0.56, 0.075), (0.84, 0.76, 0.036), (0.85, 0.97, 0.03)),
    )
    near = (
        limb((0.4, 0.58, 0.07), (0.345, 0.77, 0.04), (0.33, 0.965, 0.035)),
        limb((0.93, 0.54, 0.085), (0.975, 0.76, 0.04), (0.955, 0.965, 0.035)),
    )
    body = joined(
        soft(
            (0.32, 0.42), (0.42, 0.36), (0.6, 0.41), (0.8, 0.36), (0.96, 0.4), (1.01, 0.52),
            (0.93, 0.64), (0.78, 0.62), (0.58, 0.67), (0.4, 0.66), (0.31, 0.56),
        ),
        soft(
            (0.2, 0.1), (0.3, 0.07), (0.42, 0.2), (0.52, 0.4), (0.4, 0.56), (0.31, 0.5),
            (0.25, 0.28),
        ),
        limb((0.22, 0.16, 0.095), (0.065, 0.295, 0.058)),
        sharp((0.2, 0.1), (0.225, 0.0), (0.29, 0.11)),
        *near,
    )  # fmt: skip
    tail = soft(
        (0.96, 0.39), (1.06, 0.42), (1.13, 0.6), (1.14, 0.84), (1.07, 0.75), (1.05, 0.6),
        (0.97, 0.47),
    )  # fmt: skip
    mane = soft(
        (0.17, 0.13), (0.22, 0.05), (0.33, 0.05), (0.44, 0.14), (0.54, 0.36), (0.46, 0.37),
        (0.42, 0.28), (0.36, 0.24), (0.29, 0.11),
    )  # fmt: skip
    hooves = joined(
        sharp((0.285, 0.945), (0.37, 0.945), (0.375, 1.0), (0.275, 1.0)),
        sharp((0.91, 0.945), (0.995, 0.945), (1.0, 1.0), (0.9, 1.0)),
        sharp((0.415, 0.955), (0.485, 0.955), (0.49, 1.0), (0.405, 1.0)),
        sharp((0.815, 0.955), (0.885, 0.955), (0.89, 1.0), (0.805, 1.0)),
    )
    return far, figure(body), tail, mane, hooves


def paint_cow(pen: Pen, colour: Rgb) -> None:
    far, body, patches, horns, hooves = _cow()
    patch = (52, 46, 50) if min(colour) > 200 else WHITE
    pen.path(far, deep(colour, 0.3))
    pen.ellipse((0.98, 0.76), (0.12, 0.085), ROSE)
    pen.curve(arc((1.33, 0.3), (1.41, 0.42), (1.36, 0.62)), deep(colour, 0.2), 0.03)
    pen.bare.ellipse((1.36, 0.66), (0.036, 0.06), patch)
    body.draw(pen, colour)
    pen.bare.path(patches, patch)
    pen.path(horns, _HORN)
    pen.path(leaf((0.39, 0.22), (0.5, 0.1), (0.61, 0.22), (0.49, 0.33)), deep(colour, 0.24))
    pen.bare.path(hooves, DARK if is_light(colour, 60) else (150, 140, 136))
    pen.path(oval(0.13, 0.49, 0.13, 0.1, 10), ROSE)
    for x in (0.075, 0.17):
        pen.bare.disc((x, 0.47), 0.02, (150, 70, 84))
    eye(pen, (0.28, 0.27), 0.036, colour)


@cache
def _cow() -> tuple[skia.Path, Figure, skia.Path, skia.Path, skia.Path]:
    far = joined(
        sharp((0.53, 0.65), (0.66, 0.65), (0.65, 0.97), (0.55, 0.97)),
        sharp((1.04, 0.65), (1.18, 0.65), (1.16, 0.97), (1.06, 0.97)),
    )
    body = joined(
        soft(
            (0.38, 0.32), (0.48, 0.21), (0.7, 0.24), (1.0, 0.2), (1.26, 0.2), (1.35, 0.3),
            (1.34, 0.62), (1.2, 0.74), (0.85, 0.76), (0.55, 0.76), (0.41, 0.64),
        ),
        soft(
            (0.2, 0.14), (0.32, 0.12), (0.42, 0.2), (0.44, 0.36), (0.3, 0.54), (0.1, 0.58),
            (0.03, 0.46), (0.12, 0.28),
        ),
        soft((0.34, 0.2), (0.52, 0.22), (0.58, 0.5), (0.44, 0.64), (0.34, 0.46)),
        sharp((0.43, 0.58), (0.61, 0.6), (0.565, 1.0), (0.445, 1.0)),
        sharp((1.17, 0.6), (1.345, 0.5), (1.31, 1.0), (1.19, 1.0)),
    )  # fmt: skip
    patches = joined(
        soft((0.6, 0.18), (0.8, 0.2), (0.84, 0.38), (0.74, 0.5), (0.6, 0.44), (0.56, 0.3)),
        soft((1.0, 0.4), (1.12, 0.36), (1.2, 0.5), (1.12, 0.64), (0.98, 0.6)),
        soft((1.22, 0.16), (1.4, 0.16), (1.4, 0.36), (1.28, 0.34)),
        soft((0.17, 0.1), (0.29, 0.08), (0.24, 0.4), (0.08, 0.5), (0.08, 0.3)),
    )
    horns = joined(
        leaf((0.24, 0.16), (0.1, 0.13), (0.14, 0.0), (0.18, 0.09)),
        leaf((0.36, 0.15), (0.48, 0.11), (0.44, 0.0), (0.41, 0.08)),
    )
    hooves = joined(
        sharp((0.437, 0.92), (0.575, 0.92), (0.565, 1.0), (0.445, 1.0)),
        sharp((1.188, 0.92), (1.316, 0.92), (1.31, 1.0), (1.19, 1.0)),
    )
    return far, figure(body, lift=(-0.03, -0.06)), overlap(body, patches), horns, hooves


def paint_sheep(pen: Pen, colour: Rgb) -> None:
    legs, wool, curls = _sheep()
    face = (66, 58, 64) if is_light(colour, 60) else (206, 190, 176)
    pen.path(legs, face)
    wool.draw(pen, colour, 0.17)
    for curl in curls:
        pen.bare.curve(curl, deep(colour, 0.2), 0.022)
    pen.path(_sheep_head(), face)
    pen.path(_sheep_fringe(), lightened(colour, 0.12))
    for x in (0.14, 0.26):
        pen.bare.disc((x, 0.35), 0.034, WHITE)
        pen.bare.disc((x - 0.004, 0.355), 0.019, DARK)
    pen.bare.ellipse((0.19, 0.485), (0.036, 0.02), ROSE)


@cache
def _sheep() -> tuple[skia.Path, Figure, tuple[skia.Path, ...]]:
    legs = joined(
        *(
            sharp((x, 0.7), (x + 0.09, 0.7), (x + 0.085, bottom), (x + 0.005, bottom))
            for x, bottom in ((0.36, 1.0), (0.5, 0.97), (0.82, 0.97), (0.94, 1.0))
        )
    )
    wool = joined(
        oval(0.7, 0.45, 0.36, 0.32),
        *(
            oval(x, y, radius, radius)
            for x, y, radius in (
                (0.38, 0.4, 0.18), (0.48, 0.2, 0.17), (0.7, 0.15, 0.15), (0.9, 0.2, 0.16),
                (1.03, 0.37, 0.165), (1.03, 0.58, 0.165), (0.88, 0.68, 0.16), (0.68, 0.71, 0.16),
                (0.48, 0.68, 0.16), (0.36, 0.58, 0.16),
            )
        ),
    )  # fmt: skip
    curls = tuple(
        arc((x - 0.07, y), (x, y + 0.1), (x + 0.07, y - 0.01))
        for x, y in ((0.58, 0.28), (0.8, 0.36), (0.6, 0.5), (0.96, 0.52), (0.78, 0.6), (0.9, 0.2))
    )
    return legs, figure(wool, lift=(-0.04, -0.07)), curls


@cache
def _sheep_head() -> skia.Path:
    return joined(
        soft(
            (0.2, 0.18), (0.32, 0.24), (0.31, 0.42), (0.25, 0.54), (0.19, 0.56), (0.12, 0.53),
            (0.07, 0.4), (0.09, 0.24),
        ),
        oval(0.06, 0.27, 0.07, 0.04, -20),
        oval(0.38, 0.29, 0.09, 0.045, 20),
    )  # fmt: skip


@cache
def _sheep_fringe() -> skia.Path:
    return joined(
        oval(0.13, 0.21, 0.075, 0.07), oval(0.21, 0.17, 0.09, 0.08), oval(0.29, 0.22, 0.075, 0.07)
    )
