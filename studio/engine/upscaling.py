"""Super-resolution in tiles: no seams, no dark fringes around what is transparent."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from studio.core.capabilities import ModelInfo
from studio.core.errors import BadInput
from studio.core.events import Finished, JobId, Stepped
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, extent_of, frozen
from studio.core.request import UpscaleRequest
from studio.engine.agreement import agreeing_with
from studio.engine.cancel import Cancel, interruptible
from studio.engine.memory import free_bytes, is_out_of_memory, release_cached
from studio.engine.tiles import Span, spans
from studio.engine.transparency import reduced, with_spread_colours, within_neighbours

_log = logging.getLogger(__name__)

Levels = npt.NDArray[np.float32]
"""(h, w, 3 or 4), about 0..255."""

# A network knows less near the edge of what it sees, so that much of each tile is not used.
_MARGIN_PX = 12
_RAMP_PX = 8
_OVERLAP_PX = 2 * _MARGIN_PX + _RAMP_PX
_SMALLEST_TILE_PX = 2 * _OVERLAP_PX
# Larger tiles waste less on overlaps; but progress and memory get coarse.
_LARGEST_TILE_PX = 256
_LARGEST_TILE_ON_CUDA_PX = 512
_SHARE_OF_FREE_MEMORY = 0.25
# One source pixel, its features and its 4 × 4 results in float32, generously.
_BYTES_PER_PIXEL = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Upscaler:
    """A network that enlarges in one pass.

    It takes (B, 3, h, w) sRGB in 0..1, a strength each, (B,) in 0..1, and one of the factors, and
    gives so many times the size.
    """

    info: ModelInfo
    network: nn.Module
    factors: tuple[int, ...] = (4,)
    """Other sizes are the largest one, made smaller."""

    @property
    def device(self) -> torch.device:
        return next(self.network.parameters()).device

    @property
    def networks(self) -> tuple[nn.Module, ...]:
        """Those that a cancel must be able to stop."""
        return (self.network,)


def upscale(
    job: JobId, request: UpscaleRequest, upscaler: Upscaler, cancel: Cancel
) -> Iterator[Stepped | Finished]:
    """Enlarge a picture tile by tile.

    Raises Interrupted where it is cancelled, BadInput for a strength that the model has no input
    for. Each tile reads the source as it was, and what lies past an edge is the picture mirrored.
    """
    started = time.perf_counter()
    _check_strength(request, upscaler.info)
    source, scale = request.image, request.scale
    padded = _mirrored(with_spread_colours(source), _MARGIN_PX)
    enlarger = _Enlarger(upscaler, scale, request.strength, tile_side(upscaler.device))
    canvas = _Canvas(extent_of(source), source.shape[2], scale)
    tiles = tiles_of(extent_of(padded), enlarger.largest_px)
    with interruptible(upscaler.networks, cancel):
        for step, (row, column) in enumerate(tiles, 1):
            cancel.check()
            canvas.add(enlarger.enlarged(padded[row.part, column.part]), row, column)
            part = _unpadded(row, column).clipped(extent_of(source))
            preview = frozen(source[part.slices][..., :3])
            yield Stepped(job, step, len(tiles), _times(part, scale), preview)
    image = canvas.finished()
    elapsed_s = time.perf_counter() - started
    rate = len(tiles) / max(elapsed_s, 1e-9)
    parameters = parameters_of(request, upscaler.info)
    yield Finished(job, image, Bounds.of(extent_of(image)), elapsed_s, rate, parameters)


def _check_strength(request: UpscaleRequest, info: ModelInfo) -> None:
    """Raises BadInput where a picture shall be restored by a model that cannot."""
    if request.strength > 0 and not info.takes_strength:
        raise BadInput(f"The model '{info.title}' cannot restore: its strength must be 0.")


def parameters_of(request: UpscaleRequest, info: ModelInfo) -> str:
    """How the picture was made, in words."""
    restored = f", restored by {request.strength:.0%}" if request.strength > 0 else ""
    seeded = f", seed {request.seed}" if info.is_stochastic else ""
    return f"Upscaled {request.scale}× with {info.title}{restored}{seeded}"


def tile_side(device: torch.device) -> int:
    """Largest side of a tile in px of the source, by the memory that is free."""
    affordable = free_bytes(device) * _SHARE_OF_FREE_MEMORY / _BYTES_PER_PIXEL
    largest = _LARGEST_TILE_ON_CUDA_PX if device.type == "cuda" else _LARGEST_TILE_PX
    return min(largest, max(_SMALLEST_TILE_PX, math.isqrt(int(affordable))))


def tiles_of(extent: Extent, largest_px: int) -> list[tuple[Span, Span]]:
    """Rows and columns of equal tiles, row by row."""
    rows = spans(extent.height, largest_px, _OVERLAP_PX)
    columns = spans(extent.width, largest_px, _OVERLAP_PX)
    return list(product(rows, columns))


class _Enlarger:
    """Enlarges tiles; where memory runs out, in halves from then on."""

    def __init__(self, upscaler: Upscaler, scale: int, strength: float, largest_px: int) -> None:
        self._upscaler, self._scale, self._strength = upscaler, scale, strength
        self._factor = scale if scale in upscaler.factors else max(upscaler.factors)
        self.largest_px = largest_px

    def enlarged(self, tile: Pixels) -> Levels:
        """(h, w, c) -> (scale · h, scale · w, c)."""
        if max(tile.shape[:2]) > self.largest_px:
            return self._in_parts(tile)
        try:
            return self._at_once(tile)
        except (RuntimeError, MemoryError) as error:
            side = max(tile.shape[:2])
            if not is_out_of_memory(error) or side <= _SMALLEST_TILE_PX:
                raise
        # Only past the handler, whose traceback would keep the tensors alive.
        self.largest_px = max(_SMALLEST_TILE_PX, side // 2)
        _log.warning("Memory is short: tiles of %d px from here on", self.largest_px)
        release_cached(self._upscaler.device)
        return self.enlarged(tile)

    def _in_parts(self, tile: Pixels) -> Levels:
        height, width, channels = tile.shape
        whole = np.zeros((self._scale * height, self._scale * width, channels), np.float32)
        for row, column in tiles_of(extent_of(tile), self.largest_px):
            part = self.enlarged(tile[row.part, column.part])
            place = _times(_bounds(row, column), self._scale)
            whole[place.slices] += part * _weights(row, column, self._scale)
        return whole

    @torch.inference_mode()
    def _at_once(self, tile: Pixels) -> Levels:
        pixels = torch.from_numpy(np.ascontiguousarray(tile)).to(self._upscaler.device)
        images = pixels.permute(2, 0, 1)[None].float().div(255)
        enlarged = self._with_alpha(images).cpu()
        shrink = self._factor // self._scale
        if shrink > 1:
            enlarged = reduced(enlarged, shrink)
        return enlarged[0].clamp(0, 1).mul(255).permute(1, 2, 0).contiguous().numpy()

    def _with_alpha(self, images: Tensor) -> Tensor:
        """Alpha is enlarged as a grey picture of its own, so that its edges fit the colours'."""
        colours, alpha = images[:, :3], images[:, 3:]
        strengths = torch.full((1,), self._strength, device=images.device)
        enlarged: Tensor = self._upscaler.network(colours, strengths, self._factor)
        enlarged = agreeing_with(colours, enlarged, self._strength).clamp(0, 1)
        if alpha.shape[1] == 0:
            return enlarged
        if alpha.min() == alpha.max():
            large = alpha[..., :1, :1].expand(1, 1, *enlarged.shape[-2:])
        else:
            # Alpha is no photograph: it has no noise, and its edges are meant.
            greys, clean = alpha.expand(-1, 3, -1, -1), torch.zeros_like(strengths)
            grey = self._upscaler.network(greys, clean, self._factor)
            large = within_neighbours(grey.mean(dim=1, keepdim=True), alpha)
        return torch.cat([enlarged, large], dim=1)


