"""Pictures and masks from files and back: PNG, JPEG, WebP, TIFF, BMP, and GIF's first frame.

Only these decoders are tried, on any name: others in Pillow run programs or invite trouble.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.PngImagePlugin import PngInfo

from studio.core.errors import BadInput, FileProblem
from studio.core.pixels import LARGEST_SIDE, MaskPixels, Pixels
from studio.document.alpha import check_picture, is_opaque, over_white, premultiplied
from studio.document.files.atomic import write_atomically
from studio.document.files.metadata import (
    exif_with_parameters,
    kept_exif,
    read_parameters_text,
    to_srgb,
)
from studio.document.source import Source

T = TypeVar("T")

READABLE = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF")
READABLE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif")
WRITABLE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp")
OPAQUE_SUFFIXES = (".jpg", ".jpeg", ".bmp")
"""What cannot hold transparency."""
LARGEST_AREA = 89_000_000
"""In px; a layer of it takes 356 MB."""

_SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I;16N")
_DECODER_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError,
    EOFError, MemoryError, RuntimeError, AssertionError, struct.error, zlib.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow's decoders are known to raise on damaged files."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class OpenedPicture:
    """An upright picture in sRGB."""

    pixels: Pixels
    """(h, w, 3), or (h, w, 4) with straight alpha where the file has transparency."""
    source: Source

    @property
    def parameters(self) -> str:
        return self.source.parameters

    @property
    def icc(self) -> bytes | None:
        return self.source.icc

    @property
    def exif(self) -> bytes | None:
        return self.source.exif


def open_picture(path: Path) -> OpenedPicture:
    """Turned upright, converted to sRGB, 16 bits brought to 8. Raises FileProblem."""
    return _read(path, "picture", _picture)


def open_mask(path: Path) -> MaskPixels:
    """(h, w): white = replace, black or transparent = keep. Raises FileProblem."""
    return _read(path, "mask", _mask)


def save_picture(
    path: Path,
    pixels: Pixels,
    *,
    parameters: str = "",
    icc: bytes | None = None,
    exif: bytes | None = None,
    flatten: bool = False,
) -> None:
    """Write a picture; its name says the format. The same input gives the same bytes.

    pixels: (h, w, 3) or straight (h, w, 4). PNG, TIFF, WebP and BMP lose nothing; JPEG has
    quality 95 without chroma subsampling. Raises FileProblem where it cannot be written, and
    BadInput on an unknown name, or where transparency would be lost and `flatten` (put it on
    white paper) was not chosen.
    """
    check_suffix(path)
    check_picture(pixels)
    if loses_transparency(path, pixels):
        if not flatten:
            raise BadInput(
                f"{path.name} cannot hold transparency: save as PNG, WebP or TIFF,"
                " or choose to put the picture on white."
            )
        pixels = over_white(premultiplied(pixels))
    elif is_opaque(pixels):
        pixels = pixels[..., :3]
    image = Image.fromarray(np.ascontiguousarray(pixels))
    write_atomically(path, _encoded(image, path, Source(parameters, icc, exif)))


def loses_transparency(path: Path, pixels: Pixels) -> bool:
    """Whether a file of that name cannot hold what these pixels let shine through."""
    return path.suffix.lower() in OPAQUE_SUFFIXES and not is_opaque(pixels)


def check_suffix(path: Path) -> None:
    """Raises BadInput where the name says no format that pictures can be saved in."""
    if path.suffix.lower() not in WRITABLE_SUFFIXES:
        known = ", ".join(WRITABLE_SUFFIXES)
        raise BadInput(f"{path.name} names no format to save in: end it with one of {known}.")


def _read(path: Path, what: str, convert: Callable[[Image.Image], T]) -> T:
    _check_file(path, what)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # odd metadata is no reason to worry
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=READABLE) as image:
                _check_size(image, path)
                return convert(image)
    except UnidentifiedImageError as error:
        raise FileProblem(
            f"{path.name} is no {what} that can be opened:"
            " it must be a PNG, JPEG, WebP, TIFF, BMP or GIF file."
        ) from error
    except PermissionError as error:
        raise FileProblem(f"{path.name} cannot be read: {error.strerror}.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileProblem(_too_large(path)) from error
    except _DECODER_ERRORS as error:
        raise FileProblem(f"{path.name} is damaged and cannot be opened.") from error


def _check_file(path: Path, what: str) -> None:
    if not path.exists():
        raise FileProblem(f"There is no {what} at {path}.")
    if not path.is_file():
        raise FileProblem(f"{path} is not a file.")
    if path.stat().st_size == 0:
        raise FileProblem(f"{path.name} is empty: it has 0 bytes.")


def _check_size(image: Image.Image, path: Path) -> None:
    """From the header alone, before a pixel is decoded."""
    if max(image.size) > LARGEST_SIDE or image.width * image.height > LARGEST_AREA:
        raise FileProblem(_too_large(path))


def _too_large(path: Path) -> str:
    return (
        f"{path.name} is too large: a picture may have {LARGEST_SIDE} px a side"
        f" and {LARGEST_AREA // 1_000_000} megapixels."
    )


def _picture(image: Image.Image) -> OpenedPicture:
    image.load()
    icc = image.info.get("icc_profile")
    upright = _eight_bits(_upright(image))
    parameters, exif = _described(image)
    colour, alpha = _separated(upright)
    colour, icc = to_srgb(colour, icc) if icc else (colour.convert("RGB"), None)
    if alpha is not None:
        colour.putalpha(alpha)
    return OpenedPicture(np.array(colour), Source(parameters, icc, exif))


def _mask(image: Image.Image) -> MaskPixels:
    image.load()
    colour = _eight_bits(_upright(image)).convert("RGBA")
    black = Image.new("RGBA", colour.size, "black")
    return np.array(Image.alpha_composite(black, colour).convert("L"))


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except _DECODER_ERRORS:
        return image  # damaged EXIF says no direction; the pixels are whole


def _described(image: Image.Image) -> tuple[str, bytes | None]:
    """Parameters and EXIF; neither where they are damaged, for the pixels are whole."""
    try:
        return read_parameters_text(image), kept_exif(image)
    except _DECODER_ERRORS:
        return "", None


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode in _SIXTEEN_BITS:
        wide = np.asarray(image).astype(np.uint32)
        return Image.fromarray(((wide * 255 + 32767) // 65535).astype(np.uint8))
    if image.mode in ("I", "F"):
        raise FileProblem(
            "The picture has 32 bits a channel: save it with 8 or 16 bits a channel first."
        )
    return image


def _separated(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Colour in a mode that profiles are made for (L, RGB, CMYK), and alpha where there is any."""
    if not image.has_transparency_data:
        return (image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")), None
    colour = image.convert("RGBA")
    grey = image.getchannel("L") if image.mode == "LA" else colour.convert("RGB")
    return grey, colour.getchannel("A")


def _encoded(image: Image.Image, path: Path, source: Source) -> bytes:
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
