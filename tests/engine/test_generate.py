from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from studio.core.events import Finished, JobId, Stepped
from studio.core.geometry import Bounds, Extent
from studio.core.parameters import read_parameters
from studio.core.pixels import MaskPixels, Pixels, extent_of
from studio.core.request import (
    DiffusionTask,
    GenerationRequest,
    ImageToImage,
    Inpaint,
    InpaintSettings,
    Prompt,
    SamplerSettings,
    TextToImage,
)
from studio.engine.cancel import Cancel
from studio.engine.families.unet_kl import UNetKL
from studio.engine.generate import generate
from studio.engine.samplers import SAMPLERS
from studio.engine.tasks import prepare

PictureOf = Callable[[GenerationRequest, Any], Pixels]


def a_request(task: DiffusionTask, sampler: str = "dpmpp_2m", steps: int = 3) -> GenerationRequest:
    settings = SamplerSettings(sampler=sampler, steps=steps, guidance_scale=3)
    return GenerationRequest(task, "tiny", Prompt("a red boat", "fog"), 1, settings)


def a_photo(width: int = 70, height: int = 50) -> Pixels:
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)


def a_mask(photo: Pixels, left: int = 20, top: int = 10, side: int = 24) -> MaskPixels:
    mask = np.zeros(photo.shape[:2], np.uint8)
    mask[top : top + side, left : left + side] = 255
    return mask


def test_there_is_an_event_a_step_and_the_picture_last(tiny_model: UNetKL) -> None:
    *steps, last = generate(JobId(4), a_request(TextToImage(Extent(32, 32))), tiny_model, Cancel())
    assert [(s.job, s.step, s.total) for s in steps if isinstance(s, Stepped)] == [
        (4, 1, 3),
        (4, 2, 3),
        (4, 3, 3),
    ]
    assert isinstance(last, Finished)
    assert last.bounds == Bounds(0, 0, 32, 32)
    assert last.elapsed_s > 0
    assert last.steps_per_second > 0


def test_the_picture_cannot_be_written(tiny_model: UNetKL, picture_of: PictureOf) -> None:
    picture = picture_of(a_request(TextToImage(Extent(32, 32))), tiny_model)
    assert picture.dtype == np.uint8
    assert not picture.flags.writeable


def test_the_settings_travel_with_the_picture(tiny_model: UNetKL) -> None:
    *_, last = generate(JobId(1), a_request(TextToImage(Extent(32, 24))), tiny_model, Cancel())
    assert isinstance(last, Finished)
    prompt, negative, fields = read_parameters(last.parameters)
    assert (prompt, negative) == ("a red boat", "fog")
    assert fields["Size"] == "32x24"
    assert fields["Sampler"] == "DPM++ 2M"


@pytest.mark.parametrize("extent", [Extent(1, 1), Extent(33, 47), Extent(64, 24)])
def test_a_picture_of_any_size_has_that_size(
    tiny_model: UNetKL, picture_of: PictureOf, extent: Extent
) -> None:
    assert extent_of(picture_of(a_request(TextToImage(extent)), tiny_model)) == extent


def test_the_same_seed_gives_the_same_picture(tiny_model: UNetKL, picture_of: PictureOf) -> None:
    request = a_request(TextToImage(Extent(32, 32)), sampler="euler_a")
    assert_array_equal(picture_of(request, tiny_model), picture_of(request, tiny_model))


def test_another_seed_gives_another_picture(tiny_model: UNetKL, picture_of: PictureOf) -> None:
    request = a_request(TextToImage(Extent(32, 32)))
    other = replace(request, seed=2)
    assert (picture_of(request, tiny_model) != picture_of(other, tiny_model)).any()


def test_a_preview_has_a_pixel_a_latent_cell(tiny_model: UNetKL) -> None:
    first = next(generate(JobId(1), a_request(TextToImage(Extent(48, 32))), tiny_model, Cancel()))
    assert isinstance(first, Stepped)
    assert first.preview is not None
    assert first.preview.shape == (4, 6, 3)
    assert first.bounds == Bounds(0, 0, 48, 32)


