"""Animals, in a box of height 1 and the width that their kind's aspect gives; they look left.

The colour is that of the fur, the wool or the skin.
"""

from functools import cache

import skia

from studio.scenes.brushes import XY, Pen
from studio.scenes.objects.outlines import (
    Figure,
    arc,
    darker,
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
from studio.scenes.palette import Rgb, lightened, mixed

_DARK: Rgb = (38, 32, 40)
_WHITE: Rgb = (252, 250, 244)
_ROSE: Rgb = (240, 146, 152)
_BEAK: Rgb = (250, 160, 30)
_HORN: Rgb = (240, 226, 196)


def _eye(pen: Pen, at: XY, radius: float, colour: Rgb) -> None:
    """A dark eye with a glint; on dark fur within a pale ring."""
    if not is_light(colour, 85):
        pen.bare.disc(at, radius * 1.45, _WHITE)
    pen.bare.disc(at, radius, _DARK)
    pen.bare.disc((at[0] - radius * 0.3, at[1] - radius * 0.35), radius * 0.35, _WHITE)


def paint_cat(pen: Pen, colour: Rgb) -> None:
    tail, body, head = _cat()
    tail.draw(pen, darker(colour, 0.12), 0.14)
    body.draw(pen, colour)
    pale = mixed(colour, _WHITE, 0.62) if is_light(colour, 60) else (120, 118, 128)
    pen.bare.ellipse((0.34, 0.63), (0.085, 0.14), pale)
    for x in (0.26, 0.42):
        pen.path(oval(x, 0.955, 0.075, 0.045), mixed(colour, pale, 0.6))
    pen.bare.line((0.34, 0.8), (0.34, 0.95), darker(colour, 0.35), 0.014)
    head.draw(pen, colour, 0.14)
    for ear in _CAT_EARS:
        pen.bare.fill(ear, _ROSE)
    for x in (0.22, 0.46):
        pen.bare.ellipse((x, 0.285), (0.058, 0.062), (196, 226, 84))
        pen.bare.ellipse((x, 0.285), (0.024, 0.056), _DARK)
    pen.bare.ellipse((0.34, 0.39), (0.1, 0.06), pale)
    pen.bare.fill(((0.3, 0.355), (0.38, 0.355), (0.34, 0.4)), _ROSE)
    whisker = _DARK if is_light(colour, 60) else _WHITE
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
        ),  # fmt: skip
        sharp((0.09, 0.0), (0.26, 0.13), (0.085, 0.29)),
        sharp((0.59, 0.0), (0.42, 0.13), (0.595, 0.29)),
    )
    return figure(tail), figure(body, lift=(-0.06, -0.02)), figure(head, lift=(-0.04, -0.04))


def paint_dog(pen: Pen, colour: Rgb) -> None:
    far, body, ear = _dog()
    pen.path(far, darker(colour, 0.28))
    body.draw(pen, colour)
    pale = mixed(colour, _WHITE, 0.6) if is_light(colour, 60) else (110, 108, 118)
    pen.bare.path(overlap(body.outline, oval(0.02, 0.41, 0.14, 0.075)), pale)
    ear.draw(pen, darker(colour, 0.34), 0.16)
    collar = (42, 104, 214) if colour[0] > 1.6 * colour[2] else (222, 44, 48)
    pen.bare.line((0.3, 0.5), (0.46, 0.43), collar, 0.06)
    pen.bare.disc((0.33, 0.54), 0.035, (255, 208, 66))
    pen.bare.ellipse((0.04, 0.32), (0.045, 0.036), _DARK)
    pen.bare.curve(arc((0.06, 0.425), (0.12, 0.44), (0.17, 0.4)), _DARK, 0.014)
    _eye(pen, (0.195, 0.235), 0.034, colour)


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
        ),  # fmt: skip
        limb((0.36, 0.2, 0.12), (0.4, 0.5, 0.12)),
        oval(0.3, 0.22, 0.17, 0.16),
        limb((0.24, 0.3, 0.12), (0.075, 0.365, 0.075)),
        limb((0.38, 0.66, 0.08), (0.36, 0.94, 0.055), (0.32, 0.95, 0.045)),
        limb((0.88, 0.6, 0.12), (0.9, 0.8, 0.06), (0.86, 0.94, 0.055), (0.82, 0.95, 0.045)),
        limb((0.95, 0.48, 0.055), (1.06, 0.34, 0.045), (1.08, 0.18, 0.03), (1.11, 0.13, 0.024)),
        oval(0.3, 0.1, 0.1, 0.06),
    )
    ear = soft((0.33, 0.08), (0.44, 0.12), (0.5, 0.3), (0.46, 0.42), (0.37, 0.38), (0.34, 0.22))
    return far, figure(body), figure(ear)


