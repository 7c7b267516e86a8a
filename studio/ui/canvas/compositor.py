"""The document's layers as one image for the screen; only what changes is drawn again."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from studio.core.geometry import Bounds, Extent
from studio.document.compositing import Floating, composite_image
from studio.document.document import Document
from studio.ui.canvas.pyramid import Pyramid


class Compositor:
    """Follows one document. Whoever owns it tells which bounds have changed."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._floating: Floating = {}
        self._begin()

    @property
    def extent(self) -> Extent:
        return Extent(self._image.width(), self._image.height())

    @property
    def image(self) -> QImage:
        """All visible layers, premultiplied."""
        return self._image

    def refresh(self, bounds: Bounds) -> None:
        """Draw the layers again inside these bounds."""
        if self._document.extent != self.extent:
            self._begin()
            return
        inside = bounds.clipped(self.extent)
        if not inside.is_empty:
            self._draw(inside)
            self._pyramid.refresh(inside)

    def show_floating(self, floating: Floating) -> None:
        """Draw these layers elsewhere than they lie."""
        if floating != self._floating:
            self._floating = floating
            self.refresh(Bounds.of(self.extent))

    def paint(self, painter: QPainter, target: QRectF, zoom: float) -> None:
        """All of the picture into a rectangle. zoom: screen pixels per pixel of the picture."""
        self._pyramid.paint(painter, target, zoom)

    def _begin(self) -> None:
        extent = self._document.extent
        image_format = QImage.Format.Format_ARGB32_Premultiplied
        self._image = QImage(extent.width, extent.height, image_format)
        self._draw(Bounds.of(extent))
        self._pyramid = Pyramid(self._image)

    def _draw(self, bounds: Bounds) -> None:
        painter = QPainter(self._image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        nodes = self._document.picture.nodes
        painter.drawImage(bounds.x, bounds.y, composite_image(nodes, bounds, 1.0, self._floating))
        painter.end()
