"""Stable Diffusion XL and its kin: two text encoders, and a U-Net that is told a picture's size.

Folders in diffusers' layout, and single `.safetensors` files in the original layout.
Source: Podell et al., arXiv 2307.01952, sections 2.1 and 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from transformers import CLIPTextModelWithProjection, CLIPTokenizer

from studio.core.capabilities import ModelInfo
from studio.core.errors import ModelBroken
from studio.engine.conditioning import encode_with_two_clips
from studio.engine.families import unet_kl
from studio.engine.families.files import index_of, local_options, names_parts, reading_weights
from studio.engine.families.kl_model import settle
from studio.engine.families.original_file import (
    STABLE_DIFFUSION_XL,
    layout_of,
    read_second_text_encoder,
)
from studio.engine.families.reading import read_tokenizer
from studio.engine.families.unet_kl_parts import (
    Parts,
    configs_of,
    load_parts,
    tokenizer_folder,
)
from studio.engine.model import Conditioning
from studio.engine.placement import Placement

_PARTS = unet_kl.PARTS | {
    "text_encoder_2": {"CLIPTextModelWithProjection"},
    "tokenizer_2": {"CLIPTokenizer", "CLIPTokenizerFast"},
}
_PADDING = "!"
"""What OpenCLIP fills a window up with: the first entry of the table of words."""
_NUMBERS_OF_SIZE = 6
"""Height and width that it had, its top and left edge in that, height and width that it has."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PartsXL(Parts):
    text_encoder_2: CLIPTextModelWithProjection
    tokenizer_2: CLIPTokenizer
    empty_is_zero: bool
    """An empty text is nothing but zeros, as in training, and not what the encoders say of it."""


@dataclass(frozen=True, eq=False)
class UNetXL(unet_kl.UNetKL):
    """A loaded model; see DiffusionModel for what its members mean."""

    parts: PartsXL

    def _encode_prompt(self, text: str) -> Conditioning:
        parts = self.parts
        encoded = encode_with_two_clips(
            (parts.tokenizer, parts.tokenizer_2),
            (parts.text_encoder, parts.text_encoder_2),
            text,
            self.info.prompt_tokens,
        ).to(self.dtype)
        if text.strip() or not parts.empty_is_zero:
            return encoded
        assert encoded.pooled is not None, "as two encoders give it"
        return Conditioning(torch.zeros_like(encoded.embeds), torch.zeros_like(encoded.pooled))

    def _told_besides(self, x: Tensor, conditioning: Conditioning) -> dict[str, Tensor]:
        assert conditioning.pooled is not None, "as two encoders give it"
        size = [side * self.latent_scale for side in x.shape[-2:]]
        numbers = torch.tensor([*size, 0, 0, *size], device=x.device)
        return {"text_embeds": conditioning.pooled, "time_ids": numbers.expand(len(x), -1)}


def detect(path: Path) -> bool:
    """Whether a folder or file looks like a model of this family. Never raises."""
    if path.suffix == ".safetensors":
        return layout_of(path) is STABLE_DIFFUSION_XL
    return names_parts(index_of(path), _PARTS)


inspect = unet_kl.inspect


def load(path: Path, placement: Placement) -> UNetXL:
    """Read the weights and put them where they compute. Raises ModelBroken."""
    info = inspect(path)
    with reading_weights(info.title, path):
        parts = _load_parts(path, placement.dtype)
    _check_fit(parts, info)
    settle(parts, placement.device)
    return UNetXL(info, placement, parts)


def _load_parts(path: Path, dtype: torch.dtype) -> PartsXL:
    first = load_parts(path, dtype)
    return PartsXL(
        unet=first.unet,
        autoencoder=first.autoencoder,
        text_encoder=first.text_encoder,
        tokenizer=first.tokenizer,
        scheduler_config=first.scheduler_config,
        text_encoder_2=_second_text_encoder(path, dtype),
        tokenizer_2=_second_tokenizer(path),
        # Files of one piece are of a kind that learnt so; folders say it.
        empty_is_zero=index_of(path).get("force_zeros_for_empty_prompt", path.is_file()) is True,
    )


def _second_text_encoder(path: Path, dtype: torch.dtype) -> CLIPTextModelWithProjection:
    if path.is_file():
        return read_second_text_encoder(path, configs_of(path), dtype)
    folder = path / "text_encoder_2"
    return CLIPTextModelWithProjection.from_pretrained(folder, dtype=dtype, **local_options(folder))


def _second_tokenizer(path: Path) -> CLIPTokenizer:
    """The one of its own, or beside a single file the first, with the padding of OpenCLIP."""
    folder = tokenizer_folder(path, "tokenizer_2")
    if folder.is_dir() or not path.is_file():
        return read_tokenizer(folder)
    tokenizer = read_tokenizer(tokenizer_folder(path))
    tokenizer.pad_token = _PADDING
    return tokenizer


def _check_fit(parts: PartsXL, info: ModelInfo) -> None:
    first, second, unet = parts.text_encoder.config, parts.text_encoder_2.config, parts.unet.config
    unet_kl.check_fit(parts, first.hidden_size + second.hidden_size, info)
    of_size = _NUMBERS_OF_SIZE * (unet["addition_time_embed_dim"] or 0)
    told = (second.projection_dim or 0) + of_size
    takes = unet["projection_class_embeddings_input_dim"]
    if unet["addition_embed_type"] != "text_time" or told != takes:
        raise ModelBroken(f"The parts of the model '{info.title}' do not belong together.")