def paint_horse(pen: Pen, colour: Rgb) -> None:
    far, body, tail, mane, hooves = _horse()
    hair = (232, 214, 170) if not is_light(colour, 105) else darker(colour, 0.62)
    pen.path(tail, hair)
    pen.path(far, darker(colour, 0.3))
    body.draw(pen, colour)
    pen.path(mane, hair)
    pen.bare.path(hooves, darker(hair, 0.3))
    pen.bare.path(overlap(body.outline, oval(0.03, 0.3, 0.075, 0.06)), darker(colour, 0.3))
    pen.bare.disc((0.055, 0.285), 0.014, _DARK)
    _eye(pen, (0.17, 0.165), 0.024, colour)


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
        ),  # fmt: skip
        soft((0.2, 0.1), (0.3, 0.07), (0.42, 0.2), (0.52, 0.4), (0.4, 0.56), (0.31, 0.5), (0.25, 0.28)),
        limb((0.22, 0.16, 0.095), (0.065, 0.295, 0.058)),
        sharp((0.2, 0.1), (0.225, 0.0), (0.29, 0.11)),
        *near,
    )
    tail = soft(
        (0.96, 0.39), (1.06, 0.42), (1.13, 0.6), (1.14, 0.84), (1.07, 0.75), (1.05, 0.6), (0.97, 0.47)
    )
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
    far, body, patches, horns = _cow()
    patch = (52, 46, 50) if min(colour) > 200 else _WHITE
    pen.path(far, darker(colour, 0.3))
    pen.ellipse((0.99, 0.76), (0.11, 0.075), _ROSE)
    pen.curve(arc((1.33, 0.3), (1.41, 0.42), (1.36, 0.62)), darker(colour, 0.2), 0.03)
    pen.bare.ellipse((1.36, 0.66), (0.036, 0.06), patch)
    body.draw(pen, colour)
    pen.bare.path(patches, patch)
    pen.path(horns, _HORN)
    pen.path(leaf((0.36, 0.2), (0.46, 0.11), (0.56, 0.19), (0.46, 0.29)), darker(colour, 0.24))
    pen.path(oval(0.1, 0.43, 0.1, 0.085, 12), _ROSE)
    for x in (0.06, 0.12):
        pen.bare.disc((x, 0.42), 0.017, (150, 70, 84))
    _eye(pen, (0.21, 0.24), 0.032, colour)


@cache
def _cow() -> tuple[skia.Path, Figure, skia.Path, skia.Path]:
    far = joined(
        sharp((0.53, 0.65), (0.66, 0.65), (0.65, 0.97), (0.55, 0.97)),
        sharp((1.04, 0.65), (1.18, 0.65), (1.16, 0.97), (1.06, 0.97)),
    )
    body = joined(
        soft(
            (0.38, 0.32), (0.48, 0.21), (0.7, 0.24), (1.0, 0.2), (1.26, 0.2), (1.35, 0.3),
            (1.34, 0.62), (1.2, 0.74), (0.85, 0.76), (0.55, 0.76), (0.41, 0.64),
        ),  # fmt: skip
        soft((0.16, 0.13), (0.3, 0.1), (0.4, 0.2), (0.38, 0.38), (0.2, 0.5), (0.05, 0.5), (0.01, 0.4), (0.1, 0.26)),
        soft((0.3, 0.16), (0.5, 0.22), (0.56, 0.5), (0.4, 0.6), (0.3, 0.42)),
        sharp((0.42, 0.6), (0.58, 0.6), (0.555, 1.0), (0.435, 1.0)),
        sharp((1.18, 0.55), (1.34, 0.5), (1.3, 1.0), (1.185, 1.0)),
    )
    patches = joined(
        soft((0.6, 0.18), (0.8, 0.2), (0.84, 0.38), (0.74, 0.5), (0.6, 0.44), (0.56, 0.3)),
        soft((1.0, 0.4), (1.12, 0.36), (1.2, 0.5), (1.12, 0.64), (0.98, 0.6)),
        soft((1.22, 0.16), (1.4, 0.16), (1.4, 0.36), (1.28, 0.34)),
        soft((0.17, 0.1), (0.26, 0.09), (0.19, 0.36), (0.08, 0.42), (0.1, 0.3)),
    )
    horns = joined(
        leaf((0.2, 0.14), (0.1, 0.12), (0.13, 0.0), (0.17, 0.08)),
        leaf((0.33, 0.13), (0.42, 0.1), (0.38, 0.0), (0.35, 0.07)),
    )
    return far, figure(body, lift=(-0.03, -0.06)), overlap(body, patches), horns


