"""How well a model draws what it is told, and fills what is masked, as the classifier sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from studio.core.errors import ModelBroken
from studio.core.events import Finished, JobId
from studio.core.geometry import Extent
from studio.core.pixels import MaskPixels
from studio.core.request import (
    DiffusionTask,
    GenerationRequest,
    Inpaint,
    Placed,
    Prompt,
    SamplerSettings,
    TextToImage,
)
from studio.engine.cancel import Cancel
from studio.engine.generate import generate
from studio.engine.latents import decode, encode
from studio.engine.model import DiffusionModel
from studio.engine.model_files import read_json
from studio.evaluation.accuracy import HELD_OUT_SEED, held_out_scenes
from studio.evaluation.adherence import BINDING, adherence, found_in_box, found_within
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.fidelity import seam_measure
from studio.evaluation.frechet import (
    Embedding,
    KindLogits,
    frechet_distance,
    inception_score,
    standard_distance_and_score,
)
from studio.evaluation.pictures import OTHER_SEED, held_out_pictures, side_by_side
from studio.evaluation.reading import Picture, as_images, judge
from studio.evaluation.report import Evaluation, Follow, follow_silently
from studio.evaluation.rows import Row, at_least, at_most, noted
from studio.scenes.claims import Claims, Mention
from studio.scenes.description import Box, Landscape, PlainScene, Scene, Thing
from studio.scenes.layout import clipped
from studio.scenes.painting import paint
from studio.scenes.sentences import sentence_of
from studio.scenes.words import Caption, caption_of
from studio.scenes.world import WHOLE_WORLD, World

_LEAST = {"all": 0.75, BINDING: 0.55}
_MOST_FLOORS = 2.0
_MOST_SECONDS, _TIMED_PX, _TIMED_STEPS = 10.0, 256, 20
_LEAST_FOUND, _LEAST_GONE, _MOST_SEAM = 0.6, 0.85, 1.1
_LEAST_PLACED = 0.6
_CAPTION_SEED = HELD_OUT_SEED + 11
_ROOM = 0.2  # around a thing's box in a mask, in parts of its size
_FILLED_SHARE = 0.5  # of the count; each of these is filled twice


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

    def without_thing(self) -> Scene:
        others = tuple(thing for thing in self.scene.things if thing is not self.thing)
        return replace(self.scene, things=others)

    def mask(self, side_px: int) -> MaskPixels:
        edges = (self.box.left, self.box.top, self.box.right, self.box.bottom)
        left, top, right, bottom = (round(edge * side_px) for edge in edges)
        mask = np.zeros((side_px, side_px), np.uint8)
        mask[top:bottom, left:right] = 255
        return mask


def evaluate_text_to_image(
    model: DiffusionModel,
    classifier: SceneClassifier,
    *,
    count: int = 64,
    inception: Path | None = None,
    follow: Follow = follow_silently,
) -> Evaluation:
    """All rows, in the world that the model learnt.

    count: captions. inception: weights for the standard FID and IS, too. Raises StudioError.
    """
    side = model.info.native_extent.width
    world = world_of(model)
    scenes = held_out_scenes(count, world=world)
    truths = [paint(scene, side) for scene in scenes]
    rng = np.random.default_rng(_CAPTION_SEED)
    captions = [caption_of(scene, rng) for scene in scenes]
    drawn: list[Picture] = []
    for index, caption in enumerate(captions):
        follow("drawing", 0.6 * index / count)
        drawn.append(_drawn(model, TextToImage(Extent(side, side)), caption.text, index))
    rows = [
        *_adherence_rows(classifier, drawn, truths, captions),
        *_set_rows(model, classifier, drawn, truths, world),
    ]
    if inception is not None:
        distance, score = standard_distance_and_score(inception, drawn, truths)
        rows += [noted("FID (Inception)", distance, ""), noted("IS (Inception)", score, "")]
    rows.append(_speed_row(model))
    few = max(1, round(count * _FILLED_SHARE))
    filled = _evaluate_filling(model, classifier, holes(few, world), follow)
    sheets = {"pictures of held-out captions": side_by_side(drawn[:32])}
    whole = Evaluation(tuple(rows), sheets).joined(filled)
    if model.info.most_boxes:
        whole = whole.joined(_evaluate_layouts(model, classifier, holes(few, world), follow))
    follow("Done", 1.0)
    return whole


def world_of(model: DiffusionModel) -> World:
    """What the model learnt, by the file beside its weights; all there is where it does not say.

    Raises ModelBroken where that is damaged.
    """
    described = Path(model.info.path) / "studio.json"
    if not described.is_file():
        return WHOLE_WORLD
    try:
        world = read_json(described, described.name).get("world")
        return WHOLE_WORLD if world is None else World.of(world)
    except (ValueError, AttributeError) as error:
        raise ModelBroken(f"The world of the model '{model.info.title}' is damaged.") from error


def holes(count: int, world: World = WHOLE_WORLD) -> list[Hole]:
    """Held-out scenes, each with a mask over a thing that stands alone."""
    found: list[Hole] = []
    for scene in held_out_scenes(4 * count + 16, OTHER_SEED, world):
        alone = [thing for thing in scene.things if thing.count == 1]
        if alone and len(found) < count:
            found.append(Hole(scene, alone[0], _with_room(alone[0].box)))
    return found


def _adherence_rows(
    classifier: SceneClassifier,
    drawn: Sequence[Picture],
    truths: Sequence[Picture],
    captions: Sequence[Caption],
) -> list[Row]:
    claims = [caption.claims for caption in captions]
    shares = adherence(judge(classifier, drawn), claims)
    ceiling = adherence(judge(classifier, truths), claims)["all"]
    rows = [noted("adherence of the scenes themselves", ceiling, "")]
    for group, share in shares.items():
        name = "adherence" if group == "all" else f"adherence: {group}"
        least = _LEAST.get(group)
        rows.append(at_least(name, share, "", least) if least else noted(name, share, ""))
    return rows


def _set_rows(
    model: DiffusionModel,
    classifier: SceneClassifier,
    drawn: Sequence[Picture],
    truths: Sequence[Picture],
    world: World,
) -> list[Row]:
    """From scenes that no caption told of; the floor is what the autoencoder alone leaves there.

    So both distances have the same share of chance, that of two disjoint sets of this size.
    """
    network = Embedding(classifier).eval()
    others = held_out_pictures(len(truths), truths[0].shape[0], OTHER_SEED, world)
    floor = frechet_distance(network, _coded(model, others), _coded(model, truths))
    distance = frechet_distance(network, drawn, others)
    kinds = KindLogits(classifier).eval()
    return [
        noted("Fréchet distance to scenes", distance, ""),
        at_most("Fréchet distance in floors", distance / max(floor, 1e-9), "", _MOST_FLOORS),
        noted("inception-style score", inception_score(kinds, drawn), ""),
        noted("inception-style score of scenes", inception_score(kinds, truths), ""),
    ]


def _evaluate_filling(
    model: DiffusionModel, classifier: SceneClassifier, cases: Sequence[Hole], follow: Follow
) -> Evaluation:
    side = model.info.native_extent.width
    asked: list[bool] = []
    gone: list[bool] = []
    seams: list[float] = []
    shown: list[Picture] = []
    for index, hole in enumerate(cases):
        follow("filling", 0.6 + 0.3 * index / len(cases))
        mask = hole.mask(side)
        empty, whole = paint(hole.without_thing(), side), paint(hole.scene, side)
        added = _drawn(model, Inpaint(empty, mask), hole.prompt, index)
        removed = _drawn(model, Inpaint(whole, mask), "", index)
        readings = judge(classifier, [added, removed])
        kind, colour = hole.thing.kind, hole.thing.colour
        asked.append(found_within(readings[0], kind, hole.box, colour))
        gone.append(not found_within(readings[1], kind, hole.box))
        inside = torch.from_numpy(mask > 0)
        seams += [seam_measure(as_images([each], side)[0], inside) for each in (added, removed)]
        shown += [empty, added, whole, removed]
    rows = (
        at_least("filled: asked for and found", float(np.mean(asked)), "", _LEAST_FOUND),
        at_least("filled: removed and gone", float(np.mean(gone)), "", _LEAST_GONE),
        at_most("filled: seam", float(np.mean(seams)), "", _MOST_SEAM),
    )
    return Evaluation(rows, {"asked for, and removed": side_by_side(shown[:32])})


def _evaluate_layouts(
    model: DiffusionModel, classifier: SceneClassifier, cases: Sequence[Hole], follow: Follow
) -> Evaluation:
    """One thing asked for in the box where a held-out scene has it."""
    side = model.info.native_extent.width
    drawn: list[Picture] = []
    for index, case in enumerate(cases):
        follow("placing", 0.9 + 0.1 * index / len(cases))
        task = TextToImage(Extent(side, side))
        drawn.append(_drawn(model, task, case.prompt, index, (case.placed(),)))
    readings = judge(classifier, drawn)
    found = [
        found_in_box(reading, case.thing.kind, clipped(case.thing.box), case.thing.colour)
        for reading, case in zip(readings, cases, strict=True)
    ]
    row = at_least("layout: found in its box", float(np.mean(found)), "", _LEAST_PLACED)
    return Evaluation((row,), {"things asked for in a box": side_by_side(drawn[:32])})


def _drawn(
    model: DiffusionModel,
    task: DiffusionTask,
    text: str,
    seed: int,
    layout: tuple[Placed, ...] = (),
) -> Picture:
    info = model.info
    settings = SamplerSettings(
        info.default_sampler, info.default_steps, info.default_guidance_scale
    )
    return _finished(model, task, Prompt(text, layout=layout), seed, settings).image


def _speed_row(model: DiffusionModel) -> Row:
    task = TextToImage(Extent(_TIMED_PX, _TIMED_PX))
    settings = SamplerSettings(
        model.info.default_sampler, _TIMED_STEPS, model.info.default_guidance_scale
    )
    finished = _finished(model, task, Prompt("a red boat on the sea at sunset"), 0, settings)
    name = f"{_TIMED_STEPS} steps at {_TIMED_PX} px"
    return at_most(name, finished.elapsed_s, "s", _MOST_SECONDS)


def _finished(
    model: DiffusionModel, task: DiffusionTask, prompt: Prompt, seed: int, settings: SamplerSettings
) -> Finished:
    request = GenerationRequest(task, model.info.name, prompt, seed, settings, previews=False)
    *_, last = generate(JobId(1), request, model, Cancel())
    assert isinstance(last, Finished)
    return last


@torch.inference_mode()
def _coded(model: DiffusionModel, pictures: Sequence[Picture]) -> list[Picture]:
    return [decode(model, encode(model, picture)) for picture in pictures]


def _with_room(box: Box) -> Box:
    across, down = _ROOM * box.width, _ROOM * box.height
    left, top = max(0.0, box.left - across), max(0.0, box.top - down)
    right, bottom = min(1.0, box.right + across), min(1.0, box.bottom + down)
    return Box(left, top, right - left, bottom - top)
