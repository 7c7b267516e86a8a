"""The autoencoder trains, resumes and scales its latents."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution

from studio.training.autoencoder import (
    AutoencoderTask,
    DecoderTask,
    autoencoder_settings,
    mean_divergence,
    psnr_db,
    reconstruction_loss,
    scaling_factor,
)
from studio.training.checkpoint import load_state
from studio.training.loop import train
from studio.training.networks import encoded, new_autoencoder

CPU = torch.device("cpu")
SETTINGS = replace(autoencoder_settings(10), max_steps=2, log_steps=1)
TINY = (8, 8, 8, 8)


def test_training_takes_steps_and_resumes(tmp_path: Path):
    task = AutoencoderTask(new_autoencoder(TINY), crop_px=32, crops=2, held_out=4)
    train(task, SETTINGS, tmp_path, CPU)
    train(task, replace(SETTINGS, max_steps=3), tmp_path, CPU)
    assert load_state(tmp_path).step == 3


def test_sharpening_the_decoder_leaves_the_latents_as_they_were(tmp_path: Path):
    autoencoder = new_autoencoder(TINY)
    pictures = torch.rand(1, 3, 32, 32)
    before = encoded(autoencoder, pictures).mean
    train(DecoderTask(autoencoder, crop_px=32, crops=2), SETTINGS, tmp_path, CPU)
    assert torch.equal(encoded(autoencoder, pictures).mean, before)


@torch.no_grad()
def test_scaled_latents_have_unit_variance():
    autoencoder = new_autoencoder(TINY)
    assert scaling_factor(autoencoder, scenes=8) > 0
    assert scaling_factor(autoencoder, 8) == scaling_factor(autoencoder, 8)


def test_a_perfect_reconstruction_costs_nothing():
    pictures = torch.rand(2, 3, 32, 32)
    assert float(reconstruction_loss(pictures, pictures)) == 0


def test_a_blurred_edge_costs_more_than_its_pixels():
    sharp = torch.ones(1, 3, 32, 32)
    sharp[..., 16:] = -1
    blurred = torch.nn.functional.avg_pool2d(sharp, 5, stride=1, padding=2)
    assert reconstruction_loss(blurred, sharp) > (blurred - sharp).abs().mean()


def test_the_divergence_of_a_unit_normal_is_zero():
    unit = DiagonalGaussianDistribution(torch.zeros(1, 8, 4, 4))
    assert float(mean_divergence(unit)) == 0


def test_psnr_counts_in_decibels_of_the_full_range():
    truth = torch.zeros(1, 3, 8, 8)
    assert psnr_db(truth + 0.2, truth) == pytest.approx(20, abs=1e-4)


def test_losses_repeat_with_their_generator():
    task = AutoencoderTask(new_autoencoder(TINY), crop_px=32, crops=2, held_out=1)
    losses = [task.losses(task.module, np.random.default_rng(3))["loss"] for _ in range(2)]
    assert torch.equal(*losses)
