"""What a picture's file said besides its pixels, kept so that saving gives it back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """The words and profiles of an opened file; all empty for a picture made here."""

    parameters: str = ""
    """How it was generated, as `studio.core.parameters` reads it."""
    icc: bytes | None = None
    """An sRGB profile where the file had any profile: pixels are sRGB once they are open."""
    exif: bytes | None = None
    """Without orientation, which is applied, and without the place where it was taken."""
