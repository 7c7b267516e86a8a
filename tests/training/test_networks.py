"""The networks begin as what their initialisation says."""

import pytest
import torch

from studio.training.networks import (
    LATENT_CHANNELS,
    decoded,
    encoded,
    new_autoencoder,
    new_scheduler,
    new_unet,
    predicted,
)


def test_a_new_autoencoder_reduces_a_picture_to_an_eighth():
    latents = encoded(new_autoencoder((8, 8, 8, 8)), torch.zeros(1, 3, 64, 64)).mean
    assert latents.shape == (1, LATENT_CHANNELS, 8, 8)


def test_a_new_autoencoder_decodes_to_the_size_it_encoded():
    pictures = decoded(new_autoencoder((8, 8, 8, 8)), torch.zeros(1, LATENT_CHANNELS, 8, 8))
    assert pictures.shape == (1, 3, 64, 64)


@torch.no_grad()
def test_a_new_autoencoder_resamples_a_flat_latent_to_a_flat_picture():
    picture = decoded(new_autoencoder((8, 8, 8, 8)), torch.full((1, LATENT_CHANNELS, 8, 8), 0.7))
    inner = picture[..., 16:-16, 16:-16]
    assert float(inner.std(dim=(2, 3)).max()) < 0.05


@torch.no_grad()
def test_a_new_unet_predicts_zero():
    unet = new_unet((32, 32), text_width=16, latent_side=8)
    v = predicted(
        unet, torch.randn(2, LATENT_CHANNELS, 8, 8), torch.tensor([5, 900]), torch.randn(2, 6, 16)
    )
    assert float(v.abs().max()) == 0


def test_the_schedule_ends_in_pure_noise():
    assert float(new_scheduler().alphas_cumprod[-1]) == pytest.approx(0, abs=1e-6)
