"""Single files in the original layout of Stable Diffusion 1 or XL: weights, and nothing else.

What the networks look like comes from a folder of the file's name beside it, in diffusers' layout,
or else from the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from diffusers.loaders.single_file_utils import convert_open_clip_checkpoint
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from studio.core.errors import ModelBroken

_UNET_INPUT = "model.diffusion_model.input_blocks.0.0.weight"
_DECODER_INPUT = "first_stage_model.decoder.conv_in.weight"
_WORDS = "embeddings.token_embedding.weight"
_SECOND_TEXT = "conditioner.embedders.1.model."


@dataclass(frozen=True, slots=True)
class Layout:
    """What the parts are called in such files."""

    configs: str
    """A folder of resources/configs."""
    text: str
    """What the names of the first text encoder's weights begin with."""


STABLE_DIFFUSION_1 = Layout("stable-diffusion-1", "cond_stage_model.transformer.text_model.")
STABLE_DIFFUSION_XL = Layout(
    "stable-diffusion-xl", "conditioner.embedders.0.transformer.text_model."
)


def layout_of(path: Path) -> Layout | None:
    """By the names of its tensors; None where it is no such file. Never raises."""
    try:
        with safe_open(path, framework="pt") as file:
            names = set(file.keys())
    except (OSError, SafetensorError):
        return None
    layouts = (STABLE_DIFFUSION_1, STABLE_DIFFUSION_XL)
    wanted = {_UNET_INPUT, _DECODER_INPUT}
    return next((each for each in layouts if {*wanted, each.text + _WORDS} <= names), None)


def read_unet(path: Path, configs: Path, dtype: torch.dtype) -> UNet2DConditionModel:
    with safe_open(path, framework="pt") as file:
        channels = file.get_slice(_UNET_INPUT).get_shape()[1]
    options = _options(configs, dtype) | {"in_channels": channels}
    unet = UNet2DConditionModel.from_single_file(str(path), subfolder="unet", **options)
    _check_complete(unet, path)
    return unet


def read_autoencoder(path: Path, configs: Path, dtype: torch.dtype) -> AutoencoderKL:
    options = _options(configs, dtype)
    autoencoder = AutoencoderKL.from_single_file(str(path), subfolder="vae", **options)
    _check_complete(autoencoder, path)
    return autoencoder


def read_text_encoder(
    path: Path, layout: Layout, configs: Path, dtype: torch.dtype
) -> CLIPTextModel:
    """The first one. Raises RuntimeError where weights are missing or of another shape."""
    config = CLIPTextConfig.from_pretrained(configs / "text_encoder", local_files_only=True)
    weights = _weights(path, layout.text)
    own = {name.removeprefix(layout.text): each for name, each in weights.items()}
    # Old files hold a list of positions too, which is no weight.
    own.pop("embeddings.position_ids", None)
    text_encoder = CLIPTextModel(config)
    text_encoder.load_state_dict(own)
    nn.Module.to(text_encoder, dtype=dtype)
    return text_encoder


def read_second_text_encoder(
    path: Path, configs: Path, dtype: torch.dtype
) -> CLIPTextModelWithProjection:
    """Of Stable Diffusion XL, which has it as OpenCLIP writes it. Raises RuntimeError likewise."""
    config = CLIPTextConfig.from_pretrained(configs / "text_encoder_2", local_files_only=True)
    text_encoder = CLIPTextModelWithProjection(config)
    weights = _weights(path, _SECOND_TEXT)
    text_encoder.load_state_dict(
        convert_open_clip_checkpoint(text_encoder, weights, prefix=_SECOND_TEXT)
    )
    nn.Module.to(text_encoder, dtype=dtype)
    return text_encoder


def _weights(path: Path, prefix: str) -> dict[str, Tensor]:
    with safe_open(path, framework="pt") as file:
        names = [name for name in list(file.keys()) if name.startswith(prefix)]
        return {name: file.get_tensor(name) for name in names}


def _options(configs: Path, dtype: torch.dtype) -> dict[str, Any]:
    return {"config": str(configs), "local_files_only": True, "torch_dtype": dtype}


def _check_complete(network: nn.Module, path: Path) -> None:
    """What a file lacks stays without values."""
    if any(parameter.is_meta for parameter in network.parameters()):
        raise ModelBroken(f"The file {path} lacks weights; please download or copy it again.")
