from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from studio.core.errors import ModelBroken, ModelNotFound
from studio.engine.hub import is_hub_id
from studio.engine.library import Library
from studio.engine.placement import Placement

PLACEMENT = Placement(torch.device("cpu"), torch.float32)


@pytest.fixture
def library(tiny_models: Path) -> Library:
    return Library([tiny_models], PLACEMENT)


@pytest.fixture
def own_copy(tiny_models: Path, tmp_path: Path) -> Path:
    """The same models, to be damaged."""
    return Path(shutil.copytree(tiny_models, tmp_path / "models"))


def test_models_are_listed_by_the_names_of_their_folders(library: Library) -> None:
    assert [info.name for info in library.infos()] == ["tiny", "tiny-x4"]


def test_a_folder_that_is_not_there_holds_no_models(tmp_path: Path) -> None:
    assert Library([tmp_path / "none"], PLACEMENT).infos() == ()


def test_other_files_are_no_models(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("", "utf-8")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "empty").mkdir()
    assert Library([tmp_path], PLACEMENT).infos() == ()


def test_a_new_model_is_found_after_a_rescan(tiny_models: Path, tmp_path: Path) -> None:
    library = Library([tmp_path], PLACEMENT)
    assert library.infos() == ()
    shutil.copytree(tiny_models / "tiny", tmp_path / "new")
    library.rescan()
    assert [info.name for info in library.infos()] == ["new"]


def test_a_model_that_lies_elsewhere_is_known_until_it_is_forgotten(
    library: Library, own_copy: Path
) -> None:
    own = (own_copy / "tiny").rename(own_copy / "own")
    added = library.add(own)
    assert (added.name, added.is_elsewhere) == ("own", True)
    assert [info.name for info in library.infos()] == ["tiny", "tiny-x4", "own"]
    library.diffusion("own")
    library.forget(own)
    assert [info.name for info in library.infos()] == ["tiny", "tiny-x4"]


def test_of_two_models_of_one_name_the_one_elsewhere_goes_by_its_path(
    library: Library, own_copy: Path
) -> None:
    added = library.add(own_copy / "tiny")
    assert added.name == added.path == str(own_copy / "tiny")
    assert library.diffusion(added.name) is not library.diffusion("tiny")


def test_a_model_of_the_folders_is_not_added_twice(library: Library, tiny_models: Path) -> None:
    assert not library.add(tiny_models / "tiny").is_elsewhere
    assert [info.name for info in library.infos()] == ["tiny", "tiny-x4"]


def test_what_is_no_model_is_not_added(library: Library, tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="no model that the studio knows"):
        library.add(tmp_path)
    with pytest.raises(ModelNotFound):
        library.add(tmp_path / "none")
    assert [info.name for info in library.infos()] == ["tiny", "tiny-x4"]


def test_a_model_that_is_away_is_left_out_until_it_is_back(own_copy: Path) -> None:
    away, path = own_copy / "away", own_copy / "tiny"
    library = Library([], PLACEMENT, models=[path])
    path.rename(away)
    assert library.infos() == ()
    away.rename(path)
    library.rescan()
    assert [info.name for info in library.infos()] == ["tiny"]


def test_a_model_is_loaded_once(library: Library) -> None:
    assert not library.is_loaded("tiny")
    first = library.diffusion("tiny")
    assert library.is_loaded("tiny")
    assert library.diffusion("tiny") is first


def test_a_model_goes_by_its_path_too(library: Library, tiny_models: Path) -> None:
    assert library.diffusion(str(tiny_models / "tiny")) is library.diffusion("tiny")


def test_the_model_used_least_recently_makes_room(tiny_models: Path) -> None:
    library = Library([tiny_models], PLACEMENT, memory_bytes=1)
    library.diffusion("tiny")
    library.upscaler("tiny-x4")
    assert library.is_loaded("tiny-x4")
    assert not library.is_loaded("tiny")


def test_released_models_are_loaded_anew(library: Library) -> None:
    first = library.diffusion("tiny")
    library.release()
    assert library.diffusion("tiny") is not first


@pytest.mark.parametrize("name", ["nothing", "", "a" * 5000, "a\0b", "~nobody/x", "../x"])
def test_an_unknown_name_is_refused_with_the_known_ones(library: Library, name: str) -> None:
    with pytest.raises(ModelNotFound, match=r"Installed: tiny, tiny-x4\.$"):
        library.diffusion(name)


def test_an_upscaler_does_not_generate(library: Library) -> None:
    with pytest.raises(ModelBroken, match="cannot generate pictures"):
        library.diffusion("tiny-x4")


def test_a_diffusion_model_does_not_enlarge(library: Library) -> None:
    with pytest.raises(ModelBroken, match="cannot enlarge pictures"):
        library.upscaler("tiny")


def test_a_folder_without_a_model_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="diffusers' layout"):
        Library([], PLACEMENT).diffusion(str(tmp_path))


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder", "tokenizer", "model_index.json"])
def test_a_model_without_one_of_its_parts_is_one_sentence(own_copy: Path, part: str) -> None:
    path = own_copy / "tiny" / part
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(ModelBroken) as caught:
        Library([own_copy], PLACEMENT).diffusion("tiny")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
def test_weights_that_were_cut_off_are_one_sentence(own_copy: Path, part: str) -> None:
    (weights,) = (own_copy / "tiny" / part).glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(ModelBroken, match=rf"tiny/{part}/.* is damaged"):
        Library([own_copy], PLACEMENT).diffusion("tiny")


def test_a_broken_model_does_not_hide_the_others(own_copy: Path) -> None:
    (own_copy / "tiny" / "unet" / "config.json").write_text("{", "utf-8")
    (own_copy / "tiny" / "model_index.json").write_text("{", "utf-8")
    assert [info.name for info in Library([own_copy], PLACEMENT).infos()] == ["tiny-x4"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("owner/name", True), ("a/b/c", False), ("../x", False), ("name", False), ("a/b c", False)],
)
def test_a_hub_name_is_owner_and_name(name: str, expected: bool) -> None:
    assert is_hub_id(name) is expected
