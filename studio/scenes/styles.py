"""Four manners of drawing, each for everything in a scene, and the finish of the whole picture."""

from dataclasses import replace
from functools import cache, lru_cache

import numpy as np
import skia
from numpy.typing import NDArray

from studio.scenes.brushes import Ink, Style

_SMOOTH = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)

DRAWING_STYLES: dict[str, Style] = {
    "flat": Style(),
    "pastel": Style((255, 247, 240), amount=0.3, wash=0.4, stroke=0.36, lit=0.15, grain=1.6),
    "line": Style(
        (252, 247, 236),
        amount=0.2,
        wash=0.56,
        stroke=0.3,
        lit=0.2,
        ink=Ink((38, 40, 60), 0.0075),
        grain=1.0,
    ),
    "glow": Style(
        (8, 6, 26),
        amount=0.58,
        wash=0.8,
        stroke=0.1,
        lit=0.42,
        ink=Ink((255, 255, 255), 0.0075, from_shape=0.84),
        bloom=0.5,
    ),
}


@cache
def drawing_style(name: str, brightness: float = 1.0) -> Style:
    """A style under a sky of the given brightness, 0..1: pale washes stay dark at night."""
    style = DRAWING_STYLES[name]
    if sum(style.towards) < 384:
        return style
    return replace(style, wash=style.wash * (0.1 + 0.9 * brightness))


def finish(surface: skia.Surface, style: Style) -> NDArray[np.uint8]:
    """The surface's pixels, (side, side, 3), with the style's bloom and grain."""
    if style.bloom:
        _shine(surface, style.bloom)
    pixels = surface.toarray(colorType=skia.kRGBA_8888_ColorType)[..., :3]
    if style.grain:
        return _grained(pixels, style.grain)
    return np.ascontiguousarray(pixels)


def _shine(surface: skia.Surface, strength: float) -> None:
    """Add a blurred copy of the picture to itself: light runs over, the dark stays dark."""
    canvas, side = surface.getCanvas(), surface.width()
    # What is blurred needs no more than 64 pixels a side, and those are blurred quickly.
    small = min(side, 64)
    scaled = skia.Surface(small, small)
    scaled.getCanvas().drawImageRect(
        surface.makeImageSnapshot(), skia.Rect.MakeWH(small, small), _SMOOTH
    )
    picture = scaled.makeImageSnapshot()
    canvas.resetMatrix()
    canvas.scale(side / small, side / small)
    for radius, share in ((0.012, 1.0), (0.045, 0.7)):
        halo = skia.Surface(small, small)
        blur = skia.ImageFilters.Blur(radius * small, radius * small)
        halo.getCanvas().drawImage(picture, 0, 0, _SMOOTH, skia.Paint(ImageFilter=blur))
        paint = skia.Paint(BlendMode=skia.BlendMode.kPlus, Alphaf=strength * share)
        canvas.drawImage(halo.makeImageSnapshot(), 0, 0, _SMOOTH, paint)


def _grained(pixels: NDArray[np.uint8], deviation: float) -> NDArray[np.uint8]:
    grain = _paper(pixels.shape[0], deviation)
    return np.clip(pixels.astype(np.int16) + grain, 0, 255).astype(np.uint8)


@lru_cache(maxsize=8)
def _paper(side: int, deviation: float) -> NDArray[np.int16]:
    """(side, side, 1): one sheet of paper for all pictures of a size."""
    rng = np.random.default_rng(side)
    noise = rng.normal(0.0, deviation, (side, side, 1))
    return noise.round().astype(np.int16)
