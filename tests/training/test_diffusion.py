"""The diffusion model learns v from latents and captions of fresh scenes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from studio.training.checkpoint import load_state
from studio.training.diffusion import (
    DiffusionTask,
    Models,
    diffusion_settings,
    noised,
    stratified_timesteps,
)
from studio.training.latent_buffer import LatentBuffer
from studio.training.loop import train
from studio.training.networks import new_autoencoder, new_text_encoder, new_unet
from studio.training.text_encoder import caption_tokenizer
from studio.training.tokenizer import token_ids

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def models() -> Models:
    tokenizer = caption_tokenizer()
    encoder = new_text_encoder(tokenizer, width=32, layers=1)
    return Models(new_autoencoder((8, 8, 8, 8)), encoder, tokenizer)


@pytest.fixture
def task(models: Models) -> DiffusionTask:
    buffer = LatentBuffer(models.autoencoder, models.tokenizer, capacity=16, picture_px=64)
    unet = new_unet((32, 32), text_width=32, latent_side=8)
    task = DiffusionTask(unet, models, CPU, buffer, batch_size=2)
    task.fill(seed=0)
    return task


def test_training_takes_steps_and_resumes(task: DiffusionTask, tmp_path: Path):
    settings = replace(diffusion_settings(10), micro_batches=2, max_steps=2)
    train(task, settings, tmp_path, CPU)
    train(task, replace(settings, max_steps=3), tmp_path, CPU)
    assert load_state(tmp_path).step == 3
    assert len(list((tmp_path / "sheets").iterdir())) == 2


def test_text_encoder_and_autoencoder_are_frozen(task: DiffusionTask, models: Models):
    task.losses(task.module, np.random.default_rng(0))["loss"].backward()
    for frozen in (models.text_encoder, models.autoencoder):
        assert not any(parameter.requires_grad for parameter in frozen.parameters())


def test_samples_repeat_with_their_seed(task: DiffusionTask):
    with torch.no_grad():
        first, second = (task.sample(task.module, ["a red boat"], 5, steps=2) for _ in range(2))
    assert first.shape == (1, 3, 64, 64)
    assert torch.equal(first, second)


def test_v_points_from_the_noisy_latents_to_both_ends():
    latents, noise = torch.randn(3, 4, 2, 2), torch.randn(3, 4, 2, 2)
    signal = torch.tensor([0.9, 0.5, 0.01]).view(-1, 1, 1, 1)
    noisy, v = noised(latents, noise, signal)
    torch.testing.assert_close(signal.sqrt() * noisy - (1 - signal).sqrt() * v, latents)
    torch.testing.assert_close((1 - signal).sqrt() * noisy + signal.sqrt() * v, noise)


def test_stratified_timesteps_hit_every_part_once():
    timesteps = stratified_timesteps(np.random.default_rng(1), count=10, total=1000)
    assert sorted(int(timestep) // 100 for timestep in timesteps) == list(range(10))


def test_a_buffer_replaces_its_oldest_scenes(models: Models):
    buffer = LatentBuffer(models.autoencoder, models.tokenizer, capacity=4, picture_px=64)
    rng = np.random.default_rng(0)
    buffer.add(rng, 3)
    assert not buffer.full
    before = {tuple(row.flatten().tolist()) for row in buffer.batch(rng, 64).latents}
    buffer.add(rng, 3)
    after = {tuple(row.flatten().tolist()) for row in buffer.batch(rng, 64).latents}
    assert buffer.full
    assert len(after) == 4
    assert len(before & after) == 1


def test_some_captions_are_left_empty(models: Models):
    buffer = LatentBuffer(models.autoencoder, models.tokenizer, capacity=2, picture_px=64)
    rng = np.random.default_rng(0)
    buffer.add(rng, 2)
    empty = torch.tensor(token_ids(models.tokenizer, [""])[0])
    share = buffer.batch(rng, 2000).ids.eq(empty).all(1).float().mean()
    assert float(share) == pytest.approx(0.1, abs=0.03)
