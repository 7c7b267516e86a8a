"""Things in the air, in a box of height 1 and the width that their kind's aspect gives."""

from studio.scenes.brushes import Pen, glow
from studio.scenes.objects.parts import (
    DARK,
    GLASS,
    LAMPLIGHT,
    PALE,
    STEEL,
    WOOD,
    bright,
    brightness,
    deep,
    dots,
    glaze,
    is_dark,
    outline,
    strokes,
    trim_for,
)
from studio.scenes.palette import Rgb, lightened, shaded

_BEAK: Rgb = (250, 166, 40)
_FLAME: Rgb = (255, 128, 36)
_HOT: Rgb = (255, 230, 110)


def paint_balloon(pen: Pen, colour: Rgb) -> None:
    pen.curve(strokes((0.25, 0.74, 0.29, 0.88), (0.47, 0.74, 0.43, 0.88)), WOOD, 0.016)
    envelope = outline(
        (0.36, 0.0), (0.84, 0.0, 0.8, 0.48, 0.47, 0.74), (0.25, 0.74),
        (-0.08, 0.48, -0.12, 0.0, 0.36, 0.0),
    )  # fmt: skip
    pen.path(envelope, colour)
    for left, bottom, amount in ((0.0, 0.25, 0.0), (0.06, 0.3, 0.42)):
        gore = outline(
            (0.36, 0.0),
            (
                0.36 + (0.3 - left) * 1.28,
                0.04,
                0.36 + (0.3 - left),
                0.5,
                0.36 + (0.36 - bottom),
                0.74,
            ),
            (bottom, 0.74),
            (0.36 - (0.3 - left), 0.5, 0.36 - (0.3 - left) * 1.28, 0.04, 0.36, 0.0),
        )
        pen.bare.path(gore, bright(colour, amount))
    middle = outline(
        (0.36, 0.0),
        (0.5, 0.06, 0.47, 0.5, 0.4, 0.74),
        (0.32, 0.74),
        (0.25, 0.5, 0.22, 0.06, 0.36, 0.0),
    )
    pen.bare.path(middle, colour)
    shade = outline(
        (0.36, 0.0),
        (0.84, 0.0, 0.8, 0.48, 0.47, 0.74),
        (0.43, 0.74),
        (0.72, 0.46, 0.72, 0.1, 0.36, 0.0),
    )
    pen.bare.path(shade, deep(colour, 0.2))
    if is_dark(pen):
        pen.canvas.drawPath(envelope, glow((0.36, 0.72), 0.5, pen.lit.colour(LAMPLIGHT), 0.75))
    pen.rectangle(0.25, 0.725, 0.22, 0.04, deep(colour, 0.4), 0.015)
    pen.rectangle(0.265, 0.86, 0.19, 0.14, WOOD, 0.03)
    pen.bare.rectangle(0.255, 0.86, 0.21, 0.035, lightened(WOOD, 0.4), 0.015)


def paint_kite(pen: Pen, colour: Rgb) -> None:
    tail = outline((0.27, 0.64), (0.5, 0.72, 0.36, 0.81), (0.2, 0.9, 0.4, 0.985), closed=False)
    pen.curve(tail, DARK, 0.018)
    for x, y in ((0.415, 0.74), (0.3, 0.86), (0.4, 0.965)):
        bow = ((x - 0.075, y - 0.035), (x + 0.075, y + 0.035), (x + 0.075, y - 0.035),
               (x - 0.075, y + 0.035))  # fmt: skip
        pen.fill(bow, colour)
    top, right, bottom, left = (0.44, 0.0), (0.7, 0.32), (0.26, 0.66), (0.0, 0.14)
    centre = (0.385, 0.24)
    pen.fill((top, right, bottom, left), colour)
    pale = bright(colour, 0.5) if brightness(colour) < 215 else deep(colour, 0.2)
    pen.bare.fill((top, centre, left), pale)
    pen.bare.fill((right, bottom, centre), deep(colour, 0.16))
    pen.curve(strokes((*top, *bottom), (*left, *right)), trim_for(colour), 0.02)


