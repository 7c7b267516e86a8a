"""People, in a box of height 1 and the width that their kind's aspect gives.

The colour is that of their clothes: a dress, a coat, a jumper.
"""

from functools import cache

import skia

from studio.scenes.brushes import XY, Pen
from studio.scenes.objects.outlines import (
    Figure,
    arc,
    figure,
    is_light,
    joined,
    limb,
    oval,
    sharp,
    soft,
)
from studio.scenes.objects.parts import deep
from studio.scenes.palette import Rgb, lightened, mixed, shaded

_DARK: Rgb = (40, 32, 38)
_CHEEK: Rgb = (226, 104, 92)
_SHOE: Rgb = (66, 46, 42)


def _face(pen: Pen, centre: XY, radius: float, skin: Rgb) -> None:
    """Two eyes, two cheeks and a smile on a head."""
    x, y = centre
    for side in (-1, 1):
        pen.bare.disc((x + side * radius * 0.4, y + radius * 0.02), radius * 0.13, _DARK)
        cheek = (x + side * radius * 0.58, y + radius * 0.36)
        pen.bare.disc(cheek, radius * 0.19, mixed(skin, _CHEEK, 0.45))
    smile = arc(
        (x - radius * 0.24, y + radius * 0.42),
        (x, y + radius * 0.68),
        (x + radius * 0.24, y + radius * 0.42),
    )
    pen.bare.curve(smile, shaded(mixed(skin, _CHEEK, 0.5), 0.3), radius * 0.13)


def paint_woman(pen: Pen, colour: Rgb) -> None:
    skin, hair = (240, 192, 156), (112, 58, 34)
    long_hair, dress, arms, fringe = _woman()
    pen.path(long_hair, hair)
    for x in (0.165, 0.255):
        pen.line((x, 0.84), (x, 0.95), skin, 0.045)
        pen.path(oval(x, 0.975, 0.045, 0.025), deep(colour, 0.45))
    pen.path(arms, skin)
    pen.rectangle(0.18, 0.22, 0.06, 0.09, shaded(skin, 0.14))
    dress.draw(pen, colour)
    pen.bare.line((0.135, 0.53), (0.285, 0.53), deep(colour, 0.4), 0.032)
    for x, end in ((0.17, 0.13), (0.25, 0.29)):
        pen.bare.line((x, 0.64), (end, 0.84), deep(colour, 0.28), 0.012)
    pen.disc((0.21, 0.145), 0.105, skin)
    _face(pen, (0.21, 0.15), 0.105, skin)
    pen.path(fringe, hair)
    pen.bare.curve(arc((0.13, 0.09), (0.18, 0.02), (0.25, 0.03)), lightened(hair, 0.3), 0.014)


@cache
def _woman() -> tuple[skia.Path, Figure, skia.Path, skia.Path]:
    long_hair = soft(
        (0.21, 0.0), (0.31, 0.03), (0.345, 0.14), (0.34, 0.3), (0.37, 0.43), (0.29, 0.42),
        (0.21, 0.35), (0.13, 0.42), (0.05, 0.43), (0.08, 0.3), (0.075, 0.14), (0.11, 0.03),
    )  # fmt: skip
    dress = joined(
        soft(
            (0.12, 0.3), (0.21, 0.315), (0.3, 0.3), (0.305, 0.42), (0.285, 0.53), (0.33, 0.68),
            (0.405, 0.86), (0.31, 0.9), (0.21, 0.91), (0.11, 0.9), (0.015, 0.86), (0.09, 0.68),
            (0.135, 0.53), (0.115, 0.42),
        ),
        limb((0.14, 0.325, 0.04), (0.085, 0.42, 0.042)),
        limb((0.28, 0.325, 0.04), (0.335, 0.42, 0.042)),
    )  # fmt: skip
    arms = joined(
        limb((0.085, 0.42, 0.026), (0.045, 0.53, 0.024), (0.04, 0.6, 0.026)),
        limb((0.335, 0.42, 0.026), (0.375, 0.53, 0.024), (0.38, 0.6, 0.026)),
    )
    fringe = soft(
        (0.1, 0.14), (0.11, 0.06), (0.21, 0.015), (0.31, 0.06), (0.32, 0.14), (0.28, 0.1),
        (0.24, 0.065), (0.17, 0.11),
    )  # fmt: skip
    return long_hair, figure(dress, lift=(-0.035, -0.01)), arms, fringe


