"""The upscalers that come with the program: real weights, on pictures they never saw."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import LDMSuperResolutionPipeline
from PIL import Image
from PIL.Image import Resampling

from studio.core.pixels import Pixels
from studio.core.resources import models_folder
from studio.engine.enlarging import AnyUpscaler
from studio.engine.library import Library
from studio.engine.placement import Placement
from studio.evaluation.classifier import load_classifier
from studio.evaluation.enlargements import (
    Trial,
    colour_shift,
    enlarged,
    likeness,
    luma_psnr_db,
    small_of,
    tried,
)
from studio.evaluation.frechet import Embedding, frechet_distance
from studio.evaluation.pictures import held_out_pictures, photographs
from studio.evaluation.super_resolution import PHOTOGRAPHS

FAST, DETAILED = "upscaler-x4", "upscaler-x4-detailed"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library([models_folder()], Placement(torch.device("cpu"), torch.float32))


@pytest.fixture(scope="module", params=[FAST, DETAILED])
def model(library: Library, request: pytest.FixtureRequest) -> AnyUpscaler:
    return library.upscaler(request.param)


@pytest.fixture(scope="module")
def fast(library: Library) -> AnyUpscaler:
    return library.upscaler(FAST)


@pytest.fixture(scope="module")
def detailed(library: Library) -> AnyUpscaler:
    return library.upscaler(DETAILED)


@pytest.fixture(scope="module")
def photos() -> dict[str, Pixels]:
    return dict(photographs(8, PHOTOGRAPHS))


@pytest.fixture(scope="module")
def trials(detailed: AnyUpscaler) -> list[Trial]:
    return [tried(detailed, scene, factor=4) for scene in held_out_pictures(4, 128)]


def test_the_faithful_one_is_offered_first(library: Library) -> None:
    offered = [info for info in library.infos() if info.upscale_factor > 1]
    assert [info.name for info in offered] == [FAST, DETAILED]
    assert [info.title for info in offered] == ["Fast", "Detailed"]


def test_photographs_gain_over_lanczos(fast: AnyUpscaler, photos: dict[str, Pixels]) -> None:
    trials = {name: tried(fast, photo, factor=4) for name, photo in photos.items()}
    gains = gains_db(trials.values())
    assert min(gains) > 0.4
    assert np.mean(gains) > 1.1
    for trial in trials.values():
        by_filter = likeness(trial.by_lanczos, trial.truth)
        assert likeness(trial.by_model, trial.truth).ssim > by_filter.ssim + 0.01


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee", "camera"])
def test_the_middle_of_a_photograph_gains_over_lanczos(
    name: str, fast: AnyUpscaler, photos: dict[str, Pixels]
) -> None:
    """Not of the rocket's: most of the error lies in a lattice there that nothing can restore."""
    height, width = photos[name].shape[:2]
    top, left = (height - 256) // 2, (width - 256) // 2
    middle = photos[name][top : top + 256, left : left + 256]
    (gain,) = gains_db([tried(fast, middle, factor=4)])
    assert gain > 0.1


def test_photographs_gain_over_lanczos_at_twice_the_size(
    fast: AnyUpscaler, photos: dict[str, Pixels]
) -> None:
    gains = gains_db(tried(fast, photo, factor=2) for photo in photos.values())
    assert min(gains) > 1.0
    assert np.mean(gains) > 1.8


def test_jpeg_files_are_restored(fast: AnyUpscaler, photos: dict[str, Pixels]) -> None:
    damaged = [tried(fast, photo, factor=4, quality=60) for photo in photos.values()]
    restored = [tried(fast, photo, factor=4, quality=60, strength=0.5) for photo in photos.values()]
    assert np.mean(gains_db(restored)) > np.mean(gains_db(damaged)) + 0.1
    assert np.mean(gains_db(restored)) > 0.4


def test_scenes_gain_over_lanczos(fast: AnyUpscaler) -> None:
    gains = gains_db(tried(fast, scene, factor=4) for scene in held_out_pictures(8, 256))
    assert np.mean(gains) > 4


def test_detail_is_drawn_where_it_was(detailed: AnyUpscaler, photos: dict[str, Pixels]) -> None:
    face = photos["astronaut"][:256, 64:320]
    (gain,) = gains_db([tried(detailed, face, factor=4)])
    assert gain > 0.5


def test_a_plain_sky_stays_plain(model: AnyUpscaler) -> None:
    """No texture is invented and no edge rings."""
    rows = np.linspace(0, 1, 256)[:, None, None]
    sky = np.rint((1 - rows) * (70, 120, 190) + rows * (190, 210, 230)).astype(np.uint8)
    sky = np.broadcast_to(sky, (256, 256, 3))
    found = enlarged(model, small_of(sky, 4), 4).astype(int)
    assert np.abs(found - sky).mean() < 1
    assert np.abs(np.diff(found, axis=1)).mean() < 0.5


def test_scenes_in_detail_are_more_like_themselves_than_by_lanczos(trials: list[Trial]) -> None:
    """Of all colours: red and purple may be equally bright."""
    by_model = [squared_error(trial.by_model, trial.truth) for trial in trials]
    by_filter = [squared_error(trial.by_lanczos, trial.truth) for trial in trials]
    assert np.mean(by_model) < 0.65 * np.mean(by_filter)


def test_drawing_details_shifts_no_colour(trials: list[Trial]) -> None:
    assert np.mean([colour_shift(trial.by_model, trial.truth) for trial in trials]) < 1


def test_made_small_again_it_is_the_source(trials: list[Trial]) -> None:
    for trial in trials:
        height, width = trial.small.shape[:2]
        again = Image.fromarray(trial.by_model).resize((width, height), Resampling.BICUBIC)
        assert np.abs(np.asarray(again).astype(int) - trial.small).mean() < 2


def test_scenes_in_detail_are_the_more_lifelike(fast: AnyUpscaler, detailed: AnyUpscaler) -> None:
    """As a whole: what one pass makes is smoother than scenes are."""
    scenes, embedding = held_out_pictures(48, 128), Embedding(load_classifier())

    def distance(model: AnyUpscaler) -> float:
        made = [tried(model, scene, factor=4).by_model for scene in scenes]
        return frechet_distance(embedding, made, scenes)

    assert distance(detailed) < 0.9 * distance(fast)


def test_another_seed_draws_other_details(detailed: AnyUpscaler, trials: list[Trial]) -> None:
    first = trials[0]
    other = enlarged(detailed, first.small, 4, seed=1)
    assert np.abs(other.astype(int) - first.by_model).mean() > 1


def test_plain_diffusers_loads_what_is_in_the_folder() -> None:
    folder = models_folder() / DETAILED
    pipeline = LDMSuperResolutionPipeline.from_pretrained(folder, local_files_only=True)
    assert size_of(folder) <= 12 * 2**20
    assert pipeline.vqvae.config["scaling_factor"] == 1.0


def gains_db(trials: Iterable[Trial]) -> list[float]:
    """Of luma, over Lanczos."""
    return [
        luma_psnr_db(trial.by_model, trial.truth) - luma_psnr_db(trial.by_lanczos, trial.truth)
        for trial in trials
    ]


def squared_error(picture: Pixels, truth: Pixels) -> float:
    return float(np.square(picture.astype(float) - truth).mean())


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
