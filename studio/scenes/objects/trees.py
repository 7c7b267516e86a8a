"""Trees and cactuses, in a box of height 1 and the width that their kind's aspect gives."""

import math
from functools import cache

import skia

from studio.scenes.brushes import XY, Pen
from studio.scenes.objects.outlines import (
    Figure,
    arc,
    figure,
    joined,
    limb,
    oval,
    overlap,
    sharp,
    soft,
)
from studio.scenes.palette import Rgb, lightened, shaded

_BARK: Rgb = (116, 72, 44)
_PINE: Rgb = (24, 104, 70)
_LEAF: Rgb = (64, 152, 58)
_FRESH: Rgb = (140, 186, 62)
_CACTUS: Rgb = (60, 138, 78)
_GOLD: Rgb = (255, 206, 54)


def paint_pine(pen: Pen, colour: Rgb) -> None:
    pen.rectangle(0.275, 0.84, 0.11, 0.16, _BARK)
    for step, (tier, dark) in enumerate(_pine_tiers()):
        green = lightened(_PINE, 0.05 * step)
        pen.path(tier, green)
        pen.bare.path(dark, shaded(green, 0.28))


@cache
def _pine_tiers() -> tuple[tuple[skia.Path, skia.Path], ...]:
    """From the lowest to the top: a whole tier, and its side away from the light."""
    tiers: list[tuple[skia.Path, skia.Path]] = []
    for top, bottom, half in (
        (0.5, 0.9, 0.325),
        (0.3, 0.7, 0.27),
        (0.13, 0.5, 0.205),
        (0.0, 0.29, 0.135),
    ):
        tier = skia.Path()
        tier.moveTo(0.33, top)
        tier.quadTo(0.33 - half * 0.35, bottom - 0.14, 0.33 - half, bottom - 0.03)
        tier.quadTo(0.33 - half * 0.65, bottom + 0.035, 0.33 - half * 0.34, bottom - 0.02)
        tier.quadTo(0.33, bottom + 0.065, 0.33 + half * 0.34, bottom - 0.02)
        tier.quadTo(0.33 + half * 0.65, bottom + 0.035, 0.33 + half, bottom - 0.03)
        tier.quadTo(0.33 + half * 0.35, bottom - 0.14, 0.33, top)
        tier.close()
        right = sharp((0.33, top), (0.8, top), (0.8, bottom + 0.1), (0.37, bottom + 0.1))
        tiers.append((tier, overlap(tier, right)))
    return tuple(tiers)


def paint_tree(pen: Pen, colour: Rgb) -> None:
    trunk, crown = _tree()
    trunk.draw(pen, _BARK, 0.25)
    crown.draw(pen, _LEAF, 0.24)
    for x, y, radius in ((0.3, 0.17, 0.1), (0.16, 0.36, 0.07), (0.5, 0.34, 0.08), (0.3, 0.5, 0.05)):
        pen.bare.ellipse((x, y), (radius * 1.2, radius * 0.8), lightened(_LEAF, 0.24))


@cache
def _tree() -> tuple[Figure, Figure]:
    trunk = joined(
        soft((0.3, 1.0), (0.36, 0.9), (0.375, 0.55), (0.485, 0.55), (0.5, 0.9), (0.56, 1.0)),
        limb((0.43, 0.74, 0.03), (0.62, 0.56, 0.022)),
        limb((0.43, 0.78, 0.03), (0.26, 0.6, 0.022)),
    )
    crown = joined(
        oval(0.43, 0.3, 0.27, 0.3),
        oval(0.2, 0.44, 0.2, 0.18),
        oval(0.66, 0.44, 0.2, 0.18),
        oval(0.25, 0.25, 0.18, 0.18),
        oval(0.61, 0.24, 0.18, 0.18),
        oval(0.43, 0.52, 0.19, 0.15),
    )
    return figure(trunk, lift=(-0.04, 0.0)), figure(crown, lift=(-0.06, -0.09))


def paint_palm(pen: Pen, colour: Rgb) -> None:
    trunk, fronds = _palm()
    trunk.draw(pen, (168, 118, 70), 0.22)
    for x, y, half in _PALM_RINGS:
        pen.bare.line((x - half, y + 0.008), (x + half, y - 0.008), (112, 74, 44), 0.014)
    for index, (frond, rib) in enumerate(fronds):
        green = shaded((62, 164, 72), (0.24, 0.0, 0.1)[index % 3])
        pen.path(frond, green)
        pen.bare.curve(rib, lightened(green, 0.3), 0.011)
    for x, y in ((0.4, 0.33), (0.49, 0.34), (0.445, 0.365)):
        pen.disc((x, y), 0.038, (110, 66, 36))


_PALM_RINGS = (
    (0.47, 0.46, 0.032),
    (0.475, 0.56, 0.034),
    (0.46, 0.66, 0.038),
    (0.43, 0.76, 0.042),
    (0.385, 0.86, 0.048),
)


