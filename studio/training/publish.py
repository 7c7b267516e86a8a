"""A trained run as a standard folder of diffusers, in half precision."""

import json
import shutil
from pathlib import Path
from typing import Any

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import (
    StableDiffusionPipeline,
)

from studio.engine import few_steps, filling
from studio.engine.layout import FOLDER as LAYOUT_FOLDER
from studio.scenes.words import known_words
from studio.training.autoencoder import PICTURE_PX
from studio.training.diffusion import load_models
from studio.training.drawing import Models
from studio.training.folders import make_portable
from studio.training.led_unet import LedUNet, narrowed, new_led_unet
from studio.training.loop import averaged_weights
from studio.training.networks import latent_channels_of, new_scheduler
from studio.training.recipe import Recipe

_SETTINGS_FILE = "studio.json"
_SETTINGS = {
    "title": "Scenes",
    "native_size": PICTURE_PX,
    "steps": 20,
    "guidance_scale": 4.0,
    "sampler": "dpmpp_2m",
}


def publish_models(
    diffusion_folder: Path, decoder: AutoencoderKL | None, destination: Path
) -> None:
    """Write a `StableDiffusionPipeline` folder with the world it learnt and that world's words.

    What is in there for older weights is taken away. decoder: a sharper twin of the run's own.
    """
    models, recipe = load_models(diffusion_folder), Recipe.load(diffusion_folder)
    module = new_led_unet(latent_channels_of(models.autoencoder), fills=recipe.fills)
    module.load_state_dict(averaged_weights(diffusion_folder))
    for made_for_older in (filling.FOLDER, few_steps.FOLDER):
        shutil.rmtree(destination / made_for_older, ignore_errors=True)
    if recipe.fills:
        module.unet, first_layer = narrowed(module.unet)
        filling.save_first_layer(first_layer.half(), destination)
    pipeline = assembled(models, recipe, module, decoder)
    pipeline.to(dtype=torch.float16)
    pipeline.save_pretrained(destination, safe_serialization=True)
    # Not among the pipeline's parts: diffusers knows no such class, and needs none.
    module.layout_encoder.half().save_pretrained(destination / LAYOUT_FOLDER)
    said = {"words": sorted(known_words(recipe.world)), "world": recipe.world.described()}
    settings = json.dumps(_SETTINGS | said, indent=2)
    (destination / _SETTINGS_FILE).write_text(settings + "\n", encoding="utf-8")
    make_portable(destination)


def assembled(
    models: Models, recipe: Recipe, module: LedUNet, decoder: AutoencoderKL | None = None
) -> StableDiffusionPipeline:
    """A run's networks as a pipeline in float32."""
    parts: dict[str, Any] = {
        "vae": decoder or models.autoencoder,
        "text_encoder": models.text_encoder,
        "tokenizer": models.tokenizer,
        "unet": module.unet.eval(),
        "scheduler": new_scheduler(recipe.prediction),
        "safety_checker": None,
        "feature_extractor": None,
    }
    return StableDiffusionPipeline(**parts, requires_safety_checker=False)
