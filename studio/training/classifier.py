"""The classifier of scenes: taught what is where, in pictures clean and as models make them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from torch import Tensor, nn
from torch.nn import functional

from studio.evaluation.accuracy import accuracies, held_out_scenes
from studio.evaluation.attributes import (
    ATTRIBUTES,
    NONE,
    THING_ATTRIBUTES,
    attributes_of,
)
from studio.evaluation.classifier import (
    CELL_PX,
    PICTURE_PX,
    Maps,
    SceneClassifier,
    save_classifier,
)
from studio.evaluation.reading import Reading, judge
from studio.scenes.description import Box, Scene
from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene
from studio.training.loop import Examination, LoopSettings, averaged_weights, train
from studio.training.pictures import as_picture, as_tensor

_GRID = PICTURE_PX // CELL_PX
_CLEAN_SHARE = 0.4
_BOX_WEIGHT, _THING_WEIGHT, _ATTRIBUTE_WEIGHT = 1.0, 0.5, 0.3
_AROUND = [(0, 0)] + [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y]

Picture = NDArray[np.uint8]
"""(height, width, 3) sRGB."""
Sample = tuple[Picture, Scene]


class ClassifierTask:
    """Learn to read fresh scenes, each of which is seen a few times, mirrored and damaged anew."""

    def __init__(
        self,
        network: SceneClassifier,
        *,
        batch: int = 8,
        fresh: int = 2,
        pool: int = 1500,
        held_out: int = 384,
    ) -> None:
        """fresh: pictures of a batch that are painted for it; the others come from the pool."""
        self.module = network
        self._batch, self._fresh, self._pool_size = batch, fresh, pool
        self._pool: list[Sample] = []
        self._lock = Lock()  # several threads share the pool
        self._scenes = held_out_scenes(held_out)
        self._pictures = [paint(scene, PICTURE_PX) for scene in self._scenes]

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        samples = self._samples(rng)
        mirrored = rng.random(len(samples)) < 0.5
        pictures = [
            picture[:, ::-1] if mirror else picture
            for (picture, _), mirror in zip(samples, mirrored, strict=True)
        ]
        images = as_tensor(pictures)
        for image in images:
            if rng.random() >= _CLEAN_SHARE:
                image.copy_(as_if_generated(image, rng))
        targets = [
            targets_of(scene, bool(mirror))
            for (_, scene), mirror in zip(samples, mirrored, strict=True)
        ]
        device = next(module.parameters()).device
        stacked = Targets(*(torch.stack(parts).to(device) for parts in zip(*targets, strict=True)))
        return losses_of(module(images.to(device)), stacked)

    def examine(self, module: nn.Module) -> Examination:
        assert isinstance(module, SceneClassifier)
        readings = judge(module, self._pictures)
        sheet = [
            with_boxes(picture, reading)
            for picture, reading in zip(self._pictures[:32], readings, strict=False)
        ]
        return Examination(accuracies(readings, self._scenes), as_picture(as_tensor(sheet)))

    def _samples(self, rng: Generator) -> list[Sample]:
        scenes = [random_scene(rng) for _ in range(self._fresh)]
        fresh = [(paint(scene, PICTURE_PX), scene) for scene in scenes]
        with self._lock:
            self._pool += fresh
            while len(self._pool) > self._pool_size:
                last = self._pool.pop()
                self._pool[rng.integers(len(self._pool))] = last
            seen = [
                self._pool[i] for i in rng.integers(len(self._pool), size=self._batch - self._fresh)
            ]
        return fresh + seen


class Targets(NamedTuple):
    """What the network shall say; stacked, each part has a first dimension for the pictures."""

    heat: Tensor
    """(1, h, w): 1 at the middle of a thing, falling off around it."""
    box: Tensor
    """(4, h, w), as in Maps."""
    things: Tensor
    """(groups of THING_ATTRIBUTES, h, w): index of the name; -1 = of this, as of the box, nobody
    asks here."""
    attributes: Tensor
    """(groups): index of each group's name."""


def targets_of(scene: Scene, mirrored: bool = False) -> Targets:
    heat = np.zeros((1, _GRID, _GRID), np.float32)
    box = np.zeros((4, _GRID, _GRID), np.float32)
    said = np.full((len(THING_ATTRIBUTES), _GRID, _GRID), -1, np.int64)
    for thing in scene.things:
        said_of_it = [
            names.index(getattr(thing, group) or NONE) for group, names in THING_ATTRIBUTES.items()
        ]
        for each in thing.boxes:
            seen = Box(1 - each.right, each.top, each.width, each.height) if mirrored else each
            _mark(heat[0], box, said, seen, said_of_it)
    names = attributes_of(scene)
    chosen = [ATTRIBUTES[group].index(names[group]) for group in ATTRIBUTES]
    return Targets(
        torch.from_numpy(heat),
        torch.from_numpy(box),
        torch.from_numpy(said),
        torch.tensor(chosen),
    )


