"""Stable Diffusion XL: a tiny one of the real classes draws as diffusers' own pipeline does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKL, StableDiffusionXLPipeline, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import CLIPTextConfig, CLIPTextModelWithProjection

from studio.core.errors import ModelBroken
from studio.core.geometry import Extent
from studio.core.request import (
    DiffusionTask,
    GenerationRequest,
    Prompt,
    SamplerSettings,
    TextToImage,
)
from studio.core.resources import resources_folder
from studio.engine.families import unet_kl, unet_xl
from studio.engine.families.unet_xl import UNetXL
from studio.engine.few_steps import FOLDER
from studio.engine.generate import denoise
from studio.engine.tasks import prepare
from tests.engine.conftest import CPU
from tests.engine.families.original_layout import write_original_file
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
    *_, last = denoise(request, prepare(request, model), model)
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


@pytest.fixture
def single_file(folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "one-piece.safetensors"
    write_original_file(tiny_xl_pipeline(), folder, path)
    return path


@pytest.mark.parametrize("has_second_table", [True, False])
def test_a_single_file_is_the_same_model_as_its_folder(
    single_file: Path, model: UNetXL, has_second_table: bool
) -> None:
    assert unet_xl.detect(single_file) and not unet_kl.detect(single_file)
    if not has_second_table:
        shutil.rmtree(single_file.with_suffix("") / "tokenizer_2")
    from_file = unet_xl.load(single_file, CPU)
    for network, expected in zip(from_file.networks, model.networks, strict=True):
        torch.testing.assert_close(network.state_dict(), expected.state_dict())
    for text in ("a red boat", ""):
        request = a_request(TextToImage(Extent(32, 32)), text)
        torch.testing.assert_close(last_latents(from_file, request), last_latents(model, request))


def test_a_single_file_without_its_second_text_encoder_is_refused(single_file: Path) -> None:
    weights = load_file(single_file)
    first = {k: v for k, v in weights.items() if not k.startswith("conditioner.embedders.1")}
    save_file(first, single_file)
    with pytest.raises(ModelBroken, match="missing or damaged"):
        unet_xl.load(single_file, CPU)


def test_the_configs_of_stable_diffusion_xl_have_its_known_size() -> None:
    """2567 M parameters, 84 M, and 695 M of the second text encoder."""
    configs = resources_folder() / "configs/stable-diffusion-xl"
    with torch.device("meta"):
        unet = UNet2DConditionModel.from_config(
            json.loads((configs / "unet/config.json").read_text())
        )
        vae = AutoencoderKL.from_config(json.loads((configs / "vae/config.json").read_text()))
        text = CLIPTextConfig.from_pretrained(configs / "text_encoder_2")
        second = CLIPTextModelWithProjection(text)
    sizes = [sum(p.numel() for p in network.parameters()) for network in (unet, vae, second)]
    assert sizes == [2_567_463_684, 83_653_863, 694_659_840]


def edit(file: Path, **values: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | values))
