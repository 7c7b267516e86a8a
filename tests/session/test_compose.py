from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.core.capabilities import ModelInfo, TaskName
from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.core.request import (
    GenerationRequest,
    ImageToImage,
    Inpaint,
    TextToImage,
    UpscaleRequest,
)
from studio.document.document import Document
from studio.session.compose import (
    extent_asked_for,
    generation_requests,
    intent_of,
    job_title,
    settings_for,
    upscale_request,
    why_nothing_kept_out,
    with_model,
)
from studio.session.settings import GenerationSettings
from tests.session.fakes import LANDSCAPES, PORTRAITS, UPSCALER, a_picture

PLAIN = GenerationSettings(prompt="a boat")
GENTLE = GenerationSettings(prompt="a boat", strength=0.5)


def photo(masked: bool = False) -> Document:
    document = Document.from_pixels(a_picture(48, 32), "photo")
    if masked:
        document.mask.pixels[4:20, 8:24] = 255
    return document


@pytest.mark.parametrize(
    ("document", "settings", "title", "task"),
    [
        (Document(Extent(64, 64)), PLAIN, "Generate", TaskName.TEXT_TO_IMAGE),
        (Document(Extent(64, 64)), GENTLE, "Generate", TaskName.TEXT_TO_IMAGE),
        (photo(), PLAIN, "Generate", TaskName.TEXT_TO_IMAGE),
        (photo(), GENTLE, "Refine", TaskName.IMAGE_TO_IMAGE),
        (photo(masked=True), PLAIN, "Fill", TaskName.INPAINT),
        (photo(masked=True), GENTLE, "Refine masked", TaskName.INPAINT),
    ],
)
def test_the_picture_says_what_generate_means(
    document: Document, settings: GenerationSettings, title: str, task: TaskName
) -> None:
    intent = intent_of(document, settings)
    assert (intent.title, intent.task, intent.can_run) == (title, task, True)


def test_without_a_prompt_it_says_what_is_missing() -> None:
    intent = intent_of(photo(), GenerationSettings(prompt=" \n"))
    assert not intent.can_run
    assert "prompt" in intent.why_not


def test_a_request_holds_all_that_the_settings_say() -> None:
    settings = GenerationSettings(
        prompt=" a boat ",
        negative="clouds",
        sampler="euler",
        steps=7,
        guidance_scale=2.5,
        previews=False,
    )
    (request,) = generation_requests(Document(Extent(64, 64)), settings, LANDSCAPES, 42)
    assert (request.model, request.seed, request.previews) == ("landscapes", 42, False)
    assert (request.prompt.text, request.prompt.negative) == ("a boat", "clouds")
    sampling = request.sampling
    assert (sampling.sampler, sampling.steps, sampling.guidance_scale) == ("euler", 7, 2.5)


def test_a_count_gives_requests_with_seeds_that_follow() -> None:
    settings = GenerationSettings(prompt="a boat", count=3)
    requests = generation_requests(photo(), settings, LANDSCAPES, 2**32 - 2)
    assert [request.seed for request in requests] == [2**32 - 2, 2**32 - 1, 0]


def test_the_size_is_widened_to_what_the_model_can() -> None:
    settings = GenerationSettings(prompt="a boat", extent=Extent(100, 60))
    (request,) = generation_requests(Document(Extent(64, 64)), settings, PORTRAITS, 0)
    assert isinstance(request.task, TextToImage)
    assert request.task.extent == Extent(112, 64)


def test_refine_takes_the_picture_on_white_paper() -> None:
    pixels = a_picture(48, 32, 10, channels=4)
    pixels[:, :24, 3] = 0
    (request,) = generation_requests(Document.from_pixels(pixels), GENTLE, LANDSCAPES, 0)
    assert isinstance(request.task, ImageToImage)
    assert_array_equal(request.task.image[:, :24], 255)
    assert_array_equal(request.task.image[:, 24:], 10)
    assert request.task.strength == 0.5


def test_fill_takes_picture_mask_and_how_they_meet() -> None:
    settings = GenerationSettings(prompt="a boat", grow_px=3, feather_px=5, colour_match=False)
    document = photo(masked=True)
    (request,) = generation_requests(document, settings, LANDSCAPES, 0)
    assert isinstance(request.task, Inpaint)
    assert_array_equal(request.task.mask, document.mask.pixels)
    how = request.task.settings
    assert (how.grow_px, how.feather_px, how.context_px, how.colour_match) == (3, 5, None, False)


def test_a_request_stays_as_it_was_while_painting_goes_on() -> None:
    document = photo(masked=True)
    (request,) = generation_requests(document, PLAIN, LANDSCAPES, 0)
    document.mask.pixels[:] = 255
    assert isinstance(request.task, Inpaint)
    assert np.count_nonzero(request.task.mask) == 16 * 16
    assert not request.task.image.flags.writeable


def test_a_prompt_of_ten_thousand_words_is_refused() -> None:
    settings = GenerationSettings(prompt="boat " * 10_000)
    with pytest.raises(BadInput, match="shorten"):
        generation_requests(photo(), settings, LANDSCAPES, 0)


def test_upscale_keeps_alpha_where_there_is_some() -> None:
    pixels = a_picture(8, 8, channels=4)
    pixels[0, 0, 3] = 7
    request = upscale_request(Document.from_pixels(pixels), GenerationSettings(), UPSCALER, 4)
    assert request.image.shape == (8, 8, 4)
    assert request.image[0, 0, 3] == 7
    assert (request.model, request.scale) == ("upscaler-x4", 4)


