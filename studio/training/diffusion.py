"""The latent diffusion model: a U-Net led by a frozen text encoder, and by boxes with names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from numpy.random import Generator
from torch import Tensor, nn
from torch.nn import functional
from transformers import CLIPTextModel, CLIPTokenizer

from studio.engine.layout import name_states
from studio.evaluation.adherence import adherence, found_in_box
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.reading import judge as read
from studio.scenes.layout import layout_names, layout_of
from studio.scenes.sampling import random_scene
from studio.scenes.words import caption_of
from studio.training.checkpoint import has_state
from studio.training.computing import autocast
from studio.training.kinds import Prediction
from studio.training.latent_buffer import (
    GREY,
    SCALE,
    LatentBatch,
    LatentBuffer,
    Layouts,
    layouts_of,
)
from studio.training.led_unet import Layout, LedUNet, begin_with, new_led_unet, widened
from studio.training.loop import Examination, LoopSettings, train
from studio.training.networks import (
    decoded,
    encoded,
    latent_channels_of,
    latent_side_of,
    new_scheduler,
    scaling_factor_of,
    text_states,
)
from studio.training.pictures import as_picture, as_pictures
from studio.training.recipe import Recipe
from studio.training.tokenizer import token_ids

_EXAMINATION_SEED = 3_000_003
_CAPACITY = 4096  # scenes that are kept encoded
_LAYOUT_SHARE = 0.5  # of micro-batches that are told where things are
_JUDGED = 48  # captions, and scenes with a layout, whose pictures the judge looks at
_SHOWN = (
    "a red boat on the sea at sunset",
    "a white house in the snow at night under a full moon",
    "three yellow balloons over a meadow at sunrise",
    "a purple castle by a lake with mountains behind",
    "a large pine on the right and a small black cat on the left in a meadow",
    "a palm tree in the desert by day with mesas behind",
    "a white lighthouse by the sea in a storm",
    "a blue windmill in the distance on a cloudy day",
    "a red circle on a blue background",
    "a yellow star on the left and a black ring on the right on a white background",
    "a pink heart and a green diamond on a purple background",
    "two orange cars on a beach",
    "a snowman and a blue tent in the snow with a forest behind",
    "a rocket over the desert at dusk",
    "flowers",
    "",
)


@dataclass(frozen=True, slots=True)
class Models:
    """What a diffusion model is trained with, and then published with."""

    autoencoder: AutoencoderKL
    text_encoder: CLIPTextModel
    tokenizer: CLIPTokenizer


class DiffusionTask:
    """Learn to denoise latents of scenes, given captions of them and, half of the time, boxes."""

    def __init__(
        self,
        module: LedUNet,
        models: Models,
        device: torch.device,
        buffer: LatentBuffer,
        recipe: Recipe,
        *,
        judge: SceneClassifier | None = None,
        batch_size: int = 16,
        new_scenes: int = 1,
    ) -> None:
        """judge: who says at each examination how much of what was asked for is seen."""
        self.module = module
        self._models = models
        self._recipe = recipe
        self._judge = judge
        self._device = device
        self._buffer = buffer
        self._batch_size = batch_size
        self._new_scenes = new_scenes
        for frozen in (models.text_encoder, models.autoencoder):
            nn.Module.to(frozen, device).eval().requires_grad_(False)
        self._signal_parts = new_scheduler(recipe.prediction).alphas_cumprod.to(device)
        names = layout_names(recipe.world)
        self._names = name_states(models.tokenizer, models.text_encoder, names).clone()

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
            images = self.sample(module, _SHOWN, _EXAMINATION_SEED)
            figures = {} if self._judge is None else self._judged(module, self._judge)
        return Examination(figures, as_picture(images, columns=4))

    def _judged(self, module: nn.Module, judge: SceneClassifier) -> dict[str, float]:
        """Adherence to held-out captions, and how much of held-out layouts is in its box."""
        rng = np.random.default_rng(_EXAMINATION_SEED)
        scenes = [random_scene(rng, self._recipe.world) for _ in range(_JUDGED)]
        captions = [caption_of(scene, rng) for scene in scenes]
        texts = [caption.text for caption in captions]
        drawn = as_pictures(self.sample(module, texts, _EXAMINATION_SEED))
        shares = adherence(read(judge, drawn), [caption.claims for caption in captions])
        rows = {name: row for row, name in enumerate(layout_names(self._recipe.world))}
        layouts = layouts_of(scenes, rows, rng)
        placed = as_pictures(self.sample(module, texts, _EXAMINATION_SEED, layouts=layouts))
        found = [
            found_in_box(reading, named.kind, named.box, named.colour)
            for reading, scene in zip(read(judge, placed), scenes, strict=True)
            for named in layout_of(scene)
        ]
        told = {f"adherence_{group}": share for group, share in shares.items()}
        return told | {"found_in_box": float(np.mean(found))}

    def sample(
        self,
        module: nn.Module,
        prompts: Sequence[str],
        seed: int,
        steps: int = 15,
        guidance_scale: float = 4.0,
        layouts: Layouts | None = None,
    ) -> Tensor:
        """Pictures of prompts, (prompts, 3, height, width) in -1..1.

        layouts: one a prompt; None = what is where stays open.
        """
        states = self._states([*[""] * len(prompts), *prompts])
        layout = None if layouts is None else self._layout(_with_untold(layouts))
        side = latent_side_of(module.get_submodule("unet"))
        generator = torch.Generator().manual_seed(seed)
        channels = latent_channels_of(self._models.autoencoder)
        shape = (len(prompts), channels, side, side)
        latents = torch.randn(shape, generator=generator).to(self._device)
        scheduler = new_scheduler(self._recipe.prediction)
        scheduler.set_timesteps(steps)
        free = self._all_free(shape)
        for timestep in scheduler.timesteps:
            seen = latents if free is None else torch.cat([latents, free], dim=1)
            both = module(torch.cat([seen, seen]), timestep, states, layout).float()
            without, with_text = both.chunk(2)
            guided = without + guidance_scale * (with_text - without)
            (latents,) = scheduler.step(guided, timestep, latents, return_dict=False)
        autoencoder = self._models.autoencoder
        return decoded(autoencoder, latents / scaling_factor_of(autoencoder))

    def _all_free(self, shape: tuple[int, int, int, int]) -> Tensor | None:
        """For a network that fills holes and is asked for whole pictures."""
        if not self._recipe.fills:
            return None
        count, _, side, _ = shape
        autoencoder = self._models.autoencoder
        grey = torch.full((1, 3, side * SCALE, side * SCALE), GREY, device=self._device)
        latents = encoded(autoencoder, grey).mean * scaling_factor_of(autoencoder)
        known = torch.cat([torch.ones_like(latents[:, :1]), latents], dim=1)
        return known.expand(count, -1, -1, -1)

    def _states(self, prompts: Sequence[str]) -> Tensor:
        ids = torch.tensor(token_ids(self._models.tokenizer, list(prompts)))
        return text_states(self._models.text_encoder, ids.to(self._device))

    def _loss(self, module: nn.Module, batch: LatentBatch, rng: Generator) -> Tensor:
        latents = batch.latents.to(self._device)
        noise = torch.from_numpy(rng.normal(size=tuple(latents.shape)).astype(np.float32))
        timesteps = stratified_timesteps(rng, len(latents), len(self._signal_parts))
        signal = self._signal_parts[timesteps.to(self._device)].view(-1, 1, 1, 1)
        noisy, v = noised(latents, noise.to(self._device), signal)
        target = v if self._recipe.prediction is Prediction.V else noise.to(self._device)
        with torch.no_grad():
            states = text_states(self._models.text_encoder, batch.ids.to(self._device))
        layout = self._layout(batch.layouts) if rng.random() < _LAYOUT_SHARE else None
        if batch.known is not None:
            noisy = torch.cat([noisy, batch.known.to(self._device)], dim=1)
        prediction = module(noisy, timesteps.to(self._device), states, layout)
        return functional.mse_loss(prediction.float(), target)

    def _layout(self, layouts: Layouts) -> Layout:
        boxes, present = layouts.boxes.to(self._device), layouts.present.to(self._device)
        return Layout(self._names[layouts.names.to(self._device)], boxes, present)


def _with_untold(layouts: Layouts) -> Layouts:
    """Before them as many of which nothing is told, for guidance."""
    return Layouts(
        layouts.names.repeat(2, 1),
        layouts.boxes.repeat(2, 1, 1),
        torch.cat([torch.zeros_like(layouts.present), layouts.present]),
    )


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
    return LoopSettings(
        minutes=minutes,
        learning_rate=8e-4,
        decay_from=0.4,
        micro_batches=2,
        examine_seconds=600.0,
    )


def train_diffusion_run(
    minutes: float,
    run_folder: Path,
    device: torch.device,
    judge: SceneClassifier | None = None,
    start: Path | None = None,
    weights: dict[str, Tensor] | None = None,
) -> None:
    """Train with the models and the recipe that the run's folder keeps.

    start: a published folder whose U-Net a new run begins with. weights: of a run that draws; a
    new one that fills begins with them.
    """
    models, recipe = load_models(run_folder), Recipe.load(run_folder)
    buffer = LatentBuffer(
        models.autoencoder,
        models.tokenizer,
        _CAPACITY,
        world=recipe.world,
        with_holes=recipe.fills,
    )
    module = new_led_unet(latent_channels_of(models.autoencoder), fills=recipe.fills)
    if not has_state(run_folder):
        if start is not None:
            begin_with(module, start)
        if weights is not None:
            module.load_state_dict(widened(weights, module))
    task = DiffusionTask(module, models, device, buffer, recipe, judge=judge)
    task.fill(seed=0)
    train(task, diffusion_settings(minutes), run_folder, device)


def load_models(run_folder: Path) -> Models:
    """In float32, whatever they were saved in."""
    return Models(
        AutoencoderKL.from_pretrained(run_folder / "vae", torch_dtype=torch.float32),
        CLIPTextModel.from_pretrained(run_folder / "text_encoder", dtype=torch.float32),
        CLIPTokenizer.from_pretrained(run_folder / "tokenizer"),
    )


def begin_run(models: Models, recipe: Recipe, run_folder: Path) -> None:
    """Keep what a run is trained with, before its first step."""
    models.autoencoder.save_pretrained(run_folder / "vae")
    models.text_encoder.save_pretrained(run_folder / "text_encoder")
    models.tokenizer.save_pretrained(run_folder / "tokenizer")
    recipe.save(run_folder)
