"""Pictures and masks from files and back: PNG, JPEG, WebP, TIFF, BMP, AVIF, and GIF's first frame.

Importing this loads no decoder: the first file that is read or written does, so that a window
without one is on screen sooner.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from studio.core.errors import BadInput, FileProblem
from studio.core.pixels import MaskPixels, Pixels
from studio.document.alpha import OPAQUE, check_picture, is_opaque, over_white, premultiplied
from studio.document.files.atomic import write_atomically
from studio.document.files.export import ExportOptions
from studio.document.source import OpenedPicture, Source

READABLE_SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".webp", ".avif", ".tif", ".tiff", ".bmp", ".gif",
)  # fmt: skip
WRITABLE_SUFFIXES = READABLE_SUFFIXES
OPAQUE_SUFFIXES = (".jpg", ".jpeg", ".bmp")
"""What cannot hold transparency."""
ALL_OR_NOTHING_SUFFIXES = (".gif",)
"""What has clear and opaque pixels, and none between."""


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
    source: Source | None = None,
    options: ExportOptions | None = None,
    *,
    flatten: bool = False,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Write a picture; its name says the format. The same input gives the same bytes.

    pixels: (h, w, 3) or straight (h, w, 4). PNG, TIFF, WebP and BMP lose nothing unless the
    options say so; JPEG and AVIF have the quality that `export` names, GIF has 255 colours.
    check: called before anything is written; what it raises leaves an older file as it was.
    Raises FileProblem where it cannot be written, BadInput on an unknown name, and
    TransparencyLost where `flatten` (put it on white paper) was not chosen.
    """
    check_suffix(path)
    if loses_transparency(path, pixels) and not flatten:
        raise TransparencyLost(
            f"{path.name} cannot hold transparency: save as PNG, WebP or TIFF,"
            " or choose to put the picture on white."
        )
    content = picture_bytes(path, pixels, source, options)
    check()
    write_atomically(path, content)


def picture_bytes(
    path: Path, pixels: Pixels, source: Source | None = None, options: ExportOptions | None = None
) -> bytes:
    """What a file of that name would hold; on white paper where it cannot hold transparency."""
    from studio.document.files import encoding  # noqa: PLC0415

    check_picture(pixels)
    if loses_transparency(path, pixels):
        pixels = over_white(premultiplied(pixels))
    elif is_opaque(pixels):
        pixels = pixels[..., :3]
    return encoding.encoded(pixels, path, source or Source(), options or ExportOptions())


def loses_transparency(path: Path, pixels: Pixels) -> bool:
    """Whether a file of that name cannot hold what these pixels let shine through."""
    suffix = path.suffix.lower()
    if suffix in ALL_OR_NOTHING_SUFFIXES and not is_opaque(pixels):
        alpha = pixels[..., 3]
        return bool(((alpha != 0) & (alpha != OPAQUE)).any())
    return suffix in OPAQUE_SUFFIXES and not is_opaque(pixels)


def check_suffix(path: Path) -> None:
    """Raises BadInput where the name says no format that pictures can be saved in."""
    if path.suffix.lower() not in WRITABLE_SUFFIXES:
        known = ", ".join(WRITABLE_SUFFIXES)
        raise BadInput(f"{path.name} names no format to save in: end it with one of {known}.")


def _check_file(path: Path, what: str) -> None:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileProblem(f"There is no {what} at {path}.") from error
    except (OSError, ValueError) as error:
        raise FileProblem(f"{path} cannot be read.") from error
    if not stat.S_ISREG(found.st_mode):
        raise FileProblem(f"{path} is not a file.")
    if found.st_size == 0:
        raise FileProblem(f"{path.name} is empty: it has 0 bytes.")