def test_upscale_drops_alpha_that_says_nothing() -> None:
    assert upscale_request(photo(), GenerationSettings(), UPSCALER, 2).image.shape == (32, 48, 3)


def test_an_upscaler_is_told_the_strength_only_where_it_takes_one() -> None:
    settings, restoring = GenerationSettings(restoring=0.6), replace(UPSCALER, takes_strength=True)
    assert upscale_request(photo(), settings, UPSCALER, 4).strength == 0
    assert upscale_request(photo(), settings, restoring, 4).strength == 0.6
    waiting = upscale_request(photo(), settings, None, 4, seed=3)
    assert (waiting.model, waiting.strength) == ("", 0)
    told = with_model(waiting, settings, None, restoring)
    assert isinstance(told, UpscaleRequest)
    assert (told.model, told.strength, told.seed) == ("upscaler-x4", 0.6, 3)


def test_an_upscaler_that_samples_gets_its_own_steps() -> None:
    detailed = replace(UPSCALER, is_stochastic=True, default_sampler="dpmpp_2m", default_steps=12)
    request = upscale_request(photo(), GenerationSettings(), detailed, 4)
    assert request.is_sampled
    assert request.sampling is not None and request.sampling.steps == 12
    assert not upscale_request(photo(), GenerationSettings(), UPSCALER, 4).is_sampled


def test_upscale_needs_a_picture() -> None:
    with pytest.raises(BadInput, match="no picture"):
        upscale_request(Document(Extent(8, 8)), GenerationSettings(), UPSCALER, 4)


def test_the_extent_of_what_was_asked_for_is_known() -> None:
    (request,) = generation_requests(photo(), GENTLE, LANDSCAPES, 0)
    assert extent_asked_for(request) == Extent(48, 32)
    assert extent_asked_for(upscale_request(photo(), GenerationSettings(), UPSCALER, 4)) == Extent(
        192, 128
    )


def test_a_long_prompt_is_shortened_in_the_title() -> None:
    settings = GenerationSettings(prompt="a very long walk " * 20)
    title = job_title(intent_of(photo(), settings), settings)
    assert title.startswith("Generate: a very long walk")
    assert len(title) < 80


def with_own(document: Document, **fields: object) -> Document:
    document.show(document.picture.mask_changed(document.picture.active_mask, **fields))
    return document


def test_a_masks_own_prompt_and_strength_are_used_instead_of_the_panels() -> None:
    document = with_own(photo(masked=True), name="Sky", prompt="a balloon", strength=0.6)
    settings = GenerationSettings(prompt="a boat", strength=1.0)
    (request,) = generation_requests(document, settings, None, 1)
    assert request.prompt.text == "a balloon"
    assert isinstance(request.task, Inpaint)
    assert request.task.strength == 0.6
    intent = intent_of(document, settings)
    assert intent.title == "Refine masked"
    assert intent.own == "“Sky”: a balloon · 60 %"


def test_a_mask_without_own_words_takes_the_panels() -> None:
    document = with_own(photo(masked=True), strength=0.5)
    (request,) = generation_requests(document, GenerationSettings(prompt="a boat"), None, 1)
    assert request.prompt.text == "a boat"
    assert intent_of(document, GenerationSettings(prompt="a boat")).own == "“Mask”: 50 %"


def test_an_empty_masks_words_count_for_nothing() -> None:
    document = with_own(photo(), prompt="a balloon", strength=0.5)
    settings = GenerationSettings(prompt="a boat")
    assert settings_for(document, settings) is settings
    assert intent_of(document, settings).own == ""


DRAFTING = replace(LANDSCAPES, few_steps=4)
A_DRAFT = replace(PLAIN, draft=True, sampler="euler", steps=30, guidance_scale=7.0, eta=0.5)


def test_a_draft_takes_the_few_steps_of_the_model_in_place_of_what_is_chosen() -> None:
    (request,) = generation_requests(Document(Extent(64, 64)), A_DRAFT, DRAFTING, seed=1)
    sampling = request.sampling
    assert (sampling.sampler, sampling.steps, sampling.guidance_scale) == ("lcm", 4, 1.0)


@pytest.mark.parametrize(
    ("changes", "model", "why"),
    [
        ({}, LANDSCAPES, ""),
        ({}, None, ""),
        ({"guidance_scale": 1.0}, LANDSCAPES, "not with a guidance of 1"),
        ({"draft": True}, DRAFTING, "not in drafts"),
        ({"draft": True}, LANDSCAPES, ""),
        ({}, replace(LANDSCAPES, is_told_guidance=True), "not with this model"),
    ],
)
def test_it_is_said_where_nothing_can_be_kept_out(
    changes: dict[str, Any], model: ModelInfo | None, why: str
) -> None:
    assert why_nothing_kept_out(replace(GenerationSettings(), **changes), model) == why


@pytest.mark.parametrize("model", [LANDSCAPES, None])
def test_a_draft_is_a_whole_run_where_the_model_has_no_drafts(model: ModelInfo | None) -> None:
    (request,) = generation_requests(Document(Extent(64, 64)), A_DRAFT, model, seed=1)
    assert (request.sampling.sampler, request.sampling.steps) == ("euler", 30)


def test_a_draft_asked_for_before_the_models_are_known_is_one() -> None:
    (early,) = generation_requests(Document(Extent(64, 64)), A_DRAFT, None, seed=1)
    request = with_model(replace(early, model=""), A_DRAFT, DRAFTING, None)
    assert isinstance(request, GenerationRequest)
    assert request.sampling.steps == 4
