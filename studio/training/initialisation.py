"""Initial weights that let a network begin as a plain resampler or as the identity.

With these, an autoencoder reached in 500 steps what the default initialisation needed
thousands for: every block starts as a shortcut and learns what to add.
"""

import torch
from diffusers.models.attention_processor import Attention
from diffusers.models.downsampling import Downsample2D
from diffusers.models.resnet import ResnetBlock2D
from diffusers.models.transformers.transformer_2d import Transformer2DModel
from diffusers.models.upsampling import Upsample2D
from torch import nn


@torch.no_grad()
def start_as_resampler(autoencoder: nn.Module) -> None:
    """Residual branches at zero, downsampling as the average, upsampling as the nearest pixel."""
    for module in autoencoder.modules():
        match module:
            case ResnetBlock2D():
                zero(module.conv2)
            case Attention(residual_connection=True):
                zero(module.get_submodule("to_out.0"))
            case Downsample2D(conv=nn.Conv2d() as conv):
                average(conv)
            case Upsample2D(conv=nn.Conv2d() as conv):
                identity(conv)
            case _:
                pass


@torch.no_grad()
def start_as_identity(unet: nn.Module) -> None:
    """Residual branches and the output at zero, so that the first prediction is zero."""
    for module in unet.modules():
        match module:
            case ResnetBlock2D():
                zero(module.conv2)
            case Transformer2DModel():
                zero(module.proj_out)
            case _:
                pass
    output = unet.get_submodule("conv_out")
    zero(output)


def zero(module: nn.Module) -> None:
    for parameter in module.parameters():
        nn.init.zeros_(parameter)


def average(conv: nn.Conv2d) -> None:
    """A stride-2 convolution, padded at the right and bottom, as the mean of 2×2 pixels."""
    zero(conv)
    for channel in range(min(conv.in_channels, conv.out_channels)):
        conv.weight[channel, channel, :2, :2] = 0.25


def identity(conv: nn.Conv2d) -> None:
    zero(conv)
    for channel in range(min(conv.in_channels, conv.out_channels)):
        conv.weight[channel, channel, 1, 1] = 1.0
