"""What the classifier sees in a picture, in the words of the scenes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from studio.evaluation.attributes import ATTRIBUTES, NONE, THING_ATTRIBUTES
from studio.evaluation.classifier import PICTURE_PX, Maps, SceneClassifier
from studio.scenes.description import Box

MOST_FOUND = 24
"""Things in a picture."""
THRESHOLD = 0.3
_SAME_PLACE = 0.6  # overlap from which two finds are one thing

Picture = NDArray[np.uint8]
"""(height, width, 3) sRGB."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in a picture."""

    kind: str
    colour: str
    """"" where its nature gives it."""
    size: str
    distance: str
    box: Box
    score: float
    """0..1"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is in a picture."""

    attributes: Mapping[str, str]
    """Group of ATTRIBUTES -> the likeliest of its names."""
    things: tuple[Found, ...]
    """The surest first."""

    def of_kind(self, kind: str, colour: str = "") -> tuple[Found, ...]:
        """The things of a kind, of any colour where none is named."""
        return tuple(
            thing
            for thing in self.things
            if thing.kind == kind and (not colour or thing.colour == colour)
        )


def judge(
    network: SceneClassifier, pictures: Sequence[Picture], threshold: float = THRESHOLD
) -> list[Reading]:
    """Read pictures of any sizes, each together with its mirror image: two looks err less.

    Square pictures are what the network learnt from.
    """
    readings: list[Reading] = []
    for start in range(0, len(pictures), 32):
        images = as_images(pictures[start : start + 32])
        with torch.inference_mode():
            mirrored = _mirrored(network(images.flip(3)))
            readings += readings_of(_mean(network(images), mirrored), threshold)
    return readings


def readings_of(maps: Maps, threshold: float = THRESHOLD) -> list[Reading]:
    things = found_things(maps, threshold)
    chosen = {group: logits.argmax(1).tolist() for group, logits in maps.attributes.items()}
    return [
        Reading({group: ATTRIBUTES[group][chosen[group][index]] for group in chosen}, found)
        for index, found in enumerate(things)
    ]


def found_things(maps: Maps, threshold: float = THRESHOLD) -> list[tuple[Found, ...]]:
    """Peaks of the heat above the threshold, each picture's, with what is said there."""
    heat = maps.heat.sigmoid()
    peaks = heat * (heat == functional.max_pool2d(heat, 3, 1, 1))
    scores, cells = peaks.flatten(1).topk(MOST_FOUND)
    said = {group: logits.argmax(1).flatten(1) for group, logits in maps.things.items()}
    found: list[tuple[Found, ...]] = []
    for picture in range(heat.shape[0]):
        names = {group: index[picture] for group, index in said.items()}
        pairs = zip(scores[picture].tolist(), cells[picture].tolist(), strict=True)
        things = [
            _found(cell, score, maps.box[picture], names)
            for score, cell in pairs
            if score >= threshold
        ]
        found.append(_distinct(things))
    return found


def as_images(pictures: Sequence[Picture], side_px: int = PICTURE_PX) -> Tensor:
    """Pictures of any sizes -> (B, 3, side, side) in -1..1."""
    resized: list[Tensor] = []
    for picture in pictures:
        image = torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].float()
        if image.shape[2:] != (side_px, side_px):
            image = functional.interpolate(
                image, (side_px, side_px), mode="bilinear", antialias=True, align_corners=False
            )
        resized.append(image)
    return torch.cat(resized).div_(127.5).sub_(1.0)


def overlap(a: Box, b: Box) -> float:
    """Intersection over union, 0..1."""
    width = min(a.right, b.right) - max(a.left, b.left)
    height = min(a.bottom, b.bottom) - max(a.top, b.top)
    shared = max(0.0, width) * max(0.0, height)
    return shared / max(a.width * a.height + b.width * b.height - shared, 1e-9)


def _mirrored(maps: Maps) -> Maps:
    right, *others = maps.box.flip(3).split(1, dim=1)
    return Maps(
        maps.heat.flip(3),
        torch.cat([-right, *others], dim=1),
        {group: logits.flip(3) for group, logits in maps.things.items()},
        maps.attributes,
    )


def _mean(maps: Maps, others: Maps) -> Maps:
    """Of logarithms of probabilities, and of boxes."""

    def mean(logits: Tensor, other: Tensor) -> Tensor:
        return (logits.log_softmax(1) + other.log_softmax(1)) / 2

    return Maps(
        (maps.heat + others.heat) / 2,
        (maps.box + others.box) / 2,
        {group: mean(logits, others.things[group]) for group, logits in maps.things.items()},
        {
            group: mean(logits, others.attributes[group])
            for group, logits in maps.attributes.items()
        },
    )


def _found(cell: int, score: float, boxes: Tensor, said: Mapping[str, Tensor]) -> Found:
    height, width = boxes.shape[1:]
    row, column = divmod(cell, width)
    right, down, *log_size = boxes[:, row, column].tolist()
    across, along = (float(np.exp(min(side, 1.0))) for side in log_size)
    centre_x, centre_y = (column + 0.5 + right) / width, (row + 0.5 + down) / height
    names = {group: THING_ATTRIBUTES[group][int(index[cell])] for group, index in said.items()}
    return Found(
        kind=names["kind"],
        colour="" if names["colour"] == NONE else names["colour"],
        size=names["size"],
        distance=names["distance"],
        box=Box(centre_x - across / 2, centre_y - along / 2, across, along),
        score=score,
    )


def _distinct(found: Sequence[Found]) -> tuple[Found, ...]:
    """Without a second find of the same thing. The surest come first."""
    kept: list[Found] = []
    for thing in found:
        if all(overlap(thing.box, other.box) < _SAME_PLACE for other in kept):
            kept.append(thing)
    return tuple(kept)
