"""Endless captions with their labels, bare class words among them, and words to be ignored."""

import string
from dataclasses import replace
from functools import cache

import torch
from numpy.random import Generator
from torch import Tensor

from studio.scenes.claims import Claims, Mention, all_labels
from studio.scenes.description import Scene
from studio.scenes.sampling import random_scene
from studio.scenes.sentences import keywords
from studio.scenes.words import Caption, caption_of, last_names_meet
from studio.scenes.world import WHOLE_WORLD, World

_STRANGE_SHARE = 0.05
_CLASS_SHARE = 0.05


def random_caption(rng: Generator, world: World = WHOLE_WORLD) -> Caption:
    return training_caption(random_scene(rng, world), rng)


def training_caption(scene: Scene, rng: Generator) -> Caption:
    """A caption of the scene; now and then the name of a thing alone, or with a strange word.

    Some words never meet in one, see `last_names_meet`.
    """
    caption = class_caption(scene, rng) if rng.random() < _CLASS_SHARE else caption_of(scene, rng)
    while last_names_meet(caption.text):
        caption = caption_of(scene, rng)
    if rng.random() < _STRANGE_SHARE:
        words = caption.text.split(" ")
        words.insert(int(rng.integers(len(words) + 1)), _strange_word(rng))
        caption = replace(caption, text=" ".join(words))
    return caption


def class_caption(scene: Scene, rng: Generator) -> Caption:
    """What one thing of the scene is, and no more; of a scene without things a usual caption."""
    if not scene.things:
        return caption_of(scene, rng)
    kind = scene.things[int(rng.integers(len(scene.things)))].kind
    claims = Claims((Mention(kind),))
    return Caption(keywords(claims, rng), claims)


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
