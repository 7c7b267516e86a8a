from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch

from studio.core.errors import ModelBroken
from studio.core.geometry import Extent
from studio.engine.families import unet_kl
from studio.engine.families.files import local_options
from studio.engine.families.unet_kl import UNetKL
from studio.engine.placement import Placement
from tests.engine.conftest import CPU


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    """A copy that may be spoiled."""
    return Path(shutil.copytree(tiny_folder, tmp_path / "my-model"))


def edit(file: Path, **values: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def test_a_folder_of_this_family_is_recognised(tiny_folder: Path) -> None:
    assert unet_kl.detect(tiny_folder)


def test_other_folders_and_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "model_index.json").write_text('{"unet": ["diffusers", "OtherModel"]}')
    (tmp_path / "text.safetensors").write_text("hello")
    assert not unet_kl.detect(tmp_path)
    assert not unet_kl.detect(tmp_path / "text.safetensors")
    assert not unet_kl.detect(tmp_path / "nothing")


def test_a_model_with_two_text_encoders_is_of_another_family(folder: Path) -> None:
    edit(folder / "model_index.json", text_encoder_2=["transformers", "CLIPTextModel"])
    assert not unet_kl.detect(folder)


def test_a_model_is_described_without_its_weights(folder: Path) -> None:
    for weights in folder.glob("*/*.safetensors"):
        weights.unlink()
    info = unet_kl.inspect(folder)
    assert (info.name, info.title) == ("my-model", "My model")
    assert info.native_extent == Extent(32, 32)
    assert info.extent_multiple == 8
    assert info.prompt_tokens == 16


def test_a_model_may_say_what_suits_it_best(folder: Path) -> None:
    best = {
        "title": "Hills",
        "native_size": 64,
        "steps": 12,
        "guidance_scale": 3.5,
        "sampler": "euler",
        "words": ["hill", "red"],
    }
    (folder / "studio.json").write_text(json.dumps(best))
    info = unet_kl.inspect(folder)
    assert info.title == "Hills"
    assert info.native_extent == Extent(64, 64)
    assert (info.default_steps, info.default_guidance_scale) == (12, 3.5)
    assert info.default_sampler == "euler"
    assert info.words == ("hill", "red")


@pytest.mark.parametrize("wrong", [{"steps": 10**9}, {"steps": "many"}, {"native_size": -1}])
def test_absurd_settings_are_a_broken_model(folder: Path, wrong: dict[str, object]) -> None:
    (folder / "studio.json").write_text(json.dumps(wrong))
    with pytest.raises(ModelBroken, match="which cannot be"):
        unet_kl.inspect(folder)


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
def test_missing_weights_are_named(folder: Path, part: str) -> None:
    for weights in (folder / part).glob("*.safetensors"):
        weights.unlink()
    with pytest.raises(ModelBroken, match=part):
        unet_kl.load(folder, CPU)


@pytest.mark.parametrize("file", ["tokenizer/tokenizer.json", "scheduler/scheduler_config.json"])
def test_a_missing_file_is_a_broken_model(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(ModelBroken):
        unet_kl.load(folder, CPU)


def test_weights_of_another_shape_are_a_broken_model(folder: Path) -> None:
    edit(folder / "unet/config.json", block_out_channels=[64, 128])
    with pytest.raises(ModelBroken):
        unet_kl.load(folder, CPU)


def test_parts_that_do_not_fit_each_other_are_refused(folder: Path, tmp_path: Path) -> None:
    edit(folder / "unet/config.json", in_channels=5)
    with pytest.raises(ModelBroken):
        unet_kl.load(folder, CPU)


def test_weights_marked_fp16_are_found(folder: Path) -> None:
    for part in ("unet", "vae"):
        weights = folder / part / "diffusion_pytorch_model.safetensors"
        weights.rename(weights.with_name("diffusion_pytorch_model.fp16.safetensors"))
    weights = folder / "text_encoder/model.safetensors"
    weights.rename(weights.with_name("model.fp16.safetensors"))
    assert unet_kl.load(folder, CPU)


def test_a_model_in_bfloat16_speaks_float32(tiny_folder: Path) -> None:
    model = unet_kl.load(tiny_folder, Placement(torch.device("cpu"), torch.bfloat16))
    latents = model.encode(torch.zeros(1, 3, 32, 32))
    output = model.predict(latents, torch.tensor(10), model.encode_prompt("a boat"))
    picture = model.decode(latents)
    exact = model.decode(latents, in_float32=True)
    assert latents.dtype == output.dtype == picture.dtype == exact.dtype == torch.float32
    assert {p.dtype for network in model.networks for p in network.parameters()} == {torch.bfloat16}


def test_an_encoder_that_overflows_is_tried_in_float32(tiny_folder: Path) -> None:
    model = unet_kl.load(tiny_folder, Placement(torch.device("cpu"), torch.bfloat16))
    images = torch.zeros(1, 3, 32, 32)
    expected = model.encode(images)

    def overflow(_module: object, _args: object, output: torch.Tensor) -> torch.Tensor | None:
        return output * torch.inf if output.dtype == torch.bfloat16 else None

    model.parts.autoencoder.encoder.register_forward_hook(overflow)
    torch.testing.assert_close(model.encode(images), expected, rtol=0.1, atol=0.1)
    assert {each.dtype for each in model.parts.autoencoder.parameters()} == {torch.bfloat16}


def test_weights_in_several_pieces_marked_fp16_are_found(tmp_path: Path) -> None:
    for piece in ("00001-of-00002", "00002-of-00002"):
        (tmp_path / f"model.fp16-{piece}.safetensors").touch()
    assert local_options(tmp_path)["variant"] == "fp16"
    (tmp_path / "model.safetensors").touch()
    assert "variant" not in local_options(tmp_path)


def test_encoding_undoes_decoding_in_scale(tiny_model: UNetKL) -> None:
    images = torch.zeros(1, 3, 16, 24)
    assert tiny_model.encode(images).shape == (1, 4, 2, 3)
    assert tiny_model.decode(torch.zeros(1, 4, 2, 3)).shape == images.shape
