"""Words in boxes become tokens beside those of the prompt."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from studio.core.errors import BadInput
from studio.core.events import Finished, JobId
from studio.core.geometry import Bounds, Extent
from studio.core.request import (
    LEAST_BOX,
    GenerationRequest,
    Placed,
    Prompt,
    SamplerSettings,
    TextToImage,
)
from studio.engine.cancel import Cancel
from studio.engine.families import unet_kl
from studio.engine.generate import generate
from studio.engine.layout import LayoutEncoder, fourier_features, seen_within
from studio.engine.model import DiffusionModel
from studio.engine.placement import Placement
from tests.tiny_models import save_led_model, save_tiny_model

BOAT = Placed("boat", 0.1, 0.2, 0.5, 0.6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "led"
    save_led_model(folder)
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> DiffusionModel:
    return unet_kl.load(folder, Placement(torch.device("cpu"), torch.float32))


def picture(model: DiffusionModel, prompt: Prompt) -> bytes:
    settings = SamplerSettings("ddim", 2, 3.0)
    request = GenerationRequest(TextToImage(Extent(32, 32)), "led", prompt, 1, settings)
    *_, last = generate(JobId(1), request, model, Cancel())
    assert isinstance(last, Finished)
    return last.image.tobytes()


def test_a_folder_with_a_layout_encoder_says_how_many_boxes_it_takes(folder: Path):
    assert unet_kl.inspect(folder).most_boxes == 2


def test_a_box_changes_the_picture_and_so_does_its_place(model: DiffusionModel):
    moved = Placed("boat", 0.5, 0.2, 0.9, 0.6)
    pictures = {picture(model, Prompt("sea", layout=each)) for each in ((), (BOAT,), (moved,))}
    assert len(pictures) == 3


def test_without_boxes_the_prompt_stands_alone(model: DiffusionModel):
    assert model.encode_prompt("sea").embeds.shape[1] == 64
    assert model.encode_prompt("sea", ()).embeds.shape[1] == 66
    assert model.encode_prompt("sea", (BOAT,)).embeds.shape[1] == 66


def test_more_boxes_than_the_model_takes_are_refused(model: DiffusionModel):
    with pytest.raises(BadInput, match="3 things have a box"):
        picture(model, Prompt("sea", layout=(BOAT, BOAT, BOAT)))


def test_a_model_that_knows_only_words_refuses_boxes(tmp_path: Path):
    save_tiny_model(tmp_path / "plain", tokens=64)
    plain = unet_kl.load(tmp_path / "plain", Placement(torch.device("cpu"), torch.float32))
    with pytest.raises(BadInput, match="cannot be told where things are"):
        picture(plain, Prompt("sea", layout=(BOAT,)))


def test_a_box_that_is_not_there_is_all_the_same_wherever_it_would_be():
    torch.manual_seed(0)
    encoder = LayoutEncoder(width=8, most_boxes=2)
    names, boxes = torch.randn(1, 2, 8), torch.rand(1, 2, 4)
    absent = encoder(names, boxes, torch.tensor([[True, False]]))
    others = encoder(names.flip(1), boxes.flip(1), torch.tensor([[False, True]]))
    torch.testing.assert_close(absent[0, 0], others[0, 1])
    torch.testing.assert_close(absent[0, 1], others[0, 0])


def test_features_of_a_place_tell_it_apart_from_its_neighbours():
    places = fourier_features(torch.linspace(0, 1, 51)[:, None], 6)
    distances = torch.cdist(places, places) + 1e6 * torch.eye(51)
    assert distances.min() > 0.5


def test_a_part_of_the_picture_sees_the_layout_in_its_own_measure():
    (seen,) = seen_within((BOAT,), Extent(100, 100), Bounds(0, 20, 50, 40))
    assert (seen.left, seen.top, seen.right, seen.bottom) == pytest.approx((0.2, 0.0, 1.0, 1.0))


def test_what_lies_outside_a_part_is_not_seen_there():
    assert seen_within((BOAT,), Extent(100, 100), Bounds(60, 60, 40, 40)) == ()


def test_the_smallest_box_is_seen_in_the_whole_picture():
    dot = Placed("boat", 0.1234, 0.5, 0.1234 + LEAST_BOX, 0.5 + LEAST_BOX)
    whole = Bounds(0, 0, 100, 100)
    assert seen_within((dot,), Extent(100, 100), whole) == (dot,)


def test_a_box_needs_words():
    with pytest.raises(BadInput, match="needs words"):
        Placed(" ", 0, 0, 1, 1)


@pytest.mark.parametrize("edges", [(0.5, 0.1, 0.4, 0.6), (-0.1, 0, 1, 1), (0, 0, 1, 1.5)])
def test_a_box_lies_in_the_picture_and_has_a_size(edges: tuple[float, float, float, float]):
    with pytest.raises(BadInput):
        Placed("boat", *edges)
