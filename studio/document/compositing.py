"""A picture's layers as one: blending by QPainter, groups apart, clipping to what lies below.

Formulas: W3C Compositing and Blending Level 1, as QPainter's composition modes follow it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QRectF, Qt
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
_FINE = QImage.Format.Format_RGBA64_Premultiplied
_FINE_STRAIGHT = QImage.Format.Format_RGBA64
_BY_COLOURS = frozenset({Blend.ADD, Blend.COLOR_DODGE})
"""Those that QPainter composes by other formulas where something is half clear."""
_BAND_PX = 1 << 22
"""Pixels that are composed at a time: groups and finer blends need copies of what lies below."""

Floating = dict[str, QTransform]
"""By the uid of a layer: how it is drawn moved, turned or scaled, before that is done to it."""


def composite(nodes: tuple[Node, ...], bounds: Bounds) -> Pixels:
    """(h, w, 4) premultiplied: the visible nodes inside bounds, in px of the picture."""
    pixels = np.zeros((bounds.height, bounds.width, 4), np.uint8)
    for band in _bands(bounds):
        rows = pixels[band.y - bounds.y : band.bottom - bounds.y]
        image = QImage(rows.data, band.width, band.height, rows.strides[0], FORMAT)
        _draw_into(image, nodes, band, 1.0, {})
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
    if scale != 1.0 or bounds.is_empty:
        _draw_into(image, nodes, bounds, scale, floating or {})
        return image
    rows, stride = image.bits(), image.bytesPerLine()
    for band in _bands(bounds):
        start = (band.y - bounds.y) * stride
        part = QImage(rows[start:], band.width, band.height, stride, FORMAT)
        _draw_into(part, nodes, band, 1.0, floating or {})
    return image


def _bands(bounds: Bounds) -> Iterator[Bounds]:
    """Rows of it under each other, _BAND_PX px at most."""
    if bounds.is_empty:
        return
    height = max(1, _BAND_PX // bounds.width)
    for y in range(bounds.y, bounds.bottom, height):
        yield Bounds(bounds.x, y, bounds.width, min(height, bounds.bottom - y))


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
        elif _needs_care(node):
            _draw_finely(painter, node, bounds, scale, floating)
        else:
            atop = _Mode.CompositionMode_SourceAtop
            painter.setCompositionMode(atop if node.clips else MODES[node.blend])
            painter.setOpacity(_opacity(node))
            _draw_node(painter, node, bounds, scale, floating)


def _needs_care(node: Node) -> bool:
    """Whether QPainter alone would err: in eight bits its soft light does by 2 of 255."""
    clips_and_blends = node.clips and node.blend is not Blend.NORMAL
    return clips_and_blends or node.blend is Blend.SOFT_LIGHT or node.blend in _BY_COLOURS


def _opacity(node: Node) -> float:
    """What QPainter takes for the node's opacity in steps of 1/255.

    It counts in steps of 1/256 and makes the share that it mixes by ⌊step · 255 / 256⌋ / 255.
    """
    return (round(node.opacity * 255) + 1) / 256


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
        image, part = raster.shown(inside)
        painter.drawImage(inside.x, inside.y, image, part.x, part.y, part.width, part.height)


def _draw_floating(painter: QPainter, layer: Layer, transform: QTransform) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(transform, combine=True)
    painter.drawImage(layer.raster.bounds.x, layer.raster.bounds.y, layer.raster.qimage)
    painter.restore()


def _draw_finely(
    painter: QPainter, node: Node, bounds: Bounds, scale: float, floating: Floating
) -> None:
    """Blend with a copy of what lies below, in sixteen bits.

    What clips is blended with the colours of what lies below, as if that were opaque, and then cut
    to its shape.
    """
    device = painter.device()
    assert isinstance(device, QImage)
    below = device.convertToFormat(_FINE)
    under = _opaque(below) if node.clips else below
    if node.blend in _BY_COLOURS:
        source = QImage(device.size(), _FINE)
        source.fill(0)
        _draw_onto(source, painter, Blend.NORMAL, node, bounds, scale, floating)
        _blend_colours(under, source, MODES[node.blend])
    else:
        _draw_onto(under, painter, node.blend, node, bounds, scale, floating)
    if node.clips:
        _put(under, below, _Mode.CompositionMode_DestinationIn)
    painter.save()
    painter.resetTransform()
    painter.setOpacity(1.0)
    painter.setCompositionMode(_Mode.CompositionMode_Source)
    painter.drawImage(0, 0, under.convertToFormat(device.format()))
    painter.restore()


def _draw_onto(
    image: QImage,
    painter: QPainter,
    blend: Blend,
    node: Node,
    bounds: Bounds,
    scale: float,
    floating: Floating,
) -> None:
    """A node where a painter on an image of the same size would draw it."""
    onto = QPainter(image)
    onto.setTransform(painter.transform())
    onto.setCompositionMode(MODES[blend])
    onto.setOpacity(_opacity(node))
    _draw_node(onto, node, bounds, scale, floating)
    onto.end()


def _blend_colours(under: QImage, source: QImage, mode: QPainter.CompositionMode) -> None:
    """Blend opaque colours, then mix them by both alphas: the general formula of W3C.

    Co = cs · (1 - αb) + cb · (1 - αs) + αs · αb · B(Cb, Cs)
    """
    blended = _opaque(under)
    _put(blended, _opaque(source), mode)
    _put(blended, under, _Mode.CompositionMode_DestinationIn)
    colours = _opaque(source)
    _put(colours, blended, _Mode.CompositionMode_SourceOver)
    _put(colours, source, _Mode.CompositionMode_DestinationIn)
    _put(under, colours, _Mode.CompositionMode_SourceOver)


def _opaque(image: QImage) -> QImage:
    """The same colours without transparency, in sixteen bits; black where there are none."""
    colours = image.convertToFormat(_FINE_STRAIGHT)
    colours.reinterpretAsFormat(_FINE)
    painter = QPainter(colours)
    painter.setCompositionMode(_Mode.CompositionMode_Plus)
    painter.fillRect(colours.rect(), Qt.GlobalColor.black)
    painter.end()
    return colours


def _put(onto: QImage, image: QImage, mode: QPainter.CompositionMode) -> None:
    """An image of the same size."""
    painter = QPainter(onto)
    painter.setCompositionMode(mode)
    painter.drawImage(0, 0, image)
    painter.end()


def _draw_image(painter: QPainter, image: QImage, bounds: Bounds, scale: float) -> None:
    """An image at the scale of what is drawn, with its corner at the corner of the bounds."""
    size = image.width() / scale, image.height() / scale
    painter.drawImage(QRectF(bounds.x, bounds.y, *size), image, QRectF(image.rect()))
