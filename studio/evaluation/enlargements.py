"""Pictures that were made small and enlarged again, beside what they were."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from PIL.Image import Resampling
from torch import Tensor

from studio.core.colour import to_lab
from studio.core.events import Finished, JobId
from studio.core.request import UpscaleRequest
from studio.engine.cancel import Cancel
from studio.engine.enlarging import AnyUpscaler, enlarge
from studio.evaluation.fidelity import psnr_db, ssim
from studio.evaluation.reading import Picture

_BORDER_PX = 4  # left out of the comparison, as is usual
_LUMA = (0.299, 0.587, 0.114)
_SHOWN_PX, _ZOOM = 96, 3


@dataclass(frozen=True, slots=True)
class Likeness:
    psnr_db: float
    ssim: float


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A picture that was made small, and enlarged by a model."""

    truth: Picture
    small: Picture
    by_model: Picture

    @property
    def by_lanczos(self) -> Picture:
        return self._filtered(Resampling.LANCZOS)

    @property
    def by_bicubic(self) -> Picture:
        return self._filtered(Resampling.BICUBIC)

    def _filtered(self, by: Resampling) -> Picture:
        return _resized(self.small, self.truth.shape[0] / self.small.shape[0], by)


def tried(
    model: AnyUpscaler,
    truth: Picture,
    *,
    factor: int,
    quality: int | None = None,
    strength: float = 0.0,
    seed: int = 0,
) -> Trial:
    """quality: of the JPEG file that the small picture was; None = of none."""
    small = small_of(truth, factor, quality)
    return Trial(truth, small, enlarged(model, small, factor, strength, seed))


def enlarged(
    model: AnyUpscaler, small: Picture, factor: int, strength: float = 0.0, seed: int = 0
) -> Picture:
    request = UpscaleRequest(small, factor, model.info.name, strength, seed)
    *_, last = enlarge(JobId(1), request, model, Cancel())
    assert isinstance(last, Finished)
    return last.image


def small_of(truth: Picture, factor: int, quality: int | None = None) -> Picture:
    """The picture made small, antialiased. quality: of a JPEG file that it was saved as then."""
    small = _resized(truth, 1 / factor, Resampling.BICUBIC)
    if quality is None:
        return small
    file = io.BytesIO()
    Image.fromarray(small).save(file, "jpeg", quality=quality)
    return np.asarray(Image.open(file))


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


def sheet_of(trials: Mapping[str, Trial]) -> tuple[str, Picture]:
    """What each model made of one picture: its busiest part above, its plainest below.

    Returns the sheet's columns in words, and the sheet. trials: by the model's title, of the same
    small picture.
    """
    first = next(iter(trials.values()))
    columns = {"Lanczos": first.by_lanczos}
    columns |= {title: trial.by_model for title, trial in trials.items()}
    columns |= {"the truth": first.truth}
    places = extremes_of(first.truth)
    rows = [_crops(list(columns.values()), place) for place in places]
    return ", ".join(columns), np.vstack(rows)


def extremes_of(picture: Picture) -> tuple[tuple[int, int], tuple[int, int]]:
    """Top and left of the square with the most and with the least contrast, in px."""
    side = min(_SHOWN_PX, *picture.shape[:2])
    places = [
        (top, left)
        for top in range(0, picture.shape[0] - side + 1, max(side // 4, 1))
        for left in range(0, picture.shape[1] - side + 1, max(side // 4, 1))
    ]
    contrasts = [picture[t : t + side, left : left + side].std() for t, left in places]
    return places[int(np.argmax(contrasts))], places[int(np.argmin(contrasts))]


def _crops(pictures: Sequence[Picture], place: tuple[int, int]) -> Picture:
    top, left = place
    parts = [each[top : top + _SHOWN_PX, left : left + _SHOWN_PX] for each in pictures]
    return np.hstack(parts).repeat(_ZOOM, axis=0).repeat(_ZOOM, axis=1)


def _resized(picture: Picture, scale: float, by: Resampling) -> Picture:
    size = (round(picture.shape[1] * scale), round(picture.shape[0] * scale))
    return np.asarray(Image.fromarray(picture).resize(size, by))


def _luma(picture: Picture) -> Tensor:
    """(1, 1, h, w) in -1..1."""
    inner = picture[_BORDER_PX:-_BORDER_PX, _BORDER_PX:-_BORDER_PX].astype(np.float32)
    return torch.from_numpy(inner @ np.array(_LUMA, np.float32))[None, None] / 127.5 - 1
