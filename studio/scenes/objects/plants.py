"""Flowers and mushrooms, in a box of height 1 and the width that their kind's aspect gives."""

import math
from functools import cache

import skia

from studio.scenes.brushes import Pen
from studio.scenes.description import Box
from studio.scenes.objects.outlines import (
    Figure,
    arc,
    figure,
    is_light,
    joined,
    leaf,
    oval,
    overlap,
    soft,
)
from studio.scenes.objects.parts import deep
from studio.scenes.palette import Rgb, lightened, mixed, shaded

_STEM: Rgb = (58, 144, 60)
_CREAM: Rgb = (250, 240, 216)
_GOLD: Rgb = (255, 206, 54)
_SEEDS: Rgb = (98, 56, 28)


def paint_mushroom(pen: Pen, colour: Rgb) -> None:
    stem, cap, spots = _mushroom()
    stem.draw(pen, _CREAM, 0.14)
    pen.ellipse((0.475, 0.545), (0.4, 0.09), deep(colour, 0.42))
    pen.bare.ellipse((0.475, 0.57), (0.2, 0.05), shaded(_CREAM, 0.2))
    cap.draw(pen, colour, 0.2)
    spot = (176, 150, 132) if min(colour) > 225 else (255, 252, 244)
    pen.bare.path(spots, spot)


@cache
def _mushroom() -> tuple[Figure, Figure, skia.Path]:
    stem = soft(
        (0.36, 0.5), (0.59, 0.5), (0.61, 0.72), (0.68, 0.92), (0.6, 0.99), (0.475, 1.0),
        (0.35, 0.99), (0.27, 0.92), (0.34, 0.72),
    )  # fmt: skip
    cap = skia.Path()
    cap.moveTo(0.01, 0.5)
    cap.cubicTo(0.0, 0.16, 0.22, 0.0, 0.475, 0.0)
    cap.cubicTo(0.73, 0.0, 0.95, 0.16, 0.94, 0.5)
    cap.cubicTo(0.94, 0.6, 0.8, 0.55, 0.7, 0.53)
    cap.quadTo(0.475, 0.48, 0.25, 0.53)
    cap.cubicTo(0.15, 0.55, 0.01, 0.6, 0.01, 0.5)
    cap.close()
    spots = joined(
        oval(0.42, 0.16, 0.1, 0.085),
        oval(0.2, 0.32, 0.075, 0.085, 20),
        oval(0.53, 0.4, 0.075, 0.06),
        oval(0.71, 0.24, 0.07, 0.075, -20),
        oval(0.85, 0.43, 0.04, 0.06),
    )
    return figure(stem, lift=(-0.07, 0.0)), figure(cap, lift=(-0.06, -0.05)), overlap(cap, spots)


def paint_flowers(pen: Pen, colour: Rgb) -> None:
    for x, y, _ in _BLOOMS:
        pen.curve(arc((x, y), (x * 0.8 + 0.125, 0.7), (x * 0.5 + 0.3125, 1.0)), _STEM, 0.03)
    for blade in _flower_leaves():
        pen.path(blade, shaded(_STEM, 0.14))
    middle = (120, 70, 30) if is_light(colour) and min(colour) < 90 else _GOLD
    for x, y, size in _BLOOMS:
        with pen.placed(Box(x - size / 2, y - size / 2, size, size)) as bloom:
            _bloom().draw(bloom, colour, 0.16)
            bloom.bare.disc((0.5, 0.5), 0.17, middle)


_BLOOMS = (
    (0.19, 0.34, 0.36),
    (1.06, 0.36, 0.36),
    (0.42, 0.19, 0.38),
    (0.84, 0.19, 0.38),
    (0.36, 0.6, 0.37),
    (0.9, 0.61, 0.37),
    (0.63, 0.43, 0.42),
)


@cache
def _bloom() -> Figure:
    petals: list[skia.Path] = []
    for petal in range(6):
        angle = math.tau * petal / 6
        x, y = 0.5 + 0.29 * math.sin(angle), 0.5 - 0.29 * math.cos(angle)
        petals.append(oval(x, y, 0.16, 0.21, math.degrees(angle)))
    return figure(*petals, oval(0.5, 0.5, 0.2, 0.2), lift=(-0.07, -0.08))


