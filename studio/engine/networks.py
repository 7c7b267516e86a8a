"""Networks that the studio brings along because diffusers has none for their purpose."""

from __future__ import annotations

import torch
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import Tensor, nn
from torch.nn import functional


class ResidualBlock(nn.Module):
    """Adds what two convolutions see; it starts as the identity."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        zero(self.conv2)

    def forward(self, features: Tensor) -> Tensor:
        return features + self.conv2(functional.relu(self.conv1(features)))


class ResidualUpscaler(ModelMixin, ConfigMixin):
    """What a bicubic enlargement lacks, from residual blocks at the small size.

    Without normalisation, as EDSR (arXiv 1707.02921) found best; pixel shuffle as in ESPCN
    (arXiv 1609.05158). An untrained network enlarges bicubically. How damaged a picture is, is one
    more channel of it, as the noise level is in FFDNet (arXiv 1710.04026).
    """

    @register_to_config
    def __init__(
        self,
        channels: int = 32,
        block_count: int = 10,
        upscale_factor: int = 4,
        has_strength: bool = False,
        also_twice: bool = False,
    ) -> None:
        """also_twice: with a last layer of its own for twice the size, from the same features."""
        super().__init__()
        self.factor = upscale_factor
        self.has_strength = has_strength
        self.conv_in = nn.Conv2d(4 if has_strength else 3, channels, 3, padding=1)
        self.body = nn.ModuleList(ResidualBlock(channels) for _ in range(block_count))
        self.conv_out = nn.Conv2d(channels, 3 * upscale_factor**2, 3, padding=1)
        zero(self.conv_out)
        self.conv_twice: nn.Conv2d | None = None
        if also_twice:
            self.conv_twice = nn.Conv2d(channels, 3 * 2**2, 3, padding=1)
            zero(self.conv_twice)

    @property
    def factors(self) -> tuple[int, ...]:
        """How many times as large a side one pass can make a picture."""
        return (self.factor,) if self.conv_twice is None else (2, self.factor)

    def forward(
        self, images: Tensor, strengths: Tensor | None = None, factor: int | None = None
    ) -> Tensor:
        """(B, 3, h, w) sRGB in 0..1 -> float32 (B, 3, factor·h, factor·w), about 0..1.

        strengths: (B,), 0 = clean, 1 = badly damaged; None = all clean. Only a network that has
        a strength looks at them. factor: one of `factors`; None = the largest.
        """
        factor = factor or self.factor
        head = self.conv_twice if factor != self.factor else self.conv_out
        assert head is not None and factor in self.factors
        # Centred values keep more of their digits in bfloat16.
        seen = images.float() - 0.5
        if self.has_strength:
            told = images.new_zeros(len(images)) if strengths is None else strengths
            plane = told.float().view(-1, 1, 1, 1).expand(-1, 1, *images.shape[-2:])
            seen = torch.cat([seen, plane], dim=1)
        shallow = self.conv_in(seen.to(self.conv_in.weight.dtype))
        features = shallow
        for block in self.body:
            features = block(features)
        detail = functional.pixel_shuffle(head(features + shallow), factor)
        return bicubic(images.float(), factor) + detail.float()


def bicubic(images: Tensor, factor: int) -> Tensor:
    return functional.interpolate(
        images, scale_factor=float(factor), mode="bicubic", align_corners=False
    )


@torch.no_grad()
def zero(module: nn.Module) -> None:
    for parameter in module.parameters():
        nn.init.zeros_(parameter)
