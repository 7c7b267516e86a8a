"""How like a picture is to the one that it should be, without knowing what is in it."""

from __future__ import annotations

import torch
from torch import Tensor
from torchmetrics.functional.image import structural_similarity_index_measure

_VALUES = 2.0  # from -1 to 1
_BESIDE = (2, 3)  # in px: far enough for a seam that was blurred, near enough for the same things
_LEVEL = 2 / 255  # what the eye and eight bits cannot tell apart


def psnr_db(pictures: Tensor, truths: Tensor) -> Tensor:
    """Peak signal-to-noise ratio of each of (B, 3, H, W) in -1..1: (B)."""
    errors = (pictures.clamp(-1, 1) - truths).square().flatten(1).mean(1)
    return 10 * torch.log10(_VALUES**2 / errors.clamp(min=1e-10))


def ssim(pictures: Tensor, truths: Tensor) -> Tensor:
    """Structural similarity of each of (B, 3, H, W) in -1..1: (B).

    Source: Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to
    structural similarity", 2004, in Gaussian windows of 11 x 11.
    """
    similarity = structural_similarity_index_measure(
        pictures.clamp(-1, 1), truths, data_range=_VALUES, reduction="none"
    )
    assert isinstance(similarity, Tensor)
    return similarity.reshape(len(pictures))


def seam_measure(picture: Tensor, mask: Tensor) -> float:
    """How much steeper a picture is across the edge of a mask than just beside it; 1 = unseen.

    The mean step between two neighbouring pixels of which one lies in the mask, over the mean step
    between those that lie _BESIDE px further along the same rows and columns.

    picture: (3, H, W) in -1..1. mask: (H, W) bool, neither empty nor full.
    """
    # The second pair is the first turned on its side, so that rows serve for columns too.
    sides = ((picture, mask), (picture.transpose(1, 2), mask.T))
    measured = [_steps(picture, mask) for picture, mask in sides]
    across = torch.cat([steps for steps, _ in measured]).mean()
    beside = torch.cat([steps for _, steps in measured])
    usual = beside.mean() if len(beside) else across
    # A step too small to be seen must not decide between flat and flat.
    return float((across + _LEVEL) / (usual + _LEVEL))


def _steps(picture: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Absolute differences of neighbours in a row: across the mask's edge, and beside it."""
    steps, edge = picture.diff(dim=2).abs().mean(0), mask.diff(dim=1)
    beside = torch.zeros_like(edge)
    for px in _BESIDE:
        beside[:, px:] |= edge[:, :-px]
        beside[:, :-px] |= edge[:, px:]
    return steps[edge], steps[beside & ~edge]
