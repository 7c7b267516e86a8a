"""Flux: tiny ones of the real classes draw as diffusers' own pipeline does."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pytest
import torch
from diffusers import FluxPipeline
from torch import Tensor

from studio.core.errors import ModelBroken
from studio.core.geometry import Extent
from studio.core.request import (
    DiffusionTask,
    GenerationRequest,
    Prompt,
    SamplerSettings,
    TextToImage,
)
from studio.engine.families import flux
from studio.engine.families.flux import Flux
from studio.engine.generate import denoise
from studio.engine.library import Library
from studio.engine.tasks import prepare
from tests.engine.conftest import CPU
from tests.engine.test_generate import PictureOf
from tests.tiny_models import tiny_flux_pipeline

STEPS, SEED = 3, 7
WHOLE = TextToImage(Extent(64, 64))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for name, is_dev in (("dev", True), ("schnell", False)):
        tiny_flux_pipeline(is_told_guidance=is_dev).save_pretrained(folder / name)
    return folder


@pytest.fixture(scope="module")
def dev(folders: Path) -> Flux:
    return flux.load(folders / "dev", CPU)


@pytest.fixture(scope="module")
def schnell(folders: Path) -> Flux:
    return flux.load(folders / "schnell", CPU)


@pytest.fixture
def own_folder(folders: Path, tmp_path: Path) -> Path:
    """One of them, to be spoiled."""
    return Path(shutil.copytree(folders / "dev", tmp_path / "dev"))


def a_request(
    task: DiffusionTask = WHOLE, guidance_scale: float = 3.5, sampler: str = "euler"
) -> GenerationRequest:
    settings = SamplerSettings(sampler, STEPS, guidance_scale=guidance_scale)
    return GenerationRequest(task, "dev", Prompt("a red boat"), SEED, settings)


def last_latents(model: Flux, request: GenerationRequest) -> Tensor:
    *_, last = denoise(request, prepare(request, model), model)
    return last.x


def theirs(folder: Path, extent: Extent, guidance_scale: float, tokens: int) -> Tensor:
    pipeline = FluxPipeline.from_pretrained(folder)
    pipeline.set_progress_bar_config(disable=True)
    packed = pipeline(
        "a red boat",
        height=extent.height,
        width=extent.width,
        num_inference_steps=STEPS,
        guidance_scale=guidance_scale,
        max_sequence_length=tokens,
        generator=torch.Generator().manual_seed(SEED),
        output_type="latent",
    ).images
    return pipeline._unpack_latents(packed, extent.height, extent.width, 8)


@pytest.mark.parametrize("extent", [Extent(64, 64), Extent(96, 64)])
def test_plain_diffusers_gets_the_same_latents(folders: Path, dev: Flux, extent: Extent) -> None:
    ours = last_latents(dev, a_request(TextToImage(extent)))
    torch.testing.assert_close(ours, theirs(folders / "dev", extent, 3.5, 512), rtol=0, atol=1e-4)


def test_the_quick_one_is_the_same_as_diffusers_too(folders: Path, schnell: Flux) -> None:
    ours = last_latents(schnell, a_request(guidance_scale=1.0))
    expected = theirs(folders / "schnell", WHOLE.extent, 0.0, 256)
    torch.testing.assert_close(ours, expected, rtol=0, atol=1e-4)


def test_both_kinds_have_settings_of_their_own(folders: Path) -> None:
    dev, schnell = Library([folders], CPU).infos()
    assert (dev.default_steps, dev.default_guidance_scale) == (28, 3.5)
    assert (schnell.default_steps, schnell.default_guidance_scale) == (4, 1.0)
    assert (dev.is_told_guidance, schnell.is_told_guidance) == (True, False)
    assert dev.native_extent == Extent(1024, 1024) and dev.extent_multiple == 16


def test_it_is_told_the_guidance_in_one_pass(dev: Flux) -> None:
    calls: list[int] = []
    network = dev.parts.transformer
    handle = network.register_forward_pre_hook(
        lambda _module, _args, kwargs: calls.append(len(kwargs["hidden_states"])), with_kwargs=True
    )
    low, high = (last_latents(dev, a_request(guidance_scale=scale)) for scale in (1.0, 5.0))
    handle.remove()
    assert calls == [1] * 2 * STEPS
    assert (low != high).any()


def test_large_pictures_begin_with_more_noise(dev: Flux, schnell: Flux) -> None:
    shifts = [dev.scheduler_config_at(Extent(side, side))["shift"] for side in (32, 64, 128)]
    assert shifts == sorted(shifts)
    assert shifts[0] == pytest.approx(math.exp(0.5)) and shifts[2] == pytest.approx(math.exp(1.15))
    assert schnell.scheduler_config_at(Extent(128, 128))["shift"] == 1.0


@pytest.mark.parametrize("sampler", ["dpmpp_2m", "unipc"])
def test_other_samplers_of_a_flow_draw(dev: Flux, picture_of: PictureOf, sampler: str) -> None:
    assert picture_of(a_request(sampler=sampler), dev).shape == (64, 64, 3)


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("transformer/config.json", {"pooled_projection_dim": 16}),
        ("transformer/config.json", {"joint_attention_dim": 32}),
        ("scheduler/scheduler_config.json", {"max_shift": "much"}),
    ],
)
def test_parts_that_cannot_be_are_refused(
    own_folder: Path, part: str, wrong: dict[str, object]
) -> None:
    file = own_folder / part
    file.write_text(json.dumps(json.loads(file.read_text()) | wrong))
    with pytest.raises(ModelBroken):
        flux.load(own_folder, CPU)
