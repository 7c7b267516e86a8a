"""Stable Diffusion 3 and its kin: a transformer that sees picture and words as one sequence.

Folders in diffusers' layout. Source: Esser et al., arXiv 2403.03206.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.transformers.transformer_sd3 import SD3Transformer2DModel
from torch import Tensor, nn
from torch.nn import functional
from transformers import CLIPTextModelWithProjection, CLIPTokenizer

from studio.core.capabilities import ModelInfo
from studio.core.errors import ModelBroken
from studio.engine.conditioning import encode_with_t5, encode_with_two_clips
from studio.engine.families.description import Usual, described
from studio.engine.families.files import (
    index_of,
    local_options,
    names_parts,
    number,
    reading_weights,
)
from studio.engine.families.kl_model import KLModel, settle
from studio.engine.families.reading import (
    T5,
    read_autoencoder,
    read_schedule,
    read_t5,
    read_tokenizer,
)
from studio.engine.model import Conditioning
from studio.engine.placement import Placement
from studio.engine.schedules import flow_config

_PARTS = {
    "transformer": {"SD3Transformer2DModel"},
    "vae": {"AutoencoderKL"},
    "text_encoder": {"CLIPTextModelWithProjection"},
    "text_encoder_2": {"CLIPTextModelWithProjection"},
    "tokenizer": {"CLIPTokenizer", "CLIPTokenizerFast"},
    "tokenizer_2": {"CLIPTokenizer", "CLIPTokenizerFast"},
}
_USUAL = Usual(steps=28, guidance_scale=5.0, cells=128, patch=2)
_T5_TOKENS = 256


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The networks of one model, and what goes with them."""

    transformer: SD3Transformer2DModel
    autoencoder: AutoencoderKL
    clips: tuple[CLIPTextModelWithProjection, CLIPTextModelWithProjection]
    clip_tokenizers: tuple[CLIPTokenizer, CLIPTokenizer]
    t5: T5 | None
    """It is the largest part, and may be left out: then its words are zeros."""
    scheduler_config: Mapping[str, Any]

    @property
    def networks(self) -> tuple[nn.Module, ...]:
        t5 = () if self.t5 is None else (self.t5[1],)
        return self.transformer, self.autoencoder, *self.clips, *t5


@dataclass(frozen=True, eq=False)
class MMDiT(KLModel):
    """A loaded model; see DiffusionModel for what its members mean."""

    parts: Parts

    @torch.inference_mode()
    def predict(self, x: Tensor, timestep: Tensor, conditioning: Conditioning) -> Tensor:
        output = self.parts.transformer(
            hidden_states=x.to(self.dtype),
            encoder_hidden_states=conditioning.embeds,
            pooled_projections=conditioning.pooled,
            timestep=timestep.expand(len(x)),
            return_dict=False,
        )[0]
        return output.float()

    def _encode_prompt(self, text: str) -> Conditioning:
        parts, length = self.parts, self.info.prompt_tokens
        width = parts.transformer.config["joint_attention_dim"]
        clip = encode_with_two_clips(parts.clip_tokenizers, parts.clips, text, length)
        words = functional.pad(clip.embeds, (0, width - clip.embeds.shape[-1]))
        sentence = self._sentence(text, width)
        return Conditioning(torch.cat([words, sentence], dim=1), clip.pooled).to(self.dtype)

    def _sentence(self, text: str, width: int) -> Tensor:
        """(1, tokens, width)"""
        if self.parts.t5 is None:
            return torch.zeros(1, _T5_TOKENS, width, device=self.device, dtype=self.dtype)
        return encode_with_t5(*self.parts.t5, text, _T5_TOKENS)


def detect(path: Path) -> bool:
    """Whether a folder looks like a model of this family. Never raises."""
    return names_parts(index_of(path), _PARTS)


def inspect(path: Path) -> ModelInfo:
    """What can be said without reading weights. Raises ModelBroken."""
    # LoRAs for few steps are for U-Nets.
    return replace(described(path, "transformer", _USUAL), few_steps=0, is_flow=True)


def load(path: Path, placement: Placement) -> MMDiT:
    """Read the weights and put them where they compute. Raises ModelBroken."""
    info = inspect(path)
    with reading_weights(info.title, path):
        parts = _load_parts(path, placement.dtype)
    _check_fit(parts, info)
    settle(parts, placement.device)
    return MMDiT(info, placement, parts)


def _load_parts(path: Path, dtype: torch.dtype) -> Parts:
    transformer = path / "transformer"
    return Parts(
        SD3Transformer2DModel.from_pretrained(
            transformer, torch_dtype=dtype, **local_options(transformer)
        ),
        read_autoencoder(path / "vae", dtype),
        (_clip(path / "text_encoder", dtype), _clip(path / "text_encoder_2", dtype)),
        (read_tokenizer(path / "tokenizer"), read_tokenizer(path / "tokenizer_2")),
        _t5(path, dtype),
        _schedule_of(path),
    )


def _clip(folder: Path, dtype: torch.dtype) -> CLIPTextModelWithProjection:
    return CLIPTextModelWithProjection.from_pretrained(folder, dtype=dtype, **local_options(folder))


def _t5(path: Path, dtype: torch.dtype) -> T5 | None:
    folder = path / "text_encoder_3"
    return read_t5(path / "tokenizer_3", folder, dtype) if folder.is_dir() else None


def _schedule_of(path: Path) -> dict[str, Any]:
    config = read_schedule(path)
    return flow_config(config, number(config, "shift", 1.0, 1e-3, 100.0))


def _check_fit(parts: Parts, info: ModelInfo) -> None:
    """Parts of different models do not work together."""
    told, clips = parts.transformer.config, [clip.config for clip in parts.clips]
    width = told["joint_attention_dim"]
    fits = (
        told["in_channels"] == parts.autoencoder.config["latent_channels"]
        and told["pooled_projection_dim"] == sum(clip.projection_dim or 0 for clip in clips)
        and sum(clip.hidden_size for clip in clips) <= width
        and (parts.t5 is None or parts.t5[1].config.d_model == width)
    )
    if not fits:
        raise ModelBroken(f"The parts of the model '{info.title}' do not belong together.")
