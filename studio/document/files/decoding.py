"""Pictures and masks out of files, with Pillow.

Only a few decoders are tried, on any name: others in Pillow run programs or invite trouble.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from studio.core.errors import BadInput, FileProblem
from studio.core.pixels import LARGEST_SIDE, MaskPixels
from studio.document import room
from studio.document.files.metadata import kept_exif, place_of, read_parameters_text
from studio.document.files.pillow import (
    DECODER_ERRORS,
    eight_bits,
    has_sixteen_bits,
    load,
    pixels_of,
)
from studio.document.files.profiles import to_srgb
from studio.document.source import OpenedPicture, Source

T = TypeVar("T")

READABLE = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "AVIF")
_BYTES_A_PIXEL = 16
"""Of memory, while a picture is turned, converted and becomes a layer."""


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
            " it must be a PNG, JPEG, WebP, TIFF, BMP, GIF or AVIF file."
        ) from error
    except PermissionError as error:
        raise FileProblem(f"{path.name} cannot be read: {error.strerror}.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileProblem(_too_large(path)) from error
    except DECODER_ERRORS as error:
        raise FileProblem(f"{path.name} is damaged and cannot be opened.") from error


def _check_size(image: Image.Image, path: Path) -> None:
    """From the header alone, before a pixel is decoded."""
    if max(image.size) > LARGEST_SIDE:
        raise FileProblem(_too_large(path))
    try:
        room.check_memory(image.width * image.height * _BYTES_A_PIXEL, path.name)
    except BadInput as error:
        raise FileProblem(str(error)) from error


def _too_large(path: Path) -> str:
    return f"{path.name} is too large: a picture may have {LARGEST_SIDE} px a side."


def _picture(image: Image.Image) -> OpenedPicture:
    notices = _notices(image)
    load(image)
    icc = image.info.get("icc_profile")
    upright = _upright(image)
    source = _described(image)
    if upright.mode in ("RGB", "RGBA") and not icc and "transparency" not in upright.info:
        return OpenedPicture(pixels_of(upright), source, notices)
    colour, alpha = _separated(eight_bits(upright))
    if icc:
        found = to_srgb(colour, icc)
        colour, source = found.image, replace(source, icc=found.icc, profile=found.profile)
    elif colour.mode != "RGB":
        colour = colour.convert("RGB")
    if alpha is not None:
        colour.putalpha(alpha)
    return OpenedPicture(pixels_of(colour), source, notices)


def _mask(image: Image.Image) -> MaskPixels:
    load(image)
    colour = eight_bits(_upright(image)).convert("RGBA")
    black = Image.new("RGBA", colour.size, "black")
    return np.array(Image.alpha_composite(black, colour).convert("L"))


def _notices(image: Image.Image) -> tuple[str, ...]:
    """What will be lost, of a picture that is not loaded yet."""
    narrow = "It had 16 bits a channel, and has 8 now." if has_sixteen_bits(image) else ""
    try:
        several = "It holds several pictures: this is the first." if _is_several(image) else ""
    except DECODER_ERRORS:
        several = ""  # what follows the first picture is damaged; that one may be whole
    return tuple(notice for notice in (narrow, several) if notice)


def _is_several(image: Image.Image) -> bool:
    return bool(getattr(image, "is_animated", False))


def _upright(image: Image.Image) -> Image.Image:
    try:
        # In place: a picture that stands upright is not copied.
        ImageOps.exif_transpose(image, in_place=True)
    except DECODER_ERRORS:
        return image  # damaged EXIF says no direction; the pixels are whole
    return image


def _described(image: Image.Image) -> Source:
    # In this order: what is kept of the EXIF is what is left when the place is taken out.
    text, place = _or_none(read_parameters_text, image), _or_none(place_of, image)
    return Source(text or "", exif=_or_none(kept_exif, image), place=place)


def _or_none(read: Callable[[Image.Image], T], image: Image.Image) -> T | None:
    """Words of a picture; None where they are damaged, for the pixels are whole."""
    try:
        return read(image)
    except DECODER_ERRORS:
        return None


def _separated(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Colour in a mode that profiles are made for (L, RGB, CMYK), and alpha where there is any."""
    if not image.has_transparency_data:
        return (image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")), None
    colour = image.convert("RGBA")
    grey = image.getchannel("L") if image.mode == "LA" else colour.convert("RGB")
    return grey, colour.getchannel("A")