def paint_sheep(pen: Pen, colour: Rgb) -> None:
    legs, wool, curls = _sheep()
    face = (66, 58, 64) if is_light(colour, 60) else (206, 190, 176)
    pen.path(legs, face)
    wool.draw(pen, colour, 0.17)
    for curl in curls:
        pen.bare.curve(curl, darker(colour, 0.2), 0.022)
    pen.path(_sheep_head(), face)
    pen.path(_sheep_fringe(), lightened(colour, 0.12))
    for x in (0.14, 0.26):
        pen.bare.disc((x, 0.35), 0.034, _WHITE)
        pen.bare.disc((x - 0.004, 0.355), 0.019, _DARK)
    pen.bare.ellipse((0.19, 0.485), (0.036, 0.02), _ROSE)


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
        soft((0.2, 0.18), (0.32, 0.24), (0.31, 0.42), (0.25, 0.54), (0.19, 0.56), (0.12, 0.53), (0.07, 0.4), (0.09, 0.24)),
        oval(0.06, 0.27, 0.07, 0.04, -20),
        oval(0.38, 0.29, 0.09, 0.045, 20),
    )


@cache
def _sheep_fringe() -> skia.Path:
    return joined(oval(0.13, 0.21, 0.075, 0.07), oval(0.21, 0.17, 0.09, 0.08), oval(0.29, 0.22, 0.075, 0.07))


def paint_rabbit(pen: Pen, colour: Rgb) -> None:
    far_ear, body, haunch, ear = _rabbit()
    far_ear.draw(pen, darker(colour, 0.2), 0.0)
    pen.disc((0.7, 0.84), 0.095, _WHITE if min(colour) < 225 else (226, 222, 220))
    body.draw(pen, colour)
    haunch.draw(pen, colour, 0.14)
    pen.bare.curve(arc((0.36, 0.84), (0.36, 0.63), (0.54, 0.62)), darker(colour, 0.28), 0.018)
    ear.draw(pen, colour, 0.12)
    pen.bare.path(oval(0.36, 0.17, 0.03, 0.125, 10), _ROSE)
    pen.bare.ellipse((0.035, 0.435), (0.028, 0.022), _ROSE)
    whisker = _DARK if is_light(colour, 60) else _WHITE
    pen.bare.line((0.1, 0.47), (0.0, 0.5), whisker, 0.01)
    pen.bare.disc((0.21, 0.47), 0.045, mixed(colour, _ROSE, 0.5))
    _eye(pen, (0.19, 0.385), 0.04, colour)


@cache
def _rabbit() -> tuple[Figure, Figure, Figure, Figure]:
    far_ear = oval(0.235, 0.17, 0.06, 0.17, -8)
    body = joined(
        soft(
            (0.04, 0.4), (0.1, 0.31), (0.22, 0.27), (0.34, 0.32), (0.38, 0.44), (0.3, 0.54),
            (0.18, 0.55), (0.07, 0.5),
        ),  # fmt: skip
        soft(
            (0.26, 0.46), (0.44, 0.46), (0.62, 0.58), (0.71, 0.78), (0.69, 0.93), (0.55, 0.995),
            (0.28, 0.99), (0.17, 0.9), (0.16, 0.66),
        ),  # fmt: skip
        limb((0.23, 0.74, 0.07), (0.19, 0.94, 0.05), (0.13, 0.955, 0.042)),
    )
    haunch = joined(oval(0.53, 0.79, 0.175, 0.175), limb((0.5, 0.94, 0.055), (0.32, 0.955, 0.042)))
    ear = oval(0.36, 0.18, 0.07, 0.18, 10)
    return figure(far_ear), figure(body), figure(haunch, lift=(-0.03, -0.03)), figure(ear)


