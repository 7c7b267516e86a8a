"""The U-Net and what tells it where things are, as one network that is trained."""

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from torch import Tensor, nn

from studio.engine.layout import FOLDER as LAYOUT_FOLDER
from studio.engine.layout import LayoutEncoder
from studio.training import initialisation
from studio.training.latent_buffer import MOST_BOXES
from studio.training.networks import new_unet, predicted


@dataclass(frozen=True, slots=True)
class Layout:
    """What is where in some scenes, as the network takes it."""

    states: Tensor  # (batch, boxes, width): what the names mean
    boxes: Tensor  # (batch, boxes, 4): left, top, right, bottom, 0..1
    present: Tensor  # (batch, boxes) bool


class LedUNet(nn.Module):
    """The U-Net and what tells it where things are; they are trained together."""

    def __init__(self, unet: UNet2DConditionModel, layout_encoder: LayoutEncoder) -> None:
        super().__init__()
        self.unet, self.layout_encoder = unet, layout_encoder

    def forward(
        self, latents: Tensor, timesteps: Tensor, states: Tensor, layout: Layout | None = None
    ) -> Tensor:
        if layout is not None:
            tokens = self.layout_encoder(layout.states, layout.boxes, layout.present)
            states = torch.cat([states, tokens.to(states.dtype)], dim=1)
        return predicted(self.unet, latents, timesteps, states)


def new_led_unet(latent_channels: int, *, fills: bool = False) -> LedUNet:
    unet = new_unet(latent_channels=latent_channels, fills=fills)
    return LedUNet(unet, LayoutEncoder(unet.config["cross_attention_dim"], MOST_BOXES))


def published_led_unet(folder: Path) -> LedUNet:
    """A published model's networks, in float32; one that knows no boxes gets an untaught encoder.

    Raises OSError and ValueError where files are missing or damaged.
    """
    unet = UNet2DConditionModel.from_pretrained(
        folder / "unet", torch_dtype=torch.float32, local_files_only=True
    )
    if not (folder / LAYOUT_FOLDER).is_dir():
        return LedUNet(unet, LayoutEncoder(unet.config["cross_attention_dim"], MOST_BOXES))
    encoder = LayoutEncoder.from_pretrained(
        folder / LAYOUT_FOLDER, torch_dtype=torch.float32, local_files_only=True
    )
    return LedUNet(unet, encoder)


def begin_with(module: LedUNet, folder: Path) -> None:
    """Take over the weights of a published folder. Raises BadInput where they do not fit."""
    initialisation.begin_with(module.unet, folder / "unet")
    if (folder / LAYOUT_FOLDER).is_dir():
        encoder = LayoutEncoder.from_pretrained(folder / LAYOUT_FOLDER, local_files_only=True)
        module.layout_encoder.load_state_dict(encoder.state_dict())


@torch.no_grad()
def widened(weights: dict[str, Tensor], module: LedUNet) -> dict[str, Tensor]:
    """Weights of a network that draws, for one that fills: it sees no more at first."""
    name = "unet.conv_in.weight"
    wide = torch.zeros_like(module.get_parameter(name))
    wide[:, : weights[name].shape[1]] = weights[name]
    return weights | {name: wide}


@torch.no_grad()
def narrowed(unet: UNet2DConditionModel) -> tuple[UNet2DConditionModel, nn.Conv2d]:
    """A U-Net that fills, as it is for whole pictures, and its own first layer beside it.

    Whole pictures have zeros in all channels but the latents, so that both draw the same.
    """
    latent_channels, wide = unet.config["out_channels"], unet.conv_in
    drawing = deepcopy(unet)
    drawing.conv_in = nn.Conv2d(latent_channels, wide.out_channels, 3, padding=1)
    drawing.conv_in.weight.copy_(wide.weight[:, :latent_channels])
    assert drawing.conv_in.bias is not None and wide.bias is not None
    drawing.conv_in.bias.copy_(wide.bias)
    drawing.register_to_config(in_channels=latent_channels)
    return drawing, wide
