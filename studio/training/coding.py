"""Pictures through an autoencoder, whichever its regulariser."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.autoencoders.vq_model import VQModel
from numpy.random import Generator
from torch import Tensor, nn

from studio.training.codebook import is_filled
from studio.training.losses import mean_divergence
from studio.training.networks import (
    decoded,
    decoded_unquantised,
    encoded,
    encodings,
    quantised_and_decoded,
    sampled,
)

Autoencoder = AutoencoderKL | VQModel

# Here the posterior spreads over 4 % of the latents' own spread, and a sample of it decodes 0.1 dB
# worse than its mean. With a tenth of the weight it is 1 %; with four times, 10 % and less sharp.
_KL_WEIGHT = 5e-3
_WIDTH = 0.1


@dataclass(frozen=True, slots=True)
class Coding:
    """Pictures that went through an autoencoder."""

    decodings: Tensor
    regularisation: Tensor  # its weighted part of the loss
    figures: Mapping[str, Tensor]


def coded(autoencoder: nn.Module, images: Tensor, rng: Generator) -> Coding:
    """Encode and decode as in training: with a sample of the posterior, or quantised."""
    if isinstance(autoencoder, VQModel) and not is_filled(autoencoder):
        return _coded_without_codebook(autoencoder, images, rng)
    if isinstance(autoencoder, VQModel):
        decodings, distance = quantised_and_decoded(autoencoder, encodings(autoencoder, images))
        return Coding(decodings.float(), distance.float(), {"codebook": distance})
    posterior = encoded(autoencoder, images)
    noise = torch.from_numpy(rng.normal(size=tuple(posterior.mean.shape)))
    decodings = decoded(autoencoder, sampled(posterior, noise)).float()
    divergence = mean_divergence(posterior)
    return Coding(decodings, _KL_WEIGHT * divergence, {"kl": divergence})


def _coded_without_codebook(autoencoder: VQModel, images: Tensor, rng: Generator) -> Coding:
    """As if the posterior were a normal of fixed width: so colours part from brightness.

    Quantised from the start, a network held on to brightness alone: what varies less than the
    entries lie apart is rounded away, and is never learnt.
    """
    latents = encodings(autoencoder, images)
    noise = torch.from_numpy(rng.normal(size=tuple(latents.shape)))
    decodings = decoded_unquantised(autoencoder, latents + _WIDTH * noise.to(latents))
    size = 0.5 * latents.float().square().mean()
    return Coding(decodings.float(), _KL_WEIGHT * size, {"latents_size": size})


def latents_of(autoencoder: nn.Module, images: Tensor) -> Tensor:
    """The posterior's mean, or what is not yet quantised; not scaled."""
    if isinstance(autoencoder, VQModel):
        return encodings(autoencoder, images)
    return encoded(autoencoder, images).mean


def reconstructed(autoencoder: nn.Module, images: Tensor) -> Tensor:
    """Pictures encoded and decoded, four at a time."""
    is_raw = isinstance(autoencoder, VQModel) and not is_filled(autoencoder)
    decode = decoded_unquantised if is_raw else decoded
    parts = [latents_of(autoencoder, part) for part in images.split(4)]
    return torch.cat([decode(autoencoder, part) for part in parts])
