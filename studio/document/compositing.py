"""A picture's layers as one: groups apart, clipping to what lies below.

QPainter lays them over each other where it is right to the nearest level, and `blending` elsewhere,
which takes ten times as long: where something half clear meets something, and for a few modes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage, QPainter, QTransform

from studio.core.geometry import Bounds
from studio.core.pixels import Pixels
from studio.document.alpha import OPAQUE, RGBA
from studio.document.blending import mixed
from studio.document.layer import Blend, Group, Layer, Node
from studio.document.surface import Raster

_Mode = QPainter.CompositionMode
_MODES = {
    Blend.NORMAL: _Mode.CompositionMode_SourceOver,
    Blend.DARKEN: _Mode.CompositionMode_Darken,
    Blend.MULTIPLY: _Mode.CompositionMode_Multiply,
    Blend.COLOR_BURN: _Mode.CompositionMode_ColorBurn,
    Blend.LIGHTEN: _Mode.CompositionMode_Lighten,
    Blend.SCREEN: _Mode.CompositionMode_Screen,
    Blend.OVERLAY: _Mode.CompositionMode_Overlay,
    Blend.HARD_LIGHT: _Mode.CompositionMode_HardLight,
    Blend.DIFFERENCE: _Mode.CompositionMode_Difference,
}
"""Those that QPainter gets right where opaque lies on opaque.

Its soft light errs by two levels; it adds and dodges by other formulas.
"""
FORMAT = QImage.Format.Format_RGBA8888_Premultiplied
_BAND_PX = 1 << 22
"""Pixels that are composed at a time: groups and blending need copies of them."""

Words = npt.NDArray[np.uint32]
"""(h, w): premultiplied pixels, alpha in the highest byte."""
_SOME = np.uint32(1 << 24)
"""The least that is not clear."""
_ALL = np.uint32(OPAQUE << 24)
"""The least that is opaque."""


@dataclass(frozen=True, slots=True)
class Afloat:
    """A layer that is drawn moved, turned or scaled, before that is done to it."""

    raster: Raster
    """What is drawn: the layer's own, or what it was made from."""
    transform: QTransform
    """From where that lies to where it is seen, in px of the picture."""


Floating = dict[str, Afloat]
"""By the uid of the layer."""


def composite(nodes: tuple[Node, ...], bounds: Bounds) -> Pixels:
    """(h, w, 4) premultiplied: the visible nodes inside bounds, in px of the picture."""
    pixels = np.zeros((bounds.height, bounds.width, RGBA), np.uint8)
    _draw_in_bands(pixels, nodes, bounds, {})
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
    pixels = np.frombuffer(image.bits(), np.uint8).reshape(height, width, RGBA)
    if scale == 1.0:
        _draw_in_bands(pixels, nodes, bounds, floating or {})
    else:
        _draw_all(_Sheet(pixels, bounds, scale, floating or {}), nodes)
    return image


def _draw_in_bands(
    pixels: Pixels, nodes: tuple[Node, ...], bounds: Bounds, floating: Floating
) -> None:
    for band in _bands(bounds):
        rows = pixels[band.y - bounds.y : band.bottom - bounds.y]
        _draw_all(_Sheet(rows, band, 1.0, floating), nodes)


