"""Colour and alpha of pictures that are partly transparent."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from studio.core.pixels import Pixels

Levels = npt.NDArray[np.floating[Any]]


def with_spread_colours(image: Pixels) -> Pixels:
    """The picture with its neighbours' colours where it is wholly transparent.

    What lies under alpha 0 is arbitrary, often black; a filter would draw it into the edges.
    (h, w, 3) is returned as it is, (h, w, 4) with the same alpha.
    """
    if image.shape[2] == 3 or image[..., 3].all() or not image[..., 3].any():  # noqa: PLR2004
        return image
    weights = image[..., 3:] / np.float32(255)
    colours = _spread(image[..., :3].astype(np.float32), weights)
    return np.dstack((np.rint(colours).astype(np.uint8), image[..., 3]))


def _spread(colours: Levels, weights: Levels) -> Levels:
    """Near gaps from the nearest pixels, wide ones from ever coarser means.

    colours: (h, w, 3). weights: (h, w, 1), 0 = to be filled.
    """
    near, near_weights = _with_neighbours(colours, weights)
    if near_weights.all():
        return near
    height, width = colours.shape[:2]
    padding = ((0, height % 2), (0, width % 2), (0, 0))
    sums = _paired(np.pad(near * near_weights, padding))
    coarse_weights = _paired(np.pad(near_weights, padding))
    coarse = _spread(sums / np.maximum(coarse_weights, 1e-6), np.minimum(coarse_weights, 1))
    far = coarse.repeat(2, axis=0).repeat(2, axis=1)[:height, :width]
    return np.where(near_weights > 0, near, far)


def _with_neighbours(colours: Levels, weights: Levels) -> tuple[Levels, Levels]:
    """Empty pixels take the weighted mean of the eight around them, where one is not empty."""
    padded = np.pad(np.dstack((colours * weights, weights)), ((1, 1), (1, 1), (0, 0)))
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    sums = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
    means = sums[..., :3] / np.maximum(sums[..., 3:], 1e-6)
    empty = weights == 0
    spread_weights = np.where(empty, np.minimum(sums[..., 3:], 1) / 8, weights)
    return np.where(empty, means, colours), spread_weights


def _paired(values: Levels) -> Levels:
    """Sums of 2 × 2; sides must be even."""
    rows = values[::2] + values[1::2]
    return rows[:, ::2] + rows[:, 1::2]


def within_neighbours(enlarged: Tensor, alpha: Tensor) -> Tensor:
    """Keep enlarged alpha between the least and the greatest of the source around it.

    So that what was transparent or opaque stays wholly so. enlarged: (1, 1, s·h, s·w).
    alpha: (1, 1, h, w), both in 0..1.
    """
    greatest = functional.max_pool2d(alpha, 3, stride=1, padding=1)
    least = -functional.max_pool2d(-alpha, 3, stride=1, padding=1)
    size = enlarged.shape[-2:]
    greatest, least = (functional.interpolate(x, size=size) for x in (greatest, least))
    return torch.maximum(torch.minimum(enlarged, greatest), least)


def reduced(images: Tensor, factor: int) -> Tensor:
    """Antialiased reduction of (1, 3 or 4, h, w); a fourth channel is straight alpha.

    Colour counts as much as it is opaque.
    """
    colours, alpha = images[:, :3], images[:, 3:]
    if alpha.shape[1] == 0:
        return _antialiased(colours, factor)
    small_alpha = _antialiased(alpha, factor)
    straight = _antialiased(colours * alpha, factor) / small_alpha.clamp(min=1e-3)
    # Below a level of alpha the quotient is noise.
    small = torch.where(small_alpha > 1 / 255, straight, _antialiased(colours, factor))
    return torch.cat([small, small_alpha], dim=1)


def _antialiased(images: Tensor, factor: int) -> Tensor:
    return functional.interpolate(
        images, scale_factor=1 / factor, mode="bicubic", antialias=True, align_corners=False
    )
