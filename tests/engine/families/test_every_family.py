"""What holds of each family of models, seen on tiny ones of the real classes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from diffusers import DiffusionPipeline
from numpy.testing import assert_array_equal

from studio.core.errors import ModelBroken
from studio.core.events import JobId, Stepped
from studio.core.geometry import Extent
from studio.core.request import (
    DiffusionTask,
    GenerationRequest,
    Inpaint,
    Prompt,
    SamplerSettings,
    TextToImage,
)
from studio.engine.cancel import Cancel, Interrupted
from studio.engine.families.kl_model import KLModel
from studio.engine.generate import generate
from studio.engine.library import DIFFUSION_FAMILIES, Library
from tests.engine.conftest import CPU
from tests.engine.test_generate import PictureOf
from tests.tiny_models import (
    tiny_flux_pipeline,
    tiny_pipeline,
    tiny_sd3_pipeline,
    tiny_xl_pipeline,
)

PIPELINES: dict[str, Callable[[], DiffusionPipeline]] = {
    "unet_kl": tiny_pipeline,
    "unet_xl": tiny_xl_pipeline,
    "mmdit": tiny_sd3_pipeline,
    "flux": lambda: tiny_flux_pipeline(is_told_guidance=True),
}
SIDE = 64


@pytest.fixture(scope="module", params=PIPELINES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / request.param
    PIPELINES[request.param]().save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(folder: Path) -> KLModel:
    model = Library([folder.parent], CPU).diffusion(folder.name)
    assert isinstance(model, KLModel)
    return model


def a_request(model: KLModel, task: DiffusionTask) -> GenerationRequest:
    sampler = "euler" if model.info.is_flow else "ddim"
    settings = SamplerSettings(sampler, 3, guidance_scale=3.0)
    return GenerationRequest(task, model.info.name, Prompt("a red boat"), 5, settings)


def test_one_family_alone_recognises_a_folder(folder: Path) -> None:
    (family,) = (each for each in DIFFUSION_FAMILIES if each.detect(folder))
    assert getattr(family, "__name__", "").endswith(folder.name)
    assert not any(each.detect(folder / "vae") for each in DIFFUSION_FAMILIES)


def test_whole_pictures_are_drawn_as_large_as_asked_for(
    model: KLModel, picture_of: PictureOf
) -> None:
    task = TextToImage(Extent(SIDE + 7, SIDE))
    assert picture_of(a_request(model, task), model).shape == (SIDE, SIDE + 7, 3)


def test_all_outside_a_hole_stays_as_it_was(model: KLModel, picture_of: PictureOf) -> None:
    image = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[16:48, 16:48] = 255
    filled = picture_of(a_request(model, Inpaint(image, mask)), model)
    assert_array_equal(filled[mask == 0], image[mask == 0])
    assert (filled[mask > 0] != image[mask > 0]).any()


def test_a_cancel_ends_it_inside_a_step(model: KLModel) -> None:
    cancel = Cancel()
    task = TextToImage(Extent(SIDE, SIDE))
    events = generate(JobId(1), a_request(model, task), model, cancel)
    assert isinstance(next(events), Stepped)
    cancel.request()
    with pytest.raises(Interrupted):
        next(events)


def test_each_part_that_is_missing_is_named(folder: Path, tmp_path: Path) -> None:
    for part in (part.name for part in folder.iterdir() if part.is_dir()):
        own = Path(shutil.copytree(folder, tmp_path / part))
        for file in (own / part).iterdir():
            file.unlink()
        with pytest.raises(ModelBroken, match=part):
            Library([], CPU).diffusion(str(own))