def _bands(bounds: Bounds) -> Iterator[Bounds]:
    """Rows of it under each other, _BAND_PX px at most."""
    if bounds.is_empty:
        return
    height = max(1, _BAND_PX // bounds.width)
    for y in range(bounds.y, bounds.bottom, height):
        yield Bounds(bounds.x, y, bounds.width, min(height, bounds.bottom - y))


class _Sheet:
    """What is drawn on: pixels, and an image of the same memory."""

    def __init__(self, pixels: Pixels, bounds: Bounds, scale: float, floating: Floating) -> None:
        """pixels: (h, w, 4), contiguous, a px of the bounds each, or 1/scale px."""
        height, width = pixels.shape[:2]
        self.words = _words_of(pixels)
        self.image = QImage(pixels.data, width, height, pixels.strides[0], FORMAT)
        self.bounds = bounds
        self.scale = scale
        self.floating = floating
        self._is_opaque = False

    def is_opaque_in(self, place: Bounds) -> bool:
        """Nothing that is laid on what is opaque changes that."""
        if not self._is_opaque and _are_opaque(self.words[place.slices]):
            self._is_opaque = place == self.place
            return True
        return self._is_opaque

    def another(self) -> _Sheet:
        """A clear one of the same place."""
        pixels = np.zeros((*self.words.shape, RGBA), np.uint8)
        return _Sheet(pixels, self.bounds, self.scale, self.floating)

    @property
    def place(self) -> Bounds:
        """Of all that is drawn on, where the corner is 0, 0."""
        height, width = self.words.shape
        return Bounds(0, 0, width, height)


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """How a node looks by itself, and where that lies on a sheet."""

    image: QImage
    part: Bounds
    """Of the image."""
    words: Words
    """The same part."""
    place: Bounds


def _words_of(pixels: Pixels) -> Words:
    """The same memory."""
    return pixels.view("<u4")[..., 0]


def _draw_all(sheet: _Sheet, nodes: tuple[Node, ...]) -> None:
    for node in nodes:
        if not node.visible or node.opacity == 0:
            continue
        if isinstance(node, Group) and _is_transparent_to_blending(node):
            _draw_all(sheet, node.children)
        else:
            drawn = _by_itself(node, sheet)
            if drawn is not None:
                _lay(drawn, node, sheet)


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


def _by_itself(node: Node, sheet: _Sheet) -> _Drawn | None:
    """None where nothing of it lies on the sheet."""
    if isinstance(node, Layer) and node.uid not in sheet.floating:
        inside = sheet.bounds.intersected(node.raster.bounds)
        if inside.is_empty:
            return None
        if sheet.scale == 1.0:
            image, part = node.raster.shown(inside)
            words = _words_of(node.raster.part(inside))
            place = inside.moved(-sheet.bounds.x, -sheet.bounds.y)
            return _Drawn(image, part, words, place)
    own = sheet.another()
    if isinstance(node, Group):
        _draw_all(own, node.children)
    else:
        _draw_transformed(node, own)
    return _Drawn(own.image, own.place, own.words, own.place)


def _draw_transformed(layer: Layer, sheet: _Sheet) -> None:
    painter = QPainter(sheet.image)
    painter.scale(sheet.scale, sheet.scale)
    painter.translate(-sheet.bounds.x, -sheet.bounds.y)
    raster, afloat = layer.raster, sheet.floating.get(layer.uid)
    if afloat is not None:
        raster = afloat.raster
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(afloat.transform, combine=True)
    painter.drawImage(raster.bounds.x, raster.bounds.y, raster.qimage)
    painter.end()


def _lay(drawn: _Drawn, node: Node, sheet: _Sheet) -> None:
    """Onto what the sheet shows already, as the node is to be blended with it."""
    below, above = sheet.words[drawn.place.slices], drawn.words
    if not _is_painted(node):
        wanted = above >= _SOME
        if node.clips:
            wanted &= below >= _SOME
        below[wanted] = _mixed(below[wanted], above[wanted], node)
        return
    is_opaque = sheet.is_opaque_in(drawn.place)
    wrong = _half_clear_pairs(below, above, node, is_opaque)
    if wrong is None:
        _paint(drawn, node, sheet)
    else:
        right = _mixed(below[wrong], above[wrong], node)
        _paint(drawn, node, sheet)
        below[wrong] = right


def _is_painted(node: Node) -> bool:
    """Whether QPainter is right where opaque lies on opaque or on nothing."""
    return node.blend is Blend.NORMAL or (node.blend in _MODES and not node.clips)


def _half_clear_pairs(
    below: Words, above: Words, node: Node, is_below_opaque: bool
) -> npt.NDArray[np.bool_] | None:
    """Where QPainter errs by more than a level; None where it does not.

    In normal mode that is where both are half clear. What is blended has its colours told apart
    from its alpha, which eight premultiplied bits do badly.
    """
    if node.blend is not Blend.NORMAL:
        if is_below_opaque and _are_opaque(above):
            return None
        wrong = (below & above) < _ALL
        wrong &= below >= _SOME
        wrong &= above >= _SOME
        return wrong
    if is_below_opaque or not np.bitwise_or.reduce(below, axis=None):
        return None
    wrong = _is_half_clear(below)
    wrong &= _is_half_clear(above) if node.opacity == 1.0 else above >= _SOME
    return wrong


def _are_opaque(words: Words) -> bool:
    return bool(np.bitwise_and.reduce(words, axis=None) >= _ALL)


def _is_half_clear(words: Words) -> npt.NDArray[np.bool_]:
    # Alpha 255 and one more is 0.
    return words + _SOME >= 2 * _SOME


def _mixed(below: Words, above: Words, node: Node) -> Words:
    """(n,) of each."""
    one, other = (words.view(np.uint8).reshape(-1, RGBA) for words in (below, above))
    return _words_of(mixed(one, other, node.blend, _steps(node), node.clips))


def _paint(drawn: _Drawn, node: Node, sheet: _Sheet) -> None:
    painter = QPainter(sheet.image)
    atop = _Mode.CompositionMode_SourceAtop
    painter.setCompositionMode(atop if node.clips else _MODES[node.blend])
    # QPainter counts in steps of 1/256 and mixes by ⌊step · 255 / 256⌋ / 255.
    painter.setOpacity((_steps(node) + 1) / 256)
    place, part = drawn.place, drawn.part
    painter.drawImage(place.x, place.y, drawn.image, part.x, part.y, part.width, part.height)
    painter.end()


def _steps(node: Node) -> int:
    """Its opacity, 0..255."""
    return round(node.opacity * OPAQUE)
