"""How a picture file shall be written, chosen before an encoder is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from studio.core.request import check_range

LOSSLESS = 100
"""The quality at which WebP loses nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """What a kind of file can hold."""

    suffix: str
    title: str
    sentence: str
    """What it is good for."""
    quality: int | None = None
    """The usual one of 1..100; None = it cannot be written smaller and worse."""
    has_words: bool = True
    """Has a place for EXIF, parameters and a profile."""


FORMATS = (
    ExportFormat(
        suffix=".png", title="PNG", sentence="Loses nothing, keeps transparency, opens anywhere."
    ),
    ExportFormat(
        suffix=".jpg",
        title="JPEG",
        sentence="Small, for photographs. Holds no transparency.",
        quality=95,
    ),
    ExportFormat(
        suffix=".webp",
        title="WebP",
        sentence="Small, with transparency. At 100 % it loses nothing.",
        quality=LOSSLESS,
    ),
    ExportFormat(
        suffix=".avif",
        title="AVIF",
        sentence="Smallest, with transparency. Takes a while to write.",
        quality=85,
    ),
    ExportFormat(
        suffix=".tif", title="TIFF", sentence="Loses nothing, keeps transparency. For print shops."
    ),
    ExportFormat(
        suffix=".gif",
        title="GIF",
        sentence="255 colours; a pixel is clear or opaque.",
        has_words=False,
    ),
    ExportFormat(
        suffix=".bmp",
        title="BMP",
        sentence="For old programs. Holds no transparency.",
        has_words=False,
    ),
)

_OTHER_NAMES = {".jpeg": ".jpg", ".tiff": ".tif"}


def format_of(suffix: str) -> ExportFormat:
    """By the end of a file's name, one that pictures can be saved in."""
    known = _OTHER_NAMES.get(suffix, suffix)
    return next(each for each in FORMATS if each.suffix == known)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """Raises BadInput for a quality outside 1..100."""

    quality: int | None = None
    """1..100, of JPEG, WebP and AVIF; WebP's 100 loses nothing. None = the format's usual."""
    keeps_words: bool = True
    """How it was generated, and the EXIF of its file."""
    keeps_place: bool = False
    """Where it was taken."""
    in_own_colours: bool = False
    """In the profile that its file had, where that was not sRGB."""

    def __post_init__(self) -> None:
        check_range("The quality", 1 if self.quality is None else self.quality, 1, 100)
