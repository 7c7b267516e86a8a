"""Scenes as latents with captions and boxes, renewed while a diffusion model learns from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from numpy.random import Generator
from torch import Tensor
from torch.nn import functional
from transformers import CLIPTokenizer

from studio.scenes.description import Scene
from studio.scenes.layout import layout_names, layout_of
from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene
from studio.scenes.world import WHOLE_WORLD, World
from studio.training.holes import by_cells
from studio.training.lessons import CAPTIONS, Lesson, drawing_lesson, filling_lesson
from studio.training.networks import (
    device_of,
    encoded,
    latent_channels_of,
    scaling_factor_of,
)
from studio.training.pictures import as_tensor
from studio.training.tokenizer import TOKENS, token_ids

SCALE = 8  # px of a side of one latent cell
GREY = 127 / 127.5 - 1  # in place of what is to be filled, as the engine has it
MOST_BOXES = 6
_UNTOLD_SHARE = 0.25  # of boxes left out, so that a layout need not name everything


@dataclass(frozen=True, slots=True)
class Layouts:
    """What is where in some scenes."""

    names: Tensor  # (batch, boxes) int64: rows of `layout_names`
    boxes: Tensor  # (batch, boxes, 4): left, top, right, bottom, 0..1
    present: Tensor  # (batch, boxes) bool


@dataclass(frozen=True, slots=True)
class LatentBatch:
    latents: Tensor  # (batch, channels, h, w), unit variance
    ids: Tensor  # (batch, tokens) int64
    layouts: Layouts
    things: Tensor  # (batch, 1, h, w) bool: where there are things, told or not
    known: Tensor | None = None
    """(batch, 1 + channels, h, w): 1 where it is to be filled, and the latents of the rest; all
    zeros where nothing is known.
    """


class LatentBuffer:
    """A ring of encoded scenes. Each batch brings a few new ones, which replace the oldest."""

    def __init__(
        self,
        autoencoder: AutoencoderKL,
        tokenizer: CLIPTokenizer,
        capacity: int,
        picture_px: int = 128,
        world: World = WHOLE_WORLD,
        *,
        with_holes: bool = False,
    ) -> None:
        """with_holes: for a network that fills them, and is shown what is round them."""
        self._autoencoder = autoencoder.eval().requires_grad_(False)
        self._tokenizer = tokenizer
        self._picture_px = picture_px
        self._world, self._easy_world = world, world.with_one_thing
        self.easy_share = 0.0
        """Of new scenes: so many have one large thing alone."""
        side, channels = picture_px // SCALE, latent_channels_of(autoencoder)
        self._latents = torch.zeros(capacity, channels, side, side)
        self._known = torch.zeros(capacity, 1 + channels, side, side) if with_holes else None
        self._ids = torch.zeros(capacity, CAPTIONS, TOKENS, dtype=torch.int32)
        self._empty_share = torch.zeros(capacity)
        self._rows_of_names = {name: row for row, name in enumerate(layout_names(world))}
        self._names = torch.zeros(capacity, MOST_BOXES, dtype=torch.int64)
        self._boxes = torch.zeros(capacity, MOST_BOXES, 4)
        self._present = torch.zeros(capacity, MOST_BOXES, dtype=torch.bool)
        self._empty = torch.tensor(token_ids(tokenizer, [""])[0])
        self._count = 0
        self._next = 0
        self._lock = Lock()

    @property
    def full(self) -> bool:
        return self._count == len(self._latents)

    def fill(self, rng: Generator) -> None:
        """Encode scenes until there is no room left."""
        while not self.full:
            self.add(rng, 16)

    def add(self, rng: Generator, count: int) -> None:
        """Paint, describe and encode `count` new scenes."""
        lessons = [self._random_lesson(rng) for _ in range(count)]
        scenes = [lesson.scene for lesson in lessons]
        texts = [caption for lesson in lessons for caption in lesson.captions]
        ids = torch.tensor(token_ids(self._tokenizer, texts)).view(count, CAPTIONS, TOKENS)
        images = as_tensor([paint(scene, self._picture_px) for scene in scenes])
        latents = self._encoded(images)
        layouts = layouts_of(scenes, self._rows_of_names, rng)
        known = None if self._known is None else self._surroundings(lessons, images)
        with self._lock:
            rows = (self._next + torch.arange(count)) % len(self._latents)
            self._latents[rows], self._ids[rows] = latents, ids.int()
            self._names[rows], self._boxes[rows] = layouts.names, layouts.boxes
            self._present[rows] = layouts.present
            self._empty_share[rows] = torch.tensor([lesson.empty_share for lesson in lessons])
            if self._known is not None and known is not None:
                self._known[rows] = known
            self._next = int(rows[-1] + 1) % len(self._latents)
            self._count = min(self._count + count, len(self._latents))

    def batch(self, rng: Generator, size: int) -> LatentBatch:
        rows = torch.from_numpy(rng.integers(self._count, size=size))
        captions = torch.from_numpy(rng.integers(CAPTIONS, size=size))
        with self._lock:
            latents, ids = self._latents[rows], self._ids[rows, captions].long()
            names, boxes, present = self._names[rows], self._boxes[rows], self._present[rows]
            known = None if self._known is None else self._known[rows]
            empty_share = self._empty_share[rows]
        things = cells_of(boxes, present, self._latents.shape[-1])
        present &= torch.from_numpy(rng.random((size, MOST_BOXES)) >= _UNTOLD_SHARE)
        empty = torch.from_numpy(rng.random(size)) < empty_share
        ids[empty], present[empty] = self._empty, False
        return LatentBatch(latents, ids, Layouts(names, boxes, present), things, known)

    def _random_lesson(self, rng: Generator) -> Lesson:
        is_easy = rng.random() < self.easy_share
        scene = random_scene(rng, self._easy_world if is_easy else self._world)
        if self._known is None:
            return drawing_lesson(rng, scene)
        return filling_lesson(rng, scene, self._picture_px)

    def _surroundings(self, lessons: Sequence[Lesson], images: Tensor) -> Tensor:
        """Of each its hole, and the latents of its picture with grey in there.

        All zeros where a whole picture is drawn: a first layer without these channels does as well.
        """
        side = self._latents.shape[-1]
        holes = [
            np.zeros((side, side), np.bool_) if each.hole is None else by_cells(each.hole, SCALE)
            for each in lessons
        ]
        flags = torch.from_numpy(np.stack(holes))[:, None].float()
        hidden = functional.interpolate(flags, scale_factor=float(SCALE)).bool()
        known = torch.cat([flags, self._encoded(torch.where(hidden, GREY, images))], dim=1)
        return known * flags.amax(dim=(2, 3), keepdim=True)

    def _encoded(self, images: Tensor) -> Tensor:
        """The posterior's means. Samples of it differ by what no network can tell beforehand: a
        channel that the autoencoder leaves unused would be noise alone, and half of all that a step
        at little noise learns from.
        """
        with torch.no_grad():
            posterior = encoded(self._autoencoder, images.to(device_of(self._autoencoder)))
        return (posterior.mean * scaling_factor_of(self._autoencoder)).float().cpu()


def cells_of(boxes: Tensor, present: Tensor, side: int) -> Tensor:
    """The cells that boxes lie on. boxes: (batch, boxes, 4), 0..1 -> (batch, 1, side, side) bool.

    present: (batch, boxes) bool, which of them count.
    """
    edges = torch.arange(side + 1) / side
    left, top, right, bottom = (edge[..., None] for edge in boxes.unbind(-1))
    across = (left < edges[1:]) & (edges[:-1] < right)
    down = (top < edges[1:]) & (edges[:-1] < bottom)
    inside = down[..., :, None] & across[..., None, :] & present[..., None, None]
    return inside.any(dim=1)[:, None]


def layouts_of(
    scenes: Sequence[Scene], rows_of_names: Mapping[str, int], rng: Generator
) -> Layouts:
    """The boxes of scenes in random order; of more than `MOST_BOXES` some."""
    names = torch.zeros(len(scenes), MOST_BOXES, dtype=torch.int64)
    boxes = torch.zeros(len(scenes), MOST_BOXES, 4)
    present = torch.zeros(len(scenes), MOST_BOXES, dtype=torch.bool)
    for row, scene in enumerate(scenes):
        layout = layout_of(scene)
        for column, index in enumerate(rng.permutation(len(layout))[:MOST_BOXES]):
            named = layout[int(index)]
            edges = (named.box.left, named.box.top, named.box.right, named.box.bottom)
            names[row, column] = rows_of_names[named.name]
            boxes[row, column] = torch.tensor(edges)
            present[row, column] = True
    return Layouts(names, boxes, present)
