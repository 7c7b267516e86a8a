"""Endless captions with their labels, and the odd word that the model must learn to ignore."""

import string
from dataclasses import replace

import torch
from numpy.random import Generator
from torch import Tensor

from studio.scenes.description import Scene
from studio.scenes.sampling import random_scene
from studio.scenes.words import Caption, all_labels, caption_of

_STRANGE_SHARE = 0.05


def random_caption(rng: Generator) -> Caption:
    return training_caption(random_scene(rng), rng)


def training_caption(scene: Scene, rng: Generator) -> Caption:
    """A caption of the scene; now and then a word that means nothing stands in it."""
    caption = caption_of(scene, rng)
    if rng.random() < _STRANGE_SHARE:
        words = caption.text.split(" ")
        words.insert(int(rng.integers(len(words) + 1)), _strange_word(rng))
        caption = replace(caption, text=" ".join(words))
    return caption


def label_targets(captions: list[Caption]) -> Tensor:
    """(captions, labels) of 0 and 1."""
    index = {label: column for column, label in enumerate(all_labels())}
    targets = torch.zeros(len(captions), len(index))
    for row, caption in enumerate(captions):
        targets[row, [index[label] for label in caption.labels]] = 1.0
    return targets


def _strange_word(rng: Generator) -> str:
    letters = rng.choice(list(string.ascii_lowercase), size=int(rng.integers(2, 9)))
    return "".join(letters)