def _mark(
    heat: NDArray[np.float32],
    box: NDArray[np.float32],
    said: NDArray[np.int64],
    seen: Box,
    said_of_it: Sequence[int],
) -> None:
    """Enter one thing: its peak, and what else is asked in the cells around it."""
    centre_x = (seen.left + seen.width / 2) * _GRID - 0.5
    centre_y = (seen.top + seen.height / 2) * _GRID - 0.5
    column, row = (int(np.clip(round(centre), 0, _GRID - 1)) for centre in (centre_x, centre_y))
    width, height = (max(side * _GRID / 9, 0.55) for side in (seen.width, seen.height))
    cells = np.arange(_GRID, dtype=np.float32)
    across = np.exp(-(((cells - column) / width) ** 2) / 2)
    down = np.exp(-(((cells - row) / height) ** 2) / 2)
    np.maximum(heat, down[:, None] * across, out=heat)
    for right, below in _AROUND:
        x, y = column + right, row + below
        if 0 <= x < _GRID and 0 <= y < _GRID and (not (right or below) or said[0, y, x] < 0):
            said[:, y, x] = said_of_it
            log_size = np.log(seen.width), np.log(seen.height)
            box[:, y, x] = (centre_x - x, centre_y - y, *log_size)


def losses_of(maps: Maps, targets: Targets) -> dict[str, Tensor]:
    heat = focal_loss(maps.heat, targets.heat)
    asked = targets.things[:, 0] >= 0
    count = asked.sum().clamp(min=1)
    thing = (
        torch.stack(
            [
                functional.cross_entropy(
                    logits.movedim(1, -1)[asked], names[asked], reduction="sum"
                )
                for logits, names in zip(
                    maps.things.values(), targets.things.unbind(1), strict=True
                )
            ]
        ).sum()
        / count
    )
    # A logarithm of a side counts as much as a displacement of four cells.
    weights = maps.box.new_tensor((1.0, 1.0, 4.0, 4.0))[:, None, None]
    box = ((maps.box - targets.box).abs() * weights).mean(1).mul(asked).sum() / count
    attribute = torch.stack(
        [
            functional.cross_entropy(logits, names)
            for logits, names in zip(
                maps.attributes.values(), targets.attributes.unbind(1), strict=True
            )
        ]
    ).sum()
    loss = heat + _BOX_WEIGHT * box + _THING_WEIGHT * thing + _ATTRIBUTE_WEIGHT * attribute
    return {"loss": loss, "heat": heat, "box": box, "thing": thing, "attribute": attribute}


def focal_loss(logits: Tensor, heat: Tensor) -> Tensor:
    """Cross entropy where it is still wrong, a thing: arXiv 2006.04388, eq. 5, exponent 2."""
    entropy = functional.binary_cross_entropy_with_logits(logits, heat, reduction="none")
    wrong = (logits.sigmoid() - heat).square()
    return (entropy * wrong).sum() / (heat == 1).sum().clamp(min=1)


def as_if_generated(image: Tensor, rng: Generator) -> Tensor:
    """A picture as models make them: softer, blotchy, noisy, a little off in its colours.

    image: (3, h, w) in -1..1.
    """
    size = image.shape[1:]
    if rng.random() < 0.7:
        side = int(size[0] / rng.uniform(1.1, 2.6))
        small = _resized(image, (side, side), antialias=True)
        image = _resized(small, tuple(size))
    if rng.random() < 0.5:
        blotches = _noise(rng, size[0] // int(rng.integers(3, 12))) * rng.uniform(0.02, 0.12)
        image = image + _resized(blotches, tuple(size))
    if rng.random() < 0.4:
        image = image + _noise(rng, size[0]) * rng.uniform(0.01, 0.08)
    contrast = rng.uniform(0.92, 1.06)
    shift = torch.from_numpy(rng.normal(0, 0.025, (3, 1, 1)).astype(np.float32))
    return (image * contrast + shift).clamp(-1, 1)


def classifier_settings(minutes: float) -> LoopSettings:
    return LoopSettings(
        minutes=minutes,
        learning_rate=1.5e-3,
        betas=(0.9, 0.98),
        weight_decay=0.02,
        micro_batches=2,
        log_steps=50,
    )


def train_classifier_run(minutes: float, run_folder: Path, device: torch.device) -> None:
    """Train a new network, or go on with the one in `run_folder`, until the budget is spent."""
    train(ClassifierTask(SceneClassifier()), classifier_settings(minutes), run_folder, device)


def publish_classifier(run_folder: Path, destination: Path) -> None:
    """Write a run's averaged weights as the judge that the program loads."""
    network = SceneClassifier()
    network.load_state_dict(averaged_weights(run_folder))
    save_classifier(network, destination)


def with_boxes(picture: Picture, reading: Reading) -> Picture:
    """The picture with a frame around each thing that was found."""
    image = Image.fromarray(picture)
    pen = ImageDraw.Draw(image)
    for thing in reading.things:
        box = thing.box
        edges = [edge * image.width for edge in (box.left, box.top, box.right, box.bottom)]
        pen.rectangle(edges, outline=(255, 0, 160))
        pen.text((edges[0] + 1, edges[1]), f"{thing.colour} {thing.kind}".strip(), (255, 0, 160))
    return np.asarray(image)


def _resized(image: Tensor, size: tuple[int, ...], antialias: bool = False) -> Tensor:
    resized = functional.interpolate(
        image[None], size, mode="bilinear", align_corners=False, antialias=antialias
    )
    return resized[0]


def _noise(rng: Generator, side: int) -> Tensor:
    return torch.from_numpy(rng.standard_normal((3, side, side), np.float32))
