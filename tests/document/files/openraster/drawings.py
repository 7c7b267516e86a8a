"""Pictures to write and read: every mode, groups, clipping, layers beside the canvas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.document.alpha import premultiplied
from studio.document.layer import Blend, Group, Layer, Node
from studio.document.picture import Guides, NamedMask, Picture
from studio.document.surface import Mask, Raster, moved_by

LEVELS = 256
EXTENT = Extent(120, 80)


def noise(seed: int, channels: int = 4, extent: Extent = EXTENT) -> Pixels:
    shape = extent.height, extent.width, channels
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def plain(colour: tuple[int, int, int, int], extent: Extent = EXTENT) -> Pixels:
    return np.full((extent.height, extent.width, 4), colour, np.uint8)


def cut(pixels: Pixels, bounds: Bounds) -> Pixels:
    """Clear outside of these bounds."""
    result = np.zeros_like(pixels)
    result[bounds.slices] = pixels[bounds.slices]
    return result


def every_pair(opacities: tuple[float, ...]) -> Picture:
    """A cell for each mode and opacity, in which every grey meets every grey.

    Row by row of cells: the modes; below them the opacities.
    """
    blends = list(Blend)
    extent = Extent(LEVELS * len(blends), LEVELS * len(opacities))
    ramp = np.arange(LEVELS, dtype=np.uint8)
    below = np.full((extent.height, extent.width, 4), 255, np.uint8)
    below[..., :3] = np.tile(ramp, len(blends))[None, :, None]
    top = np.full((LEVELS, LEVELS, 4), 255, np.uint8)
    top[..., :3] = ramp[:, None, None]
    layers = [Layer.of("below", below)]
    for column, blend in enumerate(blends):
        for row, opacity in enumerate(opacities):
            raster = Raster.clear(extent)
            raster.part(cell(row, column))[:] = premultiplied(top)
            layers.append(Layer(raster=raster, name=blend.value, blend=blend, opacity=opacity))
    return Picture.with_nodes(extent, tuple(layers))


def cell(row: int, column: int) -> Bounds:
    return Bounds(column * LEVELS, row * LEVELS, LEVELS, LEVELS)


def every_meeting() -> Picture:
    """A cell for each mode and way to meet, in which any colour and alpha meets any other.

    Row by row of cells: half clear on half clear, the same weaker, half clear on opaque, clipped to
    half clear, and a group of one layer.
    """
    blends, side = list(Blend), 128
    extent = Extent(side * len(blends), side * 5)
    nodes: list[Node] = []
    for column, blend in enumerate(blends):
        for row in range(5):
            place = Bounds(column * side, row * side, side, side)
            below, top = (noise(10 * column + row + half, 4, place.extent) for half in (0, 500))
            if row == 2:
                below[..., 3] = 255
            laid = _laid(top, place, extent)
            weaker = 1 - column / 13
            looks: list[Node] = [
                replace(laid, blend=blend),
                replace(laid, blend=blend, opacity=weaker),
                replace(laid, blend=blend),
                replace(laid, blend=blend, clips=True),
                Group(name="group", children=(laid,), blend=blend, opacity=weaker),
            ]
            nodes += (_laid(below, place, extent), looks[row])
    return Picture.with_nodes(extent, tuple(nodes))


def _laid(straight: Pixels, place: Bounds, extent: Extent) -> Layer:
    raster = Raster.clear(extent)
    raster.part(place)[:] = premultiplied(straight)
    return Layer(raster=raster, name="noise")


def a_painting() -> Picture:
    """Groups, clipping, hidden and locked layers, and one that lies half beside the canvas."""
    paper = Layer.of("paper", noise(0, 3))
    shape = Layer.of("shape", cut(noise(1), Bounds(0, 0, 120, 80)))
    blob = Layer.of("blob", cut(plain((40, 120, 200, 255)), Bounds(10, 10, 50, 40)))
    shade = replace(Layer.of("shade", plain((200, 180, 90, 255))), clips=True, blend=Blend.MULTIPLY)
    light = replace(Layer.of("light", cut(noise(2), Bounds(30, 0, 40, 80))), clips=True)
    figure = Group(name="figure", children=(blob, shade, light))
    glow = replace(Layer.of("glow", plain((90, 60, 30, 255))), blend=Blend.SCREEN)
    scene = Group(name="scene", children=(shape, glow), opacity=0.4, is_open=False)
    raster = moved_by(Raster.of(noise(3, 3)), 70, -30, EXTENT)
    beside = Layer(raster=raster, name="beside", locked=True, alpha_locked=True)
    hidden = replace(Layer.of("hidden", noise(4)), visible=False)
    picture = Picture.with_nodes(EXTENT, (paper, scene, figure, beside, hidden))
    soft = Mask.empty(EXTENT)
    soft.pixels[5:25, 40:90] = noise(5, 1)[5:25, 40:90, 0]
    sky = NamedMask(mask=soft, name="Sky ☁", prompt="clouds, “grey”\nand rain", strength=0.4)
    return replace(
        picture,
        masks=(*picture.masks, sky),
        active_node=shade.uid,
        active_mask=sky.uid,
        guides=Guides((10.5, 60.0), (40.0,)),
    )
