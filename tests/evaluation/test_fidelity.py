from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from torch import Tensor

from studio.evaluation.fidelity import psnr_db, seam_measure, ssim


@pytest.fixture
def pair() -> tuple[Tensor, Tensor]:
    """A soft picture and a noisy copy."""
    torch.manual_seed(0)
    soft = torch.nn.functional.interpolate(torch.rand(2, 3, 8, 8), size=(48, 40), mode="bicubic")
    truth = (soft * 2 - 1).clamp(-1, 1)
    return (truth + 0.1 * torch.randn_like(truth)).clamp(-1, 1), truth


def test_psnr_is_that_of_scikit_image(pair: tuple[Tensor, Tensor]) -> None:
    expected = [
        peak_signal_noise_ratio(truth.numpy(), picture.numpy(), data_range=2)
        for picture, truth in zip(*pair, strict=True)
    ]
    assert psnr_db(*pair).tolist() == pytest.approx(expected, rel=1e-4)


def test_ssim_is_that_of_scikit_image(pair: tuple[Tensor, Tensor]) -> None:
    for picture, truth, value in zip(*pair, ssim(*pair).tolist(), strict=True):
        _, everywhere = structural_similarity(
            truth.numpy(), picture.numpy(), data_range=2, channel_axis=0, gaussian_weights=True,
            sigma=1.5, use_sample_covariance=False, full=True,
        )  # fmt: skip
        assert value == pytest.approx(np.mean(everywhere), abs=5e-3)  # borders differ a little


def test_a_picture_is_wholly_similar_to_itself(pair: tuple[Tensor, Tensor]) -> None:
    _, truth = pair
    assert ssim(truth, truth).tolist() == pytest.approx([1, 1], abs=1e-5)
    assert min(psnr_db(truth, truth).tolist()) >= 100


def smooth_picture() -> Tensor:
    rows = torch.linspace(-1, 1, 64)
    waves = torch.sin(2 * rows + 0.3)[:, None] * torch.cos(2 * rows) * 0.6
    return torch.stack([waves, waves.flip(0), waves.flip(1)])


def disc(radius: float = 14) -> Tensor:
    offsets = torch.arange(64) - 31.5
    return offsets[:, None].square() + offsets.square() < radius**2


def test_a_whole_picture_has_no_seam() -> None:
    assert seam_measure(smooth_picture(), disc()) == pytest.approx(1, abs=0.05)


def test_a_flat_picture_has_no_seam() -> None:
    assert seam_measure(torch.zeros(3, 64, 64), disc()) == 1


def test_noise_has_no_seam() -> None:
    torch.manual_seed(1)
    assert seam_measure(torch.rand(3, 64, 64) * 2 - 1, disc()) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("shift", [0.05, -0.05])
def test_a_patch_of_slightly_other_brightness_is_seen(shift: float) -> None:
    pasted = smooth_picture() + shift * disc()
    assert seam_measure(pasted, disc()) > 1.3


def test_the_more_foreign_a_patch_the_larger_its_seam() -> None:
    measures = [seam_measure(smooth_picture() + s * disc(), disc()) for s in (0, 0.1, 0.2, 0.4)]
    assert measures == sorted(measures)


def test_a_patch_elsewhere_is_no_seam_here() -> None:
    elsewhere = smooth_picture() + 0.4 * disc(4)
    assert seam_measure(elsewhere, disc(20)) < 1.05


def test_a_mask_of_a_few_pixels_is_measured_too() -> None:
    mask = torch.zeros(64, 64, dtype=torch.bool)
    mask[30:32, 30:32] = True
    assert math.isfinite(seam_measure(smooth_picture(), mask))
