"""The latent diffusion model: a U-Net led by a frozen text encoder, and by boxes with names."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from numpy.random import Generator
from torch import Tensor, nn
from transformers import CLIPTextModel, CLIPTokenizer

from studio.evaluation.classifier import SceneClassifier
from studio.training.checkpoint import has_state
from studio.training.computing import autocast
from studio.training.drawing import Drawing, Models
from studio.training.kinds import Prediction
from studio.training.latent_buffer import (
    LatentBatch,
    LatentBuffer,
)
from studio.training.led_unet import LedUNet, begin_with, new_led_unet, widened
from studio.training.loop import Examination, LoopSettings, train
from studio.training.networks import (
    latent_channels_of,
    new_scheduler,
)
from studio.training.recipe import Recipe

_FIRST_SEED = 3_000_003
_CAPACITY = 4096  # scenes that are kept encoded
_EASY_SHARE = 0.7  # of the scenes at the beginning have one large thing alone
_EASY_UNTIL = 0.35  # part of the budget by which that has fallen to none
_WEIGHT_OF_THINGS = 3.0  # of an error where there is a thing, to one elsewhere
_CENTRE, _SPREAD = 0.2, 0.9  # of the timesteps' logits
_UNIFORM_SHARE = 0.25  # of timesteps that are drawn evenly
LAYOUT_SHARE = 0.5  # of micro-batches that are told where things are


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
        self.drawing = Drawing(models, recipe, device)
        self._recipe = recipe
        self._judge = judge
        self._device = device
        self._buffer = buffer
        self._batch_size = batch_size
        self._new_scenes = new_scenes
        self._signal_parts = new_scheduler(recipe.prediction).alphas_cumprod.to(device)

    def before_step(self, step: int, spent: float, average: nn.Module) -> None:  # noqa: ARG002
        """At first most scenes are easy; a sitting begins with a buffer full of such as are due.

        None for a network that fills: it can draw when it begins.
        """
        easy_share = 0.0 if self._recipe.fills else _EASY_SHARE
        self._buffer.easy_share = easy_share * max(0.0, 1 - spent / _EASY_UNTIL)
        if not self._buffer.full:
            with autocast(self._device):
                self._buffer.fill(np.random.default_rng((_FIRST_SEED, step)))

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        self._buffer.add(rng, self._new_scenes)
        batch = self._buffer.batch(rng, self._batch_size)
        return {"loss": self._loss(module, batch, rng)}

    def examine(self, module: nn.Module) -> Examination:
        with autocast(self._device):
            sheet = self.drawing.sheet(module)
            figures = {} if self._judge is None else self._judged(module, self._judge)
        return Examination(figures, sheet)

    def _judged(self, module: nn.Module, judge: SceneClassifier) -> dict[str, float]:
        shares = self.drawing.obeyed(module, judge)
        told = {f"adherence_{group}": share for group, share in shares.items()}
        return told | {"found_in_box": self.drawing.found_in_boxes(module, judge)}

    def _loss(self, module: nn.Module, batch: LatentBatch, rng: Generator) -> Tensor:
        latents = batch.latents.to(self._device)
        noise = torch.from_numpy(rng.normal(size=tuple(latents.shape)).astype(np.float32))
        timesteps = centred_timesteps(rng, len(latents), len(self._signal_parts))
        signal = self._signal_parts[timesteps.to(self._device)].view(-1, 1, 1, 1)
        noisy, v = noised(latents, noise.to(self._device), signal)
        target = v if self._recipe.prediction is Prediction.V else noise.to(self._device)
        states = self.drawing.states(batch.ids)
        layout = self.drawing.layout(batch.layouts) if rng.random() < LAYOUT_SHARE else None
        if batch.known is not None:
            noisy = torch.cat([noisy, batch.known.to(self._device)], dim=1)
        prediction = module(noisy, timesteps.to(self._device), states, layout)
        return error_on_things(prediction.float(), target, batch.things.to(self._device))


def error_on_things(prediction: Tensor, target: Tensor, things: Tensor) -> Tensor:
    """The mean squared error, (B, C, h, w), where things weigh more. things: (B, 1, h, w) bool.

    Most of what a scene is takes little learning, and few of its cells are things.
    """
    error = (prediction - target).square().mean(dim=1, keepdim=True)
    weights = torch.where(things, _WEIGHT_OF_THINGS, 1.0)
    return (weights * error).sum() / weights.sum()


def stratified_timesteps(rng: Generator, count: int, total: int) -> Tensor:
    """One random timestep out of each of `count` equal parts of 0..total-1, in random order."""
    return (_stratified(rng, count) * total).long()


def centred_timesteps(rng: Generator, count: int, total: int) -> Tensor:
    """Timesteps of 0..total-1, most of them where it is settled what things look like.

    With less noise there is little left to settle, with more there is little to see. A
    logit-normal distribution (Esser et al., arXiv 2403.03206, section 3.1) and a uniform one
    beside it, so that no timestep is forgotten.
    """
    parts = _stratified(rng, count)
    centred = torch.sigmoid(_CENTRE + _SPREAD * torch.special.ndtri(parts))
    is_uniform = torch.from_numpy(rng.random(count) < _UNIFORM_SHARE)
    return (torch.where(is_uniform, parts, centred) * total).long().clamp(max=total - 1)


def _stratified(rng: Generator, count: int) -> Tensor:
    """(count,) float64 in 0..1, one of each equal part, in random order."""
    return torch.from_numpy((rng.permutation(count) + rng.random(count)) / count)


def noised(latents: Tensor, noise: Tensor, signal: Tensor) -> tuple[Tensor, Tensor]:
    """Noisy latents and the v to predict. signal: the cumulated alphas, 0..1.

    Source: Salimans and Ho, arXiv 2202.00512, appendix D.
    """
    kept, lost = signal.sqrt(), (1 - signal).sqrt()
    return kept * latents + lost * noise, kept * noise - lost * latents


def diffusion_settings(minutes: float) -> LoopSettings:
    return LoopSettings(
        minutes=minutes,
        learning_rate=1e-3,
        by_muon=True,
        decay_from=0.4,
        micro_batches=4,
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
