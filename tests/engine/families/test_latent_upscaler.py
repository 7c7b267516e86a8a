import json
from pathlib import Path

import pytest
import torch

from studio.core.capabilities import TaskName
from studio.core.errors import ModelBroken
from studio.engine.families import latent_upscaler, residual_upscaler, unet_kl
from studio.engine.library import Library
from studio.engine.placement import Placement
from tests.tiny_models import save_tiny_latent_upscaler, save_tiny_model

CPU = Placement(torch.device("cpu"), torch.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_tiny_latent_upscaler(tmp_path / "rich")


def edit(file: Path, **changes: object) -> None:
    config = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(config | changes), "utf-8")


def test_a_pipeline_of_diffusers_is_detected_by_this_family_alone(folder: Path) -> None:
    families = (latent_upscaler, residual_upscaler, unet_kl)
    assert [family.detect(folder) for family in families] == [True, False, False]


def test_a_model_that_draws_is_not_detected(tmp_path: Path) -> None:
    assert not latent_upscaler.detect(save_tiny_model(tmp_path / "draws"))


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_damaged_index_is_not_detected(tmp_path: Path, text: str) -> None:
    (tmp_path / "model_index.json").write_text(text, "utf-8")
    assert not latent_upscaler.detect(tmp_path)


def test_the_library_lists_it_as_an_upscaler(folder: Path) -> None:
    (info,) = Library([folder.parent], CPU).infos()
    assert (info.name, info.title, info.tasks) == ("rich", "Tiny detailed", (TaskName.UPSCALE,))
    assert (info.upscale_factor, info.default_steps, info.is_stochastic) == (4, 3, True)
    assert info.takes_strength


def test_inspecting_needs_no_weights(folder: Path) -> None:
    for weights in folder.rglob("*.safetensors"):
        weights.unlink()
    assert latent_upscaler.inspect(folder).extent_multiple == 2


def test_the_codebook_stays_in_float32(folder: Path) -> None:
    model = latent_upscaler.load(folder, Placement(torch.device("cpu"), torch.bfloat16))
    assert next(model.unet.parameters()).dtype is torch.bfloat16
    assert next(model.autoencoder.parameters()).dtype is torch.float32


def test_a_damaged_part_is_told(folder: Path) -> None:
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-10])
    with pytest.raises(ModelBroken, match="damaged"):
        Library([folder.parent], CPU).upscaler("rich")


def test_a_missing_part_is_told(folder: Path) -> None:
    (folder / "vqvae" / "diffusion_pytorch_model.safetensors").unlink()
    with pytest.raises(ModelBroken, match=r"no \.safetensors file"):
        latent_upscaler.load(folder, CPU)


def test_parts_that_do_not_fit_each_other_are_refused(tmp_path: Path) -> None:
    folder = save_tiny_latent_upscaler(tmp_path / "wide", in_channels=8)
    with pytest.raises(ModelBroken, match="do not belong together"):
        latent_upscaler.inspect(folder)


def test_another_factor_is_refused(folder: Path) -> None:
    edit(folder / "vqvae" / "config.json", block_out_channels=[8, 8])
    with pytest.raises(ModelBroken, match="does not enlarge 4 times"):
        latent_upscaler.inspect(folder)


@pytest.mark.parametrize(("name", "value"), [("steps", 0), ("steps", "many"), ("sampler", "best")])
def test_settings_without_sense_are_refused(folder: Path, name: str, value: object) -> None:
    edit(folder / "studio.json", **{name: value})
    with pytest.raises(ModelBroken, match=name):
        latent_upscaler.inspect(folder)
