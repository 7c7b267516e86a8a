"""Documents to begin with."""

from __future__ import annotations

import numpy as np

from studio.core.geometry import Extent
from studio.document.colour import Colour
from studio.document.document import Document
from studio.document.layer import Layer
from studio.document.picture import Picture
from studio.document.room import check_document
from studio.document.surface import Raster


def new_document(extent: Extent, background: Colour | None = None) -> Document:
    """A blank one, or with a layer of one colour. Raises BadInput for a size that cannot be."""
    check_document(extent)
    document = Document(extent)
    if background is not None:
        pixels = np.empty((extent.height, extent.width, 4), np.uint8)
        pixels[:] = (*background, 255)
        layer = Layer(raster=Raster(pixels), name="Background")
        document.show(Picture.with_nodes(extent, (layer,)))
    return document
