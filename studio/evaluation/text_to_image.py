"""How well a model draws what it is told, as the classifier sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator

from studio.core.geometry import Extent
from studio.core.request import (
    Prompt,
    SamplerSettings,
    TextToImage,
    draft_settings,
    settings_with,
)
from studio.engine.latents import decode, encode
from studio.engine.model import DiffusionModel
from studio.evaluation.accuracy import HELD_OUT_SEED, held_out_scenes
from studio.evaluation.adherence import BINDING, adherence
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.drawing import drawn, finished, world_of
from studio.evaluation.filling import evaluate_filling, evaluate_layouts, holes
from studio.evaluation.frechet import (
    Embedding,
    KindLogits,
    frechet_distance,
    inception_score,
    standard_distance_and_score,
)
from studio.evaluation.pictures import OTHER_SEED, held_out_pictures, side_by_side
from studio.evaluation.reading import Picture, judge
from studio.evaluation.report import Evaluation, Follow, between_parts, follow_silently
from studio.evaluation.rows import Row, at_least, at_most, noted
from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene
from studio.scenes.sentences import sentence_of
from studio.scenes.words import Caption, caption_of, last_names_meet
from studio.scenes.world import World

_LEAST = {"all": 0.75, BINDING: 0.55}
_MOST_LOST = 0.05
_MOST_FLOORS = 2.0
_MOST_SECONDS, _TIMED_PX, _TIMED_STEPS = 10.0, 256, 20
_CAPTION_SEED, _MEETING_SEED = HELD_OUT_SEED + 11, HELD_OUT_SEED + 13
_CASES_SHARE = 0.4  # of the count: so many holes are filled, things placed, names brought together
_MOST_DRAWS = 100  # for each caption whose names never met; one in eleven does
_SHOWN = 32


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
    world, few = world_of(model), max(1, round(count * _CASES_SHARE))
    scenes = held_out_scenes(count, world=world)
    truths = [paint(scene, model.info.native_extent.width) for scene in scenes]
    rng = np.random.default_rng(_CAPTION_SEED)
    captions = [caption_of(scene, rng) for scene in scenes]
    pictures = draw_captions(model, captions, between_parts(follow, 0.0, 0.36))
    shares = adherence(judge(classifier, pictures), [caption.claims for caption in captions])
    rows = [
        _ceiling_row(classifier, truths, captions),
        *map(_share_row, shares, shares.values()),
        *_draft_rows(model, classifier, captions, shares["all"], between_parts(follow, 0.36, 0.4)),
        *_meeting_rows(model, classifier, world, few, between_parts(follow, 0.4, 0.55)),
        *_set_rows(model, classifier, pictures, truths, world),
    ]
    if inception is not None:
        distance, score = standard_distance_and_score(inception, pictures, truths)
        rows += [noted("FID (Inception)", distance, ""), noted("IS (Inception)", score, "")]
    rows.append(_speed_row(model))
    whole = Evaluation(
        tuple(rows), {"pictures of held-out captions": side_by_side(pictures[:_SHOWN])}
    )
    cases = holes(few, world)
    whole = whole.joined(
        evaluate_filling(model, classifier, cases, between_parts(follow, 0.55, 0.85))
    )
    if model.info.most_boxes:
        placing = between_parts(follow, 0.85, 1.0)
        whole = whole.joined(evaluate_layouts(model, classifier, cases, placing))
    follow("Done", 1.0)
    return whole


def draw_captions(
    model: DiffusionModel,
    captions: Sequence[Caption],
    follow: Follow,
    settings: SamplerSettings | None = None,
) -> list[Picture]:
    """A picture of each at the model's own size, its seed its place. settings: as for `drawn`."""
    task = TextToImage(model.info.native_extent)
    pictures: list[Picture] = []
    for seed, caption in enumerate(captions):
        follow("drawing", seed / len(captions))
        pictures.append(drawn(model, task, caption.text, seed, settings=settings))
    return pictures


def _ceiling_row(
    classifier: SceneClassifier, truths: Sequence[Picture], captions: Sequence[Caption]
) -> Row:
    shares = adherence(judge(classifier, truths), [caption.claims for caption in captions])
    return noted("adherence of the scenes themselves", shares["all"], "")


