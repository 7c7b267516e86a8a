"""The document's layers as one image for the screen; only what changes is drawn again."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from studio.core.geometry import Bounds, Extent
from studio.document.compositing import Floating, composite_image
from studio.document.document import Document
from studio.document.layer import Node, layers_of
from studio.ui.canvas.levels import Cells, image_over
from studio.ui.canvas.pyramid import Pyramid


class LayersSheet:
    """The visible layers of a document, composed where it is asked for."""

    given = None

    def __init__(self, document: Document) -> None:
        self._document = document
        self.extent = document.extent
        self.floating: Floating = {}

    @property
    def depth(self) -> int:
        return sum(layer.visible for layer in layers_of(self._document.picture.nodes))

    def cells(self, bounds: Bounds) -> Cells:
        return cells_of(composite_image(self._nodes, bounds, 1.0, self.floating))

    def rough(self, bounds: Bounds, index: int) -> Cells:
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
        """The layers look different inside these bounds."""
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
