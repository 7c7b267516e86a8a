from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import LDMSuperResolutionPipeline, VQModel

from studio.core.events import Finished, JobId
from studio.core.request import UpscaleRequest
from studio.engine.cancel import Cancel
from studio.engine.enlarging import enlarge
from studio.engine.library import Library
from studio.engine.placement import Placement
from studio.training.large_pictures import LargePictures
from studio.training.latent_super_resolution import (
    EncodedPairs,
    LatentSuperResolutionTask,
    new_unet,
    publish_latent_super_resolution,
    scale_latents,
    shipped_vq_autoencoder,
)
from studio.training.loop import LoopSettings, train
from studio.training.networks import decoded, encodings

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def autoencoder() -> VQModel:
    return shipped_vq_autoencoder().eval().requires_grad_(False)


@pytest.fixture
def pairs(autoencoder: VQModel) -> EncodedPairs:
    pictures = LargePictures(scene_share=1.0, first=1, most=1, renewal=0.0)
    return EncodedPairs(autoencoder, pictures, crop_px=32, capacity=4)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, autoencoder: VQModel) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("run")
    pictures = LargePictures(scene_share=1.0, first=1, most=1, renewal=0.0)
    ring = EncodedPairs(autoencoder, pictures, crop_px=32, capacity=4)
    task = LatentSuperResolutionTask(
        new_unet(), autoencoder, ring, CPU, batch_size=2, new_pairs=1, held_out=1
    )
    task.fill(seed=0, count=2)
    settings = LoopSettings(minutes=10, learning_rate=1e-3, max_steps=1, micro_batches=1)
    train(task, settings, folder / "run", CPU)
    publish_latent_super_resolution(folder / "run", folder / "detailed", autoencoder)
    yield folder / "detailed"


def test_scaled_latents_decode_to_the_same_picture() -> None:
    torch.manual_seed(0)
    shape = {"block_out_channels": (8, 8, 8), "norm_num_groups": 4}
    down, up = ("DownEncoderBlock2D",) * 3, ("UpDecoderBlock2D",) * 3
    model = VQModel(
        down_block_types=down,
        up_block_types=up,
        num_vq_embeddings=16,
        scaling_factor=2.5,
        **shape,
    ).eval()
    images = torch.rand(1, 3, 32, 32) * 2 - 1
    with torch.no_grad():
        before = encodings(model, images)
        picture = decoded(model, before)
        scale_latents(model)
        after = encodings(model, images)
        assert torch.allclose(after, 2.5 * before, atol=1e-5)
        assert torch.allclose(decoded(model, after), picture, atol=1e-4)
    assert model.config["scaling_factor"] == 1.0


def test_the_latents_that_the_network_learns_have_about_unit_variance(
    autoencoder: VQModel, pairs: EncodedPairs
) -> None:
    pairs.add(np.random.default_rng(0), 4)
    latents, _ = pairs.batch(np.random.default_rng(0), 16)
    assert 0.3 < float(latents.std()) < 2
    assert autoencoder.config["scaling_factor"] == 1.0


def test_pairs_fit_cell_for_pixel(pairs: EncodedPairs) -> None:
    pairs.add(np.random.default_rng(0), 3)
    latents, small = pairs.batch(np.random.default_rng(0), 5)
    assert latents.shape == small.shape == (5, 3, 8, 8)
    assert -1 <= float(small.min()) < float(small.max()) <= 1


def test_the_oldest_pairs_go_first(pairs: EncodedPairs) -> None:
    for seed in range(3):
        pairs.add(np.random.default_rng(seed), 2)
    kept = list(pairs._pairs)
    assert len(kept) == 4
    pairs.add(np.random.default_rng(9), 1)
    changed = [before is not now for before, now in zip(kept, pairs._pairs, strict=True)]
    assert changed == [False, False, True, False]


def test_an_untrained_network_predicts_nothing(autoencoder: VQModel, pairs: EncodedPairs) -> None:
    """Then the error is the mean square of v, which has about the variance of latents and noise."""
    task = LatentSuperResolutionTask(new_unet(), autoencoder, pairs, CPU, held_out=0)
    task.fill(seed=0, count=4)
    losses = task.losses(task.module, np.random.default_rng(0))
    assert 0.3 < float(losses["error"].detach()) < 3
    assert float(losses["loss"].detach()) <= math.log(float(losses["error"].detach())) + 1e-6


def test_a_published_folder_is_a_pipeline_of_diffusers(published: Path) -> None:
    pipeline = LDMSuperResolutionPipeline.from_pretrained(published, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    images = pipeline(torch.zeros(1, 3, 8, 8), num_inference_steps=1, output_type="np").images
    assert images.shape == (1, 32, 32, 3)


def test_a_published_folder_takes_less_than_twelve_megabytes(published: Path) -> None:
    size = sum(file.stat().st_size for file in published.rglob("*") if file.is_file())
    assert size < 9 * 2**20


def test_the_studio_enlarges_with_a_published_folder(published: Path) -> None:
    library = Library([published.parent], Placement(CPU, torch.float32))
    (info,) = library.infos()
    picture = np.full((8, 12, 3), 120, np.uint8)
    request = UpscaleRequest(picture, 4, "detailed")
    *_, last = enlarge(JobId(1), request, library.upscaler("detailed"), Cancel())
    assert info.title == "Detailed"
    assert isinstance(last, Finished) and last.image.shape == (32, 48, 3)
