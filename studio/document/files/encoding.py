"""Pictures into the bytes of files, with Pillow."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, features
from PIL.PngImagePlugin import PngInfo

from studio.core.errors import FileProblem
from studio.core.pixels import Pixels
from studio.document.alpha import OPAQUE
from studio.document.files.export import LOSSLESS, ExportOptions, format_of
from studio.document.files.metadata import exif_with_parameters
from studio.document.files.profiles import from_srgb
from studio.document.source import Source

_PNG_LEVEL = 4
"""Of compression: the usual 6 takes three times as long for a tenth fewer bytes."""
_GIF_CLEAR = 255
"""The last of 256 colours."""


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """A picture in the colours in which it is written, with its words."""

    image: Image.Image
    source: Source
    quality: int

    @property
    def exif(self) -> bytes:
        source = self.source
        return exif_with_parameters(source.exif, source.parameters, source.place)


def encoded(pixels: Pixels, path: Path, source: Source, options: ExportOptions) -> bytes:
    """pixels: (h, w, 3), or straight (h, w, 4) where the format that `path` names has alpha.

    Raises FileProblem where they do not fit into it.
    """
    suffix = path.suffix.lower()
    image = Image.fromarray(np.ascontiguousarray(pixels))
    told = _told(source, options)
    if options.in_own_colours and source.profile:
        image, told = from_srgb(image, source.profile), replace(told, icc=source.profile)
    quality = options.quality or format_of(suffix).quality or LOSSLESS
    content = io.BytesIO()
    try:
        _WRITERS[suffix](_Sheet(image, told, quality), content)
    except (OSError, ValueError, RuntimeError, struct.error) as error:
        reason = str(error) or "the encoder failed"
        raise FileProblem(f"{path.name} cannot be written: {reason}.") from error
    return content.getvalue()


def _told(source: Source, options: ExportOptions) -> Source:
    """Of a source, what may be said."""
    place = source.place if options.keeps_place else None
    if options.keeps_words:
        return replace(source, place=place)
    return Source(icc=source.icc, place=place)


def _write_png(sheet: _Sheet, content: io.BytesIO) -> None:
    chunks = PngInfo()
    source = sheet.source
    if source.parameters:
        chunks.add_text("parameters", source.parameters)
    exif = exif_with_parameters(source.exif, "", source.place)
    words = {"icc_profile": source.icc, "exif": exif}
    sheet.image.save(content, "PNG", compress_level=_PNG_LEVEL, pnginfo=chunks, **words)


def _write_jpeg(sheet: _Sheet, content: io.BytesIO) -> None:
    words = {"icc_profile": sheet.source.icc, "exif": sheet.exif}
    # Chroma at full size keeps red edges clean; below that quality it is not what is seen first.
    subsampling = 0 if sheet.quality >= 90 else 2  # noqa: PLR2004
    sheet.image.save(content, "JPEG", quality=sheet.quality, subsampling=subsampling, **words)


def _write_webp(sheet: _Sheet, content: io.BytesIO) -> None:
    words = {"icc_profile": sheet.source.icc, "exif": sheet.exif}
    if sheet.quality == LOSSLESS:
        sheet.image.save(content, "WEBP", lossless=True, exact=True, **words)
    else:
        sheet.image.save(content, "WEBP", quality=sheet.quality, **words)


def _write_avif(sheet: _Sheet, content: io.BytesIO) -> None:
    if not features.check("avif"):
        raise FileProblem("This build of Pillow writes no AVIF: choose WebP or PNG.")
    words = {"icc_profile": sheet.source.icc, "exif": sheet.exif}
    subsampling = "4:4:4" if sheet.quality >= 80 else "4:2:0"  # noqa: PLR2004
    sheet.image.save(content, "AVIF", quality=sheet.quality, subsampling=subsampling, **words)


def _write_tiff(sheet: _Sheet, content: io.BytesIO) -> None:
    # Uncompressed: the encoder for compressed files cannot write EXIF.
    sheet.image.save(content, "TIFF", icc_profile=sheet.source.icc, exif=sheet.exif)


def _write_bmp(sheet: _Sheet, content: io.BytesIO) -> None:
    sheet.image.save(content, "BMP")


def _write_gif(sheet: _Sheet, content: io.BytesIO) -> None:
    """The nearest of 255 colours, and one that is clear."""
    image = sheet.image
    flat = image.convert("RGB").quantize(_GIF_CLEAR, Image.Quantize.MEDIANCUT)
    if image.mode == "RGB":
        flat.save(content, "GIF")
        return
    clear = image.getchannel("A").point(lambda alpha: 0 if alpha else OPAQUE)
    flat.paste(_GIF_CLEAR, mask=clear)
    flat.save(content, "GIF", transparency=_GIF_CLEAR)


_WRITERS: dict[str, Callable[[_Sheet, io.BytesIO], None]] = {
    ".png": _write_png,
    ".jpg": _write_jpeg,
    ".jpeg": _write_jpeg,
    ".webp": _write_webp,
    ".avif": _write_avif,
    ".tif": _write_tiff,
    ".tiff": _write_tiff,
    ".bmp": _write_bmp,
    ".gif": _write_gif,
}
