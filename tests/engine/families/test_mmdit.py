"""Stable Diffusion 3: a tiny one of the real classes draws as diffusers' own pipeline does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from diffusers import StableDiffusion3Pipeline
from torch import Tensor

from studio.core.errors import BadInput, ModelBroken
from studio.core.geometry import Extent
from studio.core.request import (
    DiffusionTask,
    GenerationRequest,
    Prompt,
    SamplerSettings,
    TextToImage,
)
from studio.engine.families import mmdit
from studio.engine.families.mmdit import MMDiT
from studio.engine.generate import denoise
from studio.engine.tasks import prepare
from tests.engine.conftest import CPU
from tests.engine.test_generate import PictureOf
from tests.tiny_models import tiny_sd3_pipeline

STEPS, GUIDANCE_SCALE, SEED = 3, 5.0, 7
WHOLE = TextToImage(Extent(64, 64))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "tiny-3"
    tiny_sd3_pipeline().save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> MMDiT:
    return mmdit.load(folder, CPU)


@pytest.fixture
def own_folder(folder: Path, tmp_path: Path) -> Path:
    """The same, to be spoiled."""
    return Path(shutil.copytree(folder, tmp_path / "tiny-3"))


def a_request(
    task: DiffusionTask = WHOLE, prompt: str = "a red boat", sampler: str = "euler"
) -> GenerationRequest:
    settings = SamplerSettings(sampler, STEPS, guidance_scale=GUIDANCE_SCALE)
    return GenerationRequest(task, "tiny-3", Prompt(prompt, "a car"), SEED, settings)


def last_latents(model: MMDiT, request: GenerationRequest) -> Tensor:
    *_, last = denoise(request, prepare(request, model), model)
    return last.x


def theirs(folder: Path, extent: Extent, **parts: None) -> Tensor:
    pipeline = StableDiffusion3Pipeline.from_pretrained(folder, **parts)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline(
        "a red boat",
        negative_prompt="a car",
        height=extent.height,
        width=extent.width,
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE_SCALE,
        generator=torch.Generator().manual_seed(SEED),
        output_type="latent",
    ).images


@pytest.mark.parametrize("extent", [Extent(64, 64), Extent(96, 64)])
def test_plain_diffusers_gets_the_same_latents(folder: Path, model: MMDiT, extent: Extent) -> None:
    ours = last_latents(model, a_request(TextToImage(extent)))
    torch.testing.assert_close(ours, theirs(folder, extent), rtol=0, atol=1e-4)


def test_its_largest_text_encoder_may_be_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    tiny_sd3_pipeline(with_t5=False).save_pretrained(folder)
    ours = last_latents(mmdit.load(folder, CPU), a_request())
    expected = theirs(folder, WHOLE.extent, text_encoder_3=None, tokenizer_3=None)
    torch.testing.assert_close(ours, expected, rtol=0, atol=1e-4)


def test_its_sides_are_whole_patches(folder: Path) -> None:
    info = mmdit.inspect(folder)
    assert (info.native_extent, info.extent_multiple) == (Extent(64, 64), 16)


@pytest.mark.parametrize("sampler", ["dpmpp_2m", "dpmpp_2m_sde", "unipc", "euler"])
def test_every_sampler_that_follows_a_flow_draws(
    model: MMDiT, picture_of: PictureOf, sampler: str
) -> None:
    assert picture_of(a_request(sampler=sampler), model).shape == (64, 64, 3)


def test_a_sampler_that_cannot_follow_a_flow_is_refused(
    model: MMDiT, picture_of: PictureOf
) -> None:
    with pytest.raises(BadInput, match="DDIM does not suit this model"):
        picture_of(a_request(sampler="ddim"), model)


def test_weights_of_words_reach_the_encoders_that_know_them(model: MMDiT) -> None:
    plain, heavy = model.encode_prompt("a red boat"), model.encode_prompt("a (red:1.4) boat")
    assert (plain.embeds[:, :16] != heavy.embeds[:, :16]).any()
    assert torch.equal(plain.embeds[:, 16:], heavy.embeds[:, 16:])


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("transformer", {"pooled_projection_dim": 16}),
        ("transformer", {"joint_attention_dim": 32}),
        ("vae", {"latent_channels": 8}),
        ("scheduler", {"shift": "much"}),
    ],
)
def test_parts_that_do_not_fit_each_other_are_refused(
    own_folder: Path, part: str, wrong: dict[str, object]
) -> None:
    name = "scheduler_config.json" if part == "scheduler" else "config.json"
    file = own_folder / part / name
    file.write_text(json.dumps(json.loads(file.read_text()) | wrong))
    with pytest.raises(ModelBroken):
        mmdit.load(own_folder, CPU)
