"""A model that draws may have another first layer, with which it fills holes."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.testing import assert_array_equal
from safetensors.torch import load_file, save_file

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
from studio.engine.families import unet_kl
from studio.engine.families.unet_kl import UNetKL
from studio.engine.few_steps import FOLDER as FEW_STEPS_FOLDER
from studio.engine.filling import FOLDER, WEIGHTS, save_first_layer
from studio.training.led_unet import narrowed
from tests.engine.conftest import CPU
from tests.engine.test_generate import PictureOf
from tests.tiny_models import save_tiny_lora, tiny_pipeline


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`tiny_inpaint_model` as a model that draws, the first layer for holes beside it."""
    folder = tmp_path_factory.mktemp("models") / "filling"
    pipeline = tiny_pipeline(unet_channels=9)
    pipeline.unet, layer = narrowed(pipeline.unet)
    pipeline.save_pretrained(folder)
    save_first_layer(layer, folder)
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> UNetKL:
    return unet_kl.load(folder, CPU)


@pytest.fixture
def own_folder(folder: Path, tmp_path: Path) -> Path:
    """The same, to be spoiled."""
    return Path(shutil.copytree(folder, tmp_path / "filling"))


@pytest.fixture
def hole() -> Inpaint:
    rng = np.random.default_rng(0)
    mask = np.zeros((32, 32), np.uint8)
    mask[8:24, 8:24] = 255
    return Inpaint(rng.integers(0, 256, (32, 32, 3), np.uint8), mask)


def a_request(task: DiffusionTask, sampler: str = "ddim") -> GenerationRequest:
    return GenerationRequest(task, "filling", Prompt("a red boat"), 3, SamplerSettings(sampler, 2))


def test_it_fills_as_a_network_of_nine_channels_does(
    model: UNetKL, tiny_inpaint_model: UNetKL, hole: Inpaint, picture_of: PictureOf
) -> None:
    request = a_request(hole)
    assert_array_equal(picture_of(request, model), picture_of(request, tiny_inpaint_model))


def test_whole_pictures_are_drawn_without_it(
    model: UNetKL, own_folder: Path, picture_of: PictureOf
) -> None:
    shutil.rmtree(own_folder / FOLDER)
    request = a_request(TextToImage(Extent(32, 32)))
    plain = unet_kl.load(own_folder, CPU)
    assert_array_equal(picture_of(request, model), picture_of(request, plain))


def test_without_it_holes_are_filled_by_blending(
    model: UNetKL, own_folder: Path, hole: Inpaint, picture_of: PictureOf
) -> None:
    shutil.rmtree(own_folder / FOLDER)
    plain = unet_kl.load(own_folder, CPU)
    assert plain.suited_to("ddim", fills=True) is plain
    assert (picture_of(a_request(hole), model) != picture_of(a_request(hole), plain)).any()


def test_all_but_the_first_layer_is_in_memory_once(model: UNetKL) -> None:
    filling = model.suited_to("ddim", fills=True)
    drawing = dict(model.parts.unet.named_parameters())
    own = {
        name
        for name, each in filling.parts.unet.named_parameters()
        if each.data_ptr() != drawing[name].data_ptr()
    }
    assert own == {"conv_in.weight", "conv_in.bias"}
    assert filling.inpaint_channels and not model.inpaint_channels
    assert filling.suited_to("ddim", fills=True) is filling is model.suited_to("ddim", fills=True)


def test_drafts_fill_holes_with_both(
    own_folder: Path, hole: Inpaint, picture_of: PictureOf
) -> None:
    save_tiny_lora(own_folder / FEW_STEPS_FOLDER)
    model = unet_kl.load(own_folder, CPU)
    draft, whole = a_request(hole, "lcm"), a_request(hole, "ddim")
    both = model.suited_to("lcm", fills=True)
    assert both.inpaint_channels
    assert both.parts.unet in model.networks
    assert picture_of(draft, model).shape == picture_of(whole, model).shape == hole.image.shape


@pytest.mark.parametrize("spoiled", ["shape", "names", "bytes"])
def test_a_layer_that_does_not_fit_is_one_sentence(
    own_folder: Path, hole: Inpaint, picture_of: PictureOf, spoiled: str
) -> None:
    file = own_folder / FOLDER / WEIGHTS
    layer = load_file(file)
    if spoiled == "shape":
        save_file({**layer, "weight": layer["weight"][:, 1:].contiguous()}, file)
    elif spoiled == "names":
        save_file({"unknown": torch.zeros(1)}, file)
    else:
        file.write_bytes(file.read_bytes()[:100])
    model = unet_kl.load(own_folder, CPU)
    with pytest.raises(ModelBroken, match=r"conv_in.* does not fit the model: .*\.$"):
        picture_of(a_request(hole), model)
    assert picture_of(a_request(TextToImage(Extent(32, 32))), model).shape == (32, 32, 3)
