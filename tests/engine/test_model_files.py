from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from studio.core.errors import ModelBroken
from studio.engine.model_files import LARGEST_HEADER_BYTES, check_model, weights_bytes

INDEX = {"_class_name": "StableDiffusionPipeline", "unet": ["diffusers", "UNet2DConditionModel"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model's folder as far as files go."""
    folder = tmp_path / "model"
    (folder / "unet").mkdir(parents=True)
    write_index(folder, {})
    (folder / "unet" / "config.json").write_text("{}", "utf-8")
    save_file({"weight": np.zeros(8, np.float32)}, folder / "unet" / "model.safetensors")
    return folder


def write_index(folder: Path, changes: dict[str, Any]) -> None:
    (folder / "model_index.json").write_text(json.dumps(INDEX | changes), "utf-8")


def test_a_whole_folder_passes(folder: Path) -> None:
    check_model(folder)


@pytest.mark.parametrize("value", [[None, None], ["transformers", "CLIPTextModel"], True])
def test_parts_of_known_libraries_and_absent_parts_pass(folder: Path, value: Any) -> None:
    write_index(folder, {"other": value})
    check_model(folder)


@pytest.mark.parametrize(
    "value",
    [["os", "system"], ["my_code", "Model"], ["diffusers", "a.b"], ["diffusers"], [1, 2], [[], {}]],
)
def test_a_class_of_another_library_is_refused(folder: Path, value: Any) -> None:
    write_index(folder, {"unet": value})
    with pytest.raises(ModelBroken, match=r"only classes of diffusers and transformers"):
        check_model(folder)


def test_code_that_a_config_asks_for_is_refused(folder: Path) -> None:
    (folder / "unet" / "config.json").write_text('{"auto_map": {"AutoModel": "evil.Model"}}')
    with pytest.raises(ModelBroken, match=r"unet/config\.json asks for code"):
        check_model(folder)


@pytest.mark.parametrize("text", ["", "not json", "[]", "[" * 100_000, '{"a": 1', "\x00\x01"])
def test_a_damaged_config_is_one_sentence_with_its_name(folder: Path, text: str) -> None:
    (folder / "unet" / "config.json").write_text(text, "utf-8")
    with pytest.raises(ModelBroken, match=r"^model/unet/config\.json [^\n]*\.$"):
        check_model(folder)


def test_a_huge_config_is_refused_unread(folder: Path) -> None:
    with (folder / "unet" / "config.json").open("wb") as file:
        file.truncate(2**30)
    with pytest.raises(ModelBroken, match="larger than 2 MB"):
        check_model(folder)


@pytest.mark.parametrize("suffix", [".bin", ".ckpt", ".pt"])
def test_weights_that_are_pickles_alone_are_refused(folder: Path, suffix: str) -> None:
    (folder / "unet" / "model.safetensors").rename(folder / "unet" / f"model{suffix}")
    with pytest.raises(ModelBroken, match="pickle file, which could run code"):
        check_model(folder)


def test_a_single_pickle_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.ckpt"
    path.write_bytes(b"\x80\x04.")
    with pytest.raises(ModelBroken, match=r"model\.ckpt is a pickle"):
        check_model(path)


def test_pickles_beside_safetensors_are_ignored(folder: Path) -> None:
    (folder / "unet" / "model.bin").write_bytes(b"\x80\x04.")
    check_model(folder)


@pytest.mark.parametrize("kept", [0, 4, 8, 40, -1])
def test_weights_that_were_cut_off_are_refused(folder: Path, kept: int) -> None:
    path = folder / "unet" / "model.safetensors"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ModelBroken, match=r"^model/unet/model\.safetensors is"):
        check_model(folder)


def test_a_header_that_is_too_long_is_refused_unparsed(folder: Path) -> None:
    path = folder / "unet" / "model.safetensors"
    length = LARGEST_HEADER_BYTES + 1
    path.write_bytes(length.to_bytes(8, "little") + b" " * length)
    with pytest.raises(ModelBroken, match="no safetensors file"):
        check_model(folder)


@pytest.mark.parametrize("header", [b"[]", b"{}x", b'{"a": 1}', b'{"a": {"data_offsets": ["b"]}}'])
def test_a_senseless_header_is_refused(folder: Path, header: bytes) -> None:
    path = folder / "unet" / "model.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header)
    with pytest.raises(ModelBroken, match="is damaged"):
        check_model(folder)


def test_the_size_of_a_model_is_that_of_its_weights(folder: Path) -> None:
    file = folder / "unet" / "model.safetensors"
    assert weights_bytes(folder) == weights_bytes(file) == file.stat().st_size
