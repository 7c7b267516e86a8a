"""Pictures to latents and back, in tiles where they are large, and a cheap look at latents."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from studio.core.errors import StudioError
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, extent_of
from studio.engine.model import DiffusionModel

_LARGEST_WHOLE_CELLS = 128
"""Up to this many latent cells a side a picture goes through the autoencoder in one piece."""
_TILE_CELLS = 96
# Edges of tiles differ, since normalisation sees only the tile; the blend needs room.
_OVERLAP_CELLS = 16
_RIDGE = 1e-3


def to_tensor(pixels: Pixels, device: torch.device) -> Tensor:
    """(h, w, 3) in 0..255 -> (1, 3, h, w) in -1..1."""
    values = torch.from_numpy(np.array(pixels[..., :3])).to(device)
    return values.permute(2, 0, 1)[None].float() / 127.5 - 1


def to_pixels(image: Tensor) -> Pixels:
    """(1, 3, h, w) in -1..1 -> (h, w, 3) in 0..255."""
    values = ((image[0] / 2 + 0.5).clamp(0, 1) * 255).round().to(torch.uint8)
    return values.permute(1, 2, 0).cpu().numpy()


def edge_padded(pixels: Pixels, extent: Extent) -> Pixels:
    """Widened to the right and downwards by repeating its last column and row."""
    own = extent_of(pixels)
    below, beside = extent.height - own.height, extent.width - own.width
    return np.pad(pixels, ((0, below), (0, beside), (0, 0)), mode="edge")


def encode(model: DiffusionModel, pixels: Pixels) -> Tensor:
    """A picture whose sides are whole multiples of the latent scale -> (1, C, h, w)."""
    images = to_tensor(pixels, model.device)
    return in_tiles(model.encode, images, model.latent_scale, 1)


def decode(model: DiffusionModel, latents: Tensor) -> Pixels:
    """(1, C, h, w) -> (h * scale, w * scale, 3).

    A half-precision decoder may overflow: then once more in float32. Raises StudioError where that
    does not help.
    """
    images = _decode_in_tiles(model, latents, in_float32=False)
    if model.dtype != torch.float32 and not images.isfinite().all():
        images = _decode_in_tiles(model, latents, in_float32=True)
    if not images.isfinite().all():
        raise StudioError(
            "The model gave numbers that are no picture;"
            " please try another sampler, more steps or a lower guidance scale."
        )
    return to_pixels(images)


def _decode_in_tiles(model: DiffusionModel, latents: Tensor, in_float32: bool) -> Tensor:
    def function(tile: Tensor) -> Tensor:
        return model.decode(tile, in_float32=in_float32)

    return in_tiles(function, latents, 1, model.latent_scale)


def in_tiles(
    function: Callable[[Tensor], Tensor], x: Tensor, cell_in: int, cell_out: int
) -> Tensor:
    """Apply to equal tiles that overlap, and blend what comes out along linear ramps.

    cell_in, cell_out: px a side of one latent cell before and after.
    """
    rows, columns = x.shape[-2] // cell_in, x.shape[-1] // cell_in
    if max(rows, columns) <= _LARGEST_WHOLE_CELLS:
        return function(x)
    height, width = min(rows, _TILE_CELLS), min(columns, _TILE_CELLS)
    weights = _ramp(height, cell_out, x)[:, None] * _ramp(width, cell_out, x)[None, :]
    total = norm = None
    for top in _starts(rows, height):
        for left in _starts(columns, width):
            tile = x[..., _cells(top, height, cell_in), _cells(left, width, cell_in)]
            result = function(tile)
            if total is None or norm is None:
                total = result.new_zeros((*result.shape[:2], rows * cell_out, columns * cell_out))
                norm = torch.zeros_like(total[:1, :1])
            place = (..., _cells(top, height, cell_out), _cells(left, width, cell_out))
            total[place] += weights * result
            norm[place] += weights
    assert total is not None and norm is not None
    return total / norm


def _cells(start: int, count: int, cell: int) -> slice:
    return slice(start * cell, (start + count) * cell)


def _starts(length: int, tile: int) -> list[int]:
    """Where equal tiles begin, evenly spread, so that neighbours share at least the overlap."""
    count = -(-(length - tile) // (tile - _OVERLAP_CELLS)) + 1
    return [round(i * (length - tile) / max(count - 1, 1)) for i in range(count)]


def _ramp(cells: int, cell: int, like: Tensor) -> Tensor:
    """Rises from near 0 at both ends to 1."""
    place = torch.arange(cells * cell, device=like.device, dtype=torch.float32) + 0.5
    return (torch.minimum(place, place.flip(0)) / (_OVERLAP_CELLS * cell)).clamp(max=1)


def fit_rgb_factors(encode: Callable[[Tensor], Tensor], scale: int, device: torch.device) -> Tensor:
    """The linear map from latents to colour that suits an autoencoder best, for previews.

    Ridge regression in closed form, `[z, 1] W = rgb`, over soft pictures drawn here.
    Returns (latent_channels + 1, 3); colours in 0..1.
    """
    images = _soft_pictures(side=12 * scale).to(device)
    z = encode(images).float().permute(0, 2, 3, 1).flatten(0, 2).cpu()
    rgb = F.avg_pool2d(images / 2 + 0.5, scale).permute(0, 2, 3, 1).flatten(0, 2).cpu()
    z = torch.cat([z, torch.ones(len(z), 1)], dim=1).double()
    ridge = _RIDGE * len(z) * torch.eye(z.shape[1], dtype=torch.float64)
    ridge[-1, -1] = 0
    factors = torch.linalg.solve(z.T @ z + ridge, z.T @ rgb.double())
    return factors.float().to(device)


def _soft_pictures(side: int) -> Tensor:
    """(4, 3, side, side) in -1..1: clouds of colour, large and small, of every hue."""
    generator = torch.Generator().manual_seed(0)
    grids = [torch.rand(2, 3, cells, cells, generator=generator) for cells in (3, 6)]
    pictures = [F.interpolate(grid, (side, side), mode="bilinear") for grid in grids]
    # Stretched, so that full colours occur too.
    return ((torch.cat(pictures) - 0.5) * 3.2).clamp(-1, 1)


def preview(latents: Tensor, rgb_factors: Tensor) -> Pixels:
    """(1, C, h, w) -> (h, w, 3) in 0..255: one pixel a cell."""
    rgb = torch.einsum("chw,cr->hwr", latents[0].float(), rgb_factors[:-1]) + rgb_factors[-1]
    return (rgb.clamp(0, 1) * 255).round().to(torch.uint8).cpu().numpy()


def part_of_preview(pixels: Pixels, shown: Bounds, part: Bounds) -> Pixels:
    """The pixels of a preview that touch a part of what it shows."""
    height, width = pixels.shape[:2]
    rows = _touched(part.y - shown.y, part.bottom - shown.y, height / shown.height)
    return pixels[rows, _touched(part.x - shown.x, part.right - shown.x, width / shown.width)]


def _touched(start: int, end: int, scale: float) -> slice:
    return slice(math.floor(start * scale), math.ceil(end * scale))