def _share_row(group: str, share: float) -> Row:
    name = "adherence" if group == "all" else f"adherence: {group}"
    least = _LEAST.get(group)
    return at_least(name, share, "", least) if least else noted(name, share, "")


def _draft_rows(
    model: DiffusionModel,
    classifier: SceneClassifier,
    captions: Sequence[Caption],
    whole: float,
    follow: Follow,
) -> list[Row]:
    """Of a model with a network for few steps. whole: the adherence with all of them."""
    if not model.info.few_steps:
        return []
    pictures = draw_captions(model, captions, follow, draft_settings(model.info))
    share = adherence(judge(classifier, pictures), [caption.claims for caption in captions])["all"]
    steps = f"{model.info.few_steps} steps"
    return [
        noted(f"adherence in {steps}", share, ""),
        at_most(f"adherence lost in {steps}", whole - share, "", _MOST_LOST),
    ]


def _meeting_rows(
    model: DiffusionModel,
    classifier: SceneClassifier,
    world: World,
    count: int,
    follow: Follow,
) -> list[Row]:
    """What it costs to say the same in names that no caption of training brings together."""
    meeting, usual = _said_twice(count, world)
    if not meeting:
        return []
    claims = [caption.claims for caption in meeting]
    shares: list[float] = []
    for half, captions in enumerate((usual, meeting)):
        pictures = draw_captions(
            model, captions, between_parts(follow, 0.5 * half, 0.5 * half + 0.5)
        )
        shares.append(adherence(judge(classifier, pictures), claims)["all"])
    return [
        noted("adherence: names that never met", shares[1], ""),
        at_most("adherence lost where names never met", shares[0] - shares[1], "", _MOST_LOST),
    ]


def _said_twice(count: int, world: World) -> tuple[list[Caption], list[Caption]]:
    """Captions with names that never met in training, and the same claims in usual ones.

    None in a world that has no such names.
    """
    rng = np.random.default_rng(_MEETING_SEED)
    draws = (caption_of(random_scene(rng, world), rng) for _ in range(_MOST_DRAWS * count))
    meeting = list(islice((draw for draw in draws if last_names_meet(draw.text)), count))
    return meeting, [_said_as_usual(caption, rng) for caption in meeting]


def _said_as_usual(caption: Caption, rng: Generator) -> Caption:
    text = caption.text
    while last_names_meet(text):
        text = sentence_of(caption.claims, rng)
    return Caption(text, caption.claims)


def _set_rows(
    model: DiffusionModel,
    classifier: SceneClassifier,
    pictures: Sequence[Picture],
    truths: Sequence[Picture],
    world: World,
) -> list[Row]:
    """From scenes that no caption told of; the floor is what the autoencoder alone leaves there.

    So both distances have the same share of chance, that of two disjoint sets of this size.
    """
    network = Embedding(classifier).eval()
    others = held_out_pictures(len(truths), truths[0].shape[0], OTHER_SEED, world)
    floor = frechet_distance(network, _coded(model, others), _coded(model, truths))
    distance = frechet_distance(network, pictures, others)
    kinds = KindLogits(classifier).eval()
    return [
        noted("Fréchet distance to scenes", distance, ""),
        at_most("Fréchet distance in floors", distance / max(floor, 1e-9), "", _MOST_FLOORS),
        noted("inception-style score", inception_score(kinds, pictures), ""),
        noted("inception-style score of scenes", inception_score(kinds, truths), ""),
    ]


def _speed_row(model: DiffusionModel) -> Row:
    task = TextToImage(Extent(_TIMED_PX, _TIMED_PX))
    settings = replace(settings_with(model.info), steps=_TIMED_STEPS)
    last = finished(model, task, Prompt("a red boat on the sea at sunset"), 0, settings)
    name = f"{_TIMED_STEPS} steps at {_TIMED_PX} px"
    return at_most(name, last.elapsed_s, "s", _MOST_SECONDS)


@torch.inference_mode()
def _coded(model: DiffusionModel, pictures: Sequence[Picture]) -> list[Picture]:
    return [decode(model, encode(model, picture)) for picture in pictures]
