"""Two pixels as one, in straight colours of eight bits and with one rounding.

    αo · Co = (1 - αs) · αb · Cb + (1 - αb) · αs · Cs + αs · αb · B(Cb, Cs)

is the general formula of W3C Compositing and Blending Level 1; b is what lies below, s what is laid
over it. Premultiplied, a colour is known the more roughly the clearer it is: burn and dodge make
fifty levels of that. Files hold straight colours, and other programs blend those: so does this.
Krita rounds each of the three shares, and so stays less than two levels away, which is one at most.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from studio.core.pixels import Pixels
from studio.document.alpha import OPAQUE, RGB, RGBA, straight_planes
from studio.document.layer import Blend

Levels = npt.NDArray[np.int32]
"""0..255 each."""

_AT_ONCE_PX = 1 << 14
"""What stays in the cache of a core."""
_SQUARE, _CUBE = OPAQUE**2, OPAQUE**3
_HALF_LEVEL = 127
_KRITAS_HALF = 0x7F5B
"""With it Krita rounds a product of three levels, a little off where it is a close thing."""


def mixed(below: Pixels, above: Pixels, blend: Blend, opacity: int, clips: bool) -> Pixels:
    """Premultiplied (n, 4) of both as one.

    opacity: of what lies above, 0..255. clips: it shows only as far as something lies below.
    """
    result = np.empty((len(below), RGBA), np.uint8)
    for start in range(0, len(below), _AT_ONCE_PX):
        part = slice(start, start + _AT_ONCE_PX)
        result[part] = _mixed(below[part].T, above[part].T, blend, opacity, clips).T
    return result


def _mixed(below: Pixels, above: Pixels, blend: Blend, opacity: int, clips: bool) -> Pixels:
    """The same of planes: (4, n)."""
    below, above = np.ascontiguousarray(below), np.ascontiguousarray(above)
    colours, others = straight_planes(below), straight_planes(above)
    alpha, other = below[RGB].astype(np.uint32), _weakened(above[RGB], opacity, blend)
    both = alpha * other
    total = blended(colours, others, blend) * both
    colours *= alpha * _SQUARE - both
    total += colours
    if not clips:
        others *= other * OPAQUE - both
        total += others
    total += _CUBE // 2
    total //= _CUBE
    result = np.empty(below.shape, np.uint8)
    result[:RGB] = total
    united = (alpha * _SQUARE + other * OPAQUE - both + _SQUARE // 2) // _SQUARE
    result[RGB] = alpha if clips else united
    return result


def _weakened(alpha: Pixels, opacity: int, blend: Blend) -> npt.NDArray[np.uint32]:
    """Alpha by opacity, 0..255²: whole levels, except in normal mode, as Krita has them."""
    product = alpha.astype(np.uint32)
    product *= opacity
    if blend is not Blend.NORMAL and opacity != OPAQUE:
        product *= OPAQUE
        product += _KRITAS_HALF
        product += product >> 7
        product >>= 16
        product *= OPAQUE
    return product


def blended(
    below: npt.NDArray[np.uint32], above: npt.NDArray[np.uint32], blend: Blend
) -> npt.NDArray[np.uint32]:
    """B(Cb, Cs) of colours that are both opaque, in levels."""
    if blend is Blend.NORMAL:
        return above
    return _table(blend)[below << 8 | above].astype(np.uint32)


@cache
def _table(blend: Blend) -> npt.NDArray[np.uint8]:
    """What each level below, 256 of them, gives with each above it."""
    levels = np.arange(OPAQUE + 1, dtype=np.int32)
    below, above = np.meshgrid(levels, levels, indexing="ij")
    return _blended(below, above, blend).astype(np.uint8).ravel()


def _blended(below: Levels, above: Levels, blend: Blend) -> Levels:  # noqa: PLR0911 - one a mode
    match blend:
        case Blend.NORMAL:
            return above
        case Blend.DARKEN:
            return np.minimum(below, above)
        case Blend.MULTIPLY:
            return _product(below, above)
        case Blend.COLOR_BURN:
            return OPAQUE - _quotient(OPAQUE - below, above)
        case Blend.LIGHTEN:
            return np.maximum(below, above)
        case Blend.SCREEN:
            return _screened(below, above)
        case Blend.COLOR_DODGE:
            return _quotient(below, OPAQUE - above)
        case Blend.ADD:
            return np.minimum(below + above, OPAQUE)
        case Blend.OVERLAY:
            return _lit(below=above, above=below)
        case Blend.SOFT_LIGHT:
            return _softly_lit(below, above)
        case Blend.HARD_LIGHT:
            return _lit(below, above)
        case Blend.DIFFERENCE:
            return np.abs(below - above)


def _product(one: Levels, other: Levels) -> Levels:
    return (one * other + _HALF_LEVEL) // OPAQUE


def _quotient(part: Levels, whole: Levels) -> Levels:
    """At most 255, also where nothing is divided by nothing: 0 is."""
    whole = np.maximum(whole, 1)
    return np.minimum((2 * OPAQUE * part + whole) // (2 * whole), OPAQUE)


def _screened(below: Levels, above: Levels) -> Levels:
    return below + above - _product(below, above)


def _lit(below: Levels, above: Levels) -> Levels:
    """Hard: multiplied by the darker half, screened by the lighter one."""
    darker, lighter = _product(below, 2 * above), _screened(below, 2 * above - OPAQUE)
    return np.where(2 * above <= OPAQUE, darker, lighter)


def _softly_lit(below: Levels, above: Levels) -> Levels:
    b, s = below / OPAQUE, above / OPAQUE
    curve = np.where(b <= 0.25, ((16 * b - 12) * b + 4) * b, np.sqrt(b))  # noqa: PLR2004 - W3C's
    towards = np.where(2 * s <= 1, b * (1 - b), curve - b)
    # A pair gives three millionths less than a half, which is more in single precision.
    return (OPAQUE * (b + (2 * s - 1) * towards) + 0.50001).astype(np.int32)
