"""What models that enlarge gain over the filters that everybody has."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from studio.engine.agreement import agreeing_with
from studio.engine.enlarging import AnyUpscaler
from studio.engine.latent_upscaling import LatentUpscaler
from studio.engine.upscaling import Upscaler
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.enlargements import (
    Trial,
    colour_shift,
    enlarged,
    likeness,
    sheet_of,
    tried,
)
from studio.evaluation.frechet import Embedding, frechet_distance
from studio.evaluation.pictures import held_out_pictures, photographs
from studio.evaluation.reading import Picture
from studio.evaluation.report import Evaluation, Follow, between_parts, follow_silently
from studio.evaluation.rows import Row, at_least, at_most, noted

PICTURE_PX = 256
PHOTOGRAPHS = ("astronaut", "chelsea", "coffee", "rocket", "camera")
"""Of scikit-image, whose `cat` is its `chelsea`."""
QUALITY, STRENGTH = 60, 0.5
"""Of the JPEG files, and how damaged a model is told that they are."""
_FACTOR = 4
_GAINS_DB = {"photographs": 0.8, "scenes": 4.0}
_RESTORED_GAIN_DB = 1.0
_TIMED_PX = {True: 128, False: 512}  # by diffusion, or in one pass
_MOST_SECONDS = 20.0
_TILED_PX = 300  # more than one tile
_MARGIN_PX = 48
_MOST_SHIFT = 1.0  # CIE 1976; less cannot be seen
_LEAST_DIFFERENCE = 1.0  # between seeds, in levels
_SEEDS = 4  # scenes that are enlarged with two seeds
_SHOWN_SCENES = 4


def evaluate_super_resolution(
    models: Sequence[AnyUpscaler],
    classifier: SceneClassifier,
    *,
    count: int = 32,
    follow: Follow = follow_silently,
) -> Evaluation:
    """All rows of each model. count: scenes. Raises StudioError.

    Those in one pass come first: what the others draw must be more lifelike than theirs.
    """
    truths = {
        "photographs": dict(photographs(2 * _FACTOR, PHOTOGRAPHS)),
        "scenes": {
            f"scene {i}": picture
            for i, picture in enumerate(held_out_pictures(count, PICTURE_PX), 1)
        },
    }
    ordered = sorted(models, key=lambda model: model.info.is_stochastic)
    rows: list[Row] = []
    trials: dict[str, dict[str, Trial]] = {}
    distance = float("inf")
    for index, model in enumerate(ordered):
        stage = between_parts(follow, index / len(ordered), (index + 1) / len(ordered))
        made = _trials(model, truths, stage)
        trials[model.info.title] = made
        rows += _likeness_rows(model, made)
        drawn = [trial for name, trial in made.items() if name in truths["scenes"]]
        found = _distance(classifier, drawn)
        rows += _rows_of_kind(model, drawn, found, distance)
        distance = min(distance, found)
    follow("Done", 1.0)
    return Evaluation(tuple(rows), _sheets(trials))


def _trials(
    model: AnyUpscaler, truths: Mapping[str, Mapping[str, Picture]], follow: Follow
) -> dict[str, Trial]:
    """By the picture's name; "… as JPEG" where the model restores, "… by 2" for the other scale."""
    trials: dict[str, Trial] = {}
    pictures = [pair for named in truths.values() for pair in named.items()]
    for index, (name, truth) in enumerate(pictures):
        follow(f"{model.info.title}: {name}", index / len(pictures))
        trials[name] = tried(model, truth, factor=_FACTOR)
        if name not in truths["photographs"] or model.info.is_stochastic:
            continue
        trials[f"{name} by 2"] = tried(model, truth, factor=2)
        strength = STRENGTH if model.info.takes_strength else 0.0
        trials[f"{name} as JPEG"] = tried(
            model, truth, factor=_FACTOR, quality=QUALITY, strength=strength
        )
    return trials


def _likeness_rows(model: AnyUpscaler, trials: Mapping[str, Trial]) -> list[Row]:
    title, is_faithful = model.info.title, not model.info.is_stochastic
    sets = {
        "photographs": [trials[name] for name in PHOTOGRAPHS],
        "scenes": [trial for name, trial in trials.items() if name.startswith("scene ")],
    }
    rows: list[Row] = []
    for name, chosen in sets.items():
        rows += _gain_rows(f"{title}, {name}", chosen, _GAINS_DB[name] if is_faithful else None)
    if is_faithful:
        damaged = [trials[f"{name} as JPEG"] for name in PHOTOGRAPHS]
        rows += _gain_rows(f"{title}, JPEG {QUALITY}", damaged, _RESTORED_GAIN_DB)
        halves = [trials[f"{name} by 2"] for name in PHOTOGRAPHS]
        rows += _gain_rows(f"{title}, photographs ×2", halves, 0.0)
    return rows


