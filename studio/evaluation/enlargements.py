"""Pictures that were made small and enlarged again, beside what they were."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from PIL.Image import Resampling
from torch import Tensor

from studio.core.colour import to_lab
from studio.evaluation.fidelity import psnr_db, ssim
from studio.evaluation.reading import Picture

_BORDER_PX = 4  # left out of the comparison, as is usual
_LUMA = (0.299, 0.587, 0.114)


@dataclass(frozen=True, slots=True)
class Likeness:
    psnr_db: float
    ssim: float


def likeness(picture: Picture, truth: Picture) -> Likeness:
    """Of BT.601 luma, without the border."""
    pair = _luma(picture), _luma(truth)
    return Likeness(float(psnr_db(*pair)), float(ssim(*pair)))


def luma_psnr_db(picture: Picture, truth: Picture) -> float:
    """As in `likeness`, which takes longer."""
    return float(psnr_db(_luma(picture), _luma(truth)))


def colour_shift(picture: Picture, truth: Picture, side_px: int = 8) -> float:
    """Mean distance (CIE 1976) of the colours of squares of that side: detail is left out of it."""
    pair = [_resized(each, 1 / side_px, Resampling.BOX) for each in (picture, truth)]
    difference = to_lab(pair[0]) - to_lab(pair[1])
    return float(np.sqrt(np.square(difference).sum(axis=-1)).mean())


def small_of(truth: Picture, factor: int, quality: int | None = None) -> Picture:
    """The picture made small, antialiased. quality: of a JPEG file that it was saved as then."""
    small = _resized(truth, 1 / factor, Resampling.BICUBIC)
    if quality is None:
        return small
    file = io.BytesIO()
    Image.fromarray(small).save(file, "jpeg", quality=quality)
    return np.asarray(Image.open(file))


def filtered(small: Picture, factor: int, by: Resampling) -> Picture:
    """Enlarged as any program can."""
    return _resized(small, factor, by)


def _resized(picture: Picture, scale: float, by: Resampling) -> Picture:
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    return np.asarray(Image.fromarray(picture).resize(size, by))


def _luma(picture: Picture) -> Tensor:
    """(1, 1, h, w) in -1..1."""
    inner = picture[_BORDER_PX:-_BORDER_PX, _BORDER_PX:-_BORDER_PX].astype(np.float32)
    return torch.from_numpy(inner @ np.array(_LUMA, np.float32))[None, None] / 127.5 - 1
