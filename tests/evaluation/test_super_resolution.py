"""Super-resolution judged with tiny real models: which rows there are, and that they can fail."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.testing import assert_array_equal

from studio.cli.judging import _upscalers
from studio.core.errors import ModelNotFound
from studio.engine.library import Library
from studio.engine.networks import ResidualUpscaler
from studio.engine.placement import Placement
from studio.evaluation import super_resolution
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.enlargements import (
    colour_shift,
    extremes_of,
    likeness,
    luma_psnr_db,
    sheet_of,
    small_of,
    tried,
)
from studio.evaluation.report import Evaluation
from studio.evaluation.rows import Row
from studio.evaluation.super_resolution import evaluate_super_resolution
from tests.tiny_models import save_tiny_latent_upscaler

PICTURE = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("models")
    torch.manual_seed(0)
    ResidualUpscaler(4, 1, has_strength=True).save_pretrained(folder / "fast")
    save_tiny_latent_upscaler(folder / "rich")
    return Library([folder], Placement(torch.device("cpu"), torch.float32))


@pytest.fixture(scope="module")
def evaluation(library: Library) -> Evaluation:
    torch.manual_seed(0)
    classifier = SceneClassifier(widths=(8, 8, 16, 16), embedding_width=12).eval()
    models = [library.upscaler("rich"), library.upscaler("fast")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(super_resolution, "PHOTOGRAPHS", ("chelsea", "camera"))
        patch.setattr(super_resolution, "_TIMED_PX", {True: 16, False: 32})
        return evaluate_super_resolution(models, classifier, count=2)


@pytest.fixture(scope="module")
def rows(evaluation: Evaluation) -> dict[str, Row]:
    named = {row.name: row for row in evaluation.rows}
    assert len(named) == len(evaluation.rows)
    return named


def test_an_upscaler_that_learnt_nothing_gains_by_back_projection_alone(
    rows: dict[str, Row],
) -> None:
    for name in ("scenes", "photographs"):
        gained = f"fast, {name}: PSNR over"
        assert rows[f"{gained} bicubic"].value == pytest.approx(0.5, abs=0.3)
        assert not rows[f"{gained} Lanczos"].holds


def test_a_network_that_restores_nothing_misses_its_target(rows: dict[str, Row]) -> None:
    said = "fast, JPEG 60: PSNR over Lanczos"
    assert rows[said].value < 0.5
    assert not rows[said].holds


def test_one_pass_is_judged_by_tiles_and_time(rows: dict[str, Row]) -> None:
    assert rows["fast: tiled and untiled"].holds
    assert rows["fast: 32² px to 128² px"].value > 0
    assert "fast, photographs ×2: PSNR over Lanczos" in rows


def test_a_diffusion_model_that_learnt_nothing_is_less_lifelike_than_one_pass(
    rows: dict[str, Row],
) -> None:
    drawn = rows["Tiny detailed: Fréchet distance of scenes"]
    assert not drawn.holds
    assert drawn.value > rows["fast: Fréchet distance of scenes"].value


def test_seeds_of_a_diffusion_model_are_compared(rows: dict[str, Row]) -> None:
    assert rows["Tiny detailed: two seeds differ by"].value > 0


def test_a_diffusion_model_has_no_target_of_likeness(rows: dict[str, Row]) -> None:
    assert rows["Tiny detailed, scenes: PSNR over Lanczos"].target == ""
    assert "Tiny detailed, photographs ×2: PSNR over Lanczos" not in rows


def test_a_sheet_shows_both_models_beside_filter_and_truth(evaluation: Evaluation) -> None:
    title = "camera: Lanczos, fast, Tiny detailed, the truth"
    assert evaluation.sheets[title].shape == (2 * 96 * 3, 4 * 96 * 3, 3)


def test_likeness_leaves_out_the_border() -> None:
    picture = np.full((32, 32, 3), 100, np.uint8)
    framed = picture.copy()
    framed[:4] = 255
    assert likeness(framed, picture).psnr_db >= 100
    assert likeness(framed, picture).ssim == pytest.approx(1, abs=1e-4)


def test_psnr_of_an_error_of_one_level_is_known() -> None:
    picture = np.full((32, 32, 3), 100, np.uint8)
    assert luma_psnr_db(picture + 1, picture) == pytest.approx(48.13, abs=0.01)


def test_another_colour_is_a_shift_and_noise_is_none() -> None:
    grey = np.full((64, 64, 3), 128, np.uint8)
    noise = np.random.default_rng(0).integers(-20, 21, grey.shape)
    assert colour_shift(grey, grey) == 0
    assert colour_shift((grey + noise).astype(np.uint8), grey) < 2
    assert colour_shift(grey + np.array([12, 0, 0], np.uint8), grey) > 4


def test_a_jpeg_file_keeps_size_and_loses_detail() -> None:
    clean, damaged = small_of(PICTURE, 4), small_of(PICTURE, 4, quality=30)
    assert clean.shape == damaged.shape == (16, 16, 3)
    assert (clean != damaged).any()


def test_a_trial_keeps_what_the_model_was_given(library: Library) -> None:
    trial = tried(library.upscaler("fast"), PICTURE, factor=2, quality=60, strength=0.5)
    assert_array_equal(trial.small, small_of(PICTURE, 2, quality=60))
    assert trial.by_model.shape == trial.by_lanczos.shape == PICTURE.shape


def test_the_busiest_and_the_plainest_part_are_shown(library: Library) -> None:
    picture = np.full((256, 256, 3), 128, np.uint8)
    picture[:96, 160:] = np.random.default_rng(0).integers(0, 256, (96, 96, 3))
    (top, left), plain = extremes_of(picture)
    assert top < 24 and left > 140
    assert plain != (top, left)
    columns, sheet = sheet_of({"A": tried(library.upscaler("fast"), picture, factor=4)})
    assert columns == "Lanczos, A, the truth"
    assert sheet[288:].std() == 0


def test_all_installed_upscalers_are_judged_unless_one_is_named(
    library: Library, tmp_path: Path
) -> None:

    assert _upscalers(library) == ["fast", "rich"]
    empty = Library([tmp_path], Placement(torch.device("cpu"), torch.float32))
    with pytest.raises(ModelNotFound):
        _upscalers(empty)