def test_there_is_no_preview_where_none_is_wanted(tiny_model: UNetKL) -> None:
    request = replace(a_request(TextToImage(Extent(32, 32))), previews=False)
    steps = [e for e in generate(JobId(1), request, tiny_model, Cancel()) if isinstance(e, Stepped)]
    assert [step.preview for step in steps] == [None] * 3


@pytest.mark.parametrize("sampler", [info.name for info in SAMPLERS])
def test_every_sampler_works_where_the_noise_schedule_ends_in_pure_noise(
    tiny_zero_snr_model: UNetKL, picture_of: PictureOf, sampler: str
) -> None:
    picture = picture_of(a_request(TextToImage(Extent(32, 32)), sampler), tiny_zero_snr_model)
    assert picture.std() > 0


@pytest.mark.parametrize("sampler", [info.name for info in SAMPLERS])
def test_every_sampler_refines_a_picture(
    tiny_model: UNetKL, picture_of: PictureOf, sampler: str
) -> None:
    photo = a_photo()
    picture = picture_of(a_request(ImageToImage(photo, 0.5), sampler, steps=4), tiny_model)
    assert picture.shape == photo.shape


def test_strength_says_how_many_steps_a_refinement_takes(tiny_model: UNetKL) -> None:
    request = a_request(ImageToImage(a_photo(), 0.5), steps=8)
    first = next(generate(JobId(1), request, tiny_model, Cancel()))
    assert isinstance(first, Stepped)
    assert first.total == 4


@pytest.mark.parametrize("sampler", [info.name for info in SAMPLERS])
@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_inpaint_leaves_unmasked_pixels_untouched(
    tiny_model: UNetKL, picture_of: PictureOf, sampler: str, strength: float
) -> None:
    photo = a_photo()
    mask = a_mask(photo)
    picture = picture_of(a_request(Inpaint(photo, mask, strength), sampler), tiny_model)
    assert_array_equal(picture[mask == 0], photo[mask == 0])
    assert (picture[mask > 0] != photo[mask > 0]).any()


@pytest.mark.parametrize("side", [1, 2, 5])
def test_a_small_mask_is_filled_all_the_same(
    tiny_model: UNetKL, picture_of: PictureOf, side: int
) -> None:
    photo = np.full((64, 64, 3), 255, np.uint8)
    mask = a_mask(photo, 30, 30, side)
    settings = InpaintSettings(colour_match=False)
    picture = picture_of(a_request(Inpaint(photo, mask, 1.0, settings)), tiny_model)
    middle = 30 + side // 2
    assert (picture[middle, middle] != 255).any()


def test_an_inpainting_shows_its_region_while_it_forms(tiny_model: UNetKL) -> None:
    photo = a_photo(200, 160)
    events = generate(JobId(1), a_request(Inpaint(photo, a_mask(photo))), tiny_model, Cancel())
    *steps, last = events
    assert isinstance(last, Finished)
    assert last.bounds == Bounds(20, 10, 24, 24)
    assert all(isinstance(s, Stepped) and s.bounds.width < 200 for s in steps)


def test_a_whole_picture_can_be_masked(tiny_model: UNetKL, picture_of: PictureOf) -> None:
    photo = a_photo(40, 30)
    mask = np.full((30, 40), 255, np.uint8)
    picture = picture_of(a_request(Inpaint(photo, mask)), tiny_model)
    assert (picture != photo).mean() > 0.9


def a_removal(task: Inpaint) -> GenerationRequest:
    return replace(a_request(task), prompt=Prompt(""))


def a_mask_but_for_edges(photo: Pixels, top: int, right: int, bottom: int, left: int) -> MaskPixels:
    mask = np.zeros(photo.shape[:2], np.uint8)
    height, width = mask.shape
    mask[top : height - bottom, left : width - right] = 255
    return mask


def test_what_little_a_mask_leaves_is_known_where_nothing_is_asked_for(
    tiny_inpaint_model: UNetKL,
) -> None:
    photo = a_photo(64, 64)
    task = Inpaint(photo, a_mask_but_for_edges(photo, 3, 3, 3, 3))
    channels = prepare(a_removal(task), tiny_inpaint_model).channels
    assert channels is not None
    hidden = channels[0, 0].bool()
    assert not hidden[0].any() and not hidden[-1].any()
    assert not hidden[:, 0].any() and not hidden[:, -1].any()
    assert hidden[1:-1, 1:-1].all()
    told = prepare(a_request(task), tiny_inpaint_model).channels
    assert told is not None and told[0, 0].all()


