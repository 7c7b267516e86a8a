"""The tiny models, loaded, and what they draw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from studio.core.events import Finished, JobId
from studio.core.pixels import Pixels
from studio.core.request import GenerationRequest
from studio.engine.cancel import Cancel
from studio.engine.families import unet_kl
from studio.engine.generate import generate
from studio.engine.model import DiffusionModel
from studio.engine.placement import Placement
from tests.tiny_models import ZERO_SNR, save_tiny_model

CPU = Placement(torch.device("cpu"), torch.float32)


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A StableDiffusionPipeline in diffusers' layout."""
    return save_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def tiny_model(tiny_folder: Path) -> unet_kl.UNetKL:
    return unet_kl.load(tiny_folder, CPU)


@pytest.fixture(scope="session")
def tiny_zero_snr_model(tmp_path_factory: pytest.TempPathFactory) -> unet_kl.UNetKL:
    """It predicts v, and its noise schedule ends in pure noise."""
    folder = save_tiny_model(
        tmp_path_factory.mktemp("models") / "zero-snr",
        **ZERO_SNR,
    )
    return unet_kl.load(folder, CPU)


@pytest.fixture(scope="session")
def tiny_inpaint_model(tmp_path_factory: pytest.TempPathFactory) -> unet_kl.UNetKL:
    """Its U-Net takes nine channels."""
    folder = save_tiny_model(tmp_path_factory.mktemp("models") / "inpaint", unet_channels=9)
    return unet_kl.load(folder, CPU)


@pytest.fixture
def picture_of() -> Callable[[GenerationRequest, DiffusionModel], Pixels]:
    """The finished picture of a request."""

    def run(request: GenerationRequest, model: DiffusionModel) -> Pixels:
        *_, finished = generate(JobId(1), request, model, Cancel())
        assert isinstance(finished, Finished)
        return finished.image

    return run
