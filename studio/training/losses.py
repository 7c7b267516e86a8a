"""What a reconstruction costs: its pixels, and what a classifier sees in it."""

import itertools
from typing import Protocol

import torch
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from torch import Tensor
from torch.nn import functional

_FAINT = 1e-2  # length of a feature vector that says nothing
_ROUNDING = (0.5 / 255) ** 2  # a squared error that nobody sees


class Judge(Protocol):
    """A trained network whose feature maps say how pictures look, from fine to coarse."""

    def stages(self, images: Tensor) -> tuple[Tensor, ...]: ...


def reconstruction_loss(decodings: Tensor, images: Tensor) -> Tensor:
    """Colours and edges at three scales, of (batch, 3, height, width) in -1..1."""
    loss = functional.l1_loss(decodings, images) + 2 * functional.mse_loss(decodings, images)
    for scale, dim in itertools.product((1, 2, 4), (2, 3)):
        small, truth = functional.avg_pool2d(decodings, scale), functional.avg_pool2d(images, scale)
        loss = loss + 0.3 * functional.l1_loss(small.diff(dim=dim), truth.diff(dim=dim))
    blurred, truth = functional.avg_pool2d(decodings, 8), functional.avg_pool2d(images, 8)
    return loss + functional.l1_loss(blurred, truth)


def pixel_loss(enlarged: Tensor, large: Tensor) -> Tensor:
    """The mean of the crops' errors on a logarithmic scale, as PSNR has it.

    enlarged, large: (B, 3, h, w) in 0..1. So a crop with fine, dim detail counts as much as one
    with edges of high contrast: the loss of HINet, arXiv 2105.06086. The mean of absolute errors
    went to the latter.
    """
    errors = (enlarged - large).square().mean(dim=(1, 2, 3))
    return (errors + _ROUNDING).log().mean()


def perceptual_loss(judge: Judge, decodings: Tensor, images: Tensor) -> Tensor:
    """Distance of features of unit length, summed over channels, the mean of cells and stages.

    Source: Zhang et al., "The unreasonable effectiveness of deep features as a perceptual metric",
    2018, with the absolute in place of the squared difference.
    """
    with torch.no_grad():
        truths = judge.stages(images)
    distances = [
        (_of_unit_length(seen) - _of_unit_length(truth)).abs().sum(1)
        for seen, truth in zip(judge.stages(decodings), truths, strict=True)
    ]
    return torch.stack([distance.mean() for distance in distances]).mean()


def _of_unit_length(features: Tensor) -> Tensor:
    """Over channels; what is nearly nothing stays so, or its gradient would have no bound."""
    return functional.normalize(features.float(), eps=_FAINT)


def mean_divergence(posterior: DiagonalGaussianDistribution) -> Tensor:
    """Kullback-Leibler divergence from the unit normal, a latent value, in nats."""
    mean, logvar = posterior.mean.float(), posterior.logvar.float()
    return 0.5 * (mean.square() + logvar.exp() - 1.0 - logvar).mean()