def paint_man(pen: Pen, colour: Rgb) -> None:
    skin, hair = (196, 138, 96), (46, 34, 34)
    legs, coat, hat = _man()
    pen.path(legs, (62, 66, 84) if is_light(colour, 80) else (150, 146, 150))
    for x in (0.12, 0.3):
        pen.path(oval(x, 0.968, 0.075, 0.032), _SHOE)
    for x in (0.035, 0.385):
        pen.disc((x, 0.625), 0.033, skin)
    coat.draw(pen, colour)
    pen.bare.line((0.21, 0.42), (0.21, 0.72), deep(colour, 0.42), 0.012)
    pen.bare.fill(((0.15, 0.275), (0.27, 0.275), (0.21, 0.42)), (248, 246, 240))
    tie = (222, 44, 48) if colour[0] < 1.6 * colour[2] else (42, 84, 168)
    pen.bare.fill(((0.19, 0.29), (0.23, 0.29), (0.225, 0.37), (0.21, 0.395), (0.195, 0.37)), tie)
    for y in (0.5, 0.6):
        pen.bare.disc((0.245, y), 0.013, (255, 220, 120))
    pen.disc((0.21, 0.18), 0.1, skin)
    pen.bare.path(_beard(), hair)
    for x in (0.17, 0.25):
        pen.bare.disc((x, 0.17), 0.014, _DARK)
    pen.bare.line((0.185, 0.235), (0.235, 0.235), mixed(skin, _CHEEK, 0.5), 0.014)
    pen.path(hat, deep(colour, 0.3))
    pen.bare.line((0.125, 0.088), (0.295, 0.088), deep(colour, 0.62), 0.028)


@cache
def _man() -> tuple[skia.Path, Figure, skia.Path]:
    legs = joined(
        sharp((0.1, 0.6), (0.2, 0.6), (0.19, 0.97), (0.095, 0.97)),
        sharp((0.22, 0.6), (0.32, 0.6), (0.325, 0.97), (0.23, 0.97)),
    )
    coat = joined(
        soft(
            (0.1, 0.3), (0.21, 0.265), (0.32, 0.3), (0.325, 0.5), (0.35, 0.76), (0.21, 0.775),
            (0.07, 0.76), (0.095, 0.5),
        ),
        limb((0.1, 0.33, 0.052), (0.05, 0.46, 0.046), (0.038, 0.59, 0.038)),
        limb((0.32, 0.33, 0.052), (0.37, 0.46, 0.046), (0.382, 0.59, 0.038)),
    )  # fmt: skip
    hat = joined(
        oval(0.21, 0.108, 0.16, 0.026),
        soft(
            (0.12, 0.1), (0.13, 0.02), (0.18, 0.0), (0.21, 0.012), (0.24, 0.0), (0.29, 0.02),
            (0.3, 0.1),
        ),
    )  # fmt: skip
    return legs, figure(coat, lift=(-0.035, -0.015)), hat


@cache
def _beard() -> skia.Path:
    return soft(
        (0.11, 0.17), (0.145, 0.215), (0.21, 0.205), (0.275, 0.215), (0.31, 0.17), (0.295, 0.26),
        (0.21, 0.3), (0.125, 0.26),
    )  # fmt: skip


def paint_child(pen: Pen, colour: Rgb) -> None:
    skin, hair = (178, 120, 82), (44, 30, 28)
    arms, jumper, legs, curls = _child()
    pen.path(arms, skin)
    for x in (0.155, 0.305):
        pen.line((x, 0.8), (x, 0.93), skin, 0.06)
        pen.path(oval(x, 0.96, 0.07, 0.04), (248, 246, 240))
    pen.path(legs, deep(colour, 0.3))
    jumper.draw(pen, colour)
    pen.bare.line((0.14, 0.57), (0.32, 0.57), mixed(colour, (255, 255, 255), 0.75), 0.03)
    pen.path(curls, hair)
    pen.disc((0.23, 0.235), 0.155, skin)
    _face(pen, (0.23, 0.25), 0.155, skin)
    pen.path(_child_cap(), colour)
    pen.bare.line((0.09, 0.165), (0.37, 0.165), deep(colour, 0.3), 0.03)
    pen.path(oval(0.23, 0.025, 0.035, 0.028), deep(colour, 0.3))


@cache
def _child() -> tuple[skia.Path, Figure, skia.Path, skia.Path]:
    arms = joined(
        limb((0.09, 0.5, 0.035), (0.04, 0.36, 0.038)),
        limb((0.36, 0.48, 0.035), (0.425, 0.63, 0.035)),
    )
    jumper = joined(
        soft(
            (0.12, 0.4), (0.23, 0.38), (0.34, 0.4), (0.36, 0.55), (0.355, 0.7), (0.23, 0.715),
            (0.105, 0.7), (0.1, 0.55),
        ),
        limb((0.15, 0.44, 0.05), (0.09, 0.52, 0.05), (0.06, 0.44, 0.045)),
        limb((0.33, 0.43, 0.05), (0.405, 0.57, 0.046)),
    )  # fmt: skip
    legs = joined(
        sharp(
            (0.11, 0.66), (0.35, 0.66), (0.36, 0.84), (0.25, 0.84), (0.23, 0.76), (0.21, 0.84),
            (0.1, 0.84),
        )
    )  # fmt: skip
    curls = joined(
        *(
            oval(x, y, 0.06, 0.06)
            for x, y in ((0.08, 0.19), (0.075, 0.26), (0.38, 0.19), (0.385, 0.26))
        )
    )
    return arms, figure(jumper), legs, curls


@cache
def _child_cap() -> skia.Path:
    return soft(
        (0.065, 0.17), (0.1, 0.07), (0.23, 0.02), (0.36, 0.07), (0.395, 0.17), (0.23, 0.185),
    )  # fmt: skip
