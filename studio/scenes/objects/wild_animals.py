"""Animals of the wild, in a box of height 1 and the width of their kind; they look left.

The colour is that of the fur, the feathers or the skin.
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

_BEAK: Rgb = (250, 160, 30)


def paint_rabbit(pen: Pen, colour: Rgb) -> None:
    far_ear, body, haunch, ear = _rabbit()
    far_ear.draw(pen, deep(colour, 0.2), 0.0)
    pen.disc((0.7, 0.84), 0.095, WHITE if min(colour) < 225 else (226, 222, 220))
    body.draw(pen, colour)
    haunch.draw(pen, colour, 0.14)
    pen.bare.curve(arc((0.36, 0.84), (0.36, 0.63), (0.54, 0.62)), deep(colour, 0.28), 0.018)
    ear.draw(pen, colour, 0.12)
    pen.bare.path(oval(0.36, 0.17, 0.03, 0.125, 10), ROSE)
    pen.bare.ellipse((0.035, 0.435), (0.028, 0.022), ROSE)
    whisker = DARK if is_light(colour, 60) else WHITE
    pen.bare.line((0.1, 0.47), (0.0, 0.5), whisker, 0.01)
    pen.bare.disc((0.21, 0.47), 0.045, mixed(colour, ROSE, 0.5))
    eye(pen, (0.19, 0.385), 0.04, colour)


@cache
def _rabbit() -> tuple[Figure, Figure, Figure, Figure]:
    far_ear = oval(0.235, 0.17, 0.06, 0.17, -8)
    body = joined(
        soft(
            (0.04, 0.4), (0.1, 0.31), (0.22, 0.27), (0.34, 0.32), (0.38, 0.44), (0.3, 0.54),
            (0.18, 0.55), (0.07, 0.5),
        ),
        soft(
            (0.26, 0.46), (0.44, 0.46), (0.62, 0.58), (0.71, 0.78), (0.69, 0.93), (0.55, 0.995),
            (0.28, 0.99), (0.17, 0.9), (0.16, 0.66),
        ),
        limb((0.23, 0.74, 0.07), (0.19, 0.94, 0.05), (0.13, 0.955, 0.042)),
    )  # fmt: skip
    haunch = joined(oval(0.53, 0.79, 0.175, 0.175), limb((0.5, 0.94, 0.055), (0.32, 0.955, 0.042)))
    ear = oval(0.36, 0.18, 0.07, 0.18, 10)
    return figure(far_ear), figure(body), figure(haunch, lift=(-0.03, -0.03)), figure(ear)


def paint_duck(pen: Pen, colour: Rgb) -> None:
    body, wing, bill = _duck()
    body.draw(pen, colour, 0.16)
    pen.path(bill, _BEAK)
    pen.bare.path(_duck_collar(), WHITE if min(colour) < 225 else (184, 192, 200))
    wing.draw(pen, deep(colour, 0.2), 0.16)
    pen.bare.curve(arc((0.6, 0.82), (0.76, 0.85), (0.92, 0.7)), deep(colour, 0.42), 0.02)
    pen.bare.line((0.04, 0.36), (0.15, 0.355), deep(_BEAK, 0.35), 0.014)
    eye(pen, (0.265, 0.2), 0.042, colour)


@cache
def _duck() -> tuple[Figure, Figure, skia.Path]:
    belly = soft(
        (0.16, 0.66), (0.28, 0.52), (0.5, 0.54), (0.75, 0.55), (0.95, 0.5), (1.08, 0.36),
        (1.085, 0.62), (0.98, 0.88), (0.72, 1.04), (0.4, 1.04), (0.2, 0.9),
    )  # fmt: skip
    water = skia.Path.Rect(skia.Rect.MakeLTRB(0.0, 0.0, 1.2, 1.0))
    head = joined(oval(0.29, 0.24, 0.2, 0.24), limb((0.33, 0.3, 0.14), (0.36, 0.62, 0.18)))
    wing = soft(
        (0.46, 0.66), (0.6, 0.58), (0.84, 0.6), (1.02, 0.56), (0.95, 0.76), (0.76, 0.88),
        (0.55, 0.86),
    )  # fmt: skip
    bill = soft(
        (0.13, 0.25), (0.11, 0.3), (0.005, 0.345), (0.02, 0.41), (0.12, 0.415), (0.19, 0.38),
        (0.185, 0.3),
    )  # fmt: skip
    return figure(overlap(belly, water), head), figure(wing), bill


@cache
def _duck_collar() -> skia.Path:
    ring = soft((0.17, 0.47), (0.33, 0.52), (0.5, 0.44), (0.52, 0.51), (0.34, 0.6), (0.165, 0.55))
    return overlap(ring, _duck()[0].outline)


def paint_penguin(pen: Pen, colour: Rgb) -> None:
    body, flippers, face, belly = _penguin()
    for x in (0.2, 0.4):
        pen.path(oval(x, 0.955, 0.115, 0.045), _BEAK)
    pen.path(flippers, (30, 34, 46))
    body.draw(pen, (44, 48, 62), 0.3)
    pen.bare.path(face, WHITE)
    belly.draw(pen.bare, WHITE, 0.12)
    for x in (0.235, 0.365):
        pen.bare.disc((x, 0.19), 0.03, DARK)
        pen.bare.disc((x - 0.01, 0.18), 0.01, WHITE)
    pen.path(soft((0.235, 0.24), (0.3, 0.215), (0.365, 0.24), (0.3, 0.315)), _BEAK)
    for x in (0.165, 0.435):
        pen.bare.ellipse((x, 0.335), (0.028, 0.05), (255, 196, 70))


@cache
def _penguin() -> tuple[Figure, skia.Path, skia.Path, Figure]:
    body = soft(
        (0.3, 0.0), (0.43, 0.045), (0.49, 0.18), (0.49, 0.36), (0.55, 0.6), (0.53, 0.84),
        (0.42, 0.96), (0.18, 0.96), (0.07, 0.84), (0.05, 0.6), (0.11, 0.36), (0.11, 0.18),
        (0.17, 0.045),
    )  # fmt: skip
    flippers = joined(
        leaf((0.12, 0.38), (-0.04, 0.5), (0.01, 0.76), (0.14, 0.68)),
        leaf((0.48, 0.38), (0.64, 0.5), (0.59, 0.76), (0.46, 0.68)),
    )
    face = joined(oval(0.235, 0.2, 0.09, 0.105), oval(0.365, 0.2, 0.09, 0.105))
    belly = soft(
        (0.3, 0.3), (0.4, 0.38), (0.455, 0.62), (0.42, 0.86), (0.3, 0.92), (0.18, 0.86),
        (0.145, 0.62), (0.2, 0.38),
    )  # fmt: skip
    return figure(body), flippers, face, figure(belly)


def paint_elephant(pen: Pen, colour: Rgb) -> None:
    far, body, ear = _elephant()
    pen.path(far, deep(colour, 0.3))
    body.draw(pen, colour)
    pen.path(leaf((0.24, 0.52), (0.2, 0.68), (0.06, 0.64), (0.12, 0.6)), WHITE)
    ear.draw(pen, deep(colour, 0.17), 0.16)
    pen.bare.path(oval(0.535, 0.34, 0.11, 0.17, -12), mixed(colour, ROSE, 0.55))
    nail = lightened(colour, 0.5)
    for x in (0.44, 0.5, 0.99, 1.05):
        pen.bare.ellipse((x, 0.975), (0.024, 0.025), nail)
    eye(pen, (0.265, 0.31), 0.03, colour)


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
        ),
        oval(0.34, 0.28, 0.19, 0.22),
        oval(0.36, 0.12, 0.12, 0.12),
        limb(
            (0.28, 0.36, 0.12), (0.18, 0.52, 0.085), (0.15, 0.68, 0.068), (0.13, 0.8, 0.058),
            (0.09, 0.86, 0.05), (0.05, 0.83, 0.045),
        ),
        sharp((0.42, 0.5), (0.64, 0.6), (0.575, 1.0), (0.4, 1.0)),
        sharp((0.98, 0.55), (1.24, 0.5), (1.13, 1.0), (0.95, 1.0)),
    )  # fmt: skip
    ear = soft(
        (0.4, 0.12), (0.58, 0.08), (0.74, 0.2), (0.74, 0.44), (0.62, 0.66), (0.49, 0.6), (0.4, 0.4)
    )  # fmt: skip
    return far, figure(body, lift=(-0.05, -0.06)), figure(ear)


def paint_whale(pen: Pen, colour: Rgb) -> None:
    body, belly, spout, fin = _whale()
    for drop in spout:
        pen.bare.curve(drop, (206, 236, 252), 0.045)
    body.draw(pen, colour, 0.14)
    pale = lightened(colour, 0.66) if min(colour) < 225 else (190, 204, 216)
    pen.bare.path(belly, pale)
    for groove in _whale_grooves():
        pen.bare.curve(groove, deep(pale, 0.22), 0.014)
    pen.path(fin, deep(colour, 0.26))
    pen.bare.curve(arc((0.02, 0.7), (0.14, 0.78), (0.3, 0.7)), deep(colour, 0.5), 0.018)
    eye(pen, (0.35, 0.64), 0.034, colour)


@cache
def _whale() -> tuple[Figure, skia.Path, tuple[skia.Path, ...], skia.Path]:
    body = joined(
        soft(
            (0.0, 0.68), (0.06, 0.46), (0.3, 0.32), (0.62, 0.36), (0.92, 0.54), (1.12, 0.6),
            (1.24, 0.5), (1.28, 0.34), (1.36, 0.36), (1.36, 0.6), (1.2, 0.84), (0.9, 0.98),
            (0.4, 1.0), (0.12, 0.94),
        ),
        leaf((1.32, 0.42), (1.12, 0.4), (1.1, 0.16), (1.28, 0.2)),
        leaf((1.32, 0.42), (1.48, 0.4), (1.5, 0.16), (1.34, 0.2)),
    )  # fmt: skip
    under = soft(
        (-0.05, 0.74), (0.14, 0.79), (0.42, 0.78), (0.75, 0.9), (1.0, 1.0), (0.5, 1.1),
        (0.0, 1.05),
    )  # fmt: skip
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