def paint_airplane(pen: Pen, colour: Rgb) -> None:
    pen.fill(((0.88, 0.4), (1.16, 0.4), (0.86, 0.06), (0.72, 0.06)), deep(colour, 0.34))
    fin = outline((0.0, 0.0), (0.17, 0.0), (0.26, 0.26, 0.54, 0.36), (0.12, 0.42))
    pen.path(fin, deep(colour, 0.14))
    fuselage = outline(
        (0.07, 0.32), (0.2, 0.34, 0.46, 0.33), (1.22, 0.31), (1.52, 0.31, 1.7, 0.44, 1.7, 0.53),
        (1.7, 0.64, 1.5, 0.72, 1.22, 0.72), (0.6, 0.72), (0.16, 0.64, 0.07, 0.32),
    )  # fmt: skip
    pen.path(fuselage, colour)
    belly = outline(
        (0.32, 0.61), (1.69, 0.59), (1.6, 0.72, 1.22, 0.72), (0.6, 0.72), (0.43, 0.7, 0.32, 0.61)
    )
    pen.bare.path(belly, bright(colour, 0.55))
    pen.fill(((0.14, 0.42), (0.4, 0.42), (0.14, 0.6), (0.0, 0.6)), deep(colour, 0.3))
    windows = dots(0.04, *((0.54 + 0.155 * place, 0.45) for place in range(5)))
    glaze(pen, windows, PALE if brightness(colour) < 200 else (70, 110, 160))
    cockpit = outline((1.38, 0.36), (1.53, 0.38, 1.61, 0.47), (1.4, 0.48))
    pen.bare.path(cockpit, shaded(GLASS, 0.3))
    pen.rectangle(0.9, 0.74, 0.27, 0.13, STEEL, 0.065)
    pen.fill(((0.7, 0.57), (1.16, 0.57), (0.64, 1.0), (0.46, 1.0)), deep(colour, 0.22))


def paint_rocket(pen: Pen, colour: Rgb) -> None:
    fire = pen.lit
    fire.path(outline((0.15, 0.78), (0.1, 0.92, 0.25, 1.0), (0.4, 0.92, 0.35, 0.78)), _FLAME)
    fire.bare.path(outline((0.2, 0.78), (0.17, 0.88, 0.25, 0.93), (0.33, 0.88, 0.3, 0.78)), _HOT)
    pen.path(outline((0.12, 0.48), (0.0, 0.58, 0.0, 0.86), (0.16, 0.74)), deep(colour, 0.36))
    pen.path(outline((0.38, 0.48), (0.5, 0.58, 0.5, 0.86), (0.34, 0.74)), deep(colour, 0.36))
    hull = outline(
        (0.25, 0.0),
        (0.42, 0.14, 0.42, 0.5, 0.36, 0.76),
        (0.14, 0.76),
        (0.08, 0.5, 0.08, 0.14, 0.25, 0.0),
    )
    pen.path(hull, colour)
    shade = outline(
        (0.25, 0.0),
        (0.42, 0.14, 0.42, 0.5, 0.36, 0.76),
        (0.27, 0.76),
        (0.34, 0.5, 0.36, 0.16, 0.25, 0.0),
    )
    pen.bare.path(shade, deep(colour, 0.18))
    nose = outline(
        (0.25, 0.0), (0.318, 0.056, 0.359, 0.147, 0.377, 0.235), (0.25, 0.285, 0.123, 0.235),
        (0.141, 0.147, 0.182, 0.056, 0.25, 0.0),
    )  # fmt: skip
    pen.bare.path(nose, PALE if brightness(colour) < 225 else STEEL)
    pen.disc((0.25, 0.42), 0.09, PALE if brightness(colour) < 225 else STEEL)
    pen.bare.disc((0.25, 0.42), 0.062, shaded(GLASS, 0.3))
    pen.bare.disc((0.23, 0.4), 0.02, PALE)
    pen.rectangle(0.15, 0.74, 0.2, 0.045, DARK)
    fin = outline((0.25, 0.56), (0.29, 0.66, 0.275, 0.88), (0.225, 0.88), (0.21, 0.66, 0.25, 0.56))
    pen.path(fin, deep(colour, 0.5))


