"""Reading the parts of a U-Net model, from a folder or from a single file, and only from this disk.

A single file in the original layout of Stable Diffusion 1 holds weights alone. What its networks
look like comes from a folder of the file's name beside it, in diffusers' layout, or else from the
program. The table of words must lie there too, as `tokenizer/tokenizer.json`, since it is in no
such file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from safetensors import SafetensorError, safe_open
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from studio.core.errors import ModelBroken
from studio.core.resources import resources_folder
from studio.engine import layout
from studio.engine.families.files import local_options
from studio.engine.layout import LayoutEncoder
from studio.engine.model_files import read_json

_UNET_INPUT = "model.diffusion_model.input_blocks.0.0.weight"
_DECODER_INPUT = "first_stage_model.decoder.conv_in.weight"
_TEXT_PREFIX = "cond_stage_model.transformer.text_model."
_TEXT_TABLE = _TEXT_PREFIX + "embeddings.token_embedding.weight"


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The networks of one model, and what goes with them."""

    unet: UNet2DConditionModel
    autoencoder: AutoencoderKL
    text_encoder: CLIPTextModel
    tokenizer: CLIPTokenizer
    scheduler_config: Mapping[str, Any]
    layout_encoder: LayoutEncoder | None = None
    """Where the model can be told what shall be where."""

    @property
    def networks(self) -> tuple[nn.Module, ...]:
        parts = (getattr(self, field.name) for field in fields(self))
        return tuple(part for part in parts if isinstance(part, nn.Module))


def is_original_file(path: Path) -> bool:
    """Whether the names of its tensors are those of Stable Diffusion 1. Never raises."""
    try:
        with safe_open(path, framework="pt") as file:
            return {_UNET_INPUT, _DECODER_INPUT, _TEXT_TABLE} <= set(file.keys())
    except (OSError, SafetensorError):
        return False


def configs_of(path: Path) -> Path:
    """The folder with the descriptions of a model's parts."""
    if not path.is_file():
        return path
    beside = path.with_suffix("")
    own = (beside / "unet/config.json").is_file()
    return beside if own else resources_folder() / "configs/stable-diffusion-1"


def tokenizer_folder(path: Path) -> Path:
    """Where the table of words should be; a single file may share it with its neighbours."""
    if not path.is_file():
        return path / "tokenizer"
    own = path.with_suffix("") / "tokenizer"
    return own if own.is_dir() else path.parent / "tokenizer"


def load_parts(path: Path, dtype: torch.dtype) -> Parts:
    """Each part by its own class: nothing that the model's files name is resolved or run."""
    tokenizer = load_tokenizer(tokenizer_folder(path))
    scheduler = "scheduler/scheduler_config.json"
    scheduler_config = read_json(configs_of(path) / scheduler, f"{path.name}/{scheduler}")
    networks = _from_file(path, dtype) if path.is_file() else _from_folder(path, dtype)
    return Parts(*networks, tokenizer, scheduler_config, _layout_encoder(path, dtype))


_Networks = tuple[UNet2DConditionModel, AutoencoderKL, CLIPTextModel]


def _from_folder(folder: Path, dtype: torch.dtype) -> _Networks:
    unet, vae, text = folder / "unet", folder / "vae", folder / "text_encoder"
    return (
        UNet2DConditionModel.from_pretrained(unet, torch_dtype=dtype, **local_options(unet)),
        AutoencoderKL.from_pretrained(vae, torch_dtype=dtype, **local_options(vae)),
        CLIPTextModel.from_pretrained(text, dtype=dtype, **local_options(text)),
    )


def _layout_encoder(path: Path, dtype: torch.dtype) -> LayoutEncoder | None:
    folder = path / layout.FOLDER
    if not folder.is_dir():
        return None
    return LayoutEncoder.from_pretrained(folder, torch_dtype=dtype, **local_options(folder))


def _from_file(path: Path, dtype: torch.dtype) -> _Networks:
    with safe_open(path, framework="pt") as file:
        channels = file.get_slice(_UNET_INPUT).get_shape()[1]
        names = [name for name in list(file.keys()) if name.startswith(_TEXT_PREFIX)]
        text = {name: file.get_tensor(name) for name in names}
    configs = configs_of(path)
    options: dict[str, Any] = {
        "config": str(configs),
        "local_files_only": True,
        "torch_dtype": dtype,
    }
    networks = (
        UNet2DConditionModel.from_single_file(
            str(path), subfolder="unet", in_channels=channels, **options
        ),
        AutoencoderKL.from_single_file(str(path), subfolder="vae", **options),
        _text_encoder(configs / "text_encoder", text, dtype),
    )
    for network in networks:
        _check_complete(network, path)
    return networks


def _text_encoder(
    config: Path, weights: Mapping[str, torch.Tensor], dtype: torch.dtype
) -> CLIPTextModel:
    text_encoder = CLIPTextModel(CLIPTextConfig.from_pretrained(config, local_files_only=True))
    own = {key.removeprefix(_TEXT_PREFIX): value for key, value in weights.items()}
    # Old files hold a list of positions too, which is no weight.
    own.pop("embeddings.position_ids", None)
    text_encoder.load_state_dict(own)
    nn.Module.to(text_encoder, dtype=dtype)
    return text_encoder


def _check_complete(network: nn.Module, path: Path) -> None:
    """What a file lacks stays without values."""
    if any(parameter.is_meta for parameter in network.parameters()):
        raise ModelBroken(f"The file {path} lacks weights; please download or copy it again.")


def load_tokenizer(folder: Path) -> CLIPTokenizer:
    """Without its files transformers would make one that knows no word, and say nothing."""
    if not (folder / "tokenizer.json").is_file() and not (folder / "vocab.json").is_file():
        raise ModelBroken(
            f"The model's table of words is missing: {folder} must hold tokenizer.json,"
            " or vocab.json and merges.txt."
        )
    return CLIPTokenizer.from_pretrained(folder, local_files_only=True)
