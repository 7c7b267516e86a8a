"""Training pictures as tensors: scenes, and abstract ones that keep an autoencoder general."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene


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


def random_crop(rng: Generator, size: int, crop: int, abstract_share: float) -> NDArray[np.uint8]:
    """A (crop, crop, 3) part of a scene painted at `size`, or an abstract picture."""
    if rng.random() < abstract_share:
        return abstract_picture(rng, crop)
    picture = paint(random_scene(rng), size)
    left, top = rng.integers(size - crop + 1, size=2)
    return picture[top : top + crop, left : left + crop]


def abstract_picture(rng: Generator, size: int) -> NDArray[np.uint8]:
    """Soft random colours at one scale, with noise at another, (size, size, 3) sRGB."""
    coarse = torch.from_numpy(rng.random((1, 3, *rng.integers(2, 9, size=2))))
    fine = torch.from_numpy(rng.normal(size=(1, 1, *rng.integers(12, size, size=2))))
    shape = (size, size)
    colours = functional.interpolate(coarse, shape, mode="bilinear", align_corners=False)
    grain = functional.interpolate(fine, shape, mode="bilinear", align_corners=False)
    picture = colours + grain * rng.uniform(0.0, 0.1)
    return picture[0].permute(1, 2, 0).mul(255).clamp(0, 255).to(torch.uint8).numpy()
