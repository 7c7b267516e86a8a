"""The pixels of an inpainting: what the model gets to see, and how its patch is set in."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from studio.core.geometry import Extent
from studio.core.pixels import Pixels, extent_of
from studio.core.region import InpaintPlan, Opacity

_Values = npt.NDArray[np.floating[Any]]
"""(h, w, channels)."""


def resized(pixels: Pixels, extent: Extent) -> Pixels:
    if extent_of(pixels) == extent:
        return pixels
    size = (extent.width, extent.height)
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def filled_from_around(pixels: Pixels, opacity: Opacity) -> Pixels:
    """What the mask hides is replaced by the blurred colours around it, finer towards its edge.

    Averages over ever larger squares fill what smaller ones leave open.
    Source: pull-push, Gortler et al., "The Lumigraph", 1996.
    """
    known = (1 - opacity)[..., None]
    colours = pixels.astype(np.float32) * known
    return np.rint(_pull_push(colours, known)).astype(np.uint8)


def _pull_push(colours: _Values, weights: _Values) -> _Values:
    """colours: (h, w, 3), times their weights (h, w, 1) in 0..1."""
    height, width = weights.shape[:2]
    if height == 1 and width == 1:
        return colours / np.maximum(weights, 1e-6) + (weights == 0) * np.float32(127)
    coarse = _pull_push(_halved(colours), np.minimum(_halved(weights), 1))
    behind = coarse.repeat(2, axis=0).repeat(2, axis=1)
    behind = _smoothed(behind)[:height, :width]
    return colours + (1 - weights) * behind


def _halved(values: _Values) -> _Values:
    """Means of 2 by 2; an odd last row or column counts twice."""
    height, width = values.shape[:2]
    even = np.pad(values, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    return (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4


def _smoothed(values: _Values) -> _Values:
    padded = np.pad(values, ((1, 1), (1, 1), (0, 0)), mode="edge")
    across = (padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]) / 4
    return (across[:-2] + 2 * across[1:-1] + across[2:]) / 4


def latent_mask(opacity: Opacity, cells: Extent) -> Opacity:
    """What may change in each latent cell: as much as the most opaque pixel that it covers.

    Paint that is half opaque frees its cell from the start: its opacity acts once, in the blend.
    """
    for axis, count in enumerate((cells.height, cells.width)):
        starts = np.arange(count) * opacity.shape[axis] // count
        opacity = np.maximum.reduceat(opacity, starts, axis=axis)
    return np.minimum(2 * opacity, 1)


def colour_matched(patch: Pixels, original: Pixels, opacity: Opacity) -> Pixels:
    """The patch, moved everywhere by what it misses of the original around the hole.

    There both should be equal, so any difference is the model's; it goes on into the hole, the
    deeper the smoother. So both meet at every place of the edge.
    Source: the membrane of Farbman et al., "Coordinates for Instant Image Cloning", 2009.
    """
    known = (opacity == 0)[..., None].astype(np.float32)
    if not known.any():
        return patch
    missing = (original.astype(np.float32) - patch) * known
    return np.rint(patch + _pull_push(missing, known)).clip(0, 255).astype(np.uint8)


def composited(image: Pixels, patch: Pixels, plan: InpaintPlan, colour_match: bool) -> Pixels:
    """The picture with the patch in its region; where the opacity is 0 it is as it was."""
    result = image.copy()
    original = image[plan.region.slices]
    patch = resized(patch, plan.region.extent)
    if colour_match:
        patch = colour_matched(patch, original, plan.composite)
    opacity = plan.composite[..., None]
    blend = original * (1 - opacity) + patch * opacity
    result[plan.region.slices] = np.rint(blend).astype(np.uint8)
    return result
