"""Pictures and masks out of files, with Pillow.

Only a few decoders are tried, on any name: others in Pillow run programs or invite trouble.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from studio.core.errors import FileProblem
from studio.core.pixels import LARGEST_SIDE, MaskPixels
from studio.document.files.metadata import kept_exif, read_parameters_text, to_srgb
from studio.document.files.pillow import DECODER_ERRORS, eight_bits, load
from studio.document.source import OpenedPicture, Source

T = TypeVar("T")

READABLE = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF")
LARGEST_AREA = 89_000_000
"""In px; a layer of it takes 356 MB."""


def read_picture(path: Path) -> OpenedPicture:
    """Raises FileProblem."""
    return _read(path, "picture", _picture)


def read_mask(path: Path) -> MaskPixels:
    """Raises FileProblem."""
    return _read(path, "mask", _mask)


def _read(path: Path, what: str, convert: Callable[[Image.Image], T]) -> T:
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
    except DECODER_ERRORS as error:
        raise FileProblem(f"{path.name} is damaged and cannot be opened.") from error


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
    load(image)
    icc = image.info.get("icc_profile")
    upright = eight_bits(_upright(image))
    parameters, exif = _described(image)
    colour, alpha = _separated(upright)
    colour, icc = to_srgb(colour, icc) if icc else (colour.convert("RGB"), None)
    if alpha is not None:
        colour.putalpha(alpha)
    return OpenedPicture(np.array(colour), Source(parameters, icc, exif))


def _mask(image: Image.Image) -> MaskPixels:
    load(image)
    colour = eight_bits(_upright(image)).convert("RGBA")
    black = Image.new("RGBA", colour.size, "black")
    return np.array(Image.alpha_composite(black, colour).convert("L"))


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except DECODER_ERRORS:
        return image  # damaged EXIF says no direction; the pixels are whole


def _described(image: Image.Image) -> tuple[str, bytes | None]:
    """Parameters and EXIF; neither where they are damaged, for the pixels are whole."""
    try:
        return read_parameters_text(image), kept_exif(image)
    except DECODER_ERRORS:
        return "", None


def _separated(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Colour in a mode that profiles are made for (L, RGB, CMYK), and alpha where there is any."""
    if not image.has_transparency_data:
        return (image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")), None
    colour = image.convert("RGBA")
    grey = image.getchannel("L") if image.mode == "LA" else colour.convert("RGB")
    return grey, colour.getchannel("A")
