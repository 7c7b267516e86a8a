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
_BORDER_PX = 4  # left out of the comparison, as is usual
_LUMA = (0.299, 0.587, 0.114)


@dataclass(frozen=True, slots=True)
class Likeness:
    psnr_db: float
    ssim: float


def evaluate_super_resolution(
    upscaler: Upscaler, *, count: int = 24, follow: Follow = follow_silently
) -> Evaluation:
    """All rows. count: scenes. Raises StudioError."""
    sets = {
        "scenes": held_out_pictures(count, 256),
        "photographs": list(photographs(upscaler.info.upscale_factor).values()),
    }
    total = sum(map(len, sets.values())) + 1
    rows: list[Row] = []
    sheets: dict[str, Picture] = {}
    done = 0
    for name, truths in sets.items():
        by_network: list[Likeness] = []
        by_filter: dict[str, list[Likeness]] = {"Lanczos": [], "bicubic": []}
        for truth in truths:
            follow(name, done / total)
            small, enlarged = _pair(upscaler, truth)
            filtered = {
                "Lanczos": _resized(small, truth, Resampling.LANCZOS),
                "bicubic": _resized(small, truth, Resampling.BICUBIC),
            }
            by_network.append(likeness(enlarged, truth))
            for filter_name, picture in filtered.items():
                by_filter[filter_name].append(likeness(picture, truth))
            if len(sheets) < 8:  # noqa: PLR2004
                title = f"{name} {done + 1}: Lanczos, the network, the truth"
                sheets[title] = side_by_side([filtered["Lanczos"], enlarged, truth])
            done += 1
        rows += _rows(name, by_network, by_filter)
    follow("speed", done / total)
    title = f"{_TIMED_PX}² px to {_TIMED_PX * upscaler.info.upscale_factor}² px"
    rows.append(at_most(title, _seconds(upscaler), "s", _MOST_SECONDS))
    follow("Done", 1.0)
    return Evaluation(tuple(rows), sheets)


def likeness(picture: Picture, truth: Picture) -> Likeness:
    """Of BT.601 luma, without the border."""
    pair = _luma(picture), _luma(truth)
    return Likeness(float(psnr_db(*pair)), float(ssim(*pair)))


def _rows(
    name: str, by_network: Sequence[Likeness], by_filter: dict[str, list[Likeness]]
) -> list[Row]:
    psnr = float(np.mean([each.psnr_db for each in by_network]))
    similarity = float(np.mean([each.ssim for each in by_network]))
    rows: list[Row] = []
    for filter_name, measured in by_filter.items():
        least = _LEAST_GAIN_DB[name] if filter_name == "Lanczos" else 0.0
        gain = psnr - float(np.mean([each.psnr_db for each in measured]))
        rows.append(at_least(f"{name}: luma PSNR gained over {filter_name}", gain, "dB", least))
    peer = float(np.mean([each.ssim for each in by_filter["Lanczos"]]))
    rows.append(at_least(f"{name}: SSIM, and that of Lanczos", similarity, "", peer, peer))
    return rows


def _pair(upscaler: Upscaler, truth: Picture) -> tuple[Picture, Picture]:
    """A picture reduced, antialiased, and what the network makes of that."""
    factor = upscaler.info.upscale_factor
    height, width = truth.shape[:2]
    size = (width // factor, height // factor)
    small = np.asarray(Image.fromarray(truth).resize(size, Resampling.BICUBIC))
    return small, _enlarged(upscaler, small).image


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


def _resized(small: Picture, truth: Picture, by: Resampling) -> Picture:
    return np.asarray(Image.fromarray(small).resize((truth.shape[1], truth.shape[0]), by))


def _luma(picture: Picture) -> Tensor:
    """(1, 1, h, w) in -1..1."""
    inner = picture[_BORDER_PX:-_BORDER_PX, _BORDER_PX:-_BORDER_PX].astype(np.float32)
    return torch.from_numpy(inner @ np.array(_LUMA, np.float32))[None, None] / 127.5 - 1
