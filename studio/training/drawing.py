"""What a diffusion network is told while it learns, and the pictures that it draws then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import CLIPTextModel, CLIPTokenizer

from studio.engine.layout import name_states
from studio.evaluation.adherence import adherence, found_in_box
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.reading import judge as read
from studio.scenes.description import Scene
from studio.scenes.layout import layout_names, layout_of
from studio.scenes.sampling import random_scene
from studio.scenes.words import caption_of
from studio.training.kinds import Prediction
from studio.training.latent_buffer import Layouts, layouts_of
from studio.training.led_unet import Layout
from studio.training.networks import (
    decoded,
    latent_channels_of,
    latent_side_of,
    new_scheduler,
    scaling_factor_of,
    text_states,
)
from studio.training.pictures import as_picture, as_pictures
from studio.training.recipe import Recipe
from studio.training.tokenizer import token_ids

_SEED = 3_000_003
JUDGED = 48  # captions, and scenes with a layout, whose pictures the judge looks at
SHOWN = (
    "a red boat on the sea at sunset",
    "a white house in the snow at night under a full moon",
    "two yellow balloons over a meadow at sunrise",
    "a purple castle by a lake with mountains behind",
    "a large pine on the right and a black cat on the left in a meadow",
    "a palm tree in the desert by day with mesas behind",
    "a white lighthouse by the sea in a storm",
    "a blue windmill in a meadow on a cloudy day",
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


@dataclass(frozen=True, slots=True)
class Sampling:
    """How pictures are drawn from noise."""

    steps: int
    guidance_scale: float
    new_scheduler: Callable[[Prediction], Any] = new_scheduler
    """Any: diffusers' schedulers share no base class."""
    step_options: Mapping[str, Any] = field(default_factory=dict)
    """What each step of that scheduler is told beside."""


QUICK = Sampling(steps=15, guidance_scale=4.0)


class Drawing:
    """Draws what a network has learnt, with the models and the recipe of its run."""

    def __init__(self, models: Models, recipe: Recipe, device: torch.device) -> None:
        self._models, self._recipe, self._device = models, recipe, device
        for frozen in (models.text_encoder, models.autoencoder):
            nn.Module.to(frozen, device).eval().requires_grad_(False)
        names = layout_names(recipe.world)
        self._names = name_states(models.tokenizer, models.text_encoder, names).clone()

    def states(self, ids: Tensor) -> Tensor:
        """What captions say. ids: (captions, tokens) -> (captions, tokens, width)."""
        with torch.no_grad():
            return text_states(self._models.text_encoder, ids.to(self._device))

    def states_of(self, texts: Sequence[str]) -> Tensor:
        return self.states(torch.tensor(token_ids(self._models.tokenizer, list(texts))))

    def layout(self, layouts: Layouts) -> Layout:
        boxes, present = layouts.boxes.to(self._device), layouts.present.to(self._device)
        return Layout(self._names[layouts.names.to(self._device)], boxes, present)

    def sheet(self, module: nn.Module, sampling: Sampling = QUICK) -> NDArray[np.uint8]:
        """Pictures of prompts that are always the same, to look at."""
        return as_picture(self.sample(module, SHOWN, _SEED, sampling=sampling), columns=4)

    def obeyed(
        self, module: nn.Module, judge: SceneClassifier, sampling: Sampling = QUICK
    ) -> dict[str, float]:
        """Adherence to held-out captions, all in all and by what they claim."""
        scenes, rng = self._held_out()
        captions = [caption_of(scene, rng) for scene in scenes]
        drawn = self.sample(module, [each.text for each in captions], _SEED, sampling=sampling)
        readings = read(judge, as_pictures(drawn))
        return dict(adherence(readings, [caption.claims for caption in captions]))

    def found_in_boxes(self, module: nn.Module, judge: SceneClassifier) -> float:
        """How much of held-out layouts is where it shall be."""
        scenes, rng = self._held_out()
        texts = [caption_of(scene, rng).text for scene in scenes]
        rows = {name: row for row, name in enumerate(layout_names(self._recipe.world))}
        layouts = layouts_of(scenes, rows, rng)
        placed = as_pictures(self.sample(module, texts, _SEED, layouts))
        found = [
            found_in_box(reading, named.kind, named.box, named.colour)
            for reading, scene in zip(read(judge, placed), scenes, strict=True)
            for named in layout_of(scene)
        ]
        return float(np.mean(found))

    def sample(
        self,
        module: nn.Module,
        prompts: Sequence[str],
        seed: int,
        layouts: Layouts | None = None,
        sampling: Sampling = QUICK,
    ) -> Tensor:
        """Pictures of prompts, (prompts, 3, height, width) in -1..1.

        layouts: one a prompt; None = what is where stays open.
        """
        is_guided = sampling.guidance_scale != 1
        states = self.states_of([*[""] * len(prompts), *prompts] if is_guided else prompts)
        if layouts is not None and is_guided:
            layouts = with_untold(layouts)
        layout = None if layouts is None else self.layout(layouts)
        side = latent_side_of(module.get_submodule("unet"))
        shape = (len(prompts), latent_channels_of(self._models.autoencoder), side, side)
        generator = torch.Generator().manual_seed(seed)
        latents = torch.randn(shape, generator=generator).to(self._device)
        scheduler = sampling.new_scheduler(self._recipe.prediction)
        scheduler.set_timesteps(sampling.steps)
        unseen = torch.zeros_like(latents[:, :1]), torch.zeros_like(latents)
        for timestep in scheduler.timesteps:
            seen = torch.cat([latents, *unseen], dim=1) if self._recipe.fills else latents
            both = torch.cat([seen, seen]) if is_guided else seen
            output = module(both, timestep, states, layout).float()
            if is_guided:
                output = guided(output, sampling.guidance_scale)
            options = {"generator": generator, **sampling.step_options}
            latents = scheduler.step(output, timestep, latents, **options)[0]
        autoencoder = self._models.autoencoder
        return decoded(autoencoder, latents / scaling_factor_of(autoencoder))

    def _held_out(self) -> tuple[list[Scene], Generator]:
        rng = np.random.default_rng(_SEED)
        return [random_scene(rng, self._recipe.world) for _ in range(JUDGED)], rng


def guided(output: Tensor, guidance_scale: float) -> Tensor:
    """output: without the prompts, then with them, (2B, C, h, w) -> (B, C, h, w)."""
    without, with_text = output.chunk(2)
    return without + guidance_scale * (with_text - without)


def with_untold(layouts: Layouts) -> Layouts:
    """Before them as many of which nothing is told, for guidance."""
    return Layouts(
        layouts.names.repeat(2, 1),
        layouts.boxes.repeat(2, 1, 1),
        torch.cat([torch.zeros_like(layouts.present), layouts.present]),
    )
