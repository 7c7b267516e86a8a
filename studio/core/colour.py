"""Colour as the eye measures it: sRGB to CIE L*a*b* and back (D65)."""

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
_RGB_OF_XYZ = np.linalg.inv(_XYZ_OF_RGB).astype(np.float32)
_KNEE = np.float32(6 / 29)
_DARK_SRGB, _DARK_LINEAR = 0.04045, 0.0031308
"""Below these the curve of sRGB is a straight line."""


def to_lab(pixels: Pixels) -> Lab:
    """(…, 3) sRGB -> CIE 1976 L*a*b*."""
    srgb = pixels.astype(np.float32) / 255
    linear = np.where(srgb <= _DARK_SRGB, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _XYZ_OF_RGB.T
    f = np.where(xyz > _KNEE**3, np.cbrt(xyz), xyz / (3 * _KNEE**2) + 4 / 29)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)


def from_lab(lab: Lab) -> Pixels:
    """L*a*b* -> (…, 3) sRGB; colours that no screen has are clipped."""
    y = (lab[..., 0] + 16) / 116
    f = np.stack([y + lab[..., 1] / 500, y, y - lab[..., 2] / 200], axis=-1)
    xyz = np.where(f > _KNEE, f**3, 3 * _KNEE**2 * (f - 4 / 29))
    linear = np.clip(xyz @ _RGB_OF_XYZ.T, 0, 1)
    srgb = np.where(linear <= _DARK_LINEAR, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(srgb * 255).astype(np.uint8)
