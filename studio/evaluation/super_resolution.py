"""What a network that enlarges gains over the filters that everybody has."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from PIL.Image import Resampling
from torch import Tensor

from studio.core.events import Finished, JobId
from studio.core.request import UpscaleRequest
from studio.engine.cancel import Cancel
from studio.engine.upscaling import Upscaler, upscale
from studio.evaluation.fidelity import psnr_db, ssim
from studio.evaluation.pictures import held_out_pictures, photographs, side_by_side
from studio.evaluation.reading import Picture
from studio.evaluation.report import Evaluation, Follow, follow_silently
from studio.evaluation.rows import Row, at_least, at_most

_LEAST_GAIN_DB = {"scenes": 4.0, "photographs": 0.8}
_MOST_SECONDS = 20.0
_TIMED_PX = 512
PICTURE_PX = 256
_SHOWN = 4  # of each set
_BORDER_PX = 4  # left out of the comparison, as is usual
_LUMA = (0.299, 0.587, 0.114)


@dataclass(frozen=True, slots=True)
class Likeness:
    psnr_db: float
    ssim: float


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A picture, and what was made of its reduction in three ways."""

    truth: Picture
    by_network: Picture
    by_lanczos: Picture
    by_bicubic: Picture


def evaluate_super_resolution(
    upscaler: Upscaler, *, count: int = 24, follow: Follow = follow_silently
) -> Evaluation:
    """All rows. count: scenes. Raises StudioError."""
    factor = upscaler.info.upscale_factor
    sets = {
        "scenes": held_out_pictures(count, PICTURE_PX),
        "photographs": list(photographs(factor).values()),
    }
    total = sum(map(len, sets.values())) + 1
    rows: list[Row] = []
    sheets: dict[str, Picture] = {}
    done = 0
    for name, truths in sets.items():
        trials: list[Trial] = []
        for truth in truths:
            follow(name, done / total)
            trials.append(_tried(upscaler, truth))
            done += 1
        rows += _rows(name, trials)
        for index, trial in enumerate(trials[:_SHOWN], 1):
            title = f"{name} {index}: Lanczos, the network, the truth"
            sheets[title] = side_by_side([trial.by_lanczos, trial.by_network, trial.truth])
    follow("speed", done / total)
    title = f"{_TIMED_PX}² px to {_TIMED_PX * factor}² px"
    rows.append(at_most(title, _seconds(upscaler), "s", _MOST_SECONDS))
    follow("Done", 1.0)
    return Evaluation(tuple(rows), sheets)


def likeness(picture: Picture, truth: Picture) -> Likeness:
    """Of BT.601 luma, without the border."""
    pair = _luma(picture), _luma(truth)
    return Likeness(float(psnr_db(*pair)), float(ssim(*pair)))


def _rows(name: str, trials: Sequence[Trial]) -> list[Row]:
    ours = [likeness(trial.by_network, trial.truth) for trial in trials]
    lanczos = [likeness(trial.by_lanczos, trial.truth) for trial in trials]
    bicubic = [likeness(trial.by_bicubic, trial.truth) for trial in trials]
    gains = {"Lanczos": _gain_db(ours, lanczos), "bicubic": _gain_db(ours, bicubic)}
    similarity, peer = (float(np.mean([each.ssim for each in of])) for of in (ours, lanczos))
    said = f"{name}: luma PSNR gained over"
    return [
        at_least(f"{said} Lanczos", gains["Lanczos"], "dB", _LEAST_GAIN_DB[name]),
        at_least(f"{said} bicubic", gains["bicubic"], "dB", 0.0),
        at_least(f"{name}: SSIM, and that of Lanczos", similarity, "", peer, peer),
    ]


def _gain_db(ours: Sequence[Likeness], theirs: Sequence[Likeness]) -> float:
    return float(np.mean([a.psnr_db - b.psnr_db for a, b in zip(ours, theirs, strict=True)]))


def _tried(upscaler: Upscaler, truth: Picture) -> Trial:
    """Reduced, antialiased, and enlarged again."""
    factor = upscaler.info.upscale_factor
    height, width = truth.shape[:2]
    small = _resized(truth, (width // factor, height // factor), Resampling.BICUBIC)
    return Trial(
        truth,
        by_network=_enlarged(upscaler, small).image,
        by_lanczos=_resized(small, (width, height), Resampling.LANCZOS),
        by_bicubic=_resized(small, (width, height), Resampling.BICUBIC),
    )


def _enlarged(upscaler: Upscaler, small: Picture) -> Finished:
    request = UpscaleRequest(small, upscaler.info.upscale_factor, upscaler.info.name)
    *_, last = upscale(JobId(1), request, upscaler, Cancel())
    assert isinstance(last, Finished)
    return last


def _seconds(upscaler: Upscaler) -> float:
    (picture,) = held_out_pictures(1, _TIMED_PX)
    started = time.perf_counter()
    _enlarged(upscaler, picture)
    return time.perf_counter() - started


def _resized(picture: Picture, size: tuple[int, int], by: Resampling) -> Picture:
    return np.asarray(Image.fromarray(picture).resize(size, by))


def _luma(picture: Picture) -> Tensor:
    """(1, 1, h, w) in -1..1."""
    inner = picture[_BORDER_PX:-_BORDER_PX, _BORDER_PX:-_BORDER_PX].astype(np.float32)
    return torch.from_numpy(inner @ np.array(_LUMA, np.float32))[None, None] / 127.5 - 1
