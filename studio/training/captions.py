"""Endless captions with their labels, and the odd word that the model must learn to ignore."""

import string
from dataclasses import replace
from functools import cache

import torch
from numpy.random import Generator
from torch import Tensor

from studio.scenes.claims import all_labels
from studio.scenes.description import Scene
from studio.scenes.sampling import random_scene
from studio.scenes.words import Caption, caption_of
from studio.scenes.world import WHOLE_WORLD, World

_STRANGE_SHARE = 0.05


def random_caption(rng: Generator, world: World = WHOLE_WORLD) -> Caption:
    return training_caption(random_scene(rng, world), rng)


def training_caption(scene: Scene, rng: Generator) -> Caption:
    """A caption of the scene; now and then a word that means nothing stands in it."""
    caption = caption_of(scene, rng)
    if rng.random() < _STRANGE_SHARE:
        words = caption.text.split(" ")
        words.insert(int(rng.integers(len(words) + 1)), _strange_word(rng))
        caption = replace(caption, text=" ".join(words))
    return caption


def label_targets(captions: list[Caption], world: World = WHOLE_WORLD) -> Tensor:
    """(captions, labels of the world) of 0 and 1."""
    columns = _columns(world)
    targets = torch.zeros(len(captions), len(columns))
    for row, caption in enumerate(captions):
        targets[row, [columns[label] for label in caption.labels]] = 1.0
    return targets


@cache
def _columns(world: World) -> dict[str, int]:
    return {label: column for column, label in enumerate(all_labels(world))}


def _strange_word(rng: Generator) -> str:
    letters = rng.choice(list(string.ascii_lowercase), size=int(rng.integers(2, 9)))
    return "".join(letters)
