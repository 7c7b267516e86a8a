"""A model's other first layer, for filling holes: it sees the mask and what is round it, too.

All the rest of the network is shared with the one that draws whole pictures, so that plain
diffusers loads the model as any other.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import torch
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from studio.core.errors import ModelBroken

FOLDER = "inpainting"
"""Beside the parts of a model that diffusers knows, which leaves it alone."""
WEIGHTS = "conv_in.safetensors"


def can_fill(path: Path) -> bool:
    """Whether a model's folder holds such a layer; the file may yet turn out to be broken."""
    return (path / FOLDER / WEIGHTS).is_file()


def save_first_layer(layer: nn.Conv2d, path: Path) -> None:
    """Write it into a model's folder. layer: latent channels, mask, those of the masked picture."""
    folder = path / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: each.detach().contiguous() for name, each in layer.state_dict().items()}
    save_file(weights, folder / WEIGHTS)


@torch.inference_mode(mode=False)
def filling_unet(unet: UNet2DConditionModel, path: Path) -> UNet2DConditionModel:
    """The U-Net with the first layer for holes of the model at `path`; the rest is shared.

    Raises ModelBroken where that layer is damaged, or was made for another model.
    """
    # deepcopy takes what is in here for copied already.
    twin = deepcopy(unet, {id(each): each for each in unet.parameters()})
    drawing, side = unet.conv_in, unet.config["conv_in_kernel"]
    channels = 2 * unet.config["in_channels"] + 1
    layer = nn.Conv2d(channels, drawing.out_channels, side, padding=(side - 1) // 2)
    try:
        layer.load_state_dict(load_file(path / FOLDER / WEIGHTS))
    except (OSError, SafetensorError, RuntimeError) as error:
        raise ModelBroken(
            f"{path.name}/{FOLDER}/{WEIGHTS} does not fit the model:"
            " take it away, or put the one there that was made for this model."
        ) from error
    twin.conv_in = layer.to(drawing.weight).eval().requires_grad_(False)
    twin.register_to_config(in_channels=channels)
    return twin