def paint_duck(pen: Pen, colour: Rgb) -> None:
    body, wing, bill = _duck()
    pen.path(bill, _BEAK)
    body.draw(pen, colour, 0.16)
    pen.bare.path(_duck_collar(), _WHITE if min(colour) < 225 else (184, 192, 200))
    wing.draw(pen, darker(colour, 0.2), 0.16)
    pen.bare.curve(arc((0.6, 0.82), (0.76, 0.85), (0.92, 0.7)), darker(colour, 0.42), 0.02)
    pen.bare.line((0.04, 0.37), (0.16, 0.37), darker(_BEAK, 0.3), 0.014)
    _eye(pen, (0.26, 0.22), 0.042, colour)


@cache
def _duck() -> tuple[Figure, Figure, skia.Path]:
    belly = soft(
        (0.16, 0.66), (0.28, 0.52), (0.5, 0.54), (0.75, 0.55), (0.95, 0.5), (1.1, 0.36),
        (1.09, 0.62), (0.98, 0.88), (0.72, 1.04), (0.4, 1.04), (0.2, 0.9),
    )  # fmt: skip
    water = skia.Path.Rect(skia.Rect.MakeLTRB(0.0, 0.0, 1.2, 1.0))
    head = joined(oval(0.29, 0.24, 0.2, 0.24), limb((0.33, 0.3, 0.14), (0.36, 0.62, 0.18)))
    wing = soft((0.46, 0.66), (0.6, 0.58), (0.84, 0.6), (1.02, 0.56), (0.95, 0.76), (0.76, 0.88), (0.55, 0.86))
    bill = soft((0.12, 0.25), (0.1, 0.31), (0.01, 0.36), (0.03, 0.42), (0.14, 0.43), (0.24, 0.36))
    return figure(overlap(belly, water), head), figure(wing), bill


@cache
def _duck_collar() -> skia.Path:
    ring = soft((0.17, 0.47), (0.33, 0.52), (0.5, 0.44), (0.52, 0.51), (0.34, 0.6), (0.165, 0.55))
    return overlap(ring, _duck()[0].outline)


def paint_penguin(pen: Pen, colour: Rgb) -> None:
    body, flippers, belly = _penguin()
    for x in (0.2, 0.4):
        pen.path(oval(x, 0.955, 0.115, 0.045), _BEAK)
    pen.path(flippers, (30, 34, 46))
    body.draw(pen, (44, 48, 62), 0.3)
    belly.draw(pen, _WHITE, 0.12)
    for x in (0.235, 0.365):
        pen.bare.disc((x, 0.19), 0.03, _DARK)
        pen.bare.disc((x - 0.01, 0.18), 0.01, _WHITE)
    pen.path(soft((0.235, 0.24), (0.3, 0.215), (0.365, 0.24), (0.3, 0.315)), _BEAK)
    for x in (0.165, 0.435):
        pen.bare.disc((x, 0.3), 0.035, (255, 196, 70))


@cache
def _penguin() -> tuple[Figure, skia.Path, Figure]:
    body = soft(
        (0.3, 0.0), (0.43, 0.045), (0.49, 0.18), (0.49, 0.36), (0.55, 0.6), (0.53, 0.84),
        (0.42, 0.96), (0.18, 0.96), (0.07, 0.84), (0.05, 0.6), (0.11, 0.36), (0.11, 0.18), (0.17, 0.045),
    )  # fmt: skip
    flippers = joined(
        leaf((0.12, 0.38), (-0.04, 0.5), (0.01, 0.76), (0.14, 0.68)),
        leaf((0.48, 0.38), (0.64, 0.5), (0.59, 0.76), (0.46, 0.68)),
    )
    belly = joined(
        oval(0.235, 0.2, 0.09, 0.105),
        oval(0.365, 0.2, 0.09, 0.105),
        soft((0.3, 0.3), (0.4, 0.38), (0.455, 0.62), (0.42, 0.86), (0.3, 0.92), (0.18, 0.86), (0.145, 0.62), (0.2, 0.38)),
    )
    return figure(body), flippers, figure(belly)


def paint_elephant(pen: Pen, colour: Rgb) -> None:
    far, body, ear = _elephant()
    pen.path(far, darker(colour, 0.3))
    body.draw(pen, colour)
    pen.path(leaf((0.24, 0.52), (0.2, 0.68), (0.06, 0.64), (0.12, 0.6)), _WHITE)
    ear.draw(pen, darker(colour, 0.17), 0.16)
    pen.bare.path(oval(0.485, 0.34, 0.085, 0.13, -8), mixed(colour, _ROSE, 0.55))
    nail = lightened(colour, 0.5)
    for x in (0.42, 0.48, 0.98, 1.04):
        pen.bare.ellipse((x, 0.975), (0.024, 0.025), nail)
    _eye(pen, (0.265, 0.31), 0.03, colour)


