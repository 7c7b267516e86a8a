"""What lies over a drawn picture before it looks like a photograph: grain, light, a lens."""

import math

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

GRAINS = 4


def add_grains(rng: Generator, pixels: NDArray[np.float32], grains: NDArray[np.uint8]) -> None:
    """Lay noise, streaks or waves on those of the pixels that bear the number of a grain.

    pixels: (size, size, 3), changed in place. grains: (size, size), 0 = none.
    """
    for grain in range(1, GRAINS + 1):
        bearing = grains == grain
        if bearing.any():
            pixels[bearing] += _grain(rng, len(pixels))[bearing][:, None]


def _grain(rng: Generator, size: int) -> NDArray[np.float64]:
    """(size, size) around 0, in levels."""
    kind = rng.random()
    contrast = math.exp(rng.uniform(math.log(15), math.log(160)))
    if kind < 0.75:
        stretch = 1.0 if kind < 0.5 else rng.uniform(3, 10)
        grain = fractal_noise(rng, size, rng.uniform(0.3, 2.0), stretch)
        grain = np.rot90(grain, int(rng.integers(2)))
    else:
        across, down = rng.normal(0, 0.5, 2) * rng.random() * math.tau / 4
        place = np.arange(size)
        grain = 0.5 + 0.5 * np.sin(across * place[None] + down * place[:, None])
        if rng.random() < 0.4:
            grain = np.clip((grain - 0.5) * 3 + 0.5, 0, 1)
    return contrast * (grain - 0.5)


def fractal_noise(
    rng: Generator, size: int, slope: float, stretch: float = 1.0
) -> NDArray[np.float64]:
    """(size, size) in 0..1, periodic; amplitude falls with frequency to the power of `slope`."""
    down = np.fft.fftfreq(size)[:, None]
    across = np.fft.rfftfreq(size)[None] * stretch
    frequency = np.maximum(np.hypot(down, across), 1 / size)
    noise = np.fft.irfft2(np.fft.rfft2(rng.normal(size=(size, size))) / frequency**slope)
    return np.clip(0.5 + noise / (5 * noise.std()), 0, 1)


def light(rng: Generator, size: int) -> NDArray[np.float32]:
    """(size, size, 1): light that falls off slowly towards one side."""
    place = np.linspace(-1, 1, size, dtype=np.float32)
    across, down = rng.normal(0, 0.12, 2)
    return np.exp(across * place[None] + down * place[:, None])[..., None].astype(np.float32)


def softened(rng: Generator, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """What a lens does: half the pictures lose up to 1.3 px of sharpness."""
    sigma = rng.uniform(0.3, 1.3)
    if rng.random() < 0.5:
        return pixels
    reach = np.arange(-4, 5)
    kernel = np.exp(-0.5 * (reach / sigma) ** 2)
    kernel = (kernel / kernel.sum()).astype(np.float32)
    for axis in (0, 1):
        padding = [(4, 4) if axis == each else (0, 0) for each in range(3)]
        padded = np.pad(pixels, padding, mode="edge")
        length = pixels.shape[axis]
        parts = (padded.take(range(i, i + length), axis) * w for i, w in enumerate(kernel))
        pixels = sum(parts, np.zeros_like(pixels))
    return pixels
