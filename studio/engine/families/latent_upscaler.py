"""Upscalers by latent diffusion: diffusers' folders of an `LDMSuperResolutionPipeline`.

An optional studio.json beside the index holds {"title": …, "steps": …, "sampler": …}.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import torch
from diffusers.models.autoencoders.vq_model import VQModel
from diffusers.models.unets.unet_2d import UNet2DModel
from torch import Tensor, nn

from studio.core.capabilities import ModelInfo, TaskName
from studio.core.errors import ModelBroken
from studio.core.geometry import Extent
from studio.core.request import LARGEST_STEPS
from studio.engine.families.files import index_of, local_options, number, reading_weights
from studio.engine.latent_upscaling import LatentUpscaler
from studio.engine.latents import fit_rgb_factors
from studio.engine.model_files import read_json
from studio.engine.placement import Placement
from studio.engine.samplers import SAMPLERS

_PIPELINE = "LDMSuperResolutionPipeline"
_FACTOR = 4
_COLOURS = 3
_NATIVE = Extent(128, 128)
"""Of the small picture: larger ones go through in tiles."""
_MOST_LEVELS = 8


def detect(path: Path) -> bool:
    """Whether the folder's index names such a pipeline. A damaged index names none."""
    return index_of(path).get("_class_name") == _PIPELINE


def inspect(path: Path) -> ModelInfo:
    """What the folder's small files say. Raises ModelBroken where they say nothing sensible."""
    unet, vqvae = _json(path, "unet/config.json"), _json(path, "vqvae/config.json")
    if 2 ** (_levels(vqvae, path) - 1) != _FACTOR:
        raise ModelBroken(f"The model in {path} does not enlarge {_FACTOR} times a side.")
    _latent_channels(unet, vqvae, path)
    said = _json(path, "studio.json") if (path / "studio.json").is_file() else {}
    return ModelInfo(
        name=path.name,
        title=str(said.get("title") or path.name)[:80],
        path=str(path),
        tasks=(TaskName.UPSCALE,),
        native_extent=_NATIVE,
        extent_multiple=2 ** (_levels(unet, path) - 1),
        default_sampler=_sampler(said, path),
        default_steps=int(number(said, "steps", 20, 1, LARGEST_STEPS)),
        default_guidance_scale=1.0,
        prompt_tokens=0,
        upscale_factor=_FACTOR,
        takes_strength=True,
        is_stochastic=True,
    )


def load(path: Path, placement: Placement) -> LatentUpscaler:
    """Read the weights and put them where they compute. Raises ModelBroken."""
    info = inspect(path)
    with reading_weights(info.title, path):
        unet = UNet2DModel.from_pretrained(
            path / "unet", torch_dtype=placement.dtype, **local_options(path / "unet")
        )
        autoencoder = VQModel.from_pretrained(
            path / "vqvae", torch_dtype=torch.float32, **local_options(path / "vqvae")
        )
    for network in (unet, autoencoder):
        nn.Module.to(network.eval().requires_grad_(False), placement.device)

    def encode(images: Tensor) -> Tensor:
        with torch.inference_mode():
            return cast(Any, autoencoder).encode(images, return_dict=False)[0]

    return LatentUpscaler(
        info=info,
        unet=unet,
        autoencoder=autoencoder,
        scheduler_config=_json(path, "scheduler/scheduler_config.json"),
        latent_channels=int(autoencoder.config["latent_channels"]),
        rgb_factors=fit_rgb_factors(encode, _FACTOR, placement.device),
    )


def _levels(config: Mapping[str, Any], path: Path) -> int:
    blocks = config.get("block_out_channels")
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= _MOST_LEVELS:
        raise ModelBroken(f"A network of the model in {path} is not described.")
    return len(blocks)


def _latent_channels(unet: Mapping[str, Any], vqvae: Mapping[str, Any], path: Path) -> int:
    """Of which the U-Net sees as many, and the small picture. Raises ModelBroken."""
    channels = int(number(vqvae, "latent_channels", 3, 1, 64))
    if (unet.get("in_channels"), unet.get("out_channels")) != (channels + _COLOURS, channels):
        raise ModelBroken(f"The parts of the model in {path} do not belong together.")
    return channels


def _sampler(said: Mapping[str, Any], path: Path) -> str:
    sampler = said.get("sampler", SAMPLERS[0].name)
    if sampler not in {info.name for info in SAMPLERS}:
        raise ModelBroken(
            f"The model in {path} asks for a sampler {sampler!r}, which is not known."
        )
    return sampler


def _json(folder: Path, name: str) -> dict[str, Any]:
    return read_json(folder / name, f"{folder.name}/{name}")
