"""Pictures into the bytes of files, with Pillow."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from studio.core.errors import FileProblem
from studio.core.pixels import Pixels
from studio.document.files.metadata import exif_with_parameters
from studio.document.source import Source


def encoded(pixels: Pixels, path: Path, source: Source) -> bytes:
    """pixels: (h, w, 3), or straight (h, w, 4) where the format that `path` names has alpha.

    Raises FileProblem where they do not fit into it.
    """
    image = Image.fromarray(np.ascontiguousarray(pixels))
    content = io.BytesIO()
    write = _WRITERS[path.suffix.lower()]
    try:
        write(image, content, source)
    except (OSError, ValueError, struct.error) as error:
        reason = str(error) or "the encoder failed"
        raise FileProblem(f"{path.name} cannot be written: {reason}.") from error
    return content.getvalue()


def _write_png(image: Image.Image, content: io.BytesIO, source: Source) -> None:
    chunks = PngInfo()
    if source.parameters:
        chunks.add_text("parameters", source.parameters)
    exif = source.exif or b""
    image.save(content, "PNG", pnginfo=chunks, icc_profile=source.icc, exif=exif)


def _write_jpeg(image: Image.Image, content: io.BytesIO, source: Source) -> None:
    exif = exif_with_parameters(source.exif, source.parameters)
    image.save(content, "JPEG", quality=95, subsampling=0, icc_profile=source.icc, exif=exif)


def _write_webp(image: Image.Image, content: io.BytesIO, source: Source) -> None:
    exif = exif_with_parameters(source.exif, source.parameters)
    image.save(content, "WEBP", lossless=True, exact=True, icc_profile=source.icc, exif=exif)


def _write_tiff(image: Image.Image, content: io.BytesIO, source: Source) -> None:
    exif = exif_with_parameters(source.exif, source.parameters)
    # Uncompressed: the encoder for compressed files cannot write EXIF.
    image.save(content, "TIFF", icc_profile=source.icc, exif=exif)


def _write_bmp(image: Image.Image, content: io.BytesIO, source: Source) -> None:
    del source  # the format has no place for words
    image.save(content, "BMP")


_WRITERS: dict[str, Callable[[Image.Image, io.BytesIO, Source], None]] = {
    ".png": _write_png,
    ".jpg": _write_jpeg,
    ".jpeg": _write_jpeg,
    ".webp": _write_webp,
    ".tif": _write_tiff,
    ".tiff": _write_tiff,
    ".bmp": _write_bmp,
}
