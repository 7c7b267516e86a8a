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
from studio.engine.families.reading import read_autoencoder, read_schedule, read_tokenizer
from studio.engine.layout import LayoutEncoder


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
    tokenizer = read_tokenizer(tokenizer_folder(path))
    scheduler_config = read_schedule(configs_of(path))
    networks = _from_file(path, dtype) if path.is_file() else _from_folder(path, dtype)
    return Parts(*networks, tokenizer, scheduler_config, _layout_encoder(path, dtype))


_Networks = tuple[UNet2DConditionModel, AutoencoderKL, CLIPTextModel]


def _from_folder(folder: Path, dtype: torch.dtype) -> _Networks:
    unet, text = folder / "unet", folder / "text_encoder"
    return (
        UNet2DConditionModel.from_pretrained(unet, torch_dtype=dtype, **local_options(unet)),
        read_autoencoder(folder / "vae", dtype),
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
