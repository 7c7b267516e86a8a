"""Edges of masks made softer or rounder. The picture's own edge is no edge of the mask."""

from __future__ import annotations

import numpy as np

from studio.core.pixels import MaskPixels

_HALF = 127.5
_DEVIATIONS = 0.5
"""Of the Gaussian, a px of feather: its tail ends about where the feather does."""


def feathered(mask: MaskPixels, feather_px: float) -> MaskPixels:
    """The edge fades over about feather_px to each side; what is painted keeps its amount."""
    if feather_px <= 0 or mask.size == 0:
        return mask.copy()
    # Loaded when it is needed, so that the window opens sooner.
    from PIL import Image, ImageFilter  # noqa: PLC0415

    blur = ImageFilter.GaussianBlur(feather_px * _DEVIATIONS)
    return np.array(Image.fromarray(mask).filter(blur))


def smoothed(mask: MaskPixels, radius_px: float) -> MaskPixels:
    """Corners, stairs and specks smaller than the radius are rounded off; the edge is sharp."""
    blurred = feathered(mask, radius_px)
    # The blurred edge of a half plane has this slope in its middle; the sharp one rises in 1 px.
    steepness = max(1.0, radius_px * _DEVIATIONS * (2 * np.pi) ** 0.5)
    values = (np.arange(256) - _HALF) * steepness + _HALF
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)[blurred]


def antialiased(inside: MaskPixels) -> MaskPixels:
    """A mask of 0 and 255 whose edge takes two pixels; it holds as much as before."""
    padded = np.pad(inside, 1, mode="edge").astype(np.uint16)
    along = padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]
    both = along[:-2] + 2 * along[1:-1] + along[2:]
    return ((both + 8) >> 4).astype(np.uint8)