def _gain_rows(said: str, trials: Sequence[Trial], least_db: float | None) -> list[Row]:
    """Of luma. least_db: over Lanczos; None for a model that draws what it likes."""
    ours = [likeness(trial.by_model, trial.truth) for trial in trials]
    lanczos = [likeness(trial.by_lanczos, trial.truth) for trial in trials]
    bicubic = [likeness(trial.by_bicubic, trial.truth) for trial in trials]
    over_lanczos = _mean([a.psnr_db - b.psnr_db for a, b in zip(ours, lanczos, strict=True)])
    over_bicubic = _mean([a.psnr_db - b.psnr_db for a, b in zip(ours, bicubic, strict=True)])
    similar = min(a.ssim - b.ssim for a, b in zip(ours, lanczos, strict=True))
    gain, least = f"{said}: PSNR over", f"{said}: least SSIM over Lanczos"
    if least_db is None:
        return [noted(f"{gain} Lanczos", over_lanczos, "dB"), noted(least, similar, "")]
    return [
        at_least(f"{gain} Lanczos", over_lanczos, "dB", least_db),
        at_least(f"{gain} bicubic", over_bicubic, "dB", 0.0),
        at_least(least, similar, "", 0.0),
    ]


def _rows_of_kind(
    model: AnyUpscaler, drawn: Sequence[Trial], distance: float, others: float
) -> list[Row]:
    """others: the least Fréchet distance of the models before it."""
    title = model.info.title
    side = _TIMED_PX[model.info.is_stochastic]
    timed = f"{title}: {side}² px to {side * _FACTOR}² px"
    lifelike = f"{title}: Fréchet distance of scenes"
    if isinstance(model, Upscaler):
        return [
            noted(lifelike, distance, ""),
            at_most(f"{title}: tiled and untiled", _tiled_difference(model), "levels", 1),
            at_most(timed, _seconds(model, side), "s", _MOST_SECONDS),
        ]
    shift = _mean([colour_shift(trial.by_model, trial.truth) for trial in drawn])
    return [
        at_most(lifelike, distance, "", others),
        at_most(f"{title}: colour shift of scenes", shift, "ΔE", _MOST_SHIFT),
        at_least(
            f"{title}: two seeds differ by",
            _difference_of_seeds(model, drawn[:_SEEDS]),
            "levels",
            _LEAST_DIFFERENCE,
        ),
        noted(timed, _seconds(model, side), "s"),
    ]


def _distance(classifier: SceneClassifier, drawn: Sequence[Trial]) -> float:
    """Of quarters, so that the classifier sees every pixel."""
    made = [part for trial in drawn for part in _quarters(trial.by_model)]
    truths = [part for trial in drawn for part in _quarters(trial.truth)]
    return frechet_distance(Embedding(classifier), made, truths)


def _quarters(picture: Picture) -> list[Picture]:
    rows = np.split(picture, 2, axis=0)
    return [part for row in rows for part in np.split(row, 2, axis=1)]


def _difference_of_seeds(model: LatentUpscaler, drawn: Sequence[Trial]) -> float:
    """Mean of all pixels, in levels."""
    others = [enlarged(model, trial.small, _FACTOR, seed=1) for trial in drawn]
    return _mean(
        [
            float(np.abs(other.astype(int) - trial.by_model).mean())
            for other, trial in zip(others, drawn, strict=True)
        ]
    )


@torch.inference_mode()
def _tiled_difference(model: Upscaler) -> float:
    """The greatest of any pixel, in levels, from one look at the whole picture."""
    (picture,) = held_out_pictures(1, _TILED_PX)
    margin = ((_MARGIN_PX, _MARGIN_PX), (_MARGIN_PX, _MARGIN_PX), (0, 0))
    padded = torch.from_numpy(np.pad(picture, margin, mode="symmetric")).to(model.device)
    small = padded.permute(2, 0, 1)[None].float() / 255
    images: Tensor = agreeing_with(small, model.network(small, None), 0.0)
    edge = _MARGIN_PX * _FACTOR
    levels = images[0, :, edge:-edge, edge:-edge].clamp(0, 1).mul(255).round()
    whole = levels.permute(1, 2, 0).cpu().numpy()
    return float(np.abs(enlarged(model, picture, _FACTOR) - whole).max())


def _seconds(model: AnyUpscaler, side_px: int) -> float:
    (picture,) = held_out_pictures(1, side_px)
    started = time.perf_counter()
    enlarged(model, picture, _FACTOR)
    return time.perf_counter() - started


def _sheets(trials: Mapping[str, Mapping[str, Trial]]) -> dict[str, Picture]:
    """trials: by the model's title, then by the picture's name."""
    names = [*PHOTOGRAPHS, *(f"{name} as JPEG" for name in PHOTOGRAPHS)]
    names += [f"scene {i}" for i in range(1, _SHOWN_SCENES + 1)]
    sheets: dict[str, Picture] = {}
    for name in names:
        made = {title: own[name] for title, own in trials.items() if name in own}
        if made:
            columns, sheet = sheet_of(made)
            sheets[f"{name}: {columns}"] = sheet
    return sheets


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))
