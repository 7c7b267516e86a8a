import json
from pathlib import Path

import pytest
import torch

from studio.core.capabilities import TaskName
from studio.core.errors import ModelBroken
from studio.engine.families import residual_upscaler
from studio.engine.networks import ResidualUpscaler
from studio.engine.placement import Placement

CPU = Placement(torch.device("cpu"), torch.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "sharp"
    ResidualUpscaler(channels=4, block_count=2).half().save_pretrained(path)
    (path / "studio.json").write_text(json.dumps({"title": "Sharp ×4"}), "utf-8")
    return path


def edit_config(folder: Path, **changes: object) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(config | changes), "utf-8")


def test_a_saved_network_is_detected(folder: Path) -> None:
    assert residual_upscaler.detect(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"_class_name": "UNet2DConditionModel"}'])
def test_other_folders_are_not_detected(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_text(text, "utf-8")
    assert not residual_upscaler.detect(tmp_path)


def test_a_file_is_not_detected(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"")
    assert not residual_upscaler.detect(file)


def test_inspecting_needs_no_weights(folder: Path) -> None:
    (folder / "diffusion_pytorch_model.safetensors").unlink()
    info = residual_upscaler.inspect(folder)
    assert (info.name, info.title, info.tasks) == ("sharp", "Sharp ×4", (TaskName.UPSCALE,))


def test_without_a_title_the_folder_names_the_model(folder: Path) -> None:
    (folder / "studio.json").unlink()
    assert residual_upscaler.inspect(folder).title == "sharp"


def test_a_loaded_network_computes_in_the_placements_precision(folder: Path) -> None:
    network = residual_upscaler.load(folder, CPU).network
    assert next(network.parameters()).dtype is torch.float32


def test_a_loaded_network_enlarges_four_times(folder: Path) -> None:
    large = residual_upscaler.load(folder, CPU).network(torch.zeros(1, 3, 5, 6))
    assert large.shape == (1, 3, 20, 24)


def test_missing_weights_are_named(folder: Path) -> None:
    (folder / "diffusion_pytorch_model.safetensors").unlink()
    with pytest.raises(ModelBroken, match=r"diffusion_pytorch_model\.safetensors is missing"):
        residual_upscaler.load(folder, CPU)


def test_cut_off_weights_are_refused(folder: Path) -> None:
    weights = folder / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-10])
    with pytest.raises(ModelBroken, match="damaged"):
        residual_upscaler.load(folder, CPU)


def test_weights_of_another_shape_are_refused(folder: Path) -> None:
    edit_config(folder, channels=8)
    with pytest.raises(ModelBroken, match="does not fit"):
        residual_upscaler.load(folder, CPU)


def test_a_network_says_whether_it_takes_a_strength(folder: Path, tmp_path: Path) -> None:
    assert not residual_upscaler.inspect(folder).takes_strength
    ResidualUpscaler(channels=4, block_count=2, has_strength=True).save_pretrained(tmp_path / "r")
    loaded = residual_upscaler.load(tmp_path / "r", CPU)
    assert loaded.info.takes_strength
    assert loaded.network(torch.zeros(1, 3, 5, 6), torch.ones(1)).shape == (1, 3, 20, 24)


def test_a_network_with_a_layer_for_twice_the_size_says_so(folder: Path, tmp_path: Path) -> None:
    assert residual_upscaler.load(folder, CPU).factors == (4,)
    ResidualUpscaler(channels=4, block_count=2, also_twice=True).save_pretrained(tmp_path / "two")
    assert residual_upscaler.load(tmp_path / "two", CPU).factors == (2, 4)


@pytest.mark.parametrize("name", ["has_strength", "also_twice"])
def test_a_switch_that_is_neither_true_nor_false_is_refused(folder: Path, name: str) -> None:
    edit_config(folder, **{name: "maybe"})
    with pytest.raises(ModelBroken, match=name):
        residual_upscaler.inspect(folder)


@pytest.mark.parametrize("value", [0, 10**9, "many", None, 2.5])
def test_a_config_without_sense_is_refused(folder: Path, value: object) -> None:
    edit_config(folder, channels=value)
    with pytest.raises(ModelBroken, match="channels"):
        residual_upscaler.inspect(folder)
