"""What models on the latents of a KL autoencoder have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from torch import Tensor, nn

from studio.core.boxes import check_boxes
from studio.core.capabilities import ModelInfo
from studio.core.geometry import Extent
from studio.core.request import Placed
from studio.engine.conditioning import PromptCache
from studio.engine.latents import fit_rgb_factors
from studio.engine.model import Conditioning
from studio.engine.placement import Placement


class KLParts(Protocol):
    """The networks of one model, and what goes with them."""

    @property
    def autoencoder(self) -> AutoencoderKL: ...

    @property
    def scheduler_config(self) -> Mapping[str, Any]: ...

    @property
    def networks(self) -> tuple[nn.Module, ...]: ...


@dataclass(frozen=True, eq=False)
class KLModel(ABC):
    """A loaded model; see DiffusionModel for what its members mean."""

    info: ModelInfo
    placement: Placement
    parts: KLParts
    rgb_factors: Tensor = field(init=False)
    _prompts: PromptCache = field(init=False)

    def __post_init__(self) -> None:
        factors = fit_rgb_factors(self.encode, self.latent_scale, self.device)
        object.__setattr__(self, "rgb_factors", factors)
        object.__setattr__(self, "_prompts", PromptCache(self._encode_prompt))

    @abstractmethod
    def predict(self, x: Tensor, timestep: Tensor, conditioning: Conditioning) -> Tensor: ...

    @abstractmethod
    def _encode_prompt(self, text: str) -> Conditioning: ...

    @property
    def device(self) -> torch.device:
        return self.placement.device

    @property
    def dtype(self) -> torch.dtype:
        return self.placement.dtype

    @property
    def scheduler_config(self) -> Mapping[str, Any]:
        return self.parts.scheduler_config

    def scheduler_config_at(self, cells: Extent) -> Mapping[str, Any]:
        del cells
        return self.scheduler_config

    @property
    def is_told_guidance(self) -> bool:
        return False

    @property
    def latent_channels(self) -> int:
        return int(self.parts.autoencoder.config["latent_channels"])

    @property
    def latent_scale(self) -> int:
        return 2 ** (len(self.parts.autoencoder.config["block_out_channels"]) - 1)

    @property
    def inpaint_channels(self) -> bool:
        return False

    @property
    def networks(self) -> tuple[nn.Module, ...]:
        return self.parts.networks

    def suited_to(self, sampler: str, *, fills: bool) -> KLModel:
        del sampler, fills
        return self

    def encode_prompt(self, text: str, layout: Sequence[Placed] | None = None) -> Conditioning:
        check_boxes(len(layout or ()), self.info)
        return self._prompts(text)

    @torch.inference_mode()
    def encode(self, images: Tensor) -> Tensor:
        latents = self._encoded(images.to(self.dtype))
        if self.dtype != torch.float32 and not latents.isfinite().all():
            # A half-precision encoder may overflow, as that of SDXL does.
            with self._autoencoder_in_float32():
                latents = self._encoded(images)
        return (latents - self._shift) * self._autoencoder.config["scaling_factor"]

    def _encoded(self, images: Tensor) -> Tensor:
        return self._autoencoder.encode(images).latent_dist.mean.float()

    @torch.inference_mode()
    def decode(self, latents: Tensor, in_float32: bool = False) -> Tensor:
        autoencoder = self._autoencoder
        latents = latents / autoencoder.config["scaling_factor"] + self._shift
        if not in_float32 or self.dtype == torch.float32:
            return autoencoder.decode(latents.to(self.dtype), return_dict=False)[0].float()
        with self._autoencoder_in_float32():
            return autoencoder.decode(latents, return_dict=False)[0]

    @contextmanager
    def _autoencoder_in_float32(self) -> Generator[None]:
        try:
            self._autoencoder.to(dtype=torch.float32)
            yield
        finally:
            self._autoencoder.to(dtype=self.dtype)

    @property
    def _autoencoder(self) -> Any:
        """Untyped, since diffusers' annotations name only some of the types that it takes."""
        return self.parts.autoencoder

    @property
    def _shift(self) -> float:
        return self._autoencoder.config.get("shift_factor") or 0.0


def settle(parts: KLParts, device: torch.device) -> None:
    """Put the networks where they compute, never to learn again."""
    for network in parts.networks:
        network.eval().requires_grad_(False).to(device)