@cache
def _palm() -> tuple[Figure, tuple[tuple[skia.Path, skia.Path], ...]]:
    trunk = limb(
        (0.33, 0.95, 0.055), (0.4, 0.82, 0.044), (0.46, 0.64, 0.038), (0.455, 0.3, 0.03)
    )  # fmt: skip
    bends = (
        ((0.42, 0.06), (0.5, 0.02)),
        ((0.2, 0.06), (0.01, 0.32)),
        ((0.68, 0.06), (0.85, 0.32)),
        ((0.24, 0.2), (0.11, 0.54)),
        ((0.36, -0.06), (0.13, 0.1)),
        ((0.66, 0.2), (0.76, 0.54)),
        ((0.54, -0.06), (0.75, 0.1)),
    )  # fmt: skip
    fronds = tuple((_frond(bend, end), arc((0.445, 0.29), bend, end)) for bend, end in bends)
    return figure(trunk, joined(trunk, oval(0.33, 0.975, 0.085, 0.03)), lift=(-0.03, 0.0)), fronds


def _frond(bend: XY, end: XY) -> skia.Path:
    """A palm leaf from the crown: smooth above its rib, toothed below."""
    start = (0.445, 0.29)
    upper: list[XY] = []
    lower: list[XY] = []
    for step in range(11):
        t = step / 10
        x, y = (
            (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c
            for a, b, c in zip(start, bend, end, strict=True)
        )
        width = 0.052 * math.sin(math.pi * (0.12 + 0.88 * t)) ** 0.6
        upper.append((x, y - width))
        lower.append((x, y + width * (2.1 if step % 2 else 0.9)))
    return sharp(*upper, *reversed(lower))


def paint_birch(pen: Pen, colour: Rgb) -> None:
    trunk, crown = _birch()
    crown.draw(pen, _FRESH, 0.2)
    for x, y, radius in (
        (0.2, 0.14, 0.07),
        (0.13, 0.36, 0.06),
        (0.44, 0.3, 0.06),
        (0.4, 0.5, 0.05),
    ):
        pen.bare.ellipse((x, y), (radius, radius * 1.1), lightened(_FRESH, 0.32))
    trunk.draw(pen, (246, 244, 238), 0.2)
    for x, y, width in (
        (0.285, 0.45, 0.025),
        (0.31, 0.56, 0.03),
        (0.275, 0.64, 0.035),
        (0.315, 0.72, 0.03),
        (0.275, 0.8, 0.04),
        (0.32, 0.87, 0.03),
        (0.275, 0.94, 0.045),
    ):
        pen.bare.line((x - width / 2, y), (x + width / 2, y + 0.004), (48, 44, 48), 0.02)


@cache
def _birch() -> tuple[Figure, Figure]:
    trunk = joined(
        sharp((0.235, 1.0), (0.265, 0.3), (0.3, 0.12), (0.325, 0.3), (0.36, 1.0)),
        limb((0.3, 0.6, 0.02), (0.42, 0.42, 0.009)),
        limb((0.29, 0.5, 0.018), (0.18, 0.33, 0.008)),
    )
    crown = joined(
        oval(0.3, 0.2, 0.18, 0.2),
        oval(0.15, 0.36, 0.15, 0.17),
        oval(0.45, 0.34, 0.15, 0.17),
        oval(0.3, 0.42, 0.2, 0.2),
        oval(0.14, 0.52, 0.1, 0.14),
        oval(0.47, 0.52, 0.11, 0.14),
    )
    return figure(trunk, lift=(-0.035, 0.0)), figure(crown, lift=(-0.05, -0.07))


def paint_cactus(pen: Pen, colour: Rgb) -> None:
    cactus = _cactus()
    cactus.draw(pen, _CACTUS, 0.25)
    rib = lightened(_CACTUS, 0.34)
    for x, top, bottom in ((0.3, 0.14, 0.94), (0.36, 0.1, 0.94), (0.1, 0.36, 0.5), (0.6, 0.3, 0.5)):
        pen.bare.line((x, top), (x, bottom), rib, 0.016)
    for x, y, radius in ((0.36, 0.06, 0.05), (0.09, 0.285, 0.036)):
        pen.path(_cactus_flower(x, y, radius), (240, 104, 152))
        pen.bare.disc((x, y), radius * 0.55, _GOLD)


@cache
def _cactus() -> Figure:
    body = skia.Path()
    body.moveTo(0.25, 1.0)
    body.lineTo(0.24, 0.2)
    body.cubicTo(0.24, -0.0, 0.48, 0.0, 0.48, 0.2)
    body.lineTo(0.47, 1.0)
    body.close()
    left = limb((0.09, 0.37, 0.075), (0.09, 0.5, 0.08), (0.16, 0.6, 0.085), (0.3, 0.63, 0.08))
    right = limb((0.615, 0.31, 0.075), (0.615, 0.42, 0.08), (0.54, 0.52, 0.085), (0.4, 0.55, 0.08))
    return figure(body, left, right, lift=(-0.06, -0.015))


@cache
def _cactus_flower(x: float, y: float, radius: float) -> skia.Path:
    sides = (oval(x + side * radius * 0.9, y, radius, radius) for side in (-1, 1))
    return joined(*sides, oval(x, y - 0.01, radius, radius))
