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
_APART_WEIGHT = 0.05
_WIDTH = 0.1
_LEAST_VARIANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Coding:
    """Pictures that went through an autoencoder."""

    decodings: Tensor
    regularisation: Tensor  # its weighted part of the loss
    figures: Mapping[str, Tensor]


def coded(autoencoder: nn.Module, images: Tensor, rng: Generator) -> Coding:
    """Encode and decode as in training: with a sample of the posterior, or quantised.

    Either way the channels of the latents are held apart. With nothing but a pull towards zero
    they fell into a plane: brightness took all of them, and a colour that varies less than the
    noise is never learnt.
    """
    if isinstance(autoencoder, VQModel):
        return _coded_by_book(autoencoder, images, rng)
    posterior = encoded(autoencoder, images)
    noise = torch.from_numpy(rng.normal(size=tuple(posterior.mean.shape)))
    decodings = decoded(autoencoder, sampled(posterior, noise)).float()
    divergence, likeness = mean_divergence(posterior), likeness_of_channels(posterior.mean)
    regularisation = _KL_WEIGHT * divergence + _APART_WEIGHT * likeness
    return Coding(decodings, regularisation, {"kl": divergence, "channels_alike": likeness})


def _coded_by_book(autoencoder: VQModel, images: Tensor, rng: Generator) -> Coding:
    """Quantised; before there is a codebook, as if the posterior were a normal of fixed width."""
    latents = encodings(autoencoder, images)
    likeness = likeness_of_channels(latents)
    regularisation, figures = _APART_WEIGHT * likeness, {"channels_alike": likeness}
    if is_filled(autoencoder):
        decodings, distance = quantised_and_decoded(autoencoder, latents)
        regularisation = regularisation + distance.float()
        return Coding(decodings.float(), regularisation, {**figures, "codebook": distance})
    noise = torch.from_numpy(rng.normal(size=tuple(latents.shape)))
    decodings = decoded_unquantised(autoencoder, latents + _WIDTH * noise.to(latents))
    return Coding(decodings.float(), regularisation, figures)


def likeness_of_channels(latents: Tensor) -> Tensor:
    """Divergence of a normal with the covariance of (batch, channels, h, w) from the unit normal.

    In nats. Zero where channels say different things, each with a deviation of one; it grows
    without bound as they fall into a plane.
    """
    cells = latents.float().permute(0, 2, 3, 1).flatten(0, 2)
    unit = torch.eye(cells.shape[1], device=cells.device)
    covariance = torch.cov(cells.T).reshape(unit.shape) + _LEAST_VARIANCE * unit
    return 0.5 * (covariance.diagonal().sum() - torch.logdet(covariance) - len(unit))


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
