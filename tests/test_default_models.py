"""The models that come with the program: real weights, seen through other people's eyes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline, TCDScheduler
from numpy.typing import NDArray

from studio.core.pixels import Pixels
from studio.core.request import Inpaint, SamplerSettings, draft_settings
from studio.core.resources import models_folder
from studio.engine.few_steps import FOLDER as FEW_STEPS
from studio.engine.library import Library
from studio.engine.model import DiffusionModel
from studio.engine.placement import Placement
from studio.evaluation.accuracy import held_out_scenes
from studio.evaluation.adherence import adherence
from studio.evaluation.classifier import SceneClassifier, load_classifier
from studio.evaluation.drawing import drawn as filled
from studio.evaluation.drawing import world_of
from studio.evaluation.filling import evaluate_filling, evaluate_layouts, holes
from studio.evaluation.reading import judge
from studio.evaluation.report import Evaluation, follow_silently
from studio.evaluation.text_to_image import draw_captions
from studio.scenes.claims import Claims, Mention
from studio.scenes.description import PlainScene, without
from studio.scenes.painting import paint
from studio.scenes.palette import COLOUR_VALUES
from studio.scenes.words import Caption, caption_of

BOAT = Caption(
    "a red boat on the sea at sunset",
    Claims((Mention("boat", "red"),), sky="sunset", ground="sea"),
)
ASKED = (
    BOAT,
    Caption(
        "a purple castle in the desert at night",
        Claims((Mention("castle", "purple"),), sky="night", ground="desert"),
    ),
    Caption(
        "a yellow balloon above a meadow with mountains behind",
        Claims((Mention("balloon", "yellow"),), ground="meadow", backdrop="mountains"),
    ),
    Caption(
        "a green cactus and a pink tent in the desert at sunset",
        Claims((Mention("cactus"), Mention("tent", "pink")), sky="sunset", ground="desert"),
    ),
)
CASES = 8


@pytest.fixture(scope="module")
def library() -> Library:
    return Library([models_folder()], Placement(torch.device("cpu"), torch.float32))


@pytest.fixture(scope="module")
def model(library: Library) -> DiffusionModel:
    return library.diffusion("scenes")


@pytest.fixture(scope="module")
def classifier() -> SceneClassifier:
    return load_classifier()


def obeyed(
    classifier: SceneClassifier, pictures: list[Pixels], captions: tuple[Caption, ...]
) -> float:
    """Part of what the captions name, 0..1."""
    return adherence(judge(classifier, pictures), [caption.claims for caption in captions])["all"]


def drawn(
    model: DiffusionModel, captions: tuple[Caption, ...], settings: SamplerSettings | None = None
) -> list[Pixels]:
    return draw_captions(model, captions, follow_silently, settings)


def held_out_captions(model: DiffusionModel, count: int) -> tuple[Caption, ...]:
    rng = np.random.default_rng(5)
    return tuple(caption_of(scene, rng) for scene in held_out_scenes(count, 5, world_of(model)))


def value_of(evaluation: Evaluation, name: str) -> float:
    return next(row.value for row in evaluation.rows if row.name == name)


def plain_pipeline() -> StableDiffusionPipeline:
    pipeline = StableDiffusionPipeline.from_pretrained(
        models_folder() / "scenes", dtype=torch.float32, local_files_only=True
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def test_plain_diffusers_draws_the_same_picture(model: DiffusionModel) -> None:
    pipeline = plain_pipeline()
    pipeline.scheduler = DPMSolverMultistepScheduler.from_config(pipeline.scheduler.config)
    picture = pipeline(
        BOAT.text,
        num_inference_steps=model.info.default_steps,
        guidance_scale=model.info.default_guidance_scale,
        generator=torch.Generator().manual_seed(0),
    ).images[0]
    difference = np.asarray(picture).astype(int) - drawn(model, (BOAT,))[0]
    assert abs(difference).max() <= 1


def test_plain_diffusers_draws_the_same_draft(model: DiffusionModel) -> None:
    pipeline, settings = plain_pipeline(), draft_settings(model.info)
    pipeline.scheduler = TCDScheduler.from_pretrained(models_folder() / "scenes" / FEW_STEPS)
    pipeline.load_lora_weights(models_folder() / "scenes" / FEW_STEPS)
    picture = pipeline(
        BOAT.text,
        num_inference_steps=settings.steps,
        guidance_scale=settings.guidance_scale,
        generator=torch.Generator().manual_seed(0),
    ).images[0]
    difference = np.asarray(picture).astype(int) - drawn(model, (BOAT,), settings)[0]
    assert abs(difference).max() <= 1


@pytest.mark.parametrize("caption", ASKED, ids=lambda caption: caption.text)
def test_what_is_asked_for_is_there(
    model: DiffusionModel, classifier: SceneClassifier, caption: Caption
) -> None:
    assert obeyed(classifier, drawn(model, (caption,)), (caption,)) == 1.0


def test_captions_of_every_kind_are_obeyed(
    model: DiffusionModel, classifier: SceneClassifier
) -> None:
    captions = held_out_captions(model, 2 * CASES)
    assert obeyed(classifier, drawn(model, captions), captions) >= 0.8


def test_drafts_are_obeyed_too(model: DiffusionModel, classifier: SceneClassifier) -> None:
    captions, settings = held_out_captions(model, 2 * CASES), draft_settings(model.info)
    assert settings.steps == 4
    assert obeyed(classifier, drawn(model, captions, settings), captions) >= 0.8


@pytest.mark.parametrize(
    ("shape_colour", "background"), [("red", "blue"), ("white", "purple"), ("green", "orange")]
)
def test_shape_and_background_have_their_colours(
    model: DiffusionModel, shape_colour: str, background: str
) -> None:
    text = f"a {shape_colour} circle on a {background} background"
    picture = drawn(model, (Caption(text, Claims()),))[0]
    colours = {nearest(colour) for colour in picture[::4, ::4].reshape(-1, 3)}
    assert {shape_colour, background} <= colours
    assert nearest(np.median(picture[:16, :16], axis=(0, 1))) == background


def test_holes_get_what_they_are_asked_for_or_nothing(
    model: DiffusionModel, classifier: SceneClassifier
) -> None:
    cases = holes(CASES, world_of(model))
    filled = evaluate_filling(model, classifier, cases, follow_silently)
    assert value_of(filled, "filled: asked for and found") >= 0.6
    assert value_of(filled, "filled: removed and gone") >= 0.8
    assert value_of(filled, "filled: seam") <= 1.1


@pytest.mark.parametrize("edge_px", [2, 6, 12])
def test_a_thing_on_plain_ground_goes_and_leaves_the_ground(
    model: DiffusionModel, edge_px: int
) -> None:
    """Though the mask leaves less than a cell of it."""
    cases = holes(40, world_of(model))
    hole = next(case for case in cases if isinstance(case.scene, PlainScene))
    truth = paint(without(hole.scene, hole.thing), 128)
    mask = np.zeros((128, 128), np.uint8)
    mask[edge_px:-edge_px, edge_px:-edge_px] = 255
    picture = filled(model, Inpaint(paint(hole.scene, 128), mask), "", 0)
    assert np.abs(picture.astype(int) - truth).mean() < 8


def test_things_are_where_they_are_placed(
    model: DiffusionModel, classifier: SceneClassifier
) -> None:
    placed = evaluate_layouts(model, classifier, holes(CASES, world_of(model)), follow_silently)
    assert value_of(placed, "layout: found in its box") >= 0.6


def test_the_folder_is_small() -> None:
    files = Path(models_folder() / "scenes").rglob("*")
    assert sum(file.stat().st_size for file in files) <= 32 * 2**20


def nearest(colour: NDArray[np.number]) -> str:
    return min(COLOUR_VALUES, key=lambda name: float(np.abs(colour - COLOUR_VALUES[name]).sum()))
