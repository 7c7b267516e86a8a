"""Colour as the eye measures it: sRGB to CIE L*a*b* (D65)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.core.pixels import Pixels

Lab = npt.NDArray[np.float32]
"""(…, 3): L* in 0..100, a* and b* about -128..127."""

# IEC 61966-2-1, scaled to the D65 white.
_XYZ_OF_RGB = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.072175],
        [0.0193339, 0.119192, 0.9503041],
    ],
    np.float32,
) / np.array([[0.95047], [1.0], [1.08883]], np.float32)
_KNEE = np.float32(6 / 29)
_DARK_SRGB = 0.04045
"""Below it the curve of sRGB is a straight line."""


def to_lab(pixels: Pixels) -> Lab:
    """(…, 3) sRGB -> CIE 1976 L*a*b*."""
    srgb = pixels.astype(np.float32) / 255
    linear = np.where(srgb <= _DARK_SRGB, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _XYZ_OF_RGB.T
    f = np.where(xyz > _KNEE**3, np.cbrt(xyz), xyz / (3 * _KNEE**2) + 4 / 29)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)
