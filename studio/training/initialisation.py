"""Initial weights: a published network's, or those of a plain resampler or of the identity.

With the latter, an autoencoder reached in 500 steps what the default initialisation needed
thousands for: every block starts as a shortcut and learns what to add.
"""

from pathlib import Path

import torch
from diffusers.models.attention_processor import Attention
from diffusers.models.downsampling import Downsample2D
from diffusers.models.modeling_utils import ModelMixin
from diffusers.models.resnet import ResnetBlock2D
from diffusers.models.transformers.transformer_2d import Transformer2DModel
from diffusers.models.upsampling import Upsample2D
from torch import Tensor, nn
from torch.nn import functional

from studio.core.errors import BadInput, FileProblem

_SAID_OF_PICTURES = {"sample_size", "scaling_factor"}  # and not of the network itself
_SPREAD = 0.4
# Large enough that no weight is: a fit that is 1 dB closer falls apart at the first steps.
_RIDGE = 1e-3
_LOG_VARIANCE = -4.0  # of a posterior to begin with: noise must not hide the colours


def begin_with(network: ModelMixin, folder: Path) -> None:
    """Take over the weights of a network that was published in a folder, in any precision.

    Raises FileProblem where there is none, BadInput where it is of another kind or size.
    """
    if not (folder / "config.json").exists():
        raise FileProblem(f"There is no model to start with in '{folder}'.")
    found = type(network).from_pretrained(folder, local_files_only=True)
    # Weights of other groups would fit, and mean something else.
    if _shape_of(found) != _shape_of(network):
        raise BadInput(f"The model in '{folder}' is of another kind or size.")
    network.load_state_dict(found.state_dict())


def _shape_of(network: ModelMixin) -> dict[str, object]:
    """What its config says, lists and tuples alike."""
    said = {name: each for name, each in network.config.items() if name not in _SAID_OF_PICTURES}
    return {
        name: tuple(each) if isinstance(each, list) else each
        for name, each in said.items()
        if not name.startswith("_")
    }


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


@torch.no_grad()
def start_as_mosaic(autoencoder: nn.Module, images: Tensor) -> None:
    """Fit the last layers of encoder and decoder, so that the latents begin as colours.

    autoencoder: KL- or VQ-regularised, started as a resampler. images: (B, 3, H, W) in -1..1.
    Three channels of the latents become the mean colours of cells, made uncorrelated and of unit
    variance, and the decodings those colours: least squares gives in a second what thousands of
    steps did not find, since they held on to brightness.
    """
    for name in ("quant_conv", "post_quant_conv"):
        identity(autoencoder.get_submodule(name))
    features = _inputs_of(autoencoder, "encoder.conv_out", images)
    cells = functional.avg_pool2d(images, images.shape[-1] // features.shape[-1])
    means = _latent_channels(autoencoder)
    encoder_end = autoencoder.get_submodule("encoder.conv_out")
    zero_rows(encoder_end, slice(means, None), bias=_LOG_VARIANCE)
    _fit(encoder_end, features, _whitened(cells))
    _spread(autoencoder)
    features = _inputs_of(autoencoder, "decoder.conv_out", images)
    _fit(autoencoder.get_submodule("decoder.conv_out"), features, images)


def _latent_channels(autoencoder: nn.Module) -> int:
    return autoencoder.get_submodule("post_quant_conv").get_parameter("weight").shape[1]


def _inputs_of(autoencoder: nn.Module, name: str, images: Tensor) -> Tensor:
    """What a layer is given while pictures are encoded and decoded, by the posterior's mean."""
    found: list[Tensor] = []
    hook = autoencoder.get_submodule(name).register_forward_pre_hook(
        lambda _, given: found.append(given[0])
    )
    latents = autoencoder.get_submodule("quant_conv")(autoencoder.get_submodule("encoder")(images))
    means = latents[:, : _latent_channels(autoencoder)]
    autoencoder.get_submodule("decoder")(autoencoder.get_submodule("post_quant_conv")(means))
    hook.remove()
    return found[0]


def _whitened(cells: Tensor) -> Tensor:
    rows = cells.permute(0, 2, 3, 1)
    flat = rows.flatten(0, 2)
    turn = torch.linalg.cholesky(torch.linalg.inv(torch.cov(flat.T)))
    return ((rows - flat.mean(0)) @ turn).permute(0, 3, 1, 2)


def _spread(autoencoder: nn.Module) -> None:
    """Hold the decoder's last features apart, or their normalisation takes flat colours away."""
    last = len(list(autoencoder.get_submodule("decoder.up_blocks").children())) - 1
    bias = autoencoder.get_parameter(f"decoder.up_blocks.{last}.resnets.0.conv_shortcut.bias")
    bias.copy_(_SPREAD * torch.tensor([1.0, -1.0]).repeat(len(bias) // 2))


def _fit(layer: nn.Module, features: Tensor, targets: Tensor) -> None:
    """A convolution's first channels by least squares, from the pixel itself.

    features, targets: (B, channels, h, w).
    """
    known = features.permute(0, 2, 3, 1).flatten(0, 2).double()
    known = torch.cat([known, torch.ones_like(known[:, :1])], 1)
    wanted = targets.permute(0, 2, 3, 1).flatten(0, 2).double()
    square = known.T @ known
    square += _RIDGE * square.diagonal().mean() * torch.eye(len(square), device=square.device)
    solution = torch.linalg.solve(square, known.T @ wanted)
    fitted = slice(0, targets.shape[1])
    zero_rows(layer, fitted)
    layer.get_parameter("weight")[fitted, :, 1, 1] = solution[:-1].T.float()
    layer.get_parameter("bias")[fitted] = solution[-1].float()


def zero(module: nn.Module) -> None:
    for parameter in module.parameters():
        nn.init.zeros_(parameter)


def average(conv: nn.Conv2d) -> None:
    """A stride-2 convolution, padded at the right and bottom, as the mean of 2×2 pixels."""
    zero(conv)
    for channel in range(min(conv.in_channels, conv.out_channels)):
        conv.weight[channel, channel, :2, :2] = 0.25


def zero_rows(layer: nn.Module, rows: slice, bias: float = 0.0) -> None:
    """Output channels of a convolution as constants."""
    layer.get_parameter("weight")[rows] = 0.0
    layer.get_parameter("bias")[rows] = bias


def identity(module: nn.Module) -> None:
    """A convolution of odd size that passes its channels on."""
    zero(module)
    weight = module.get_parameter("weight")
    middle = weight.shape[-1] // 2
    for channel in range(min(weight.shape[:2])):
        weight[channel, channel, middle, middle] = 1.0