class _Canvas:
    """Collects tiles row by row; only one row of tiles is held unrounded."""

    def __init__(self, extent: Extent, channels: int, scale: int) -> None:
        """extent: of the source, in px."""
        large = Extent(extent.width * scale, extent.height * scale)
        self._pixels: Pixels = np.empty((large.height, large.width, channels), np.uint8)
        self._margin = _MARGIN_PX * scale
        self._scale = scale
        self._top = 0
        """Where the band begins, in px of the padded result."""
        self._band: Levels = np.zeros((0, large.width + 2 * self._margin, channels), np.float32)

    def add(self, tile: Levels, row: Span, column: Span) -> None:
        """Tiles come row by row."""
        self._write_above(row.start * self._scale)
        self._extend(row.stop * self._scale - self._top)
        columns = slice(column.start * self._scale, column.stop * self._scale)
        self._band[:, columns] += tile * _weights(row, column, self._scale)

    def finished(self) -> Pixels:
        """The picture, read-only."""
        self._write_above(self._top + len(self._band))
        self._pixels.flags.writeable = False
        return self._pixels

    def _extend(self, height: int) -> None:
        missing = height - len(self._band)
        if missing > 0:
            rows = np.zeros((missing, *self._band.shape[1:]), np.float32)
            self._band = np.concatenate((self._band, rows))

    def _write_above(self, edge: int) -> None:
        """Round the rows of the band above an edge, which no further tile reaches."""
        count = edge - self._top
        if count <= 0:
            return
        done, self._band = self._band[:count], self._band[count:]
        height, width = self._pixels.shape[:2]
        first, last = max(self._top, self._margin), min(edge, self._margin + height)
        if first < last:
            inner = done[first - self._top : last - self._top, self._margin : self._margin + width]
            rounded = np.clip(np.rint(inner), 0, 255)
            self._pixels[first - self._margin : last - self._margin] = rounded
        self._top = edge


def _mirrored(image: Pixels, px: int) -> Pixels:
    """The picture with its mirror image on each side, also where it is narrower than that."""
    return np.pad(image, ((px, px), (px, px), (0, 0)), mode="symmetric")


def _weights(row: Span, column: Span, scale: int) -> Levels:
    down, across = row.weights(scale, _RAMP_PX), column.weights(scale, _RAMP_PX)
    return (down[:, None] * across)[..., None]


def _bounds(row: Span, column: Span) -> Bounds:
    return Bounds.between(column.start, row.start, column.stop, row.stop)


def _unpadded(row: Span, column: Span) -> Bounds:
    """A tile's place in the picture without its mirrored margin; it may stick out."""
    return Bounds.between(
        column.start - _MARGIN_PX,
        row.start - _MARGIN_PX,
        column.stop - _MARGIN_PX,
        row.stop - _MARGIN_PX,
    )


def _times(bounds: Bounds, scale: int) -> Bounds:
    return Bounds(bounds.x * scale, bounds.y * scale, bounds.width * scale, bounds.height * scale)
