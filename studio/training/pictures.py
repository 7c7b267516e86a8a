"""Training pictures as tensors: scenes, and textures that keep an autoencoder general."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene
from studio.scenes.textures import random_texture
from studio.scenes.world import World

_TEXTURE_SHARE = 0.35  # pictures of nothing, so that photographs survive the autoencoder
_TEXTURES, _TEXTURE_PX = 1500, 192  # they take long to paint: each is cropped many times
_TEXTURE_SEED = 3_000_017
_SMALLEST_PX, _LARGEST_PX = 128, 288  # sides of the scenes that crops are taken from
_WORLD_SHARE = 0.6  # pictures of a world, where one is meant; the others keep all else alive


def as_tensor(pictures: Sequence[NDArray[np.uint8]]) -> Tensor:
    """(height, width, 3) sRGB bytes -> (batch, 3, height, width) in -1..1."""
    stacked = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2)
    return stacked.float().div_(127.5).sub_(1.0).contiguous()


def as_picture(images: Tensor, columns: int = 8) -> NDArray[np.uint8]:
    """(batch, 3, height, width) in -1..1 -> one sheet of them, row by row."""
    rows = [torch.cat(list(row), dim=2) for row in images.split(columns)]
    if rows[-1].shape != rows[0].shape:
        rows[-1] = functional.pad(rows[-1], (0, rows[0].shape[2] - rows[-1].shape[2]))
    sheet = torch.cat(rows, dim=1).float().cpu()
    bytes_ = sheet.add(1).mul(127.5).round().clamp(0, 255).to(torch.uint8)
    return bytes_.permute(1, 2, 0).contiguous().numpy()


def as_pictures(images: Tensor) -> list[NDArray[np.uint8]]:
    """(batch, 3, height, width) in -1..1 -> each as (height, width, 3) sRGB bytes."""
    return [as_picture(image[None]) for image in images]


def random_crop(rng: Generator, side: int, world: World | None = None) -> NDArray[np.uint8]:
    """A (side, side, 3) part of a scene painted small or large, or of a texture.

    world: in most cases a whole scene of it instead, as a diffusion model draws it.
    """
    if world is not None and rng.random() < _WORLD_SHARE:
        return paint(random_scene(rng, world), side)
    if rng.random() < _TEXTURE_SHARE:
        turns, mirrored = int(rng.integers(4)), rng.random() < 0.5
        picture = np.rot90(_texture(int(rng.integers(_TEXTURES))), turns)
        return _part(rng, picture[:, ::-1] if mirrored else picture, side)
    size = int(rng.integers(max(side, _SMALLEST_PX), _LARGEST_PX + 1))
    return _part(rng, paint(random_scene(rng), size), side)


def random_crops(rng: Generator, count: int, side: int, world: World | None = None) -> Tensor:
    """(count, 3, side, side) in -1..1; world: as for `random_crop`."""
    return as_tensor([random_crop(rng, side, world) for _ in range(count)])


@lru_cache(_TEXTURES)
def _texture(number: int) -> NDArray[np.uint8]:
    """Always the same for a number, so that a resumed run sees what an unbroken one would."""
    return random_texture(np.random.default_rng((_TEXTURE_SEED, number)), _TEXTURE_PX)


def _part(rng: Generator, picture: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    left, top = rng.integers(len(picture) - side + 1, size=2)
    return picture[top : top + side, left : left + side]
