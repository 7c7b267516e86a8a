"""Masks that an inpainting network learns to fill: things, boxes, strokes and borders."""

import numpy as np
import skia
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch.nn import functional

from studio.scenes.description import Box, Scene, Thing, without
from studio.scenes.painting import paint

Hole = NDArray[np.bool_]
"""(side, side): what is to be filled."""

_KINDS = ("thing", "silhouette", "box", "strokes", "border", "all")
_SHARES = (0.3, 0.16, 0.17, 0.19, 0.14, 0.04)
_SEEN = 24  # levels by which a thing differs from what is behind it


def random_hole(rng: Generator, scene: Scene, side_px: int) -> tuple[Hole, Thing | None]:
    """Where to fill a picture of the scene, now and then all of it; and for which thing, if any."""
    kind = _KINDS[int(rng.choice(len(_KINDS), p=_SHARES))]
    things = scene.things
    if kind in ("thing", "silhouette") and not things:
        kind = "box"
    if kind in ("thing", "silhouette"):
        thing = things[int(rng.integers(len(things)))]
        if kind == "silhouette":
            return _silhouette(rng, scene, thing, side_px), thing
        return _boxed(_with_room(rng, thing.box), side_px), thing
    return _hole_anywhere(rng, kind, side_px), None


def by_cells(hole: Hole, scale: int) -> Hole:
    """The hole in latent cells of `scale` px: a cell that lacks a pixel is filled whole."""
    cells = hole.shape[0] // scale
    return np.asarray(hole.reshape(cells, scale, cells, scale).any(axis=(1, 3)))


def _hole_anywhere(rng: Generator, kind: str, side_px: int) -> Hole:
    match kind:
        case "box":
            return _boxed(_random_box(rng), side_px)
        case "strokes":
            return _strokes(rng, side_px)
        case "border":
            return _border(rng, side_px)
        case _:
            return np.ones((side_px, side_px), np.bool_)


def _with_room(rng: Generator, box: Box) -> Box:
    room = rng.uniform(0.05, 0.4)
    across, down = room * box.width, room * box.height
    return Box(box.left - across, box.top - down, box.width + 2 * across, box.height + 2 * down)


def _random_box(rng: Generator) -> Box:
    width, height = rng.uniform(0.15, 0.7, size=2)
    return Box(rng.uniform(0, 1 - width), rng.uniform(0, 1 - height), width, height)


def _boxed(box: Box, side_px: int) -> Hole:
    """At least one pixel, and only what lies in the picture."""
    hole = np.zeros((side_px, side_px), np.bool_)
    left, top = (min(max(round(edge * side_px), 0), side_px - 1) for edge in (box.left, box.top))
    right, bottom = (round(edge * side_px) for edge in (box.right, box.bottom))
    hole[top : max(bottom, top + 1), left : max(right, left + 1)] = True
    return hole


def _silhouette(rng: Generator, scene: Scene, thing: Thing, side_px: int) -> Hole:
    there, gone = paint(scene, side_px), paint(without(scene, thing), side_px)
    differs = np.abs(there.astype(np.int16) - gone).max(axis=2) > _SEEN
    reach = int(rng.integers(1, max(2, side_px // 16)))
    spread = functional.max_pool2d(
        torch.from_numpy(differs)[None, None].float(), 2 * reach + 1, 1, reach
    )
    return spread[0, 0].bool().numpy()


def _strokes(rng: Generator, side_px: int) -> Hole:
    """As a hand paints them: a few broad lines that turn now and then."""
    pixels = np.zeros((side_px, side_px), np.uint8)
    canvas = skia.Canvas(pixels, colorType=skia.kGray_8_ColorType)
    for _ in range(int(rng.integers(1, 4))):
        paint_with = skia.Paint(
            Color=skia.ColorWHITE,
            Style=skia.Paint.kStroke_Style,
            StrokeWidth=float(rng.uniform(0.08, 0.25)) * side_px,
            StrokeCap=skia.Paint.kRound_Cap,
            StrokeJoin=skia.Paint.kRound_Join,
        )
        points = rng.random(2) + np.cumsum(rng.normal(0, 0.15, size=(5, 2)), axis=0)
        path = skia.Path()
        path.moveTo(*(points[0] * side_px).tolist())
        for point in points[1:] * side_px:
            path.lineTo(*point.tolist())
        canvas.drawPath(path, paint_with)
    hole = pixels > 0
    return hole if hole.any() else _boxed(_random_box(rng), side_px)


def _border(rng: Generator, side_px: int) -> Hole:
    """What lies beyond one edge of the known part, or beyond two that meet."""
    hole = np.zeros((side_px, side_px), np.bool_)
    turn = int(rng.integers(4))
    for quarter in range(turn, turn + int(rng.integers(1, 3))):
        beyond = np.zeros_like(hole)
        beyond[: round(rng.uniform(0.15, 0.5) * side_px)] = True
        hole |= np.rot90(beyond, quarter)
    return hole
