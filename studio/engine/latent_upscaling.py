"""Super-resolution by diffusion: the latents of a larger picture, beside the small one.

Source: Rombach et al., "High-resolution image synthesis with latent diffusion models", 2022,
section 4.4. One latent cell is one pixel of the small picture.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import torch
from diffusers.models.autoencoders.vq_model import VQModel
from torch import Tensor, nn
from torch.nn import functional

from studio.core.capabilities import ModelInfo
from studio.core.errors import StudioError
from studio.core.events import Finished, JobId, Stepped
from studio.core.geometry import Bounds
from studio.core.pixels import Pixels, extent_of, frozen
from studio.core.request import UpscaleRequest, settings_with
from studio.engine.agreement import agreeing_with
from studio.engine.cancel import Cancel, interruptible
from studio.engine.denoiser import Denoiser, Moment, Parameterisation
from studio.engine.latents import edge_padded, in_tiles, preview, to_tensor
from studio.engine.samplers import Step, plan_schedule, sample
from studio.engine.transparency import reduced, with_spread_colours, within_neighbours
from studio.engine.upscaling import parameters_of

_COLOURS = 3


@dataclass(frozen=True, slots=True, eq=False)
class LatentUpscaler:
    """A loaded model."""

    info: ModelInfo
    unet: nn.Module
    """(B, channels + 3, h, w) and a timestep -> (B, channels, h, w), in any precision."""
    autoencoder: VQModel
    """In float32: in bfloat16 cells would find other entries of the codebook."""
    scheduler_config: Mapping[str, Any]
    latent_channels: int
    rgb_factors: Tensor
    """See DiffusionModel."""

    @property
    def device(self) -> torch.device:
        return next(self.unet.parameters()).device

    @property
    def networks(self) -> tuple[nn.Module, ...]:
        """Those that a cancel must be able to stop."""
        return self.unet, self.autoencoder

    def predict(self, x: Tensor, timestep: Tensor) -> Tensor:
        """x: noisy latents and, in three more channels, the small picture in -1..1."""
        dtype = next(self.unet.parameters()).dtype
        return self.unet(x.to(dtype), timestep, return_dict=False)[0].float()

    def decode(self, latents: Tensor) -> Tensor:
        """(B, channels, h, w) -> (B, 3, 4h, 4w), about -1..1."""
        # diffusers' annotations are narrower than what it takes.
        decoded: Tensor = cast(Any, self.autoencoder).decode(latents, return_dict=False)[0]
        return decoded


@torch.inference_mode()
def upscale_by_diffusion(
    job: JobId, request: UpscaleRequest, model: LatentUpscaler, cancel: Cancel
) -> Iterator[Stepped | Finished]:
    """Enlarge a picture; another seed draws other details. A Stepped after each step.

    Raises Interrupted soon after a cancel, BadInput for a sampler that does not exist.
    """
    started = time.perf_counter()
    source = request.image
    whole = Bounds.of(extent_of(source).scaled(request.scale))
    with interruptible(model.networks, cancel):
        cancel.check()
        step: Step | None = None
        for step in denoise(request, model):
            seen = preview(step.x0, model.rgb_factors)[Bounds.of(extent_of(source)).slices]
            yield Stepped(job, step.index, step.total, whole, frozen(seen))
        assert step is not None
        loop_s = time.perf_counter() - started
        image = _finished(step.x, request, model)
    yield Finished(
        job=job,
        image=image,
        bounds=whole,
        elapsed_s=time.perf_counter() - started,
        steps_per_second=step.total / loop_s,
        parameters=parameters_of(request, model.info),
    )


def denoise(request: UpscaleRequest, model: LatentUpscaler) -> Iterator[Step]:
    """From noise to clean latents, of the picture widened to what the network takes.

    Large ones in tiles that are merged after every step (MultiDiffusion, arXiv 2302.08113), so
    that neighbours go on from the same latents where they overlap.
    """
    info = model.info
    colours = with_spread_colours(request.image)[..., :_COLOURS]
    extent = extent_of(colours).snapped_up(info.extent_multiple)
    small = to_tensor(edge_padded(colours, extent), model.device)
    settings = request.sampling or settings_with(info)
    # Drawn on the CPU, so that a seed means the same picture on every device.
    generator = torch.Generator().manual_seed(request.seed)
    shape = (1, model.latent_channels, extent.height, extent.width)
    noise = torch.randn(shape, generator=generator).to(model.device)

    def predict(x: Tensor, moment: Moment) -> Tensor:
        seen = torch.cat([x, small], dim=1)
        return in_tiles(lambda tile: model.predict(tile, moment.timestep), seen, 1, 1)

    schedule = plan_schedule(settings, model.scheduler_config, 1.0, generator, model.device)
    denoiser = Denoiser(predict, Parameterisation.of(model.scheduler_config))
    return sample(denoiser, schedule, schedule.noised(None, noise))


def _finished(latents: Tensor, request: UpscaleRequest, model: LatentUpscaler) -> Pixels:
    """Decoded, cut to the source, in agreement with it, with its alpha; read-only."""
    source, scale = request.image, request.scale
    factor = model.info.upscale_factor
    images = in_tiles(model.decode, latents, 1, factor)
    if not images.isfinite().all():
        raise StudioError(
            "The model gave numbers that are no picture; please try another sampler or more steps."
        )
    height, width = source.shape[:2]
    images = images[..., : factor * height, : factor * width] / 2 + 0.5
    small = to_tensor(with_spread_colours(source), model.device) / 2 + 0.5
    images = agreeing_with(small, images, request.strength).clamp(0, 1)
    if source.shape[2] > _COLOURS:
        images = torch.cat([images, _enlarged_alpha(source, factor, model.device)], dim=1)
    if factor > scale:
        images = reduced(images, factor // scale)
    levels = images[0].clamp(0, 1).mul(255).round().to(torch.uint8)
    return frozen(levels.permute(1, 2, 0).cpu().numpy())


def _enlarged_alpha(source: Pixels, factor: int, device: torch.device) -> Tensor:
    """(1, 1, f·h, f·w) in 0..1. Smooth: invented detail in an edge would be holes."""
    alpha = torch.from_numpy(np.array(source[..., _COLOURS:])).to(device)
    alpha = alpha.permute(2, 0, 1)[None].float() / 255
    large = functional.interpolate(alpha, scale_factor=float(factor), mode="bicubic")
    return within_neighbours(large, alpha)