@cache
def _elephant() -> tuple[skia.Path, Figure, Figure]:
    far = joined(
        sharp((0.56, 0.6), (0.72, 0.6), (0.71, 0.97), (0.57, 0.97)),
        sharp((0.84, 0.6), (0.98, 0.6), (0.96, 0.97), (0.83, 0.97)),
        limb((1.24, 0.34, 0.016), (1.285, 0.5, 0.014), (1.275, 0.6, 0.024)),
    )
    body = joined(
        soft(
            (0.42, 0.16), (0.6, 0.06), (0.85, 0.03), (1.1, 0.08), (1.24, 0.26), (1.26, 0.52),
            (1.16, 0.72), (0.8, 0.75), (0.5, 0.72),
        ),  # fmt: skip
        oval(0.34, 0.28, 0.19, 0.22),
        oval(0.36, 0.12, 0.12, 0.12),
        limb(
            (0.28, 0.36, 0.12), (0.18, 0.52, 0.085), (0.15, 0.68, 0.068), (0.13, 0.8, 0.058),
            (0.09, 0.86, 0.05), (0.05, 0.83, 0.045),
        ),
        sharp((0.38, 0.6), (0.58, 0.6), (0.555, 1.0), (0.385, 1.0)),
        sharp((0.98, 0.55), (1.24, 0.5), (1.13, 1.0), (0.95, 1.0)),
    )  # fmt: skip
    ear = soft(
        (0.4, 0.14), (0.56, 0.11), (0.68, 0.24), (0.66, 0.44), (0.56, 0.6), (0.46, 0.56), (0.4, 0.4)
    )
    return far, figure(body, lift=(-0.05, -0.06)), figure(ear)


def paint_whale(pen: Pen, colour: Rgb) -> None:
    body, belly, spout, fin = _whale()
    for drop in spout:
        pen.bare.curve(drop, (206, 236, 252), 0.045)
    body.draw(pen, colour, 0.14)
    pale = lightened(colour, 0.66) if min(colour) < 225 else (190, 204, 216)
    pen.bare.path(belly, pale)
    for groove in _whale_grooves():
        pen.bare.curve(groove, darker(pale, 0.22), 0.014)
    pen.path(fin, darker(colour, 0.26))
    pen.bare.curve(arc((0.02, 0.7), (0.14, 0.78), (0.3, 0.7)), darker(colour, 0.5), 0.018)
    _eye(pen, (0.35, 0.64), 0.034, colour)


@cache
def _whale() -> tuple[Figure, skia.Path, tuple[skia.Path, ...], skia.Path]:
    body = joined(
        soft(
            (0.0, 0.68), (0.06, 0.46), (0.3, 0.32), (0.62, 0.36), (0.92, 0.54), (1.12, 0.6),
            (1.24, 0.5), (1.28, 0.34), (1.36, 0.36), (1.36, 0.6), (1.2, 0.84), (0.9, 0.98),
            (0.4, 1.0), (0.12, 0.94),
        ),  # fmt: skip
        leaf((1.32, 0.42), (1.12, 0.4), (1.1, 0.16), (1.28, 0.2)),
        leaf((1.32, 0.42), (1.48, 0.4), (1.5, 0.16), (1.34, 0.2)),
    )
    under = soft((-0.05, 0.74), (0.14, 0.79), (0.42, 0.78), (0.75, 0.9), (1.0, 1.0), (0.5, 1.1), (0.0, 1.05))
    spout = (
        arc((0.33, 0.28), (0.34, 0.02), (0.19, 0.03)),
        arc((0.33, 0.28), (0.32, 0.02), (0.47, 0.03)),
        arc((0.33, 0.3), (0.33, 0.2), (0.33, 0.1)),
        arc((0.19, 0.03), (0.12, 0.04), (0.1, 0.14)),
        arc((0.47, 0.03), (0.54, 0.04), (0.56, 0.14)),
    )
    fin = leaf((0.46, 0.78), (0.62, 0.84), (0.74, 0.99), (0.5, 0.98))
    return figure(body, lift=(-0.02, -0.06)), overlap(body, under), spout, fin


@cache
def _whale_grooves() -> tuple[skia.Path, ...]:
    return (
        arc((0.08, 0.86), (0.24, 0.9), (0.44, 0.86)),
        arc((0.16, 0.94), (0.3, 0.96), (0.46, 0.94)),
    )