@cache
def _flower_leaves() -> tuple[skia.Path, ...]:
    return (
        leaf((0.58, 1.0), (0.3, 0.92), (0.02, 0.66), (0.38, 0.76)),
        leaf((0.67, 1.0), (0.95, 0.92), (1.23, 0.66), (0.87, 0.76)),
        leaf((0.6, 1.0), (0.5, 0.86), (0.56, 0.66), (0.66, 0.86)),
    )


def paint_tulip(pen: Pen, colour: Rgb) -> None:
    stem, left, right = _tulip_greens()
    pen.curve(stem, _STEM, 0.045)
    pen.path(right, shaded(_STEM, 0.16))
    pen.path(left, _STEM)
    cup, middle, folds = _tulip_cup()
    pen.path(middle, deep(colour, 0.22))
    cup.draw(pen, colour, 0.16)
    for fold in folds:
        pen.bare.curve(fold, mixed(colour, (255, 255, 255), 0.4), 0.022)


@cache
def _tulip_greens() -> tuple[skia.Path, skia.Path, skia.Path]:
    return (
        arc((0.25, 0.4), (0.27, 0.7), (0.25, 0.98)),
        leaf((0.25, 1.0), (0.05, 0.92), (0.01, 0.5), (0.2, 0.7)),
        leaf((0.25, 1.0), (0.45, 0.94), (0.49, 0.6), (0.3, 0.74)),
    )


@cache
def _tulip_cup() -> tuple[Figure, skia.Path, tuple[skia.Path, ...]]:
    left = soft((0.06, 0.03), (0.16, 0.12), (0.27, 0.28), (0.25, 0.47), (0.1, 0.4), (0.045, 0.22))
    right = soft((0.44, 0.03), (0.34, 0.12), (0.23, 0.28), (0.25, 0.47), (0.4, 0.4), (0.455, 0.22))
    middle = leaf((0.25, 0.44), (-0.02, 0.2), (0.25, 0.0), (0.52, 0.2))
    folds = (arc((0.1, 0.16), (0.1, 0.28), (0.15, 0.36)),)
    return figure(left, right, lift=(-0.05, -0.03)), middle, folds


def paint_sunflower(pen: Pen, colour: Rgb) -> None:
    pen.curve(arc((0.28, 0.5), (0.3, 0.75), (0.28, 0.98)), _STEM, 0.05)
    for blade, rib in _sunflower_leaves():
        pen.path(blade, _STEM)
        pen.bare.curve(rib, lightened(_STEM, 0.35), 0.014)
    back, front = _rays()
    pen.path(back, (240, 160, 22))
    pen.path(front, _GOLD)
    pen.disc((0.275, 0.28), 0.125, _SEEDS)
    pen.bare.disc((0.275, 0.28), 0.075, (66, 36, 22))
    for spot in range(10):
        angle = math.tau * spot / 10
        x, y = 0.275 + 0.1 * math.sin(angle), 0.28 - 0.1 * math.cos(angle)
        pen.bare.disc((x, y), 0.012, (196, 130, 56))


@cache
def _rays() -> tuple[skia.Path, skia.Path]:
    """Two rings of twelve pointed petals, the rear one between the gaps of the front one."""
    rings: list[skia.Path] = []
    for turn, reach in ((0.5, 0.28), (0.0, 0.265)):
        petals: list[skia.Path] = []
        for petal in range(12):
            path = leaf((0.0, -0.08), (-0.085, -0.19), (0.0, -reach), (0.085, -0.19))
            path.transform(skia.Matrix.RotateDeg(30 * (petal + turn)))
            path.offset(0.275, 0.28)
            petals.append(path)
        rings.append(joined(*petals, oval(0.275, 0.28, 0.12, 0.12)))
    return rings[0], rings[1]


@cache
def _sunflower_leaves() -> tuple[tuple[skia.Path, skia.Path], ...]:
    return (
        (
            leaf((0.28, 0.86), (0.16, 0.9), (0.01, 0.66), (0.22, 0.64)),
            arc((0.28, 0.86), (0.2, 0.76), (0.07, 0.7)),
        ),
        (
            leaf((0.28, 0.94), (0.42, 0.96), (0.54, 0.72), (0.33, 0.72)),
            arc((0.28, 0.94), (0.36, 0.84), (0.48, 0.77)),
        ),
    )
