"""Super-resolution ×4 by latent diffusion: the U-Net sees the small picture beside the latents.

Source: Rombach et al., "High-resolution image synthesis with latent diffusion models", 2022,
section 4.4.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, cast

import numpy as np
import torch
from diffusers.models.autoencoders.vq_model import VQModel
from diffusers.models.unets.unet_2d import UNet2DModel
from diffusers.pipelines.latent_diffusion.pipeline_latent_diffusion_superresolution import (
    LDMSuperResolutionPipeline,
)
from numpy.random import Generator
from torch import Tensor, nn
from torch.nn import functional

from studio.core.resources import vq_autoencoder_folder
from studio.training.checkpoint import has_state
from studio.training.computing import autocast
from studio.training.degrading import FACTOR, degraded, reduced
from studio.training.diffusion import noised, stratified_timesteps
from studio.training.folders import make_portable
from studio.training.initialisation import begin_with, start_as_identity
from studio.training.large_pictures import LargePictures, random_large_picture
from studio.training.loop import Examination, LoopSettings, averaged_weights, train
from studio.training.networks import decoded, device_of, encodings, new_scheduler
from studio.training.pictures import as_picture, as_tensor

TITLE = "Detailed"
CHANNELS = (64, 96, 128)
_STEPS = 10  # twenty gave no better pictures
_SCENE_SHARE = 0.65
_CAPACITY = 3072  # pictures that are kept encoded
_EXAMINATION_SEED = 4_000_037
_COLOURS = 3
_DAMAGED_SHARE, _MOST_DAMAGED = 0.15, 0.4  # lightly: it is never told how damaged a picture is


class EncodedPairs:
    """A ring of encoded crops and what they were made small to. Several threads may use it."""

    def __init__(
        self,
        autoencoder: VQModel,
        pictures: LargePictures,
        *,
        crop_px: int = 128,
        capacity: int = _CAPACITY,
    ) -> None:
        self._autoencoder = autoencoder.eval().requires_grad_(False)
        self._pictures = pictures
        self._crop_px, self._capacity = crop_px, capacity
        self._pairs: list[tuple[Tensor, Tensor]] = []
        self._next = 0
        self._lock = Lock()

    def add(self, rng: Generator, count: int) -> None:
        """Encode a few more; they replace the oldest when there are enough."""
        large = [self._pictures.crop(rng, self._crop_px) for _ in range(count)]
        small = as_tensor([degraded(rng, picture, _random_strength(rng)) for picture in large])
        with torch.no_grad():
            images = as_tensor(large).to(device_of(self._autoencoder))
            latents = encodings(self._autoencoder, images).float().cpu()
        with self._lock:
            for pair in zip(latents, small, strict=True):
                self._put(pair)

    def batch(self, rng: Generator, count: int) -> tuple[Tensor, Tensor]:
        """Latents (count, channels, h, w) and small pictures (count, 3, h, w) in -1..1."""
        chosen = [self._pairs[i] for i in rng.integers(len(self._pairs), size=count)]
        latents, small = zip(*chosen, strict=True)
        return torch.stack(latents), torch.stack(small)

    def _put(self, pair: tuple[Tensor, Tensor]) -> None:
        if len(self._pairs) < self._capacity:
            self._pairs.append(pair)
        else:
            self._pairs[self._next] = pair
            self._next = (self._next + 1) % self._capacity


class LatentSuperResolutionTask:
    """Learn to denoise the latents of pictures, shown what they look like when made small.

    By the logarithm of each crop's error, as the network in one pass: the mean of the errors
    themselves went to textures, of which four times as much cannot be known as of scenes.
    """

    def __init__(
        self,
        unet: UNet2DModel,
        autoencoder: VQModel,
        pairs: EncodedPairs,
        device: torch.device,
        *,
        batch_size: int = 16,
        new_pairs: int = 2,
        held_out: int = 6,
    ) -> None:
        self.module = unet
        self._autoencoder = autoencoder
        self._pairs = pairs
        self._batch_size, self._new_pairs = batch_size, new_pairs
        self._signal_parts = new_scheduler().alphas_cumprod.to(device)
        rng = np.random.default_rng(_EXAMINATION_SEED)
        drawn = [random_large_picture(rng, float(i % 2)) for i in range(held_out)]
        self._held_out = [picture[:128, :128] for picture in drawn]

    def fill(self, seed: int, count: int = 128) -> None:
        """Encode so many pairs to begin with."""
        rng = np.random.default_rng((_EXAMINATION_SEED, seed))
        with autocast(device_of(self._autoencoder)):
            self._pairs.add(rng, count)

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        self._pairs.add(rng, self._new_pairs)
        device = device_of(module)
        latents, small = (each.to(device) for each in self._pairs.batch(rng, self._batch_size))
        noise = torch.from_numpy(rng.normal(size=tuple(latents.shape)).astype(np.float32))
        timesteps = stratified_timesteps(rng, len(latents), len(self._signal_parts)).to(device)
        signal = self._signal_parts[timesteps].view(-1, 1, 1, 1)
        noisy, v = noised(latents, noise.to(device), signal)
        prediction = _predicted(module, torch.cat([noisy, small], dim=1), timesteps)
        errors = (prediction.float() - v).square().mean(dim=(1, 2, 3))
        return {"loss": errors.log().mean(), "error": errors.mean()}

    def examine(self, module: nn.Module) -> Examination:
        """Rows of small picture, enlargement and truth; the enlargements' likeness in dB."""
        truths = as_tensor(self._held_out)
        small = as_tensor([reduced(picture) for picture in self._held_out])
        device = device_of(module)
        with autocast(device):
            drawn = self.enlarged(module, small.to(device), _EXAMINATION_SEED).float().cpu()
        error = (drawn.clamp(-1, 1) - truths).square().flatten(1).mean(1)
        figures = {"psnr_db": float((10 * torch.log10(4 / error)).mean())}
        coarse = functional.interpolate(small, scale_factor=float(FACTOR), mode="nearest")
        sheet = torch.stack([coarse, drawn, truths], dim=1).flatten(0, 1)
        return Examination(figures, as_picture(sheet, columns=6))

    def enlarged(self, module: nn.Module, small: Tensor, seed: int) -> Tensor:
        """small: (B, 3, h, w) in -1..1 -> (B, 3, 4h, 4w), about -1..1."""
        generator = torch.Generator().manual_seed(seed)
        channels = int(self.module.config["out_channels"])
        shape = (len(small), channels, *small.shape[-2:])
        latents = torch.randn(shape, generator=generator).to(small.device)
        scheduler = new_scheduler()
        scheduler.set_timesteps(_STEPS)
        for timestep in scheduler.timesteps:
            output = _predicted(module, torch.cat([latents, small], dim=1), timestep).float()
            (latents,) = scheduler.step(output, timestep, latents, return_dict=False)
        return decoded(self._autoencoder, latents)


