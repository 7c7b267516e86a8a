"""A picture's layers as one: blending by QPainter, groups apart, clipping to what lies below.

Formulas: W3C Compositing and Blending Level 1, as QPainter's composition modes follow it.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from studio.core.geometry import Bounds
from studio.core.pixels import Pixels
from studio.document.layer import Blend, Group, Layer, Node

_Mode = QPainter.CompositionMode
MODES = {
    Blend.NORMAL: _Mode.CompositionMode_SourceOver,
    Blend.DARKEN: _Mode.CompositionMode_Darken,
    Blend.MULTIPLY: _Mode.CompositionMode_Multiply,
    Blend.COLOR_BURN: _Mode.CompositionMode_ColorBurn,
    Blend.LIGHTEN: _Mode.CompositionMode_Lighten,
    Blend.SCREEN: _Mode.CompositionMode_Screen,
    Blend.COLOR_DODGE: _Mode.CompositionMode_ColorDodge,
    Blend.ADD: _Mode.CompositionMode_Plus,
    Blend.OVERLAY: _Mode.CompositionMode_Overlay,
    Blend.SOFT_LIGHT: _Mode.CompositionMode_SoftLight,
    Blend.HARD_LIGHT: _Mode.CompositionMode_HardLight,
    Blend.DIFFERENCE: _Mode.CompositionMode_Difference,
}
FORMAT = QImage.Format.Format_RGBA8888_Premultiplied

Floating = dict[str, QTransform]
"""By the uid of a layer: how it is drawn moved, turned or scaled, before that is done to it."""


def composite(nodes: tuple[Node, ...], bounds: Bounds) -> Pixels:
    """(h, w, 4) premultiplied: the visible nodes inside bounds, in px of the picture."""
    pixels = np.zeros((bounds.height, bounds.width, 4), np.uint8)
    if not bounds.is_empty:
        image = QImage(pixels.data, bounds.width, bounds.height, pixels.strides[0], FORMAT)
        _draw_into(image, nodes, bounds, 1.0, {})
    return pixels


def composite_image(
    nodes: tuple[Node, ...],
    bounds: Bounds,
    scale: float = 1.0,
    floating: Floating | None = None,
) -> QImage:
    """The same as an image of its own, 1/scale times as small without smoothing."""
    width, height = (max(1, math.ceil(side * scale)) for side in (bounds.width, bounds.height))
    image = QImage(width, height, FORMAT)
    image.fill(0)
    _draw_into(image, nodes, bounds, scale, floating or {})
    return image


def _draw_into(
    image: QImage, nodes: tuple[Node, ...], bounds: Bounds, scale: float, floating: Floating
) -> None:
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-bounds.x, -bounds.y)
    _draw_all(painter, nodes, bounds, scale, floating)
    painter.end()


def _draw_all(
    painter: QPainter, nodes: tuple[Node, ...], bounds: Bounds, scale: float, floating: Floating
) -> None:
    for node in nodes:
        if not node.visible or node.opacity == 0:
            continue
        if isinstance(node, Group) and _is_transparent_to_blending(node):
            _draw_all(painter, node.children, bounds, scale, floating)
        elif node.clips and node.blend is not Blend.NORMAL:
            _draw_clipped(painter, node, bounds, scale, floating)
        else:
            atop = _Mode.CompositionMode_SourceAtop
            painter.setCompositionMode(atop if node.clips else MODES[node.blend])
            painter.setOpacity(node.opacity)
            _draw_node(painter, node, bounds, scale, floating)


def _is_transparent_to_blending(group: Group) -> bool:
    """Whether its children give the same when they are drawn straight onto what lies below."""
    return (
        group.opacity == 1.0
        and group.blend is Blend.NORMAL
        and not group.clips
        and all(
            child.blend is Blend.NORMAL and not child.clips
            for child in group.children
            if child.visible
        )
    )


def _draw_node(
    painter: QPainter, node: Node, bounds: Bounds, scale: float, floating: Floating
) -> None:
    if isinstance(node, Group):
        image = composite_image(node.children, bounds, scale, floating)
        _draw_image(painter, image, bounds, scale)
    elif node.uid in floating:
        _draw_floating(painter, node, floating[node.uid])
    else:
        _draw_raster(painter, node, bounds)


def _draw_raster(painter: QPainter, layer: Layer, bounds: Bounds) -> None:
    raster = layer.raster
    inside = bounds.intersected(raster.bounds)
    if not inside.is_empty:
        part = raster.local(inside)
        painter.drawImage(
            inside.x, inside.y, raster.qimage, part.x, part.y, part.width, part.height
        )


def _draw_floating(painter: QPainter, layer: Layer, transform: QTransform) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(transform, combine=True)
    painter.drawImage(layer.raster.bounds.x, layer.raster.bounds.y, layer.raster.qimage)
    painter.restore()


def _draw_clipped(
    painter: QPainter, node: Node, bounds: Bounds, scale: float, floating: Floating
) -> None:
    """Blend with a copy of what lies below, and cut that to its shape.

    Exact where what lies below is opaque or clear.
    """
    below = painter.device()
    assert isinstance(below, QImage)
    blended = below.copy()
    onto = QPainter(blended)
    onto.setTransform(painter.transform())
    onto.setCompositionMode(MODES[node.blend])
    onto.setOpacity(node.opacity)
    _draw_node(onto, node, bounds, scale, floating)
    onto.setOpacity(1.0)
    onto.setTransform(QTransform())
    onto.setCompositionMode(_Mode.CompositionMode_DestinationIn)
    onto.drawImage(0, 0, below)
    onto.end()
    painter.setOpacity(1.0)
    painter.setCompositionMode(_Mode.CompositionMode_Source)
    _draw_image(painter, blended, bounds, scale)


def _draw_image(painter: QPainter, image: QImage, bounds: Bounds, scale: float) -> None:
    """An image at the scale of what is drawn, with its corner at the corner of the bounds."""
    size = image.width() / scale, image.height() / scale
    painter.drawImage(QRectF(bounds.x, bounds.y, *size), image, QRectF(image.rect()))
