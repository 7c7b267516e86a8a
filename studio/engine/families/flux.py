"""Flux: a transformer over patches of 2 × 2 cells, told by a T5 what and by a CLIP of what kind.

Folders in diffusers' layout of both: "dev", which is told the guidance scale, and "schnell", which
draws in four steps without any.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.transformers.transformer_flux import FluxTransformer2DModel
from torch import Tensor, nn
from torch.nn import functional
from transformers import CLIPTextModel, CLIPTokenizer

from studio.core.capabilities import ModelInfo
from studio.core.errors import ModelBroken
from studio.core.geometry import Extent
from studio.engine.conditioning import encode_with_t5, pooled_by_clip
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
from studio.engine.model_files import read_json
from studio.engine.placement import Placement
from studio.engine.schedules import EVEN_FLOW, flow_config

_PARTS = {
    "transformer": {"FluxTransformer2DModel"},
    "vae": {"AutoencoderKL"},
    "text_encoder": {"CLIPTextModel"},
    "text_encoder_2": {"T5EncoderModel"},
    "tokenizer": {"CLIPTokenizer", "CLIPTokenizerFast"},
    "tokenizer_2": {"T5Tokenizer", "T5TokenizerFast"},
}
_PATCH = 2
_DEV = Usual(steps=28, guidance_scale=3.5, cells=128, patch=_PATCH)
_SCHNELL = Usual(steps=4, guidance_scale=1.0, cells=128, patch=_PATCH)
_DEV_TOKENS, _SCHNELL_TOKENS = 512, 256
_CLIP_TOKENS = 77
_FEWEST_PATCHES = 256


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The networks of one model, and what goes with them."""

    transformer: FluxTransformer2DModel
    autoencoder: AutoencoderKL
    clip: CLIPTextModel
    clip_tokenizer: CLIPTokenizer
    t5: T5
    scheduler_config: Mapping[str, Any]
    """Of diffusers; how far it shifts may depend on the size."""

    @property
    def networks(self) -> tuple[nn.Module, ...]:
        return self.transformer, self.autoencoder, self.clip, self.t5[1]


@dataclass(frozen=True, eq=False)
class Flux(KLModel):
    """A loaded model; see DiffusionModel for what its members mean."""

    parts: Parts

    @property
    def scheduler_config(self) -> Mapping[str, Any]:
        return self.scheduler_config_at(Extent(_DEV.cells, _DEV.cells))

    def scheduler_config_at(self, cells: Extent) -> Mapping[str, Any]:
        patches = cells.width * cells.height // _PATCH**2
        config = self.parts.scheduler_config
        return flow_config(config, _shift(config, patches), **{EVEN_FLOW: True})

    @property
    def is_told_guidance(self) -> bool:
        return bool(self.parts.transformer.config["guidance_embeds"])

    @torch.inference_mode()
    def predict(self, x: Tensor, timestep: Tensor, conditioning: Conditioning) -> Tensor:
        patches = functional.pixel_unshuffle(x.to(self.dtype), _PATCH)
        rows, columns = patches.shape[-2:]
        scale = conditioning.guidance_scale
        told = None if scale is None else torch.full((len(x),), scale, device=x.device)
        output = self.parts.transformer(
            hidden_states=patches.flatten(2).transpose(1, 2),
            encoder_hidden_states=conditioning.embeds,
            pooled_projections=conditioning.pooled,
            timestep=timestep.expand(len(x)) / 1000,
            img_ids=_places(rows, columns, x.device),
            txt_ids=torch.zeros(conditioning.embeds.shape[1], 3, device=x.device),
            guidance=told,
            return_dict=False,
        )[0]
        drawn = output.transpose(1, 2).unflatten(2, (rows, columns))
        return functional.pixel_shuffle(drawn, _PATCH).float()

    def _encode_prompt(self, text: str) -> Conditioning:
        parts = self.parts
        sentence = encode_with_t5(*parts.t5, text, self.info.prompt_tokens)
        pooled = pooled_by_clip(parts.clip_tokenizer, parts.clip, text, _CLIP_TOKENS)
        return Conditioning(sentence, pooled).to(self.dtype)


def detect(path: Path) -> bool:
    """Whether a folder looks like a model of this family. Never raises."""
    return names_parts(index_of(path), _PARTS)


def inspect(path: Path) -> ModelInfo:
    """What can be said without reading weights. Raises ModelBroken."""
    file = "transformer/config.json"
    is_dev = read_json(path / file, f"{path.name}/{file}").get("guidance_embeds") is True
    info = described(path, "transformer", _DEV if is_dev else _SCHNELL)
    tokens = _DEV_TOKENS if is_dev else _SCHNELL_TOKENS
    # LoRAs for few steps are for U-Nets.
    return replace(info, prompt_tokens=tokens, few_steps=0, is_flow=True, is_told_guidance=is_dev)


def load(path: Path, placement: Placement) -> Flux:
    """Read the weights and put them where they compute. Raises ModelBroken."""
    info = inspect(path)
    with reading_weights(info.title, path):
        parts = _load_parts(path, placement.dtype)
    _check_fit(parts, info)
    settle(parts, placement.device)
    return Flux(info, placement, parts)


def _load_parts(path: Path, dtype: torch.dtype) -> Parts:
    transformer, clip = path / "transformer", path / "text_encoder"
    return Parts(
        FluxTransformer2DModel.from_pretrained(
            transformer, torch_dtype=dtype, **local_options(transformer)
        ),
        read_autoencoder(path / "vae", dtype),
        CLIPTextModel.from_pretrained(clip, dtype=dtype, **local_options(clip)),
        read_tokenizer(path / "tokenizer"),
        read_t5(path / "tokenizer_2", path / "text_encoder_2", dtype),
        read_schedule(path),
    )


def _shift(config: Mapping[str, Any], patches: int) -> float:
    """Towards noise; more for larger pictures, where the model learnt it so, as diffusers does."""
    if not config.get("use_dynamic_shifting"):
        return number(config, "shift", 1.0, 1e-3, 100.0)
    fewest = number(config, "base_image_seq_len", _FEWEST_PATCHES, 1, 1e6)
    most = number(config, "max_image_seq_len", 4096, fewest + 1, 1e7)
    low, high = number(config, "base_shift", 0.5, 0, 10), number(config, "max_shift", 1.15, 0, 10)
    return math.exp(low + (high - low) * (patches - fewest) / (most - fewest))


def _places(rows: int, columns: int, device: torch.device) -> Tensor:
    """(rows · columns, 3): nothing, row and column of each patch."""
    row = torch.arange(rows, device=device).repeat_interleave(columns)
    column = torch.arange(columns, device=device).repeat(rows)
    return torch.stack([torch.zeros_like(row), row, column], dim=1).float()


def _check_fit(parts: Parts, info: ModelInfo) -> None:
    """Parts of different models do not work together, and numbers may be none."""
    _shift(parts.scheduler_config, _FEWEST_PATCHES)
    told = parts.transformer.config
    fits = (
        told["in_channels"] == _PATCH**2 * parts.autoencoder.config["latent_channels"]
        and told["pooled_projection_dim"] == parts.clip.config.hidden_size
        and told["joint_attention_dim"] == parts.t5[1].config.d_model
    )
    if not fits:
        raise ModelBroken(f"The parts of the model '{info.title}' do not belong together.")