def new_unet(channels: tuple[int, ...] = CHANNELS, latent_channels: int = 3) -> UNet2DModel:
    """3.5 M parameters. Without attention: what it draws depends on what is near alone."""
    settings: dict[str, Any] = {
        "sample_size": 32,
        "in_channels": latent_channels + _COLOURS,
        "out_channels": latent_channels,
        "block_out_channels": channels,
        "layers_per_block": 1,
        "down_block_types": ("DownBlock2D",) * len(channels),
        "up_block_types": ("UpBlock2D",) * len(channels),
        "norm_num_groups": 16,
        "add_attention": False,
    }
    unet = UNet2DModel(**settings)
    start_as_identity(unet)
    return unet


def shipped_vq_autoencoder() -> VQModel:
    """The one that comes with the program, in float32, its latents of unit variance as they are.

    diffusers' pipeline knows no scaling factor, so that it goes into the weights.
    """
    autoencoder = VQModel.from_pretrained(
        vq_autoencoder_folder(),
        torch_dtype=torch.float32,
        local_files_only=True,
        use_safetensors=True,
    )
    scale_latents(autoencoder)
    return autoencoder


@torch.no_grad()
def scale_latents(autoencoder: VQModel) -> None:
    """Let the latents be what they were times the scaling factor, and the factor 1."""
    factor = float(autoencoder.config["scaling_factor"])
    for name in ("quant_conv.weight", "quant_conv.bias", "quantize.embedding.weight"):
        autoencoder.get_parameter(name).mul_(factor)
    autoencoder.get_parameter("post_quant_conv.weight").div_(factor)
    autoencoder.register_to_config(scaling_factor=1.0)


def latent_super_resolution_settings(minutes: float) -> LoopSettings:
    return LoopSettings(
        minutes=minutes,
        learning_rate=1e-3,
        by_muon=True,
        decay_from=0.4,
        ema_decay=0.998,
        micro_batches=2,
        log_steps=50,
    )


def train_latent_super_resolution_run(
    minutes: float, run_folder: Path, device: torch.device, start: Path | None = None
) -> None:
    """Train a network, or go on with the one in `run_folder`, until the budget is spent.

    start: a published folder that a new run begins with.
    """
    unet = new_unet()
    if start is not None and not has_state(run_folder):
        begin_with(unet, start / "unet")
    autoencoder = shipped_vq_autoencoder()
    nn.Module.to(autoencoder, device)
    pairs = EncodedPairs(autoencoder, LargePictures(_SCENE_SHARE))
    task = LatentSuperResolutionTask(unet, autoencoder, pairs, device)
    task.fill(seed=0)
    train(task, latent_super_resolution_settings(minutes), run_folder, device)


def publish_latent_super_resolution(
    run_folder: Path, destination: Path, autoencoder: VQModel
) -> None:
    """Write a run's averaged weights as a folder that diffusers' pipeline loads, in float16."""
    unet = new_unet()
    unet.load_state_dict(averaged_weights(run_folder))
    pipeline = LDMSuperResolutionPipeline(autoencoder.eval(), unet.eval(), new_scheduler())
    pipeline.to(dtype=torch.float16)
    pipeline.save_pretrained(destination, safe_serialization=True)
    said = json.dumps({"title": TITLE, "steps": _STEPS}, ensure_ascii=False, indent=2)
    (destination / "studio.json").write_text(said + "\n", encoding="utf-8")
    make_portable(destination)


def _random_strength(rng: Generator) -> float:
    return float(rng.uniform(0, _MOST_DAMAGED)) if rng.random() < _DAMAGED_SHARE else 0.0


def _predicted(unet: nn.Module, seen: Tensor, timesteps: Tensor) -> Tensor:
    return cast(Any, unet)(seen, timesteps).sample
