"""How often the classifier is right about scenes whose description is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from studio.evaluation.attributes import attributes_of, groups_of
from studio.evaluation.classifier import PICTURE_PX, SceneClassifier
from studio.evaluation.reading import Found, Reading, judge, overlap
from studio.scenes.description import Box, Scene, Thing
from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene
from studio.scenes.world import WHOLE_WORLD, World

HELD_OUT_SEED = 1_000_003
FOUND_OVERLAP = 0.5
"""Intersection over union from which a box is found."""
_APART = frozenset({"size", "distance"})
_LEFT, _RIGHT = 0.355, 0.645  # between where things of two places are put

Verdict = tuple[str, bool]
"""An attribute's group, and whether it was judged right."""


def held_out_scenes(
    count: int, seed: int = HELD_OUT_SEED, world: World = WHOLE_WORLD
) -> list[Scene]:
    """Scenes that no training saw: those draw from other generators."""
    rng = np.random.default_rng(seed)
    return [random_scene(rng, world) for _ in range(count)]


def held_out_accuracy(network: SceneClassifier, count: int) -> dict[str, float]:
    """`accuracies` on held-out scenes."""
    scenes = held_out_scenes(count)
    pictures = [paint(scene, PICTURE_PX) for scene in scenes]
    return accuracies(judge(network, pictures), scenes)


def accuracies(readings: Sequence[Reading], scenes: Sequence[Scene]) -> dict[str, float]:
    """Part judged right, 0..1, of each group's attributes, and of all of them as "all".

    what: a thing of that kind in that box. colour, size, distance, where, count: of like things
    together. precision: the part of the finds that are there. It, size and distance, which are
    relations and often no more than hinted at by a picture, are no part of "all".
    """
    verdicts: dict[str, list[bool]] = {}
    there: list[bool] = []
    for reading, scene in zip(readings, scenes, strict=True):
        for group, right in verdicts_of(reading, scene):
            verdicts.setdefault(group, []).append(right)
        boxes = [(thing.kind, box) for thing in scene.things for box in thing.boxes]
        there += [
            any(kind == found.kind and _is_there(found.box, box) for kind, box in boxes)
            for found in reading.things
        ]
    every = [right for group in verdicts if group not in _APART for right in verdicts[group]]
    shares = {group: float(np.mean(rights)) for group, rights in sorted(verdicts.items())}
    precision = float(np.mean(there)) if there else 0.0
    return {"all": float(np.mean(every)), **shares, "precision": precision}


def verdicts_of(reading: Reading, scene: Scene) -> Iterator[Verdict]:
    """One for each attribute that the description names."""
    named = attributes_of(scene)
    for group in groups_of(scene):
        yield group, reading.attributes[group] == named[group]
    for thing in scene.things:
        yield from _thing_verdicts(reading, thing, scene)


def _thing_verdicts(reading: Reading, thing: Thing, scene: Scene) -> Iterator[Verdict]:
    found = [_found_in(reading, thing.kind, box) for box in thing.boxes]
    yield from (("what", each is not None) for each in found)
    seen = [each for each in found if each is not None]
    for group in ("colour", "size", "distance"):
        if true := getattr(thing, group):
            named = sum(getattr(each, group) == true for each in seen)
            yield group, named > len(thing.boxes) / 2
    middle = [each.box.left + each.box.width / 2 for each in seen]
    yield "where", bool(seen) and place_of((min(middle) + max(middle)) / 2) == thing.place
    if sum(other.kind == thing.kind for other in scene.things) == 1:
        yield "count", len(reading.of_kind(thing.kind)) == thing.count


def _found_in(reading: Reading, kind: str, box: Box) -> Found | None:
    """The find of that kind which fits the box best, if it fits."""
    fitting = [found for found in reading.of_kind(kind) if _is_there(found.box, box)]
    return max(fitting, key=lambda found: overlap(found.box, box), default=None)


def _is_there(found: Box, box: Box) -> bool:
    return overlap(found, box) >= FOUND_OVERLAP


def place_of(centre_x: float) -> str:
    """Left, middle or right, of a middle in parts of the picture's side."""
    return "left" if centre_x < _LEFT else "right" if centre_x > _RIGHT else "middle"
