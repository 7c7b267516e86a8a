from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import LDMSuperResolutionPipeline
from numpy.testing import assert_array_equal
from PIL import Image
from PIL.Image import Resampling

from studio.core.errors import BadInput
from studio.core.events import Finished, JobId, Stepped
from studio.core.geometry import Bounds
from studio.core.pixels import Pixels
from studio.core.request import SamplerSettings, UpscaleRequest
from studio.engine import latent_upscaling, latents
from studio.engine.cancel import Cancel, Interrupted
from studio.engine.families import latent_upscaler
from studio.engine.latent_upscaling import (
    LatentUpscaler,
    denoise,
    upscale_by_diffusion,
)
from studio.engine.placement import Placement
from tests.tiny_models import save_tiny_latent_upscaler

JOB = JobId(3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    return save_tiny_latent_upscaler(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def model(folder: Path) -> LatentUpscaler:
    return latent_upscaler.load(folder, Placement(torch.device("cpu"), torch.float32))


@pytest.fixture
def small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latents, "_LARGEST_WHOLE_CELLS", 24)
    monkeypatch.setattr(latents, "_TILE_CELLS", 24)
    monkeypatch.setattr(latents, "_OVERLAP_CELLS", 8)


def picture(height: int, width: int, channels: int = 3) -> Pixels:
    return np.random.default_rng(1).integers(0, 256, (height, width, channels), dtype=np.uint8)


def finished(
    image: Pixels,
    model: LatentUpscaler,
    scale: int = 4,
    seed: int = 0,
    sampling: SamplerSettings | None = None,
) -> Finished:
    request = UpscaleRequest(image, scale, "tiny", seed=seed, sampling=sampling)
    *_, last = upscale_by_diffusion(JOB, request, model, Cancel())
    assert isinstance(last, Finished)
    return last


def test_plain_diffusers_draws_the_same_picture(
    folder: Path, model: LatentUpscaler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        latent_upscaling, "agreeing_with", lambda _small, enlarged, _strength: enlarged
    )
    image = picture(16, 24)
    pipeline = LDMSuperResolutionPipeline.from_pretrained(folder, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    expected = pipeline(
        torch.from_numpy(image).permute(2, 0, 1)[None].float() / 127.5 - 1,
        num_inference_steps=3,
        generator=torch.Generator().manual_seed(5),
        output_type="np",
    ).images[0]
    difference = finished(image, model, seed=5).image.astype(int) - np.rint(expected * 255)
    assert np.abs(difference).max() <= 1


@pytest.mark.parametrize("scale", [2, 4])
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (7, 5), (30, 20)])
def test_any_size_is_enlarged_by_the_scale(
    model: LatentUpscaler, size: tuple[int, int], scale: int
) -> None:
    result = finished(picture(*size), model, scale)
    assert result.image.shape == (size[0] * scale, size[1] * scale, 3)
    assert result.bounds == Bounds(0, 0, size[1] * scale, size[0] * scale)


def test_the_same_seed_gives_the_same_picture(model: LatentUpscaler) -> None:
    image = picture(12, 12)
    first, again = (finished(image, model, seed=7).image for _ in range(2))
    assert_array_equal(first, again)


def test_another_seed_gives_another_picture(model: LatentUpscaler) -> None:
    image = picture(12, 12)
    assert (finished(image, model, seed=7).image != finished(image, model, seed=8).image).any()


@pytest.mark.parametrize("sampler", ["euler", "ddim", "unipc", "heun", "euler_a"])
def test_every_sampler_serves(model: LatentUpscaler, sampler: str) -> None:
    settings = SamplerSettings(sampler, steps=2, guidance_scale=1.0)
    assert finished(picture(8, 8), model, sampling=settings).image.shape == (32, 32, 3)


def test_an_unknown_sampler_is_refused(model: LatentUpscaler) -> None:
    with pytest.raises(BadInput, match="no sampler named 'best'"):
        finished(picture(8, 8), model, sampling=SamplerSettings("best"))


