"""What every loaded diffusion model offers, whatever its family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from studio.core.capabilities import ModelInfo
from studio.core.geometry import Extent
from studio.core.request import Placed


@dataclass(frozen=True, slots=True, eq=False)
class Conditioning:
    """What encoded prompts are for a network."""

    embeds: Tensor
    """(B, tokens, width), in the network's precision and on its device."""
    pooled: Tensor | None = None
    """(B, width): what is said as a whole, for networks that are told so."""
    guidance_scale: float | None = None
    """For networks that are told it, instead of being asked twice."""

    def can_join(self, other: Conditioning) -> bool:
        """Whether both fit into one batch: prompts of other lengths do not."""
        return self.embeds.shape[1:] == other.embeds.shape[1:]

    def followed_by(self, tokens: Tensor) -> Conditioning:
        """With more tokens, (B, n, width), behind its own."""
        return replace(self, embeds=torch.cat([self.embeds, tokens], dim=1))

    def joined(self, other: Conditioning) -> Conditioning:
        """Both in one batch, this one first; both of one model."""
        embeds, pooled = torch.cat([self.embeds, other.embeds]), self.pooled
        if pooled is not None and other.pooled is not None:
            pooled = torch.cat([pooled, other.pooled])
        return replace(self, embeds=embeds, pooled=pooled)

    def to(self, dtype: torch.dtype) -> Conditioning:
        pooled = None if self.pooled is None else self.pooled.to(dtype)
        return replace(self, embeds=self.embeds.to(dtype), pooled=pooled)


class DiffusionModel(Protocol):
    """A model on its device. What goes in and comes out is float32; precision is its own affair."""

    @property
    def info(self) -> ModelInfo: ...

    @property
    def device(self) -> torch.device: ...

    @property
    def dtype(self) -> torch.dtype: ...

    @property
    def scheduler_config(self) -> Mapping[str, Any]:
        """The config of a diffusers scheduler: betas, prediction_type, timestep_spacing …"""
        ...

    def scheduler_config_at(self, cells: Extent) -> Mapping[str, Any]:
        """The same, for latents of this size: some models want more noise in large ones."""
        ...

    @property
    def is_told_guidance(self) -> bool:
        """Whether the guidance scale is an input of the network; then no words lead away."""
        ...

    @property
    def latent_channels(self) -> int: ...

    @property
    def latent_scale(self) -> int:
        """Pixels a side of one latent cell."""
        ...

    @property
    def inpaint_channels(self) -> bool:
        """Whether the network takes the mask and the masked picture's latents as more channels."""
        ...

    @property
    def rgb_factors(self) -> Tensor:
        """(latent_channels + 1, 3): maps a latent cell and a 1 to sRGB in 0..1, for previews."""
        ...

    @property
    def networks(self) -> tuple[nn.Module, ...]:
        """Those that a cancel must be able to stop."""
        ...

    def suited_to(self, sampler: str, *, fills: bool) -> DiffusionModel:
        """The same model with the network that was made for this: mostly itself.

        fills: whether it is for a hole. Raises ModelBroken where that network's file is damaged or
        does not fit.
        """
        ...

    def encode_prompt(self, text: str, layout: Sequence[Placed] | None = None) -> Conditioning:
        """A batch of one; the same text again costs nothing.

        layout: what shall be where; an empty one takes as many tokens as any other, so that both
        fit into one batch. Raises BadInput where the model takes none, or not so many boxes.
        """
        ...

    def predict(self, x: Tensor, timestep: Tensor, conditioning: Conditioning) -> Tensor:
        """The raw output of the network. x: (B, C, h, w); timestep: a scalar."""
        ...

    def encode(self, images: Tensor) -> Tensor:
        """(B, 3, H, W) in -1..1 -> the mean of the scaled latents, (B, latent_channels, h, w)."""
        ...

    def decode(self, latents: Tensor, in_float32: bool = False) -> Tensor:
        """Scaled latents -> (B, 3, H, W), about -1..1. in_float32: whatever the precision is."""
        ...
