from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from studio.evaluation.classifier import (
    SceneClassifier,
    load_classifier,
    save_classifier,
)


@pytest.fixture
def network() -> SceneClassifier:
    torch.manual_seed(0)
    return SceneClassifier(widths=(8, 8, 16, 16), embedding_width=12).eval()


@pytest.mark.parametrize("size", [(64, 64), (48, 80), (128, 16)])
def test_stages_halve_any_picture_whose_sides_are_multiples_of_16(
    network: SceneClassifier, size: tuple[int, int]
) -> None:
    stages = network.stages(torch.zeros(2, 3, *size))
    halves = [(size[0] >> i, size[1] >> i) for i in range(1, 5)]
    assert [tuple(stage.shape[2:]) for stage in stages] == halves


def test_gradients_of_every_stage_reach_the_picture(network: SceneClassifier) -> None:
    for index in range(4):
        images = torch.rand(1, 3, 32, 32, requires_grad=True)
        network.stages(images)[index].square().sum().backward()
        assert images.grad is not None and images.grad.abs().sum() > 0


def test_it_computes_in_bfloat16_and_answers_in_float32(network: SceneClassifier) -> None:
    with torch.autocast("cpu", torch.bfloat16):
        maps = network(torch.zeros(1, 3, 64, 64))
    assert {maps.heat.dtype, maps.box.dtype, maps.things["colour"].dtype} == {torch.float32}
    assert maps.heat.shape[2:] == (16, 16)


def test_the_grown_network_weighs_at_most_three_megabytes_in_its_file(tmp_path: Path) -> None:
    save_classifier(SceneClassifier(), tmp_path)
    assert (tmp_path / "model.safetensors").stat().st_size <= 3e6


def test_files_keep_what_the_network_sees(network: SceneClassifier, tmp_path: Path) -> None:
    save_classifier(network, tmp_path / "judge")
    loaded = load_classifier(tmp_path / "judge")
    images = torch.rand(2, 3, 64, 64) * 2 - 1
    torch.testing.assert_close(
        loaded.embedding(images), network.embedding(images), atol=0.02, rtol=0.02
    )
    assert not loaded.training
    assert not any(parameter.requires_grad for parameter in loaded.parameters())


def test_everybody_may_read_the_files(network: SceneClassifier, tmp_path: Path) -> None:
    save_classifier(network, tmp_path)
    assert all(file.stat().st_mode & 0o777 == 0o644 for file in tmp_path.iterdir())


def test_a_judge_of_another_world_is_refused(network: SceneClassifier, tmp_path: Path) -> None:
    save_classifier(network, tmp_path)
    config = json.loads((tmp_path / "config.json").read_text("utf-8"))
    config["things"]["kind"][0] = "dragon"
    (tmp_path / "config.json").write_text(json.dumps(config), "utf-8")
    with pytest.raises(ValueError, match="train it anew"):
        load_classifier(tmp_path)
