"""Pictures made small, and damaged as cameras and files damage them.

Several reductions and damages in random strengths, so that a network does not learn to undo one
of them: Wang et al., "Real-ESRGAN", arXiv 2107.10833, made milder, since we promise likeness.
"""

import io

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from PIL.Image import Resampling

FACTOR = 4

Picture = NDArray[np.uint8]
"""(height, width, 3) sRGB."""

_KERNELS = {
    Resampling.BICUBIC: 0.5,
    Resampling.LANCZOS: 0.25,
    Resampling.BOX: 0.15,
    Resampling.BILINEAR: 0.1,
}
_IN_TWO_STEPS = 0.15  # of the reductions: each halving by a filter of its own
_CLEAN_SHARE = 0.5
_BEST_QUALITY, _WORST_QUALITY = 95, 30  # of JPEG
_MOST_NOISE = 10.0  # standard deviation in levels
_MOST_BLUR = 1.0  # standard deviation in px of the small picture
_DAMAGES = {"compressed": 0.7, "noisy": 0.2, "blurred": 0.3}


def random_strength(rng: Generator) -> float:
    """How damaged a picture shall be, 0..1; often not at all."""
    return 0.0 if rng.random() < _CLEAN_SHARE else float(rng.random())


def degraded(rng: Generator, large: Picture, strength: float, factor: int = FACTOR) -> Picture:
    """A part of each side, antialiased in one of many ways, and as damaged as `strength` says.

    factor: 2 or 4, of which the sides of `large` are multiples. strength: 0 = clean, 0.5 = as a
    JPEG file of quality 60 or so.
    """
    damages = _random_damages(rng) if strength > 0 else frozenset[str]()
    if "blurred" in damages:
        large = blurred(large, factor * _MOST_BLUR * _about(rng, strength))
    small = _randomly_reduced(rng, large, factor)
    if "noisy" in damages:
        small = noisy(rng, small, _MOST_NOISE * _about(rng, strength))
    if "compressed" in damages:
        small = compressed(small, quality_of(_about(rng, strength)))
    return small


def quality_of(strength: float) -> int:
    """Of a JPEG file that is as damaged as the strength says."""
    return round(_BEST_QUALITY + (_WORST_QUALITY - _BEST_QUALITY) * min(strength, 1.0))


def reduced(
    picture: Picture, kernel: Resampling = Resampling.BICUBIC, factor: int = FACTOR
) -> Picture:
    """A part of each side, antialiased; sides must be multiples of the factor."""
    return _resized(picture, factor, kernel)


def blurred(picture: Picture, sigma_px: float) -> Picture:
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(sigma_px)))


def noisy(rng: Generator, picture: Picture, deviation: float) -> Picture:
    """deviation: of each channel, in levels; half of it is common to the three."""
    common = rng.normal(0, deviation, (*picture.shape[:2], 1))
    own = rng.normal(0, deviation, picture.shape)
    summed = picture + (common + own) / np.sqrt(2)
    return np.clip(np.rint(summed), 0, 255).astype(np.uint8)


def compressed(picture: Picture, quality: int) -> Picture:
    """What a JPEG file keeps. quality: Pillow's, 1..95."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "jpeg", quality=quality)
    return np.asarray(Image.open(file))


def _random_damages(rng: Generator) -> frozenset[str]:
    """At least one of them."""
    drawn = {name for name, share in _DAMAGES.items() if rng.random() < share}
    return frozenset(drawn or {str(rng.choice(list(_DAMAGES)))})


def _about(rng: Generator, strength: float) -> float:
    """Nobody sets a slider exactly."""
    return strength * rng.uniform(0.75, 1.15)


def _randomly_reduced(rng: Generator, picture: Picture, factor: int) -> Picture:
    if factor == 2 or rng.random() >= _IN_TWO_STEPS:
        return reduced(picture, _random_kernel(rng), factor)
    return _resized(_resized(picture, 2, _random_kernel(rng)), 2, _random_kernel(rng))


def _random_kernel(rng: Generator) -> Resampling:
    return Resampling(rng.choice(list(_KERNELS), p=list(_KERNELS.values())))


def _resized(picture: Picture, factor: int, kernel: Resampling) -> Picture:
    height, width = picture.shape[:2]
    return np.asarray(Image.fromarray(picture).resize((width // factor, height // factor), kernel))
