"""Things that people make, in a box of height 1 and the width that their kind's aspect gives."""

from functools import cache

import skia

from studio.scenes.brushes import Pen, glow
from studio.scenes.objects.outlines import (
    Figure,
    arc,
    figure,
    is_light,
    joined,
    oval,
    overlap,
    sharp,
    soft,
)
from studio.scenes.objects.parts import deep, is_dark
from studio.scenes.palette import Rgb, lightened, shaded

_SNOW: Rgb = (250, 252, 255)
_COAL: Rgb = (40, 40, 48)
_WOOD: Rgb = (128, 84, 52)
_IRON: Rgb = (62, 62, 72)
_LAMP: Rgb = (255, 222, 120)
_GOLD: Rgb = (250, 200, 72)


def paint_snowman(pen: Pen, colour: Rgb) -> None:
    for twig in _twigs():
        pen.curve(twig, _WOOD, 0.024)
    for ball in _balls():
        pen.path(ball.outline, _SNOW)
        pen.bare.path(ball.shade, (198, 214, 236))
    for y in (0.52, 0.62):
        pen.bare.disc((0.35, y), 0.022, _COAL)
    for x in (0.295, 0.405):
        pen.bare.disc((x, 0.255), 0.02, _COAL)
    pen.bare.curve(arc((0.29, 0.335), (0.35, 0.385), (0.41, 0.335)), _COAL, 0.014)
    pen.path(sharp((0.35, 0.28), (0.35, 0.325), (0.18, 0.325)), (246, 130, 36))
    scarf, hat = _scarf_and_hat()
    pen.path(scarf, (214, 48, 54))
    pen.bare.line((0.475, 0.55), (0.525, 0.535), (250, 236, 220), 0.024)
    pen.path(hat, _COAL)
    pen.bare.line((0.255, 0.135), (0.445, 0.135), (214, 48, 54), 0.035)


@cache
def _twigs() -> tuple[skia.Path, ...]:
    return (
        arc((0.2, 0.56), (0.1, 0.52), (0.02, 0.4)),
        arc((0.065, 0.47), (0.06, 0.42), (0.085, 0.36)),
        arc((0.5, 0.56), (0.6, 0.52), (0.68, 0.4)),
        arc((0.635, 0.47), (0.64, 0.42), (0.615, 0.36)),
    )


@cache
def _balls() -> tuple[Figure, ...]:
    return (
        figure(oval(0.35, 0.8, 0.26, 0.2), lift=(-0.04, -0.05)),
        figure(oval(0.35, 0.56, 0.19, 0.165), lift=(-0.035, -0.04)),
        figure(oval(0.35, 0.28, 0.15, 0.145), lift=(-0.03, -0.035)),
    )


@cache
def _scarf_and_hat() -> tuple[skia.Path, skia.Path]:
    scarf = joined(
        soft(
            (0.2, 0.385), (0.35, 0.425), (0.5, 0.385), (0.52, 0.435), (0.35, 0.485),
            (0.18, 0.435),
        ),
        sharp((0.42, 0.44), (0.5, 0.42), (0.54, 0.58), (0.465, 0.6)),
    )  # fmt: skip
    hat = joined(
        oval(0.35, 0.16, 0.175, 0.028),
        sharp((0.245, 0.16), (0.235, 0.0), (0.465, 0.0), (0.455, 0.16)),
    )
    return scarf, hat


def paint_lantern(pen: Pen, colour: Rgb) -> None:
    post, roof = _lantern()
    if is_dark(pen):
        halo = glow((0.18, 0.26), 0.2, _LAMP, 0.8)
        pen.canvas.drawCircle(0.18, 0.26, 0.2, halo)
    pen.lit.path(sharp((0.05, 0.15), (0.31, 0.15), (0.265, 0.37), (0.095, 0.37)), _LAMP)
    pen.lit.bare.ellipse((0.18, 0.28), (0.055, 0.08), (255, 248, 208))
    post.draw(pen, colour, 0.24)
    for x, foot in ((0.055, 0.1), (0.18, 0.18), (0.305, 0.26)):
        pen.bare.line((x, 0.155), (foot, 0.37), colour, 0.022)
    roof.draw(pen, colour, 0.24)


@cache
def _lantern() -> tuple[Figure, Figure]:
    post = joined(
        sharp((0.07, 0.36), (0.29, 0.36), (0.25, 0.42), (0.11, 0.42)),
        sharp((0.14, 0.4), (0.22, 0.4), (0.235, 0.9), (0.125, 0.9)),
        oval(0.18, 0.47, 0.085, 0.022),
        oval(0.18, 0.78, 0.095, 0.025),
        sharp((0.1, 0.86), (0.26, 0.86), (0.3, 0.95), (0.06, 0.95)),
        sharp((0.01, 0.94), (0.35, 0.94), (0.355, 1.0), (0.005, 1.0)),
    )
    roof = joined(
        oval(0.18, 0.03, 0.03, 0.03),
        soft(
            (0.18, 0.04), (0.25, 0.09), (0.34, 0.13), (0.345, 0.165), (0.18, 0.17),
            (0.015, 0.165), (0.02, 0.13), (0.11, 0.09),
        ),
    )  # fmt: skip
    return figure(post, lift=(-0.03, 0.0)), figure(roof, lift=(-0.03, -0.01))


