"""Parts that several families have, read from folders in diffusers' layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from transformers import CLIPTokenizer, T5EncoderModel, T5Tokenizer

from studio.core.errors import ModelBroken
from studio.engine.families.files import local_options
from studio.engine.model_files import read_json

T5 = tuple[T5Tokenizer, T5EncoderModel]


def read_tokenizer(folder: Path) -> CLIPTokenizer:
    """Without its files transformers would make one that knows no word, and say nothing."""
    if not (folder / "tokenizer.json").is_file() and not (folder / "vocab.json").is_file():
        raise ModelBroken(
            f"The model's table of words is missing: {folder} must hold tokenizer.json,"
            " or vocab.json and merges.txt."
        )
    return CLIPTokenizer.from_pretrained(folder, local_files_only=True)


def read_autoencoder(folder: Path, dtype: torch.dtype) -> AutoencoderKL:
    return AutoencoderKL.from_pretrained(folder, torch_dtype=dtype, **local_options(folder))


def read_t5(words: Path, folder: Path, dtype: torch.dtype) -> T5:
    """words: the folder of its tokenizer."""
    if not (words / "tokenizer.json").is_file():
        raise ModelBroken(f"The model's table of words is missing: {words} has no tokenizer.json.")
    return (
        T5Tokenizer.from_pretrained(words, local_files_only=True),
        T5EncoderModel.from_pretrained(folder, dtype=dtype, **local_options(folder)),
    )


def read_schedule(path: Path) -> dict[str, Any]:
    """The config of the scheduler of the model in a folder."""
    file = "scheduler/scheduler_config.json"
    return read_json(path / file, f"{path.name}/{file}")
