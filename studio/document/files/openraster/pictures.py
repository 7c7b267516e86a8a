"""Pictures in a project's zip: measured by their headers, then decoded strip by strip."""

from __future__ import annotations

import io
import struct
import warnings

import numpy as np
from PIL import Image

from studio.core.errors import FileProblem
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, bounds_of_painted
from studio.document.alpha import premultiplied
from studio.document.files.openraster.archive import Archive
from studio.document.files.openraster.png import bands
from studio.document.files.pillow import DECODER_ERRORS, eight_bits, load
from studio.document.files.profiles import to_srgb
from studio.document.room import LARGEST_LAYER_SIDE
from studio.document.surface import Raster

_HEADER = struct.Struct(">8sI4sIIBB")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_BYTES_A_PIXEL = 8
_WORDS = 16 << 20
"""Bytes of a PNG that may be something else than pixels."""
_SIXTEEN = 16


class PictureReader:
    """Decodes what it is asked for and remembers what was not as it should be."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.narrowed = 0
        """How many had 16 bits a channel."""

    def extent(self, name: str) -> Extent:
        """By the header alone. Raises FileProblem where there is no such PNG."""
        return self._header(name)[0]

    def raster(self, name: str, x: int, y: int, extent: Extent) -> tuple[Raster, bool]:
        """A layer of a canvas of that extent with a picture at x, y of it, in px.

        True: a part lay too far outside, and is left out.
        """
        image = self._decoded(name).convert("RGBA")
        whole = Bounds(x, y, *image.size)
        # What is clear takes no memory; what is near enough to be moved back is kept.
        painted = bounds_of_painted(np.asarray(image.getchannel("A"))).moved(x, y)
        canvas = Bounds.of(extent)
        margin = (LARGEST_LAYER_SIDE - extent.longest_side) // 2
        kept = painted.intersected(canvas.padded(margin))
        needed = canvas.united(kept)
        raster = Raster(np.zeros((needed.height, needed.width, 4), np.uint8), needed.x, needed.y)
        for strip in bands(kept.extent) if not kept.is_empty else ():
            inside = strip.moved(kept.x, kept.y)
            part = _cut(image, inside.moved(-whole.x, -whole.y))
            raster.part(inside)[:] = premultiplied(part)
        return raster, kept != painted

    def mask(self, name: str) -> Pixels:
        """(h, w)."""
        return np.array(self._decoded(name).convert("L"))

    def straight(self, name: str) -> Pixels:
        """(h, w, 3), or (h, w, 4) where the file has transparency; cannot be written."""
        image = self._decoded(name)
        pixels = np.array(image.convert("RGBA" if image.has_transparency_data else "RGB"))
        pixels.flags.writeable = False
        return pixels

    def _header(self, name: str) -> tuple[Extent, int]:
        """Size in px, and bits a channel."""
        if name not in self._archive:
            raise FileProblem(f"{self._archive.name} is incomplete: {name} is not in it.")
        head = self._archive.head(name, _HEADER.size)
        if len(head) < _HEADER.size:
            raise self._damaged(name)
        signature, _, kind, width, height, bits, _ = _HEADER.unpack(head)
        if signature != _SIGNATURE or kind != b"IHDR" or not width or not height:
            raise self._damaged(name)
        if max(width, height) > LARGEST_LAYER_SIDE:
            raise FileProblem(
                f"{self._archive.name} is too large: {name} in it is {width} × {height} px."
            )
        return Extent(width, height), bits

    def _decoded(self, name: str) -> Image.Image:
        extent, bits = self._header(name)
        content = self._archive.read(name, extent.area * _MOST_BYTES_A_PIXEL + _WORDS)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # odd metadata is no reason to worry
                with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
                    return self._in_srgb(image, bits)
        except DECODER_ERRORS as error:
            raise self._damaged(name) from error

    def _in_srgb(self, image: Image.Image, bits: int) -> Image.Image:
        load(image)
        self.narrowed += bits == _SIXTEEN
        narrow = eight_bits(image)
        icc = image.info.get("icc_profile")
        if not icc:
            return narrow
        colour = to_srgb(narrow.convert("RGB"), icc).image
        if narrow.has_transparency_data:
            colour.putalpha(narrow.convert("RGBA").getchannel("A"))
        return colour

    def _damaged(self, name: str) -> FileProblem:
        return FileProblem(f"{self._archive.name} is damaged: {name} in it is no picture.")


def _cut(image: Image.Image, bounds: Bounds) -> Pixels:
    return np.asarray(image.crop((bounds.x, bounds.y, bounds.right, bounds.bottom)))
