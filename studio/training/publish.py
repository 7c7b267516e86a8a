"""A trained run as a standard folder of diffusers, in half precision."""

import json
from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import (
    StableDiffusionPipeline,
)

from studio.scenes.words import known_words
from studio.scenes.world import WHOLE_WORLD, World
from studio.training.autoencoder import PICTURE_PX
from studio.training.diffusion import load_models
from studio.training.folders import make_portable
from studio.training.loop import averaged_weights
from studio.training.networks import latent_channels_of, new_scheduler, new_unet

_SETTINGS_FILE = "studio.json"
_SETTINGS = {
    "title": "Landscapes",
    "native_size": PICTURE_PX,
    "steps": 20,
    "guidance_scale": 4.0,
    "sampler": "dpmpp_2m",
}


def publish_models(
    diffusion_folder: Path,
    decoder: AutoencoderKL | None,
    destination: Path,
    world: World = WHOLE_WORLD,
) -> None:
    """Write a `StableDiffusionPipeline` folder that lists the words of the world it learnt.

    decoder: a sharper twin of the run's own.
    """
    pipeline = assembled(diffusion_folder, decoder)
    pipeline.to(dtype=torch.float16)
    pipeline.save_pretrained(destination, safe_serialization=True)
    settings = json.dumps(_SETTINGS | {"words": sorted(known_words(world))}, indent=2)
    (destination / _SETTINGS_FILE).write_text(settings + "\n", encoding="utf-8")
    make_portable(destination)


def assembled(
    diffusion_folder: Path, decoder: AutoencoderKL | None = None
) -> StableDiffusionPipeline:
    """The run's averaged weights as a pipeline in float32."""
    models = load_models(diffusion_folder)
    unet = new_unet(latent_channels=latent_channels_of(models.autoencoder))
    unet.load_state_dict(averaged_weights(diffusion_folder))
    parts: dict[str, Any] = {
        "vae": decoder or models.autoencoder,
        "text_encoder": models.text_encoder,
        "tokenizer": models.tokenizer,
        "unet": unet.eval(),
        "scheduler": new_scheduler(),
        "safety_checker": None,
        "feature_extractor": None,
    }
    return StableDiffusionPipeline(**parts, requires_safety_checker=False)
