"""The document's layers as one image for the screen; only what changes is drawn again."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from studio.core.geometry import Bounds, Extent
from studio.document.alpha import RGBA
from studio.document.compositing import Floating, composite_image
from studio.document.document import Document
from studio.document.layer import Layer, Node, layers_of
from studio.document.surface import Raster
from studio.document.tree import with_rasters
from studio.ui.canvas.levels import Cells, aligned, image_over
from studio.ui.canvas.pyramid import Pyramid


class SmallLayers:
    """A part of a document's layers, without smoothing, kept while only their looks change.

    Picking single pixels out of a large layer takes longer than blending those that were picked.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._what: tuple[int, Bounds, int] | None = None
        self._made = WeakKeyDictionary[Raster, Raster]()

    def image(self, bounds: Bounds, index: int) -> QImage:
        """What is seen inside bounds that begin at a whole cell, 2**index times as small."""
        what = self._document.writes, bounds, index
        if what != self._what:
            self._what = what
            self._made.clear()
        nodes = with_rasters(self._document.picture.nodes, self._small)
        return composite_image(nodes, _in_cells(bounds, 1 << index))

    def _small(self, layer: Layer) -> Raster:
        if not layer.visible:
            return layer.raster
        made = self._made.get(layer.raster)
        if made is None:
            assert self._what is not None, "only while something is asked for"
            made = self._made[layer.raster] = _picked(layer.raster, *self._what[1:])
        return made


def _picked(raster: Raster, bounds: Bounds, index: int) -> Raster:
    """The middle of each cell; a started cell is a cell."""
    step = 1 << index
    inside = aligned(raster.bounds, step).intersected(bounds)
    cells = _in_cells(inside, step)
    if inside.is_empty:
        return Raster.clear(Extent(1, 1))
    held, corner = raster.pixels.view("<u4")[..., 0], raster.bounds
    rows = _middles(cells.y, cells.bottom, step, corner.y, corner.bottom)
    columns = _middles(cells.x, cells.right, step, corner.x, corner.right)
    words = held[np.ix_(rows, columns)]
    return Raster(words.view(np.uint8).reshape(*words.shape, RGBA), cells.x, cells.y)


def _middles(first: int, end: int, step: int, low: int, high: int) -> npt.NDArray[np.intp]:
    """Places in a buffer that lies from low to high, of the middles of cells first to end."""
    places = np.arange(first, end) * step + step // 2
    return np.clip(places, low, high - 1) - low


def _in_cells(bounds: Bounds, step: int) -> Bounds:
    whole = aligned(bounds, step)
    return Bounds(whole.x // step, whole.y // step, whole.width // step, whole.height // step)


class LayersSheet:
    """The visible layers of a document, composed where it is asked for."""

    given = None

    def __init__(self, document: Document) -> None:
        self._document = document
        self._small = SmallLayers(document)
        self.extent = document.extent
        self.floating: Floating = {}

    @property
    def depth(self) -> int:
        return sum(layer.visible for layer in layers_of(self._document.picture.nodes))

    def cells(self, bounds: Bounds) -> Cells:
        return cells_of(composite_image(self._nodes, bounds, 1.0, self.floating))

    def rough(self, bounds: Bounds, index: int) -> Cells:
        if not self.floating:
            return cells_of(self._small.image(bounds, index))
        return cells_of(composite_image(self._nodes, bounds, 1 / (1 << index), self.floating))

    @property
    def _nodes(self) -> tuple[Node, ...]:
        return self._document.picture.nodes


class Compositor:
    """Follows one document while its extent stays. Its owner tells which bounds have changed."""

    def __init__(self, document: Document) -> None:
        self._sheet = LayersSheet(document)
        self._document = document
        self._pyramid = Pyramid(self._sheet)

    @property
    def document(self) -> Document:
        return self._document

    @property
    def extent(self) -> Extent:
        return self._sheet.extent

    @property
    def is_unfinished(self) -> bool:
        """Whether what was painted last can be made better by `refine`."""
        return self._pyramid.is_unfinished

    def refresh(self, bounds: Bounds) -> None:
        """The layers look different inside these bounds; the document was told, too."""
        self._pyramid.change(bounds)

    def refine(self, budget_s: float) -> bool:
        """Make some of what the last paint lacked. True when that is done."""
        return self._pyramid.refine(budget_s)

    def show_floating(self, floating: Floating) -> Bounds:
        """Draw these layers elsewhere than they lie. Returns where that changes the picture."""
        if floating == self._sheet.floating:
            return Bounds(0, 0, 0, 0)
        changed = self._reach()
        self._sheet.floating = floating
        changed = changed.united(self._reach()).clipped(self.extent)
        self._pyramid.change(changed)
        return changed

    def paint(self, painter: QPainter, visible: Bounds, zoom: float) -> None:
        """Draw what is visible, by a painter whose units are px of the picture.

        zoom: screen pixels per pixel of the picture.
        """
        self._pyramid.paint(painter, visible, zoom)

    def _reach(self) -> Bounds:
        """All that floating layers touch, where they lie and where they are shown."""
        reach = Bounds(0, 0, 0, 0)
        for layer in layers_of(self._document.picture.nodes):
            afloat = self._sheet.floating.get(layer.uid)
            if afloat is not None:
                reach = reach.united(layer.raster.bounds)
                reach = reach.united(_mapped(afloat.transform, afloat.raster.bounds))
        return reach


def cells_of(image: QImage) -> Cells:
    cells = np.empty((image.height(), image.width()), np.uint32)
    target = image_over(cells)
    painter = QPainter(target)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.drawImage(0, 0, image)
    painter.end()
    return cells


def _mapped(transform: QTransform, bounds: Bounds) -> Bounds:
    rect = QRectF(bounds.x, bounds.y, bounds.width, bounds.height)
    shown = transform.mapRect(rect).toAlignedRect()
    return Bounds(shown.x(), shown.y(), shown.width(), shown.height()).padded(1)
