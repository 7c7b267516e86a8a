"""The latent diffusion model: a U-Net that predicts v, led by a frozen text encoder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from numpy.random import Generator
from torch import Tensor, nn
from torch.nn import functional
from transformers import CLIPTextModel, CLIPTokenizer

from studio.scenes.world import WHOLE_WORLD, World
from studio.training.latent_buffer import LatentBatch, LatentBuffer
from studio.training.loop import Examination, LoopSettings, autocast, train
from studio.training.networks import (
    decoded,
    latent_channels_of,
    latent_side_of,
    new_scheduler,
    new_unet,
    predicted,
    scaling_factor_of,
    text_states,
)
from studio.training.pictures import as_picture
from studio.training.tokenizer import token_ids

_EXAMINATION_SEED = 3_000_003
_PROMPTS = (
    "a red boat on the sea at sunset",
    "two blue boats on a lake by day with mountains behind",
    "three yellow balloons over a meadow at sunrise",
    "a white house in the snow under northern lights",
    "a large pine on the right and a small brown dog on the left in a meadow",
    "a palm tree in the desert in golden light with mesas behind",
    "a green lighthouse by the sea in a storm",
    "a purple windmill in the distance in a field on a sunny day",
    "a red circle on a blue background",
    "five yellow stars on purple and white stripes",
    "a pink square on the left and a black heart on the right on a green background",
    "a line drawing of an orange car on a white background",
    "a neon picture of a cat at night with a city behind",
    "a woman in red with a turquoise umbrella by a river in the rain",
    "night over the sea with a white ship under a full moon",
    "a rainbow over a beach with islands in pastel colours",
)


@dataclass(frozen=True, slots=True)
class Models:
    """What a diffusion model is trained with, and then published with."""

    autoencoder: AutoencoderKL
    text_encoder: CLIPTextModel
    tokenizer: CLIPTokenizer


class DiffusionTask:
    """Learn to predict v on latents of scenes, given captions of them."""

    def __init__(
        self,
        unet: UNet2DConditionModel,
        models: Models,
        device: torch.device,
        buffer: LatentBuffer,
        batch_size: int = 16,
        new_scenes: int = 1,
    ) -> None:
        self.module = unet
        self._models = models
        self._device = device
        self._buffer = buffer
        self._batch_size = batch_size
        self._new_scenes = new_scenes
        for frozen in (models.text_encoder, models.autoencoder):
            nn.Module.to(frozen, device).eval().requires_grad_(False)
        self._signal_parts = new_scheduler().alphas_cumprod.to(device)

    def fill(self, seed: int) -> None:
        """Encode scenes until the buffer is full."""
        rng = np.random.default_rng((_EXAMINATION_SEED, seed))
        while not self._buffer.full:
            with autocast(self._device):
                self._buffer.add(rng, 16)

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        self._buffer.add(rng, self._new_scenes)
        batch = self._buffer.batch(rng, self._batch_size)
        return {"loss": self._loss(module, batch, rng)}

    def examine(self, module: nn.Module) -> Examination:
        with autocast(self._device):
            images = self.sample(module, _PROMPTS, _EXAMINATION_SEED)
        return Examination(sheet=as_picture(images, columns=4))

    def sample(
        self,
        module: nn.Module,
        prompts: Sequence[str],
        seed: int,
        steps: int = 15,
        guidance_scale: float = 4.0,
    ) -> Tensor:
        """Pictures of prompts, (prompts, 3, height, width) in -1..1."""
        states = self._states([*[""] * len(prompts), *prompts])
        side = latent_side_of(module)
        generator = torch.Generator().manual_seed(seed)
        channels = latent_channels_of(self._models.autoencoder)
        shape = (len(prompts), channels, side, side)
        latents = torch.randn(shape, generator=generator).to(self._device)
        scheduler = new_scheduler()
        scheduler.set_timesteps(steps)
        for timestep in scheduler.timesteps:
            both = predicted(module, torch.cat([latents, latents]), timestep, states).float()
            without, with_text = both.chunk(2)
            guided = without + guidance_scale * (with_text - without)
            (latents,) = scheduler.step(guided, timestep, latents, return_dict=False)
        autoencoder = self._models.autoencoder
        return decoded(autoencoder, latents / scaling_factor_of(autoencoder))

    def _states(self, prompts: Sequence[str]) -> Tensor:
        ids = torch.tensor(token_ids(self._models.tokenizer, list(prompts)))
        return text_states(self._models.text_encoder, ids.to(self._device))

    def _loss(self, module: nn.Module, batch: LatentBatch, rng: Generator) -> Tensor:
        latents = batch.latents.to(self._device)
        noise = torch.from_numpy(rng.normal(size=tuple(latents.shape)).astype(np.float32))
        timesteps = stratified_timesteps(rng, len(latents), len(self._signal_parts))
        signal = self._signal_parts[timesteps.to(self._device)].view(-1, 1, 1, 1)
        noisy, v = noised(latents, noise.to(self._device), signal)
        with torch.no_grad():
            states = text_states(self._models.text_encoder, batch.ids.to(self._device))
        prediction = predicted(module, noisy, timesteps.to(self._device), states)
        return functional.mse_loss(prediction.float(), v)


def stratified_timesteps(rng: Generator, count: int, total: int) -> Tensor:
    """One random timestep out of each of `count` equal parts of 0..total-1, in random order."""
    parts = (rng.permutation(count) + rng.random(count)) / count
    return torch.from_numpy((parts * total).astype(np.int64))


def noised(latents: Tensor, noise: Tensor, signal: Tensor) -> tuple[Tensor, Tensor]:
    """Noisy latents and the v to predict. signal: the cumulated alphas, 0..1.

    Source: Salimans and Ho, arXiv 2202.00512, appendix D.
    """
    kept, lost = signal.sqrt(), (1 - signal).sqrt()
    return kept * latents + lost * noise, kept * noise - lost * latents


def diffusion_settings(minutes: float) -> LoopSettings:
    return LoopSettings(minutes=minutes, learning_rate=8e-4, decay_from=0.4, micro_batches=2)


def train_diffusion_run(
    minutes: float,
    models: Models,
    run_folder: Path,
    device: torch.device,
    world: World = WHOLE_WORLD,
) -> None:
    """Train and keep what the latents and states came from beside the run's state."""
    buffer = LatentBuffer(models.autoencoder, models.tokenizer, world=world)
    unet = new_unet(latent_channels=latent_channels_of(models.autoencoder))
    task = DiffusionTask(unet, models, device, buffer)
    task.fill(seed=0)
    train(task, diffusion_settings(minutes), run_folder, device)


def load_models(run_folder: Path) -> Models:
    return Models(
        AutoencoderKL.from_pretrained(run_folder / "vae"),
        CLIPTextModel.from_pretrained(run_folder / "text_encoder"),
        CLIPTokenizer.from_pretrained(run_folder / "tokenizer"),
    )


def save_models(models: Models, run_folder: Path) -> None:
    models.autoencoder.save_pretrained(run_folder / "vae")
    models.text_encoder.save_pretrained(run_folder / "text_encoder")
    models.tokenizer.save_pretrained(run_folder / "tokenizer")
