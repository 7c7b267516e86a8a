"""Pictures and masks from files and back: PNG, JPEG, WebP, TIFF, BMP, and GIF's first frame.

Importing this loads no decoder: the first file that is read or written does, so that a window
without one is on screen sooner.
"""

from __future__ import annotations

from pathlib import Path

from studio.core.errors import BadInput, FileProblem
from studio.core.pixels import MaskPixels, Pixels
from studio.document.alpha import check_picture, is_opaque, over_white, premultiplied
from studio.document.files.atomic import write_atomically
from studio.document.source import OpenedPicture, Source

READABLE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif")
WRITABLE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp")
OPAQUE_SUFFIXES = (".jpg", ".jpeg", ".bmp")
"""What cannot hold transparency."""


class TransparencyLost(BadInput):
    """A file of that kind cannot hold what these pixels let shine through."""


def open_picture(path: Path) -> OpenedPicture:
    """Turned upright, converted to sRGB, 16 bits brought to 8. Raises FileProblem."""
    from studio.document.files import decoding  # noqa: PLC0415

    _check_file(path, "picture")
    return decoding.read_picture(path)


def open_mask(path: Path) -> MaskPixels:
    """(h, w): white = replace, black or transparent = keep. Raises FileProblem."""
    from studio.document.files import decoding  # noqa: PLC0415

    _check_file(path, "mask")
    return decoding.read_mask(path)


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
    quality 95 without chroma subsampling. Raises FileProblem where it cannot be written,
    BadInput on an unknown name, and TransparencyLost where `flatten` (put it on white paper)
    was not chosen.
    """
    from studio.document.files import encoding  # noqa: PLC0415

    check_suffix(path)
    check_picture(pixels)
    if loses_transparency(path, pixels):
        if not flatten:
            raise TransparencyLost(
                f"{path.name} cannot hold transparency: save as PNG, WebP or TIFF,"
                " or choose to put the picture on white."
            )
        pixels = over_white(premultiplied(pixels))
    elif is_opaque(pixels):
        pixels = pixels[..., :3]
    write_atomically(path, encoding.encoded(pixels, path, Source(parameters, icc, exif)))


def loses_transparency(path: Path, pixels: Pixels) -> bool:
    """Whether a file of that name cannot hold what these pixels let shine through."""
    return path.suffix.lower() in OPAQUE_SUFFIXES and not is_opaque(pixels)


def check_suffix(path: Path) -> None:
    """Raises BadInput where the name says no format that pictures can be saved in."""
    if path.suffix.lower() not in WRITABLE_SUFFIXES:
        known = ", ".join(WRITABLE_SUFFIXES)
        raise BadInput(f"{path.name} names no format to save in: end it with one of {known}.")


def _check_file(path: Path, what: str) -> None:
    if not path.exists():
        raise FileProblem(f"There is no {what} at {path}.")
    if not path.is_file():
        raise FileProblem(f"{path} is not a file.")
    if path.stat().st_size == 0:
        raise FileProblem(f"{path.name} is empty: it has 0 bytes.")