def test_each_step_shows_the_picture_to_come(model: LatentUpscaler) -> None:
    request = UpscaleRequest(picture(9, 11), 2, "tiny")
    steps = [
        event
        for event in upscale_by_diffusion(JOB, request, model, Cancel())
        if isinstance(event, Stepped)
    ]
    assert [(step.step, step.total) for step in steps] == [(1, 3), (2, 3), (3, 3)]
    assert {step.bounds for step in steps} == {Bounds(0, 0, 22, 18)}
    assert all(step.preview is not None and step.preview.shape == (9, 11, 3) for step in steps)


def test_the_parameters_name_model_and_seed(model: LatentUpscaler) -> None:
    told = finished(picture(8, 8), model, seed=12).parameters
    assert told == "Upscaled 4× with Tiny detailed, seed 12"


def test_the_finished_picture_cannot_be_written(model: LatentUpscaler) -> None:
    assert not finished(picture(8, 8), model).image.flags.writeable


@pytest.mark.usefixtures("small_tiles")
def test_tiles_share_their_latents_where_they_overlap(model: LatentUpscaler) -> None:
    """A step of the whole is the blend of the steps of its tiles, for every cell."""
    request = UpscaleRequest(picture(40, 40), 4, "tiny")
    sizes: list[tuple[int, int]] = []
    handle = model.unet.register_forward_pre_hook(
        lambda _, given: sizes.append(tuple(given[0].shape[-2:]))
    )
    *_, last = denoise(request, model)
    handle.remove()
    assert set(sizes) == {(24, 24)}
    assert len(sizes) == 3 * 4
    assert last.x.shape == (1, 3, 40, 40)


@pytest.mark.usefixtures("small_tiles")
def test_a_flat_picture_in_tiles_has_no_seam(model: LatentUpscaler) -> None:
    image = np.full((40, 44, 3), (90, 130, 170), np.uint8)
    large = finished(image, model).image.astype(int)
    steps = np.abs(np.diff(large, axis=1)).mean(axis=(0, 2))
    assert steps.max() < 3 * steps.mean()


def test_a_cancel_before_the_first_step_computes_nothing(model: LatentUpscaler) -> None:
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Interrupted):
        next(iter(upscale_by_diffusion(JOB, UpscaleRequest(picture(8, 8), 4, "t"), model, cancel)))


def test_a_cancel_ends_inside_a_step(model: LatentUpscaler) -> None:
    cancel = Cancel()
    reached: list[bool] = []
    handles = [
        model.unet.get_submodule("conv_in").register_forward_hook(lambda *_: cancel.request()),
        model.unet.get_submodule("conv_out").register_forward_hook(lambda *_: reached.append(True)),
    ]
    with pytest.raises(Interrupted):
        next(iter(upscale_by_diffusion(JOB, UpscaleRequest(picture(8, 8), 4, "t"), model, cancel)))
    for handle in handles:
        handle.remove()
    assert not reached


@pytest.mark.parametrize("scale", [2, 4])
def test_transparent_stays_transparent_and_opaque_opaque(model: LatentUpscaler, scale: int) -> None:
    image = picture(16, 16, 4)
    image[..., 3] = 255
    image[:, :6, 3] = 0
    alpha = finished(image, model, scale).image[..., 3]
    assert alpha[:, : 4 * scale].max() == 0
    assert alpha[:, 8 * scale :].min() == 255


def test_an_opaque_alpha_changes_no_colour(model: LatentUpscaler) -> None:
    image = picture(12, 10)
    opaque = np.dstack((image, np.full(image.shape[:2], 255, np.uint8)))
    large = finished(opaque, model).image
    assert_array_equal(large[..., :3], finished(image, model).image)
    assert large[..., 3].min() == 255


@pytest.mark.parametrize("scale", [2, 4])
def test_a_higher_strength_lets_the_model_have_its_way(model: LatentUpscaler, scale: int) -> None:
    image = picture(16, 16)
    gaps: list[float] = []
    for strength in (0.0, 0.1, 0.5):
        request = UpscaleRequest(image, scale, "tiny", strength=strength)
        *_, last = upscale_by_diffusion(JOB, request, model, Cancel())
        assert isinstance(last, Finished)
        again = Image.fromarray(last.image).resize((16, 16), Resampling.BICUBIC)
        gaps.append(float(np.abs(np.asarray(again).astype(float) - image).mean()))
    assert gaps[0] < gaps[1] < gaps[2]
