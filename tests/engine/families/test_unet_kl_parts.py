from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig

from studio.core.errors import ModelBroken
from studio.core.resources import resources_folder
from studio.engine.families import unet_kl
from studio.engine.families.unet_kl import UNetKL
from tests.engine.conftest import CPU
from tests.engine.families.original_layout import write_original_file
from tests.tiny_models import tiny_pipeline


@pytest.fixture
def single_file(tiny_folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "old-style.safetensors"
    write_original_file(tiny_pipeline(), tiny_folder, path)
    return path


def test_a_single_file_is_the_same_model_as_its_folder(
    single_file: Path, tiny_model: UNetKL
) -> None:
    model = unet_kl.load(single_file, CPU)
    for network, expected in zip(model.networks, tiny_model.networks, strict=True):
        torch.testing.assert_close(network.state_dict(), expected.state_dict())


def test_a_single_file_is_recognised_and_described(single_file: Path) -> None:
    assert unet_kl.detect(single_file)
    info = unet_kl.inspect(single_file)
    assert (info.name, info.prompt_tokens) == ("old-style", 16)


def test_its_configs_alone_are_no_model(single_file: Path) -> None:
    assert not unet_kl.detect(single_file.with_suffix(""))


def test_without_a_table_of_words_a_single_file_is_refused(single_file: Path) -> None:
    (single_file.with_suffix("") / "tokenizer/tokenizer.json").unlink()
    with pytest.raises(ModelBroken, match="table of words is missing"):
        unet_kl.load(single_file, CPU)


@pytest.mark.parametrize("part", ["model.diffusion_model.out.2", "first_stage_model.quant_conv"])
def test_a_single_file_that_lacks_weights_is_refused(single_file: Path, part: str) -> None:
    weights = load_file(single_file)
    save_file({k: v.clone() for k, v in weights.items() if not k.startswith(part)}, single_file)
    with pytest.raises(ModelBroken):
        unet_kl.load(single_file, CPU)


def test_the_configs_of_stable_diffusion_1_have_its_known_size() -> None:
    """860 M, 84 M and 123 M parameters, as its authors give them."""
    configs = resources_folder() / "configs/stable-diffusion-1"
    with torch.device("meta"):
        unet = UNet2DConditionModel.from_config(
            json.loads((configs / "unet/config.json").read_text())
        )
        vae = AutoencoderKL.from_config(json.loads((configs / "vae/config.json").read_text()))
    sizes = [sum(p.numel() for p in network.parameters()) for network in (unet, vae)]
    assert sizes == [859_520_964, 83_653_863]
    text = CLIPTextConfig.from_pretrained(configs / "text_encoder")
    assert (text.hidden_size, text.num_hidden_layers) == (768, 12)
