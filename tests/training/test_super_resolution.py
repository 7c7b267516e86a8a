from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import skimage.data
import torch
from PIL import Image

from studio.core.resources import models_folder
from studio.engine.families import residual_upscaler
from studio.engine.networks import ResidualUpscaler
from studio.engine.placement import Placement
from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene
from studio.training.loop import LoopSettings, train
from studio.training.super_resolution import (
    Picture,
    SuperResolutionTask,
    damaged,
    enlarged,
    gain_over_lanczos_db,
    luma_psnr_db,
    publish_super_resolution,
    random_pair,
    reduced,
)

CPU = Placement(torch.device("cpu"), torch.float32)


@pytest.fixture
def short_run(tmp_path: Path) -> Iterator[Path]:
    task = SuperResolutionTask(ResidualUpscaler(), crop_px=32, crops=2, pool=2, held_out=1)
    settings = LoopSettings(minutes=10, learning_rate=1e-3, max_steps=2, micro_batches=1)
    train(task, settings, tmp_path / "run", torch.device("cpu"))
    yield tmp_path / "run"


def test_training_changes_the_network(short_run: Path, tmp_path: Path) -> None:
    publish_super_resolution(short_run, tmp_path / "model")
    network = residual_upscaler.load(tmp_path / "model", CPU).network
    assert any(parameter.any() for parameter in network.get_submodule("conv_out").parameters())


def test_a_published_network_weighs_half_a_megabyte(short_run: Path, tmp_path: Path) -> None:
    publish_super_resolution(short_run, tmp_path / "model")
    weights = tmp_path / "model" / "diffusion_pytorch_model.safetensors"
    assert 3e5 < weights.stat().st_size < 6e5


def test_diffusers_loads_the_published_folder(short_run: Path, tmp_path: Path) -> None:
    publish_super_resolution(short_run, tmp_path / "model")
    assert ResidualUpscaler.from_pretrained(tmp_path / "model").config["upscale_factor"] == 4


def test_the_loss_of_an_untrained_network_is_that_of_bicubic() -> None:
    task = SuperResolutionTask(ResidualUpscaler(), crop_px=32, crops=2, pool=2, held_out=0)
    loss = task.losses(task.module, np.random.default_rng(0))["loss"]
    assert 0 < float(loss.detach()) < 0.2


def test_a_pair_differs_by_four_a_side() -> None:
    small, large = random_pair(np.random.default_rng(2))
    assert tuple(4 * side for side in small.shape[:2]) == large.shape[:2]


def test_a_crop_shows_the_same_place_in_both_sizes() -> None:
    task = SuperResolutionTask(ResidualUpscaler(), crop_px=64, crops=1, pool=1, held_out=0)
    ramp = np.add.outer(np.arange(256) / 2, np.arange(256) / 4)
    large = np.repeat(ramp[..., None], 3, axis=2).astype(np.uint8)
    task._pool = [(reduced(large), large)]
    for seed in range(8):
        small_crop, large_crop = task._crop(np.random.default_rng(seed))
        shrunk = reduced(np.ascontiguousarray(large_crop))
        assert np.abs(shrunk[2:-2, 2:-2].astype(int) - small_crop[2:-2, 2:-2]).max() <= 1


def test_damage_is_light() -> None:
    picture = paint(random_scene(np.random.default_rng(1)), 64)
    assert luma_psnr_db(damaged(np.random.default_rng(1), picture), picture) > 28


def test_psnr_of_an_error_of_one_level_is_known() -> None:
    picture = np.full((32, 32, 3), 100, np.uint8)
    assert luma_psnr_db(picture + 1, picture) == pytest.approx(48.13, abs=0.01)


def test_an_untrained_network_enlarges_bicubically() -> None:
    picture = np.random.default_rng(0).integers(60, 190, (16, 16, 3), dtype=np.uint8)
    peer = torch.nn.functional.interpolate(
        torch.from_numpy(picture).permute(2, 0, 1)[None].float(), scale_factor=4, mode="bicubic"
    )
    expected = peer[0].round().clamp(0, 255).to(torch.uint8).permute(1, 2, 0).numpy()
    assert np.abs(enlarged(ResidualUpscaler(), picture).astype(int) - expected).max() <= 1


@pytest.fixture(scope="module")
def default_network() -> torch.nn.Module:
    return residual_upscaler.load(models_folder() / "upscaler-x4", CPU).network


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee", "rocket", "camera"])
def test_the_default_network_beats_lanczos_on_a_photograph(
    name: str, default_network: torch.nn.Module
) -> None:
    photograph = _centre(getattr(skimage.data, name)())
    assert gain_over_lanczos_db(default_network, reduced(photograph), photograph) > 0.1


def test_the_default_network_beats_lanczos_on_scenes_by_three_db(
    default_network: torch.nn.Module,
) -> None:
    rng = np.random.default_rng(2_000_003)
    scenes = [paint(random_scene(rng), 256) for _ in range(8)]
    gains = [gain_over_lanczos_db(default_network, reduced(scene), scene) for scene in scenes]
    assert np.mean(gains) > 3


def _centre(photograph: np.ndarray) -> Picture:
    """256 × 256 from the middle, in three channels."""
    image = Image.fromarray(photograph).convert("RGB")
    left, top = (image.width - 256) // 2, (image.height - 256) // 2
    return np.asarray(image.crop((left, top, left + 256, top + 256)))
