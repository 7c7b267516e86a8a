"""How a picture file shall be written, chosen before an encoder is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from studio.core.request import check_range

LOSSLESS = 100
"""The quality at which WebP loses nothing."""
WITH_QUALITY = (".jpg", ".jpeg", ".webp", ".avif")
"""What can be written smaller and worse."""
WITH_WORDS = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".avif")
"""What has a place for EXIF, parameters and a profile."""
USUAL_QUALITY = {".jpg": 95, ".jpeg": 95, ".webp": LOSSLESS, ".avif": 85}
"""What a save without a question takes."""


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
