"""A model's second U-Net, for pictures in a few steps: its own with a LoRA in its weights.

Source: LCM-LoRA, arXiv 2311.05556; TCD, arXiv 2402.19159.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import torch
from diffusers.loaders.lora_pipeline import StableDiffusionLoraLoaderMixin
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from torch import Tensor

from studio.core.errors import ModelBroken
from studio.engine.memory import is_out_of_memory
from studio.engine.model_files import read_json

FOLDER = "few_steps"
"""Beside the parts of a model that diffusers knows, which leaves it alone."""
WEIGHTS = "pytorch_lora_weights.safetensors"
"""The name under which diffusers writes a LoRA, and looks for it in a folder."""
STEPS = 4
"""What such a LoRA is made for."""
_SAMPLERS = {"LCMScheduler": "lcm", "TCDScheduler": "tcd"}


def has_few_steps(path: Path) -> bool:
    """Whether a model's folder holds such a LoRA; the file may yet turn out to be broken."""
    return (path / FOLDER / WEIGHTS).is_file()


def few_steps_sampler(path: Path) -> str:
    """The sampler that a model's LoRA is made for; LCM where no file beside it says another.

    Raises ModelBroken where it is made for a scheduler that no sampler here has.
    """
    described = path / FOLDER / "scheduler_config.json"
    if not described.is_file():
        return "lcm"
    scheduler = read_json(described, f"{path.name}/{FOLDER}/{described.name}").get("_class_name")
    if scheduler not in _SAMPLERS:
        raise ModelBroken(
            f"The LoRA for few steps of the model in {path} is made for {scheduler!r};"
            f" known are {' and '.join(_SAMPLERS)}."
            " Without that LoRA's folder the model can be used."
        )
    return _SAMPLERS[scheduler]


@torch.inference_mode(mode=False)
def few_steps_unet(unet: UNet2DConditionModel, path: Path) -> UNet2DConditionModel:
    """The U-Net of the model at `path` with its LoRA merged; what that leaves alone is shared.

    Raises ModelBroken where the LoRA is damaged, or was made for another model.
    """
    twin = deepcopy(unet)
    try:
        _load_lora(twin, path / FOLDER)
    # What these libraries raise about a file that does not fit is not one family of errors.
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise ModelBroken(_not_fitting(path)) from error
    twin.fuse_lora()
    twin.unload_lora()
    for merged, original in zip(twin.parameters(), unet.parameters(), strict=True):
        if torch.equal(merged, original):
            merged.data = original.data
    return twin.requires_grad_(False)


def _load_lora(unet: UNet2DConditionModel, folder: Path) -> None:
    """Raises ValueError where the file holds anything that has no place in the U-Net."""
    found, alphas, *_ = StableDiffusionLoraLoaderMixin.lora_state_dict(
        str(folder), weight_name=WEIGHTS, use_safetensors=True, local_files_only=True
    )
    # In half precision the product of both factors would be rounded before it is added.
    dtype = unet.dtype
    lora: dict[str, Tensor] = {name: each.to(dtype) for name, each in found.items()}
    StableDiffusionLoraLoaderMixin.load_lora_into_unet(lora, alphas, unet)
    placed = sum(each.numel() for name, each in unet.named_parameters() if "lora_" in name)
    # diffusers passes over names that it does not find.
    if not placed or placed != sum(each.numel() for each in lora.values()):
        raise ValueError("It holds layers that the network lacks.")


def _not_fitting(path: Path) -> str:
    return (
        f"{path.name}/{FOLDER}/{WEIGHTS} does not fit the model:"
        " take it away, or put the one there that was made for this model."
    )
