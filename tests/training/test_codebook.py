"""A codebook begins as encodings, and entries that nobody uses come back to life."""

from copy import deepcopy

import pytest
import torch
from diffusers.models.autoencoders.vq_model import VQModel

from studio.training.codebook import (
    codebook_of,
    codebook_use,
    encoded_vectors,
    fill_codebook,
    is_filled,
    renew_codebook,
    revive_codebook,
)
from studio.training.networks import new_vq_autoencoder


@pytest.fixture
def autoencoder() -> VQModel:
    torch.manual_seed(0)
    return new_vq_autoencoder((8, 8, 8), entries=16)


@pytest.fixture
def images() -> torch.Tensor:
    return torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(1)) * 2 - 1


def test_every_entry_of_a_filled_codebook_is_an_encoding(
    autoencoder: VQModel, images: torch.Tensor
):
    fill_codebook(autoencoder, images, seed=0)
    entries, vectors = codebook_of(autoencoder).detach(), encoded_vectors(autoencoder, images)
    distances = torch.cdist(entries, vectors)
    assert float(distances.min(1).values.max()) < 1e-3


def test_a_filled_codebook_is_used_in_full(autoencoder: VQModel, images: torch.Tensor):
    fill_codebook(autoencoder, images, seed=0)
    assert codebook_use(autoencoder, images).used == 1


def test_unused_entries_are_revived(autoencoder: VQModel, images: torch.Tensor):
    fill_codebook(autoencoder, images, seed=0)
    with torch.no_grad():
        codebook_of(autoencoder)[3:] = 1000
    assert codebook_use(autoencoder, images).used == pytest.approx(3 / 16)
    assert int(revive_codebook(autoencoder, images, seed=0).sum()) == 13
    assert codebook_use(autoencoder, images).used > 0.9


def test_entries_in_use_are_left_alone(autoencoder: VQModel, images: torch.Tensor):
    fill_codebook(autoencoder, images, seed=0)
    before = codebook_of(autoencoder).clone()
    assert not revive_codebook(autoencoder, images, seed=0).any()
    assert torch.equal(codebook_of(autoencoder), before)


def test_a_new_codebook_is_empty(autoencoder: VQModel):
    assert not is_filled(autoencoder)


def test_a_renewed_codebook_is_filled_first(autoencoder: VQModel, images: torch.Tensor):
    average = deepcopy(autoencoder)
    renew_codebook(autoencoder, average, images, seed=0)
    assert is_filled(autoencoder)
    assert torch.equal(codebook_of(average), codebook_of(autoencoder))


def test_the_averaged_twin_of_a_revived_entry_jumps_along(
    autoencoder: VQModel, images: torch.Tensor
):
    fill_codebook(autoencoder, images, seed=0)
    codebook_of(autoencoder).detach()[3:] = 1000
    average = deepcopy(autoencoder)
    codebook_of(average).detach()[:3] += 1
    renew_codebook(autoencoder, average, images, seed=0)
    twins = codebook_of(average)
    assert torch.equal(twins[3:], codebook_of(autoencoder)[3:])
    assert not torch.isclose(twins[:3], codebook_of(autoencoder)[:3]).any()


def test_the_perplexity_of_equal_use_is_the_number_of_entries(autoencoder: VQModel):
    with torch.no_grad():
        codebook_of(autoencoder)[:] = 0
    use = codebook_use(autoencoder, torch.zeros(1, 3, 32, 32))
    assert use.perplexity == pytest.approx(1)
    assert use.used == pytest.approx(1 / 16)
