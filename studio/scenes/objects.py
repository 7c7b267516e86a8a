"""One painter a kind. Each draws in a box of height 1 and width `ASPECTS[kind]`, y downwards."""

import math
from collections.abc import Callable

import skia

from studio.scenes.brushes import disc, ellipse, fill, line, paint_of, rectangle, stroke_of
from studio.scenes.palette import Rgb, lightened, mixed, shaded

Tinted = Callable[[Rgb], Rgb]
Painter = Callable[[skia.Canvas, Rgb, Tinted], None]

_WOOD: Rgb = (120, 72, 44)
_DARK: Rgb = (70, 62, 66)
_LAMP: Rgb = (255, 226, 120)
_PALE: Rgb = (248, 246, 238)


def paint_boat(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    line(canvas, (0.45, 0.03), (0.45, 0.78), tinted(_WOOD), 0.03)
    _curved(canvas, (0.49, 0.05), (0.86, 0.42), (0.88, 0.7), (0.49, 0.7), colour)
    _curved(canvas, (0.41, 0.14), (0.22, 0.4), (0.08, 0.7), (0.41, 0.7), lightened(colour, 0.3))
    hull = ((0.02, 0.76), (0.9, 0.76), (0.76, 0.97), (0.18, 0.97))
    fill(canvas, hull, shaded(colour, 0.28))
    fill(canvas, ((0.02, 0.76), (0.9, 0.76), (0.875, 0.81), (0.055, 0.81)), tinted(_PALE))


def paint_balloon(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    rope = tinted(_WOOD)
    line(canvas, (0.2, 0.62), (0.3, 0.86), rope, 0.014)
    line(canvas, (0.52, 0.62), (0.42, 0.86), rope, 0.014)
    envelope = skia.Path()
    envelope.moveTo(0.36, 0.0)
    envelope.cubicTo(0.86, 0.0, 0.8, 0.5, 0.46, 0.74)
    envelope.lineTo(0.26, 0.74)
    envelope.cubicTo(-0.08, 0.5, -0.14, 0.0, 0.36, 0.0)
    canvas.drawPath(envelope, paint_of(colour))
    ellipse(canvas, (0.36, 0.36), (0.12, 0.36), lightened(colour, 0.45))
    rectangle(canvas, 0.26, 0.85, 0.2, 0.14, rope)


def paint_house(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    rectangle(canvas, 0.78, 0.08, 0.13, 0.3, tinted(_DARK))
    rectangle(canvas, 0.1, 0.42, 0.92, 0.57, colour)
    fill(canvas, ((0.0, 0.46), (0.28, 0.1), (0.84, 0.1), (1.12, 0.46)), tinted((104, 62, 54)))
    rectangle(canvas, 0.46, 0.64, 0.2, 0.35, tinted(_WOOD))
    for left in (0.19, 0.75):
        rectangle(canvas, left, 0.58, 0.18, 0.18, _LAMP)


def paint_lighthouse(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    fill(canvas, ((0.0, 1.0), (0.08, 0.9), (0.47, 0.9), (0.55, 1.0)), tinted(_DARK))
    edges = [0.08 + 0.075 * (y - 0.28) / 0.62 for y in (0.28, 0.435, 0.59, 0.745, 0.9)]
    for band in range(4):
        top, bottom = 0.28 + 0.155 * band, 0.28 + 0.155 * (band + 1)
        band_colour = colour if band % 2 == 0 else _contrast(colour, tinted)
        upper, lower = edges[band], edges[band + 1]
        points = ((0.275 - upper, top), (0.275 + upper, top), (0.275 + lower, bottom))
        fill(canvas, (*points, (0.275 - lower, bottom)), band_colour)
    rectangle(canvas, 0.2, 0.15, 0.15, 0.1, _LAMP)
    rectangle(canvas, 0.15, 0.245, 0.25, 0.04, tinted(_DARK))
    fill(canvas, ((0.17, 0.16), (0.275, 0.0), (0.38, 0.16)), shaded(colour, 0.25))


def paint_windmill(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    fill(canvas, ((0.3, 0.34), (0.56, 0.34), (0.66, 1.0), (0.2, 1.0)), colour)
    fill(canvas, ((0.27, 0.36), (0.43, 0.18), (0.59, 0.36)), shaded(colour, 0.35))
    rectangle(canvas, 0.36, 0.78, 0.14, 0.22, tinted(_WOOD))
    sail = tinted(_PALE)
    for quarter in range(4):
        canvas.save()
        canvas.translate(0.43, 0.36)
        canvas.rotate(90 * quarter + 30)
        rectangle(canvas, -0.055, -0.4, 0.11, 0.32, sail)
        line(canvas, (0.0, 0.0), (0.0, -0.4), tinted(_WOOD), 0.02)
        canvas.restore()
    disc(canvas, (0.43, 0.36), 0.04, tinted(_DARK))


def paint_flowers(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    for x, y in ((0.24, 0.3), (0.66, 0.22), (1.03, 0.34), (0.44, 0.5), (0.86, 0.54)):
        line(canvas, (x, y), (x + (0.62 - x) * 0.2, 1.0), tinted((54, 140, 58)), 0.035)
    for x, y in ((0.24, 0.3), (0.66, 0.22), (1.03, 0.34), (0.44, 0.5), (0.86, 0.54)):
        for petal in range(5):
            angle = math.tau * petal / 5
            disc(canvas, (x + 0.1 * math.sin(angle), y + 0.1 * math.cos(angle)), 0.09, colour)
        disc(canvas, (x, y), 0.07, tinted((110, 70, 30)) if _yellow(colour) else _LAMP)


def paint_pine(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    rectangle(canvas, 0.28, 0.84, 0.1, 0.16, tinted(_WOOD))
    green = tinted((30, 112, 70))
    for top, bottom, half in ((0.48, 0.88, 0.33), (0.24, 0.64, 0.26), (0.0, 0.4, 0.19)):
        fill(canvas, ((0.33, top), (0.33 + half, bottom), (0.33 - half, bottom)), green)
        fill(canvas, ((0.33, top), (0.33 + half, bottom), (0.33, bottom)), shaded(green, 0.22))


def paint_tree(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    rectangle(canvas, 0.37, 0.6, 0.12, 0.4, tinted(_WOOD))
    green = tinted((62, 150, 58))
    for x, y, radius in ((0.24, 0.42, 0.23), (0.62, 0.42, 0.23), (0.43, 0.28, 0.28)):
        disc(canvas, (x, y), radius, green)
    disc(canvas, (0.36, 0.24), 0.15, lightened(green, 0.22))


def paint_palm(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    trunk = skia.Path()
    trunk.moveTo(0.4, 1.0)
    trunk.quadTo(0.52, 0.6, 0.44, 0.3)
    canvas.drawPath(trunk, stroke_of(tinted((150, 100, 58)), 0.075))
    green = tinted((46, 148, 72))
    for x, y in ((0.02, 0.42), (0.06, 0.12), (0.42, 0.0), (0.8, 0.1), (0.86, 0.4)):
        leaf = skia.Path()
        leaf.moveTo(0.44, 0.28)
        leaf.quadTo((0.44 + x) / 2, y - 0.12, x, y)
        leaf.quadTo((0.44 + x) / 2, y + 0.06, 0.44, 0.28)
        canvas.drawPath(leaf, paint_of(green))
    disc(canvas, (0.44, 0.31), 0.05, tinted(_WOOD))


def paint_circle(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    disc(canvas, (0.5, 0.5), 0.48, colour)


def paint_square(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    rectangle(canvas, 0.06, 0.06, 0.88, 0.88, colour)


def paint_triangle(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    fill(canvas, ((0.5, 0.05), (1.0, 0.92), (0.0, 0.92)), colour)


def paint_star(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    points: list[tuple[float, float]] = []
    for corner in range(10):
        radius = 0.5 if corner % 2 == 0 else 0.22
        angle = math.tau * corner / 10
        points.append((0.5 + radius * math.sin(angle), 0.53 - radius * math.cos(angle)))
    fill(canvas, points, colour)


def paint_heart(canvas: skia.Canvas, colour: Rgb, tinted: Tinted) -> None:
    heart = skia.Path()
    heart.moveTo(0.5, 0.95)
    heart.cubicTo(-0.3, 0.42, 0.1, -0.12, 0.5, 0.24)
    heart.cubicTo(0.9, -0.12, 1.3, 0.42, 0.5, 0.95)
    canvas.drawPath(heart, paint_of(colour))


PAINTERS: dict[str, Painter] = {
    "boat": paint_boat,
    "balloon": paint_balloon,
    "house": paint_house,
    "lighthouse": paint_lighthouse,
    "windmill": paint_windmill,
    "flowers": paint_flowers,
    "pine": paint_pine,
    "tree": paint_tree,
    "palm": paint_palm,
    "circle": paint_circle,
    "square": paint_square,
    "triangle": paint_triangle,
    "star": paint_star,
    "heart": paint_heart,
}


def _curved(
    canvas: skia.Canvas,
    top: tuple[float, float],
    bend: tuple[float, float],
    corner: tuple[float, float],
    foot: tuple[float, float],
    colour: Rgb,
) -> None:
    """A sail: a straight mast side from `top` to `foot`, a bent one through `corner`."""
    sail = skia.Path()
    sail.moveTo(*top)
    sail.quadTo(*bend, *corner)
    sail.lineTo(*foot)
    sail.close()
    canvas.drawPath(sail, paint_of(colour))


def _contrast(colour: Rgb, tinted: Tinted) -> Rgb:
    """White bands beside a colour, grey ones beside white."""
    return tinted(_PALE) if min(colour) < 170 else mixed(colour, (150, 156, 166), 0.7)


def _yellow(colour: Rgb) -> bool:
    red, green, blue = colour
    return min(red, green) > 1.6 * blue and green > 0.7 * red
