"""How well a model fills what is masked, and puts things where it is told, as the judge sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from studio.core.geometry import Extent
from studio.core.pixels import MaskPixels
from studio.core.request import Inpaint, Placed, TextToImage
from studio.engine.model import DiffusionModel
from studio.evaluation.accuracy import held_out_scenes
from studio.evaluation.adherence import found_in_box, found_within
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.drawing import drawn
from studio.evaluation.fidelity import seam_measure
from studio.evaluation.pictures import OTHER_SEED, side_by_side
from studio.evaluation.reading import Picture, as_images, judge
from studio.evaluation.report import Evaluation, Follow
from studio.evaluation.rows import at_least, at_most
from studio.scenes.claims import Claims, Mention
from studio.scenes.description import Box, Landscape, PlainScene, Scene, Thing, without
from studio.scenes.layout import clipped
from studio.scenes.painting import paint
from studio.scenes.sentences import sentence_of
from studio.scenes.world import WHOLE_WORLD, World

_LEAST_FOUND, _LEAST_GONE, _MOST_SEAM = 0.6, 0.85, 1.1
_LEAST_PLACED = 0.6
_ROOM = 0.2  # around a thing's box in a mask, in parts of its size
_SHOWN = 32


@dataclass(frozen=True, slots=True)
class Hole:
    """A scene with a mask over one of its things."""

    scene: Scene
    thing: Thing
    box: Box
    """Of the mask."""

    @property
    def prompt(self) -> str:
        mention = Mention(self.thing.kind, self.thing.colour)
        match self.scene:
            case Landscape(sky=sky, ground=ground):
                claims = Claims((mention,), sky=sky, ground=ground)
            case PlainScene(background=background):
                claims = Claims((mention,), background=background)
        return sentence_of(claims, np.random.default_rng(self.scene.seed))

    def placed(self) -> Placed:
        """The thing as a layout names it."""
        box = clipped(self.thing.box)
        name = f"{self.thing.colour} {self.thing.kind}".strip()
        return Placed(name, box.left, box.top, box.right, box.bottom)

    def mask(self, side_px: int) -> MaskPixels:
        edges = (self.box.left, self.box.top, self.box.right, self.box.bottom)
        left, top, right, bottom = (round(edge * side_px) for edge in edges)
        mask = np.zeros((side_px, side_px), np.uint8)
        mask[top:bottom, left:right] = 255
        return mask


def holes(count: int, world: World = WHOLE_WORLD) -> list[Hole]:
    """Held-out scenes, each with a mask over a thing that stands alone."""
    found: list[Hole] = []
    for scene in held_out_scenes(4 * count + 16, OTHER_SEED, world):
        alone = [thing for thing in scene.things if thing.count == 1]
        if alone and len(found) < count:
            found.append(Hole(scene, alone[0], _with_room(alone[0].box)))
    return found


def evaluate_filling(
    model: DiffusionModel, classifier: SceneClassifier, cases: Sequence[Hole], follow: Follow
) -> Evaluation:
    """Each case twice: its thing asked for where it is not, and removed where it is."""
    side = model.info.native_extent.width
    asked: list[bool] = []
    gone: list[bool] = []
    seams: list[float] = []
    shown: list[Picture] = []
    for index, hole in enumerate(cases):
        follow("filling", index / len(cases))
        mask = hole.mask(side)
        empty, whole = paint(without(hole.scene, hole.thing), side), paint(hole.scene, side)
        added = drawn(model, Inpaint(empty, mask), hole.prompt, index)
        removed = drawn(model, Inpaint(whole, mask), "", index)
        readings = judge(classifier, [added, removed])
        kind, colour = hole.thing.kind, hole.thing.colour
        asked.append(found_within(readings[0], kind, hole.box, colour))
        gone.append(not found_within(readings[1], kind, hole.box))
        inside = torch.from_numpy(mask > 0)
        seams += [seam_measure(as_images([each], side)[0], inside) for each in (added, removed)]
        if len(shown) < _SHOWN:
            shown += [empty, added, whole, removed]
    rows = (
        at_least("filled: asked for and found", float(np.mean(asked)), "", _LEAST_FOUND),
        at_least("filled: removed and gone", float(np.mean(gone)), "", _LEAST_GONE),
        at_most("filled: seam", float(np.mean(seams)), "", _MOST_SEAM),
    )
    return Evaluation(rows, {"asked for, and removed": side_by_side(shown)})


def evaluate_layouts(
    model: DiffusionModel, classifier: SceneClassifier, cases: Sequence[Hole], follow: Follow
) -> Evaluation:
    """One thing asked for in the box where a held-out scene has it."""
    side = model.info.native_extent.width
    pictures: list[Picture] = []
    for index, case in enumerate(cases):
        follow("placing", index / len(cases))
        task = TextToImage(Extent(side, side))
        pictures.append(drawn(model, task, case.prompt, index, (case.placed(),)))
    readings = judge(classifier, pictures)
    found = [
        found_in_box(reading, case.thing.kind, clipped(case.thing.box), case.thing.colour)
        for reading, case in zip(readings, cases, strict=True)
    ]
    row = at_least("layout: found in its box", float(np.mean(found)), "", _LEAST_PLACED)
    return Evaluation((row,), {"things asked for in a box": side_by_side(pictures[:_SHOWN])})


def _with_room(box: Box) -> Box:
    across, down = _ROOM * box.width, _ROOM * box.height
    left, top = max(0.0, box.left - across), max(0.0, box.top - down)
    right, bottom = min(1.0, box.right + across), min(1.0, box.bottom + down)
    return Box(left, top, right - left, bottom - top)
