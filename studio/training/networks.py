"""The networks of diffusers and transformers as training builds and calls them.

Their own annotations are narrower than what they take and give (`tuple[int]` for any tuple,
a union for every result), so the types are set right here, once.
"""

from collections.abc import Sequence
from typing import Any, cast

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from diffusers.models.autoencoders.vq_model import VQModel
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from studio.training.initialisation import start_as_identity, start_as_resampler, zero
from studio.training.kinds import Prediction

LATENT_CHANNELS = 8  # of the autoencoder that text to image builds on
CODEBOOK_ENTRIES = 4096
# A group loses its mean and its scale. In groups of two channels nothing of a flat colour is left,
# and a network took thousands of steps to smuggle it through.
_GROUPS = 2


def new_autoencoder(
    channels: Sequence[int] = (16, 32, 64, 128),
    latent_channels: int = LATENT_CHANNELS,
    picture_px: int = 128,
) -> AutoencoderKL:
    """Every level after the first halves the picture."""
    autoencoder = AutoencoderKL(**_levels(channels, latent_channels, picture_px))
    start_as_resampler(autoencoder)
    return autoencoder


def new_vq_autoencoder(
    channels: Sequence[int] = (16, 32, 64),
    latent_channels: int = 3,
    entries: int = CODEBOOK_ENTRIES,
    picture_px: int = 128,
) -> VQModel:
    """As `new_autoencoder`, with a codebook of `entries` between encoder and decoder.

    The codebook is empty (all zeros) until encodings fill it.
    """
    levels = _levels(channels, latent_channels, picture_px)
    autoencoder = VQModel(**levels, num_vq_embeddings=entries)
    zero(autoencoder.get_submodule("quantize.embedding"))
    start_as_resampler(autoencoder)
    return autoencoder


def _levels(channels: Sequence[int], latent_channels: int, picture_px: int) -> dict[str, Any]:
    return {
        "down_block_types": ("DownEncoderBlock2D",) * len(channels),
        "up_block_types": ("UpDecoderBlock2D",) * len(channels),
        "block_out_channels": tuple(channels),
        "layers_per_block": 1,
        "latent_channels": latent_channels,
        "norm_num_groups": _GROUPS,
        "sample_size": picture_px,
    }


def new_unet(
    channels: Sequence[int] = (64, 128, 192),
    text_width: int = 192,
    latent_side: int = 16,
    latent_channels: int = LATENT_CHANNELS,
    *,
    fills: bool = False,
) -> UNet2DConditionModel:
    """One layer a block; the text is attended to at every level but the finest.

    fills: it takes a mask and the latents of what is known as more channels.
    """
    coarser = len(channels) - 1
    settings: dict[str, Any] = {
        "sample_size": latent_side,
        "in_channels": 2 * latent_channels + 1 if fills else latent_channels,
        "out_channels": latent_channels,
        "block_out_channels": tuple(channels),
        "layers_per_block": 1,
        "down_block_types": ("DownBlock2D", *("CrossAttnDownBlock2D",) * coarser),
        "up_block_types": (*("CrossAttnUpBlock2D",) * coarser, "UpBlock2D"),
        "cross_attention_dim": text_width,
        # Heads of 32 channels; diffusers takes the number of heads by this name.
        "attention_head_dim": tuple(max(1, width // 32) for width in channels),
    }
    unet = UNet2DConditionModel(**settings)
    start_as_identity(unet)
    return unet


def new_text_encoder(tokenizer: CLIPTokenizer, width: int = 192, layers: int = 3) -> CLIPTextModel:
    """Heads of 32 channels. The end token pads, as in Stable Diffusion."""
    settings: dict[str, Any] = {
        "vocab_size": len(tokenizer),
        "hidden_size": width,
        "intermediate_size": 4 * width,
        "num_hidden_layers": layers,
        "num_attention_heads": width // 32,
        "max_position_embeddings": tokenizer.model_max_length,
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
        "projection_dim": width,
    }
    return CLIPTextModel(CLIPTextConfig(**settings))


def new_scheduler(prediction: Prediction = Prediction.V) -> DPMSolverMultistepScheduler:
    """DPM-Solver++ with the noise schedule that the diffusion model is trained on.

    With v it ends in pure noise, so that pictures may be dark or light as a whole; there the
    noise itself would tell nothing.
    """
    settings: dict[str, Any] = {"prediction_type": prediction.value}
    return DPMSolverMultistepScheduler(
        **settings,
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        rescale_betas_zero_snr=prediction is Prediction.V,
        timestep_spacing="trailing",
        steps_offset=1,
    )


def encoded(autoencoder: nn.Module, images: Tensor) -> DiagonalGaussianDistribution:
    """images: (B, 3, H, W) in -1..1 -> the distribution of their latents, not yet scaled."""
    return cast(Any, autoencoder).encode(images).latent_dist


def decoded(autoencoder: nn.Module, latents: Tensor) -> Tensor:
    """latents: (B, channels, H/8, W/8), not scaled -> (B, 3, H, W), about -1..1."""
    return cast(Any, autoencoder).decode(latents).sample


def encodings(autoencoder: nn.Module, images: Tensor) -> Tensor:
    """images: (B, 3, H, W) in -1..1 -> the latents of a VQ autoencoder, not yet quantised."""
    return cast(Any, autoencoder).encode(images).latents


def quantised_and_decoded(autoencoder: nn.Module, latents: Tensor) -> tuple[Tensor, Tensor]:
    """Pictures of a VQ autoencoder's latents, and their distance from the codebook as a loss."""
    output = cast(Any, autoencoder).decode(latents)
    return output.sample, output.commit_loss


def decoded_unquantised(autoencoder: nn.Module, latents: Tensor) -> Tensor:
    """Pictures of a VQ autoencoder's latents as they are."""
    return cast(Any, autoencoder).decode(latents, force_not_quantize=True).sample


def predicted(unet: nn.Module, latents: Tensor, timesteps: Tensor, states: Tensor) -> Tensor:
    return unet(latents, timesteps, states).sample


def text_states(text_encoder: nn.Module, ids: Tensor) -> Tensor:
    """ids: (B, tokens) int64 -> (B, tokens, width)."""
    return text_encoder(ids).last_hidden_state


def scaling_factor_of(autoencoder: AutoencoderKL) -> float:
    """What latents are multiplied by to have unit variance."""
    return float(cast(Any, autoencoder).config.scaling_factor)


def latent_channels_of(autoencoder: nn.Module) -> int:
    return int(cast(Any, autoencoder).config.latent_channels)


def latent_side_of(unet: nn.Module) -> int:
    return int(cast(Any, unet).config.sample_size)


def sampled(posterior: DiagonalGaussianDistribution, noise: Tensor) -> Tensor:
    """Latents drawn with standard normal `noise` of the mean's shape."""
    return posterior.mean + posterior.std * noise.to(posterior.mean)


def device_of(module: nn.Module) -> torch.device:
    return next(module.parameters()).device