def test_an_edge_that_is_painted_over_stays_hidden(tiny_inpaint_model: UNetKL) -> None:
    photo = a_photo(64, 64)
    mask = a_mask_but_for_edges(photo, 3, 3, 0, 3)
    loud = np.where(mask[..., None] > 0, 255 - photo, photo)
    tasks = [Inpaint(each, mask) for each in (photo, loud)]
    seen = [prepare(a_removal(task), tiny_inpaint_model).channels for task in tasks]
    assert seen[0] is not None and seen[1] is not None
    assert seen[0][0, 0, -1, 1:-1].all()
    # A picture that is made small mixes a trace of the neighbours in.
    assert_allclose(seen[0], seen[1], atol=0.03)


@pytest.mark.parametrize("edges", [(3, 3, 3, 3), (0, 0, 0, 2), (5, 0, 1, 0)])
def test_a_mask_that_leaves_little_changes_nothing_else(
    tiny_model: UNetKL, edges: tuple[int, int, int, int]
) -> None:
    photo = a_photo(70, 50)
    mask = a_mask_but_for_edges(photo, *edges)
    request = a_removal(Inpaint(photo, mask))
    *steps, last = generate(JobId(1), request, tiny_model, Cancel())
    assert isinstance(last, Finished)
    assert_array_equal(last.image[mask == 0], photo[mask == 0])
    assert (last.image[mask > 0] != photo[mask > 0]).any()
    top, right, bottom, left = edges
    assert last.bounds == Bounds.between(left, top, 70 - right, 50 - bottom)
    for step in steps:
        assert isinstance(step, Stepped) and step.preview is not None
        assert step.bounds == Bounds(0, 0, 70, 50)
        assert step.preview.shape == (2, 2, 3)


def test_a_mask_in_the_corner_is_filled_to_the_edge(
    tiny_model: UNetKL, picture_of: PictureOf
) -> None:
    photo = np.full((64, 64, 3), 255, np.uint8)
    mask = a_mask(photo, 0, 0, 20)
    settings = InpaintSettings(colour_match=False)
    picture = picture_of(a_request(Inpaint(photo, mask, 1.0, settings)), tiny_model)
    assert (picture[0, 0] != 255).any()


def test_a_grown_mask_changes_that_much_more(tiny_model: UNetKL, picture_of: PictureOf) -> None:
    photo = a_photo()
    mask = a_mask(photo)
    settings = InpaintSettings(grow_px=4, feather_px=0)
    picture = picture_of(a_request(Inpaint(photo, mask, 1.0, settings)), tiny_model)
    changed = (picture != photo).any(axis=2)
    assert changed[6:10, 20:44].any()
    grown = a_mask(photo, 16, 6, 32)
    assert_array_equal(picture[grown == 0], photo[grown == 0])


@pytest.mark.parametrize("masked", [True, False])
def test_a_nine_channel_model_paints_and_fills(
    tiny_inpaint_model: UNetKL, picture_of: PictureOf, masked: bool
) -> None:
    photo = a_photo()
    mask = a_mask(photo)
    task = Inpaint(photo, mask) if masked else TextToImage(extent_of(photo))
    picture = picture_of(a_request(task), tiny_inpaint_model)
    assert picture.shape == photo.shape
    if masked:
        assert_array_equal(picture[mask == 0], photo[mask == 0])


def test_half_opaque_paint_blends_half(tiny_model: UNetKL, picture_of: PictureOf) -> None:
    photo = a_photo()
    settings = InpaintSettings(feather_px=0, colour_match=False)
    full = Inpaint(photo, a_mask(photo), 1.0, settings)
    half = replace(full, mask=full.mask // 255 * 128)
    whole = picture_of(a_request(full), tiny_model).astype(float)
    blended = picture_of(a_request(half), tiny_model).astype(float)
    expected = photo + (whole - photo) * 128 / 255
    # What shines through while the surroundings are encoded makes a little difference.
    assert np.abs(blended - expected).max() <= 3
