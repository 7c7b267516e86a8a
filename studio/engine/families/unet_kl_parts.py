"""Reading the parts of a U-Net model, from a folder or from a single file, and only from this disk.

Of a single file the table of words must lie beside it, as `tokenizer/tokenizer.json` in a folder of
its name or of its neighbours, since it is in no such file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from torch import nn
from transformers import CLIPTextModel, CLIPTokenizer

from studio.core.errors import ModelBroken
from studio.core.resources import resources_folder
from studio.engine import layout
from studio.engine.families import original_file
from studio.engine.families.files import local_options
from studio.engine.layout import LayoutEncoder
from studio.engine.model_files import read_json


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


def configs_of(path: Path) -> Path:
    """The folder with the descriptions of a model's parts."""
    if not path.is_file():
        return path
    beside = path.with_suffix("")
    if (beside / "unet/config.json").is_file():
        return beside
    return resources_folder() / "configs" / _layout_of(path).configs


def tokenizer_folder(path: Path, name: str = "tokenizer") -> Path:
    """Where a table of words should be; a single file may share it with its neighbours."""
    if not path.is_file():
        return path / name
    own = path.with_suffix("") / name
    return own if own.is_dir() else path.parent / name


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
    configs = configs_of(path)
    return (
        original_file.read_unet(path, configs, dtype),
        original_file.read_autoencoder(path, configs, dtype),
        original_file.read_text_encoder(path, _layout_of(path), configs, dtype),
    )


def _layout_of(path: Path) -> original_file.Layout:
    found = original_file.layout_of(path)
    if found is None:
        raise ModelBroken(f"The file {path} holds no model in a layout that the studio knows.")
    return found


def load_tokenizer(folder: Path) -> CLIPTokenizer:
    """Without its files transformers would make one that knows no word, and say nothing."""
    if not (folder / "tokenizer.json").is_file() and not (folder / "vocab.json").is_file():
        raise ModelBroken(
            f"The model's table of words is missing: {folder} must hold tokenizer.json,"
            " or vocab.json and merges.txt."
        )
    return CLIPTokenizer.from_pretrained(folder, local_files_only=True)