def paint_bird(pen: Pen, colour: Rgb) -> None:
    far = outline(
        (0.84, 0.6), (0.88, 0.3, 1.0, 0.12, 1.2, 0.02), (1.26, 0.3, 1.2, 0.52, 1.06, 0.66)
    )
    pen.path(far, deep(colour, 0.36))
    pen.fill(((0.5, 0.66), (0.0, 0.56), (0.09, 0.72), (0.0, 0.9), (0.5, 0.84)), deep(colour, 0.26))
    pen.fill(((1.32, 0.54), (1.5, 0.65), (1.3, 0.7)), _BEAK)
    body = outline(
        (0.36, 0.7), (0.6, 0.52, 0.86, 0.56, 1.0, 0.56), (1.06, 0.38, 1.34, 0.4, 1.37, 0.6),
        (1.38, 0.84, 1.14, 1.0, 0.86, 1.0), (0.62, 0.99, 0.46, 0.86, 0.36, 0.7),
    )  # fmt: skip
    pen.path(body, colour)
    belly = outline(
        (0.6, 0.9), (0.9, 0.94, 1.16, 0.9, 1.35, 0.7), (1.3, 0.92, 1.1, 1.0, 0.86, 1.0),
        (0.74, 0.995, 0.66, 0.95, 0.6, 0.9),
    )  # fmt: skip
    pen.bare.path(belly, bright(colour, 0.5))
    near = outline(
        (0.62, 0.66), (0.54, 0.4, 0.4, 0.16, 0.22, 0.0), (0.62, 0.02, 0.98, 0.24, 1.06, 0.64),
        (0.86, 0.84, 0.62, 0.66),
    )  # fmt: skip
    pen.path(near, deep(colour, 0.16))
    feathers = outline((0.4, 0.12), (0.7, 0.24, 0.84, 0.6), closed=False)
    pen.curve(feathers, deep(colour, 0.4), 0.035)
    pen.bare.disc((1.22, 0.57), 0.05, PALE)
    pen.bare.disc((1.23, 0.57), 0.032, DARK)


def paint_butterfly(pen: Pen, colour: Rgb) -> None:
    _paint_wings(pen, colour)
    pen.canvas.save()
    pen.canvas.translate(1.1, 0.0)
    pen.canvas.scale(-1.0, 1.0)
    _paint_wings(pen, colour)
    pen.canvas.restore()
    pen.ellipse((0.55, 0.54), (0.05, 0.3), DARK)
    pen.disc((0.55, 0.23), 0.065, DARK)


def _paint_wings(pen: Pen, colour: Rgb) -> None:
    """The wings and the feeler on the right."""
    edge = deep(colour, 0.66)
    feeler = outline((0.56, 0.2), (0.6, 0.08, 0.69, 0.04), closed=False)
    pen.curve(feeler, DARK, 0.028)
    lower = outline(
        (0.57, 0.5), (0.9, 0.46, 1.06, 0.64, 0.93, 0.84), (0.84, 1.06, 0.64, 1.0, 0.57, 0.62)
    )
    upper = outline(
        (0.57, 0.5), (0.6, 0.2, 0.84, -0.06, 1.06, 0.04), (1.14, 0.24, 1.04, 0.56, 0.57, 0.54)
    )
    for wing, tone in ((lower, deep(colour, 0.14)), (upper, colour)):
        pen.path(wing, tone)
        pen.bare.curve(wing, edge, 0.045)
    pen.bare.path(dots(0.06, (0.93, 0.2), (0.82, 0.78)), bright(colour, 0.62))
    pen.bare.path(dots(0.035, (0.82, 0.33), (0.97, 0.35)), bright(colour, 0.62))
