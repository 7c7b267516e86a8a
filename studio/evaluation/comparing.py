"""The same captions drawn with several settings: what guidance, sampler and steps change."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from studio.core.capabilities import ModelInfo
from studio.core.request import SamplerSettings, draft_settings, settings_with
from studio.engine.model import DiffusionModel
from studio.engine.samplers import sampler_named
from studio.evaluation.accuracy import HELD_OUT_SEED, held_out_scenes
from studio.evaluation.adherence import BINDING, adherence
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.drawing import world_of
from studio.evaluation.frechet import Embedding, KindLogits, frechet_distance, inception_score
from studio.evaluation.kinds import Comparison
from studio.evaluation.pictures import OTHER_SEED, held_out_pictures, side_by_side
from studio.evaluation.reading import Picture, judge
from studio.evaluation.report import Evaluation, Follow, between_parts, follow_silently
from studio.evaluation.rows import Row, noted
from studio.evaluation.text_to_image import draw_captions
from studio.scenes.words import Caption, caption_of

_GUIDANCE_SCALES = (1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0)
_CAPTION_SEED = HELD_OUT_SEED + 17
_SHOWN = 8  # pictures of each


def compare(
    model: DiffusionModel,
    classifier: SceneClassifier,
    what: Comparison,
    *,
    count: int = 64,
    follow: Follow = follow_silently,
) -> Evaluation:
    """Of each setting how much is obeyed, how far the pictures are from scenes, and what they cost.

    count: captions, the same for all, in the world that the model learnt.
    """
    world = world_of(model)
    rng = np.random.default_rng(_CAPTION_SEED)
    captions = [caption_of(scene, rng) for scene in held_out_scenes(count, world=world)]
    scenes = held_out_pictures(count, model.info.native_extent.width, OTHER_SEED, world)
    compared = settings_of(what, model.info)
    rows: list[Row] = []
    shown: list[Picture] = []
    for index, (name, settings) in enumerate(compared.items()):
        stage = between_parts(follow, index / len(compared), (index + 1) / len(compared))
        started = time.perf_counter()
        pictures = draw_captions(model, captions, stage, settings)
        took_s = (time.perf_counter() - started) / count
        figures = _figures(classifier, pictures, captions, scenes)
        rows += [noted(f"{name}: {figure}", value, "") for figure, value in figures.items()]
        rows.append(noted(f"{name}: time a picture", took_s, "s"))
        shown += pictures[:_SHOWN]
    follow("Done", 1.0)
    return Evaluation(tuple(rows), {"a row each": side_by_side(shown, min(_SHOWN, count))})


def settings_of(what: Comparison, model: ModelInfo) -> Mapping[str, SamplerSettings]:
    """By name, in the order in which they are drawn; all else is the model's own."""
    best = settings_with(model)
    if what is Comparison.GUIDANCE:
        return {f"guidance {s:g}": replace(best, guidance_scale=s) for s in _GUIDANCE_SCALES}
    compared = {
        "DDPM 1000": replace(best, sampler="ddpm", steps=1000),
        "DDIM 200, eta 1": replace(best, sampler="ddim", steps=200, eta=1.0),
        "DDIM 50": replace(best, sampler="ddim", steps=50),
        "DPM++ 2M 20": replace(best, sampler="dpmpp_2m", steps=20),
        "DPM++ 2M 4": replace(best, sampler="dpmpp_2m", steps=4),
    }
    if model.few_steps:
        draft = draft_settings(model)
        compared[f"{sampler_named(draft.sampler).info.title} {draft.steps}"] = draft
    return compared


def _figures(
    classifier: SceneClassifier,
    pictures: Sequence[Picture],
    captions: Sequence[Caption],
    scenes: Sequence[Picture],
) -> dict[str, float]:
    shares = adherence(judge(classifier, pictures), [caption.claims for caption in captions])
    return {
        "adherence": shares["all"],
        "binding": shares.get(BINDING, 0.0),
        "Fréchet distance": frechet_distance(Embedding(classifier).eval(), pictures, scenes),
        "score": inception_score(KindLogits(classifier).eval(), pictures),
    }
