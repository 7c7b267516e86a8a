"""Masks with words that say what shall be where."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QSettings

from studio.core.capabilities import ModelInfo, TaskName
from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.parameters import write_parameters
from studio.core.request import GenerationRequest, ImageToImage, Inpaint, Placed, TextToImage
from studio.document.document import Document
from studio.document.operations.named_masks import add_mask_edit
from studio.session.compose import generation_requests, intent_of, settings_for, with_model
from studio.session.session import Session
from studio.session.settings import GenerationSettings
from tests.session.fakes import LANDSCAPES, READY, SAMPLERS, FakeClient, Told, a_picture

LED = replace(LANDSCAPES, name="led", title="Led", most_boxes=2)
PLACING = GenerationSettings(prompt="a lake", model="led", places_words=True)
BOAT = Placed("a boat", 0.0, 0.5, 0.5, 1.0)
SUN = Placed("the sun", 0.5, 0.0, 1.0, 0.5)


def with_masks(*masks: tuple[str, Bounds]) -> Document:
    """A picture of 80 × 40 px with a mask for each words and place; the first is active."""
    document = Document.from_pixels(a_picture(80, 40), "photo")
    first = document.picture.active_mask
    for number, (prompt, bounds) in enumerate(masks):
        if number:
            add_mask_edit(document).apply(document)
        document.mask.part(bounds)[:] = 255
        active = document.picture.active_mask
        document.show(document.picture.mask_changed(active, prompt=prompt))
    document.choose(mask=first)
    return document


def placed_document(*more: tuple[str, Bounds]) -> Document:
    boat, sun = ("a boat", Bounds(0, 20, 40, 20)), ("the sun", Bounds(40, 0, 40, 20))
    return with_masks(*more, boat, sun)


def request_of(document: Document, settings: GenerationSettings = PLACING) -> GenerationRequest:
    (request,) = generation_requests(document, settings, LED, 1)
    return request


def test_a_whole_picture_is_drawn_with_the_masks_words_in_their_boxes():
    request = request_of(placed_document())
    assert isinstance(request.task, TextToImage)
    assert (request.prompt.text, request.prompt.layout) == ("a lake", (BOAT, SUN))
    intent = intent_of(placed_document(), PLACING, LED)
    assert (intent.title, intent.placed, intent.own_prompt) == ("Generate", 2, "")


def test_below_full_strength_the_picture_is_refined_with_them():
    request = request_of(placed_document(), replace(PLACING, strength=0.5))
    assert isinstance(request.task, ImageToImage)
    assert request.prompt.layout == (BOAT, SUN)


def test_a_mask_without_words_is_filled_and_the_others_say_what_is_around_it():
    document = placed_document(("", Bounds(10, 10, 20, 20)))
    request = request_of(document)
    assert isinstance(request.task, Inpaint)
    assert_array_equal(request.task.mask, document.mask.pixels)
    assert (request.prompt.text, request.prompt.layout) == ("a lake", (BOAT, SUN))


def test_a_mask_that_places_is_not_filled_and_its_strength_is_not_used():
    document = placed_document()
    document.show(document.picture.mask_changed(document.picture.active_mask, strength=0.3))
    assert settings_for(document, PLACING, LED) is PLACING


@pytest.mark.parametrize(
    ("settings", "model"),
    [(replace(PLACING, places_words=False), LED), (PLACING, LANDSCAPES)],
)
def test_unless_it_is_chosen_and_the_model_can_the_active_mask_is_filled(
    settings: GenerationSettings, model: ModelInfo
):
    (request,) = generation_requests(placed_document(), settings, model, 1)
    assert isinstance(request.task, Inpaint)
    assert (request.prompt.text, request.prompt.layout) == ("a boat", ())


def test_more_things_than_the_model_places_are_told_in_one_sentence():
    document = placed_document(("a hill", Bounds(0, 0, 9, 9)))
    intent = intent_of(document, PLACING, LED)
    assert not intent.can_run
    assert intent.why_not == "3 things have a box; the model 'Led' takes 2."
    with pytest.raises(BadInput, match="3 things"):
        request_of(document)


def test_without_a_prompt_for_the_whole_it_says_so():
    assert "prompt" in intent_of(placed_document(), replace(PLACING, prompt=""), LED).why_not


def test_a_request_from_before_the_model_was_known_keeps_boxes_only_for_a_model_that_takes_them():
    (request,) = generation_requests(placed_document(), replace(PLACING, model=""), None, 1)
    assert request.prompt.layout == (BOAT, SUN)
    kept = with_model(request, PLACING, LED, ())
    assert isinstance(kept, GenerationRequest)
    assert kept.prompt.layout == (BOAT, SUN)
    dropped = with_model(request, PLACING, LANDSCAPES, ())
    assert isinstance(dropped, GenerationRequest)
    assert dropped.prompt.layout == ()


# Through the session.


@pytest.fixture
def led(starting: Session) -> Session:
    """A session with a running engine whose models are one that takes boxes, and one that does
    not."""
    starting.handle(replace(READY, models=(LED, LANDSCAPES)))
    starting.update(prompt="a lake", places_words=True, extent=Extent(64, 64))
    return starting


def parameters_of(request: GenerationRequest) -> str:
    return write_parameters(request, LED, SAMPLERS[0], request.task.extent)


def test_the_settings_of_a_picture_bring_its_boxes_back(led: Session, client: FakeClient):
    request = replace(request_of(placed_document()), seed=7)
    led.update(places_words=False, prompt="")
    led.use_parameters(parameters_of(request))
    led.generate()
    (again,) = client.submitted
    assert isinstance(again, GenerationRequest)
    assert (again.prompt, again.seed) == (request.prompt, 7)
    assert again.task == request.task


def test_boxes_that_come_back_into_a_picture_are_one_step_of_undo(led: Session):
    led.paste(a_picture(100, 100))
    led.use_parameters(parameters_of(request_of(placed_document())))
    assert [entry.prompt for entry in led.document.picture.masks] == ["", "a boat", "the sun"]
    led.undo()
    assert [entry.prompt for entry in led.document.picture.masks] == [""]


def test_taken_twice_the_boxes_are_there_once(led: Session):
    for _ in range(2):
        led.use_parameters(parameters_of(request_of(placed_document())))
    assert led.intent.placed == 2
    assert led.undo_stack.count() == 2


def test_a_picture_without_boxes_is_made_again_without_them(led: Session):
    led.paste(a_picture(100, 100))
    plain = replace(request_of(placed_document()), seed=7)
    plain = replace(plain, prompt=replace(plain.prompt, layout=()))
    led.use_parameters(parameters_of(plain))
    assert not led.settings.places_words


def test_boxes_that_cannot_be_used_are_told(led: Session):
    told, told_in = Told(led), 'Boxes: "0,0,1,1: a boat\\n0,0,2,1: a hill", Steps: 5, Seed: 1'
    led.use_parameters(f"a lake\n{told_in}, Model: Led")
    assert "right edge of a box is 2" in told.notices[-1]
    assert led.intent.placed == 1
    led.use_parameters(f"a lake\n{told_in}, Model: Landscapes")
    assert "'Landscapes' cannot be told where things are" in told.notices[-1]


def test_a_text_with_very_many_boxes_gives_no_more_than_any_model_takes(led: Session):
    lines = "\\n".join(["0,0,1,1: a boat"] * 500)
    told = Told(led)
    led.use_parameters(f'a lake\nBoxes: "{lines}", Steps: 5, Seed: 1, Model: Led')
    assert led.intent.placed == 64
    assert "Only the first 64 boxes" in told.notices[-1]
    assert not led.intent.can_run


def test_an_empty_sheet_is_begun_once_and_drawn_whole(led: Session):
    led.update(strength=0.4)
    assert led.can_mask
    for _ in range(2):
        led.begin_sheet()
    assert led.undo_stack.count() == 1
    assert led.document.extent == Extent(64, 64)
    assert (led.intent.title, led.intent.task) == ("Generate", TaskName.TEXT_TO_IMAGE)
    assert not np.any(led.document.flattened())


def test_nothing_can_be_masked_on_an_empty_sheet_unless_masks_place(led: Session):
    led.update(model=LANDSCAPES.name)
    assert not led.can_mask


def test_the_choice_is_remembered(led: Session, client: FakeClient, store: QSettings):
    again = Session(client, store)
    assert again.settings.places_words
    again.close()
