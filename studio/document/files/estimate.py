"""How large a file would become, from a few pieces of the picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, extent_of
from studio.document.document import Document
from studio.document.files.export import ExportOptions
from studio.document.files.images import picture_bytes
from studio.document.source import Source

_PIECE_PX, _PIECES = 160, 3
"""Side of a piece; so many a side are taken, spread over the picture."""


class SizeEstimate:
    """Looks at a document once; the size for any format and options follows from that."""

    def __init__(self, document: Document) -> None:
        self._source = document.source
        self._extent = document.extent
        self._sample = _sample(document)

    def bytes_of(self, suffix: str, options: ExportOptions) -> int:
        """Exact for small pictures, else near. Raises FileProblem where it cannot be written."""
        path = Path(f"estimate{suffix}")
        # Words take the same room in any picture: they are counted, not scaled.
        source = Source(profile=self._source.profile) if options.in_own_colours else Source()
        bare = len(picture_bytes(path, self._sample, source, options)) - len(source.profile or b"")
        share = self._extent.area / extent_of(self._sample).area
        return round(bare * share) + self._words(options)

    def _words(self, options: ExportOptions) -> int:
        source = self._source
        icc = source.profile if options.in_own_colours and source.profile else source.icc
        told = (source.parameters.encode(), source.exif or b"") if options.keeps_words else ()
        return sum(len(each) for each in (icc or b"", *told))


def _sample(document: Document) -> Pixels:
    """Straight (h, w, 4): all of a small picture, else pieces of it side by side."""
    extent = document.extent
    if extent.longest_side <= _PIECE_PX * _PIECES:
        return document.flattened()
    width, height = min(extent.width, _PIECE_PX), min(extent.height, _PIECE_PX)
    size = Extent(width, height)
    rows = (
        [document.flattened(_piece(extent, size, row, column)) for column in range(_PIECES)]
        for row in range(_PIECES)
    )
    return np.concatenate([np.concatenate(row, axis=1) for row in rows], axis=0)


def _piece(extent: Extent, size: Extent, row: int, column: int) -> Bounds:
    last = _PIECES - 1
    x, y = (extent.width - size.width) * column // last, (extent.height - size.height) * row // last
    return Bounds(x, y, size.width, size.height)
