"""Smudging and blurring: dabs draw pixels towards others that are there already."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from studio.core.geometry import Bounds
from studio.core.pixels import MaskPixels, Pixels
from studio.document.brushes.brush import Brush
from studio.document.brushes.medium import Dab, reach_of, times
from studio.document.edit import Change
from studio.document.surface import Mask

_FULL = 128
"""A weight of all: a difference of bytes times it still fits into 16 bits."""
_SHIFT = 7
_BLUR_REACH = 1 / 40
"""How far a blurring dab looks, as a part of its diameter."""

_LARGEST_STRIDE_PX = 12

_Wide = npt.NDArray[np.int16]


class _Smearing(ABC):
    """A medium that draws pixels towards what `_wanted` gives, as far as the mark covers them."""

    def __init__(
        self, change: Change, brush: Brush, within: Mask | None, *, keep_alpha: bool
    ) -> None:
        self.change = change
        self._opacity = brush.opacity
        self._within = within
        self._keep_alpha = keep_alpha
        self._reach = reach_of(change, within)

    def draw(self, dabs: Sequence[Dab]) -> Bounds:
        dirty = Bounds(0, 0, 0, 0)
        for dab in dabs:
            inside = dab.bounds.intersected(self._reach)
            if not inside.is_empty:
                self.change.keep(inside)
                self._smear(dab, inside)
                dirty = dirty.united(inside)
        return dirty

    @abstractmethod
    def _smear(self, dab: Dab, inside: Bounds) -> None:
        """Write what the dab makes of the pixels inside bounds of the picture."""

    def _mix(self, dab: Dab, inside: Bounds, wanted: _Wide, opacity: float) -> None:
        """Write (h, w · channels) of wanted pixels as far as the dab covers."""
        part = self.change.surface.part(inside)
        cover = dab.part(inside)
        if self._within is not None:
            cover = times(cover, self._within.part(inside))
        channels = part.size // cover.size
        weights = _weights(cover, channels, opacity * dab.strength)
        flat = np.ascontiguousarray(part).reshape(cover.shape[0], -1)
        after = drawn_towards(flat, wanted, weights).reshape(part.shape)
        part[:] = _with_alpha_of(part, after) if self._keep_alpha and channels > 1 else after

    def _flat(self, bounds: Bounds) -> _Wide:
        part = self.change.surface.part(bounds)
        return np.ascontiguousarray(part).reshape(part.shape[0], -1).astype(np.int16)


class Smudging(_Smearing):
    """Takes paint along: what the brush picked up is laid down a little further."""

    _carried: _Wide | None = None
    """(h, w · channels) of the whole mark, also where it reaches over an edge."""

    def _smear(self, dab: Dab, inside: Bounds) -> None:
        if self._carried is None:
            self._carried = self._picked_up(dab.bounds, inside)
            return
        local = inside.moved(-dab.bounds.x, -dab.bounds.y)
        under = self._flat(inside)
        channels = under.shape[1] // inside.width
        columns = slice(local.x * channels, local.right * channels)
        carried = self._carried[local.y : local.bottom, columns]
        fresh = np.subtract(under, carried)
        fresh *= round(_FULL * (1 - self._opacity))
        fresh += _FULL // 2
        fresh >>= _SHIFT
        carried += fresh
        self._mix(dab, inside, carried, 1.0)

    def _picked_up(self, bounds: Bounds, inside: Bounds) -> _Wide:
        """What lies under the whole mark; beyond an edge, what lies at it."""
        part = self.change.surface.part(inside)
        rows = (inside.y - bounds.y, bounds.bottom - inside.bottom)
        columns = (inside.x - bounds.x, bounds.right - inside.right)
        widths = (rows, columns, *((0, 0),) * (part.ndim - 2))
        return np.pad(part, widths, mode="edge").reshape(bounds.height, -1).astype(np.int16)


class Blurring(_Smearing):
    """Draws each pixel towards the mean of its surroundings."""

    def _smear(self, dab: Dab, inside: Bounds) -> None:
        strides = _strides(dab.bounds.width)
        around = inside.padded(sum(strides))
        there = around.intersected(self.change.surface.bounds)
        edges = (
            (there.y - around.y, around.bottom - there.bottom),
            (there.x - around.x, around.right - there.right),
        )
        pixels = self.change.surface.part(there)
        if edges != ((0, 0), (0, 0)):
            # Beyond an edge lies what lies at it.
            pixels = np.pad(pixels, (*edges, *((0, 0),) * (pixels.ndim - 2)), mode="edge")
        blurred = pixels.astype(np.uint16)
        for stride in strides:
            blurred = softened(blurred, stride)
        self._mix(dab, inside, blurred.astype(np.int16).reshape(inside.height, -1), self._opacity)


def softened(pixels: npt.NDArray[np.uint16], stride: int) -> npt.NDArray[np.uint16]:
    """A binomial mean with the neighbours at a distance, without a rim of that width.

    pixels: (h, w) or (h, w, channels), 0..255.
    """
    rows = 2 * pixels[stride:-stride]
    rows += pixels[: -2 * stride]
    rows += pixels[2 * stride :]
    both = 2 * rows[:, stride:-stride]
    both += rows[:, : -2 * stride]
    both += rows[:, 2 * stride :]
    both += 8
    both >>= 4
    return both


def _strides(width_px: int) -> tuple[int, ...]:
    """How far a dab of that width looks, nearest first.

    One long stride alone would leave a pattern of its own in fine grain.
    """
    reach = min(_LARGEST_STRIDE_PX, max(1, round(width_px * _BLUR_REACH)))
    return tuple(sorted({1, -(-reach // 3), reach}))


def drawn_towards(pixels: Pixels, wanted: _Wide, weights: _Wide) -> Pixels:
    """Each pixel as far as its weight says, 0.._FULL; exact where nothing differs."""
    difference = np.subtract(wanted, pixels, dtype=np.int16)
    difference *= weights
    difference += _FULL // 2
    difference >>= _SHIFT
    difference += pixels
    return difference.astype(np.uint8)


def _weights(cover: MaskPixels, channels: int, strength: float) -> _Wide:
    """(h, w · channels), 0.._FULL: the cover at a strength of 0..1."""
    levels = np.rint(np.arange(256) * (_FULL * strength / 255)).astype(np.int16)
    # The channels of a pixel as one word: looking up four numbers costs as much as one.
    words = levels.repeat(channels).view(f"i{2 * channels}")
    return words.take(cover, mode="clip").view(np.int16)


def _with_alpha_of(before: MaskPixels, after: Pixels) -> Pixels:
    """The colours of one premultiplied picture with the transparency of another."""
    alpha = after[..., 3:].astype(np.float32)
    scale = before[..., 3:] / np.maximum(alpha, 1)
    result = np.rint(np.minimum(after * scale, before[..., 3:])).astype(np.uint8)
    result[..., 3] = before[..., 3]
    return result