def paint_bench(pen: Pen, colour: Rgb) -> None:
    metal = _IRON if is_light(colour, 75) else (150, 152, 164)
    for x in (0.16, 1.44):
        pen.path(_bench_side(x), metal)
    for y in (0.03, 0.19, 0.35):
        pen.rectangle(0.02, y, 1.56, 0.12, colour, 0.03)
        pen.bare.rectangle(0.04, y + 0.085, 1.52, 0.03, deep(colour, 0.22), 0.015)
    pen.rectangle(0.0, 0.56, 1.6, 0.1, lightened(colour, 0.12), 0.03)
    pen.rectangle(0.0, 0.64, 1.6, 0.1, deep(colour, 0.26), 0.03)
    for x in (0.16, 1.44):
        for y in (0.09, 0.25, 0.41):
            pen.bare.disc((x, y), 0.022, metal)


@cache
def _bench_side(x: float) -> skia.Path:
    """The iron at one end: the back's upright, two legs and feet."""
    return joined(
        sharp((x - 0.035, 0.0), (x + 0.035, 0.0), (x + 0.035, 0.7), (x - 0.035, 0.7)),
        sharp((x - 0.06, 0.7), (x + 0.06, 0.7), (x + 0.04, 0.95), (x - 0.04, 0.95)),
        sharp((x - 0.11, 0.92), (x + 0.11, 0.92), (x + 0.11, 1.0), (x - 0.11, 1.0)),
    )


def paint_umbrella(pen: Pen, colour: Rgb) -> None:
    pen.line((0.525, 0.03), (0.525, 0.88), _WOOD, 0.034)
    pen.curve(_crook(), _WOOD, 0.045)
    canopy, panels = _umbrella()
    canopy.draw(pen, colour, 0.16)
    for index, panel in enumerate(panels):
        pen.path(panel, lightened(colour, 0.34) if index == 0 else deep(colour, 0.2))
    pen.line((0.525, 0.02), (0.525, 0.06), _WOOD, 0.036)


@cache
def _crook() -> skia.Path:
    hook = skia.Path()
    hook.moveTo(0.525, 0.72)
    hook.lineTo(0.525, 0.9)
    hook.cubicTo(0.525, 1.0, 0.37, 1.0, 0.37, 0.89)
    return hook


@cache
def _umbrella() -> tuple[Figure, tuple[skia.Path, ...]]:
    """The whole canopy, and its second and fourth panel of five."""
    hem = (0.005, 0.21, 0.42, 0.63, 0.84, 1.045)
    canopy = skia.Path()
    canopy.moveTo(hem[0], 0.53)
    canopy.cubicTo(0.04, 0.2, 0.26, 0.04, 0.525, 0.04)
    canopy.cubicTo(0.79, 0.04, 1.01, 0.2, hem[5], 0.53)
    for right, left in zip(reversed(hem[1:]), reversed(hem[:-1]), strict=True):
        canopy.quadTo((left + right) / 2, 0.44, left, 0.53)
    canopy.close()
    panels: list[skia.Path] = []
    for left, right, bend in ((0.21, 0.42, -0.07), (0.63, 0.84, 0.07)):
        panel = skia.Path()
        panel.moveTo(0.525, 0.04)
        panel.quadTo(left + bend + 0.06, 0.2, left, 0.53)
        panel.quadTo((left + right) / 2, 0.44, right, 0.53)
        panel.quadTo(right + bend - 0.06, 0.2, 0.525, 0.04)
        panel.close()
        panels.append(panel)
    return figure(canopy, lift=(-0.03, -0.04)), tuple(panels)


def paint_flag(pen: Pen, colour: Rgb) -> None:
    pen.path(oval(0.06, 0.975, 0.06, 0.025), _IRON)
    pen.rectangle(0.04, 0.04, 0.04, 0.94, _WOOD, 0.015)
    cloth, folds = _flag()
    pen.path(cloth, colour)
    pen.bare.path(folds[0], deep(colour, 0.22))
    pen.bare.path(folds[1], lightened(colour, 0.3) if is_light(colour, 60) else shaded(colour, 0.4))
    pen.disc((0.06, 0.035), 0.035, _GOLD)


@cache
def _flag() -> tuple[skia.Path, tuple[skia.Path, skia.Path]]:
    """The waving cloth, and on it the shadow and the light of its folds."""
    cloth = skia.Path()
    cloth.moveTo(0.08, 0.09)
    cloth.cubicTo(0.28, -0.03, 0.42, 0.24, 0.79, 0.1)
    cloth.lineTo(0.77, 0.56)
    cloth.cubicTo(0.44, 0.7, 0.3, 0.43, 0.08, 0.55)
    cloth.close()
    shadow = soft((0.42, 0.05), (0.52, 0.2), (0.5, 0.7), (0.36, 0.7), (0.4, 0.4))
    light = soft((0.2, 0.0), (0.3, 0.0), (0.27, 0.6), (0.17, 0.6), (0.22, 0.3))
    return cloth, (overlap(cloth, shadow), overlap(cloth, light))
