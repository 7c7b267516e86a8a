from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from numpy.testing import assert_array_equal

from studio.core.errors import StudioError
from studio.core.geometry import Bounds, Extent
from studio.engine.families.unet_kl import UNetKL
from studio.engine.latents import (
    decode,
    edge_padded,
    encode,
    fit_rgb_factors,
    part_of_preview,
    preview,
    to_pixels,
    to_tensor,
)

CPU = torch.device("cpu")


def test_pixels_survive_the_way_to_a_tensor_and_back() -> None:
    pixels = np.arange(256 * 3, dtype=np.uint8).reshape(16, 16, 3)
    assert_array_equal(to_pixels(to_tensor(pixels, CPU)), pixels)


def test_a_picture_is_widened_by_its_edges() -> None:
    pixels = np.array([[[1, 1, 1], [2, 2, 2]]], np.uint8)
    assert edge_padded(pixels, Extent(3, 2))[..., 0].tolist() == [[1, 2, 2], [1, 2, 2]]


def shrink(images: torch.Tensor) -> torch.Tensor:
    """An autoencoder whose latents are the colours, mixed."""
    return torch.cat([F.avg_pool2d(images, 8), F.avg_pool2d(images, 8).sum(1, keepdim=True)], 1)


def test_the_preview_finds_the_colours_of_a_linear_autoencoder() -> None:
    factors = fit_rgb_factors(shrink, 8, CPU)
    colour = torch.tensor([0.9, 0.1, -0.5])
    z = torch.cat([colour, colour.sum(0, keepdim=True)])[None, :, None, None].expand(1, 4, 2, 3)
    shown = preview(z, factors)
    assert shown.shape == (2, 3, 3)
    assert np.abs(shown[0, 0] - ((colour / 2 + 0.5) * 255).numpy()).max() < 4


def enlarging_model() -> Any:
    """Decodes and encodes without networks; tiles give what the whole would."""
    return SimpleNamespace(
        device=CPU,
        dtype=torch.float32,
        latent_scale=8,
        encode=lambda images: F.avg_pool2d(images, 8),
        decode=lambda latents, **_: F.interpolate(latents[:, :3], scale_factor=8),
    )


@pytest.mark.parametrize("cells", [(130, 20), (20, 200), (300, 150)])
def test_tiles_leave_no_seam(cells: tuple[int, int]) -> None:
    model = enlarging_model()
    latents = torch.rand(1, 3, *cells) - 0.5
    expected = to_pixels(F.interpolate(latents, scale_factor=8)).astype(int)
    assert np.abs(decode(model, latents) - expected).max() <= 1


def test_a_large_picture_is_encoded_in_tiles() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (1600, 64, 3), dtype=np.uint8)
    expected = F.avg_pool2d(to_tensor(pixels, CPU), 8)
    torch.testing.assert_close(encode(enlarging_model(), pixels), expected)


def failing_decoder(dtype: torch.dtype, calls: list[bool], heals: bool) -> Any:
    def decode_once(latents: torch.Tensor, in_float32: bool) -> torch.Tensor:
        calls.append(in_float32)
        value = 0.0 if in_float32 and heals else float("nan")
        return torch.full((1, 3, 8, 8), value)

    return SimpleNamespace(device=CPU, dtype=dtype, latent_scale=8, decode=decode_once)


def test_a_decoder_that_overflows_is_tried_in_float32() -> None:
    calls: list[bool] = []
    picture = decode(failing_decoder(torch.bfloat16, calls, heals=True), torch.zeros(1, 4, 1, 1))
    assert calls == [False, True]
    assert (picture == 128).all()


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
def test_what_is_no_picture_is_an_error(dtype: torch.dtype) -> None:
    with pytest.raises(StudioError, match="no picture"):
        decode(failing_decoder(dtype, [], heals=False), torch.zeros(1, 4, 1, 1))


def test_the_float32_retry_leaves_the_decoder_as_it_was(tiny_model: UNetKL) -> None:
    latents = torch.zeros(1, 4, 2, 2)
    before = tiny_model.decode(latents)
    torch.testing.assert_close(tiny_model.decode(latents, in_float32=True), before)


def test_a_part_of_a_preview_has_all_that_touches_it() -> None:
    pixels = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    shown = Bounds(-8, -8, 48, 32)
    assert_array_equal(part_of_preview(pixels, shown, shown), pixels)
    inside = part_of_preview(pixels, shown, Bounds(0, 0, 31, 16))
    assert_array_equal(inside, pixels[1:3, 1:5])
