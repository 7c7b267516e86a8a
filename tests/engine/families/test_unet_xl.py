"""Stable Diffusion XL: a tiny one of the real classes draws as diffusers' own pipeline does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionXLPipeline
from numpy.testing import assert_array_equal
from torch import Tensor

from studio.core.errors import ModelBroken
from studio.core.geometry import Extent
from studio.core.request import (
    DiffusionTask,
    GenerationRequest,
    Inpaint,
    Prompt,
    SamplerSettings,
    TextToImage,
)
from studio.engine.families import unet_kl, unet_xl
from studio.engine.families.unet_xl import UNetXL
from studio.engine.few_steps import FOLDER
from studio.engine.generate import denoise
from studio.engine.library import Library
from studio.engine.tasks import prepare
from tests.engine.conftest import CPU
from tests.engine.test_generate import PictureOf
from tests.tiny_models import save_xl_lora, tiny_xl_pipeline

STEPS, GUIDANCE_SCALE, SEED = 3, 5.0, 7


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "tiny-xl"
    tiny_xl_pipeline().save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> UNetXL:
    return unet_xl.load(folder, CPU)


@pytest.fixture
def own_folder(folder: Path, tmp_path: Path) -> Path:
    """The same, to be spoiled."""
    return Path(shutil.copytree(folder, tmp_path / "tiny-xl"))


def a_request(
    task: DiffusionTask, prompt: str = "a red boat", negative: str = ""
) -> GenerationRequest:
    settings = SamplerSettings("ddim", STEPS, guidance_scale=GUIDANCE_SCALE)
    return GenerationRequest(task, "tiny-xl", Prompt(prompt, negative), SEED, settings)


def last_latents(model: UNetXL, request: GenerationRequest) -> Tensor:
    *_, last = denoise(request, prepare(request.task, model), model)
    return last.x


@pytest.mark.parametrize("negative", [None, "a blue car"])
@pytest.mark.parametrize("extent", [Extent(32, 32), Extent(48, 32)])
def test_plain_diffusers_gets_the_same_latents(
    folder: Path, model: UNetXL, extent: Extent, negative: str | None
) -> None:
    pipeline = StableDiffusionXLPipeline.from_pretrained(folder, add_watermarker=False)
    pipeline.set_progress_bar_config(disable=True)
    theirs = pipeline(
        "a red boat",
        negative_prompt=negative,
        height=extent.height,
        width=extent.width,
        num_inference_steps=STEPS,
        guidance_scale=GUIDANCE_SCALE,
        generator=torch.Generator().manual_seed(SEED),
        output_type="latent",
    ).images
    ours = last_latents(model, a_request(TextToImage(extent), negative=negative or ""))
    torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-4)


def test_it_is_a_family_of_its_own(folder: Path, tiny_folder: Path, tmp_path: Path) -> None:
    assert unet_xl.detect(folder) and not unet_kl.detect(folder)
    assert not unet_xl.detect(tiny_folder)
    assert not unet_xl.detect(tmp_path)
    library = Library([folder.parent], CPU)
    assert [info.name for info in library.infos()] == ["tiny-xl"]
    assert isinstance(library.diffusion("tiny-xl"), UNetXL)


def test_what_was_encoded_as_a_whole_goes_with_the_words(model: UNetXL) -> None:
    short, long = model.encode_prompt("a boat"), model.encode_prompt("a" * 40)
    assert short.embeds.shape == (1, 16, 48) and short.pooled is not None
    assert short.pooled.shape == (1, 24)
    assert long.embeds.shape == (1, 48, 48)
    both = short.joined(model.encode_prompt("a car"))
    assert both.pooled is not None and both.pooled.shape == (2, 24)


def test_no_words_are_zeros_where_the_model_learnt_it_so(model: UNetXL, own_folder: Path) -> None:
    nothing = model.encode_prompt(" ")
    assert not nothing.embeds.any() and nothing.pooled is not None and not nothing.pooled.any()
    edit(own_folder / "model_index.json", force_zeros_for_empty_prompt=False)
    assert unet_xl.load(own_folder, CPU).encode_prompt("").embeds.any()


def test_all_outside_a_hole_stays_as_it_was(model: UNetXL, picture_of: PictureOf) -> None:
    image = np.random.default_rng(0).integers(0, 256, (32, 32, 3), np.uint8)
    mask = np.zeros((32, 32), np.uint8)
    mask[8:24, 8:24] = 255
    filled = picture_of(a_request(Inpaint(image, mask)), model)
    assert_array_equal(filled[mask == 0], image[mask == 0])
    assert (filled[mask > 0] != image[mask > 0]).any()


def test_it_may_have_a_network_for_few_steps(own_folder: Path, picture_of: PictureOf) -> None:
    save_xl_lora(own_folder / FOLDER)
    model = unet_xl.load(own_folder, CPU)
    draft = model.suited_to("lcm", fills=False)
    assert isinstance(draft, UNetXL) and draft is not model
    request = a_request(TextToImage(Extent(32, 32)))
    assert (last_latents(draft, request) != last_latents(model, request)).any()


@pytest.mark.parametrize(
    "wrong",
    [{"addition_time_embed_dim": 4}, {"cross_attention_dim": 32}, {"addition_embed_type": "text"}],
)
def test_parts_that_do_not_fit_each_other_are_refused(
    own_folder: Path, wrong: dict[str, object]
) -> None:
    edit(own_folder / "unet/config.json", **wrong)
    with pytest.raises(ModelBroken):
        unet_xl.load(own_folder, CPU)


@pytest.mark.parametrize("part", ["text_encoder_2", "tokenizer_2"])
def test_a_missing_part_is_a_broken_model(own_folder: Path, part: str) -> None:
    for file in (own_folder / part).iterdir():
        file.unlink()
    with pytest.raises(ModelBroken, match=part):
        unet_xl.load(own_folder, CPU)


def edit(file: Path, **values: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | values))
