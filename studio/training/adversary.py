"""The patch discriminator, and how its wishes are weighed against the reconstruction.

Sources: Isola et al., "Image-to-image translation with conditional adversarial networks", 2017
(the patches); Esser, Rombach and Ommer, "Taming transformers for high-resolution image synthesis",
2021 (the adaptive weight).
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

_LARGEST_WEIGHT = 1e4
_TINY = 1e-6


class PatchDiscriminator(nn.Module):
    """Judges overlapping patches of 46 px, each alone: above 0 it looks real.

    Normalised by groups of channels, since a micro-batch is too small to be normalised over.
    """

    def __init__(self, channels: Sequence[int] = (32, 64, 128)) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for index, (before, after) in enumerate(zip((3, *channels), channels, strict=False)):
            layers.append(nn.Conv2d(before, after, 4, stride=2, padding=1))
            if index > 0:
                layers.append(nn.GroupNorm(8, after))
            layers.append(nn.LeakyReLU(0.2))
        self.layers = nn.Sequential(*layers, nn.Conv2d(channels[-1], 1, 4, padding=1))

    def forward(self, images: Tensor) -> Tensor:
        """images: (B, 3, H, W) in -1..1 -> (B, 1, H/8 - 1, W/8 - 1)."""
        return self.layers(images)


def hinge_loss(real: Tensor, drawn: Tensor) -> Tensor:
    """What the discriminator minimises, of its logits on pictures and on decodings."""
    return 0.5 * (functional.relu(1 - real).mean() + functional.relu(1 + drawn).mean())


def adaptive_weight(
    decodings: Tensor, last_layer: Tensor, error_pull: Tensor, adversarial_pull: Tensor
) -> Tensor:
    """By how much the adversarial pull must grow to be as strong as the error's.

    Both pulls are gradients by the decodings; they are compared where they reach the decoder's
    last layer. Source: Esser et al. 2021, eq. 7.
    """
    norms = [
        torch.autograd.grad(decodings, last_layer, pull, retain_graph=True)[0].norm()
        for pull in (error_pull, adversarial_pull)
    ]
    return (norms[0] / (norms[1] + _TINY)).clamp(max=_LARGEST_WEIGHT)
