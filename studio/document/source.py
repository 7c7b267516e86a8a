"""What a picture's file holds, its pixels and what it said besides, kept so that saving gives it
back."""

from __future__ import annotations

from dataclasses import dataclass

from studio.core.pixels import Pixels


@dataclass(frozen=True, slots=True)
class Source:
    """The words and profiles of an opened file; all empty for a picture made here."""

    parameters: str = ""
    """How it was generated, as `studio.core.parameters` reads it."""
    icc: bytes | None = None
    """An sRGB profile where the file had any profile: pixels are sRGB once they are open."""
    exif: bytes | None = None
    """Without orientation, which is applied, and without the place where it was taken."""
    profile: bytes | None = None
    """The file's own RGB profile where its colours were not sRGB: an export can go back to it."""
    place: bytes | None = None
    """EXIF that tells only where it was taken; written on purpose only, and into no project."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenedPicture:
    """An upright picture in sRGB."""

    pixels: Pixels
    """(h, w, 3), or (h, w, 4) with straight alpha where the file has transparency."""
    source: Source
    notices: tuple[str, ...] = ()
    """Sentences about what could not be taken as it was."""

    @property
    def parameters(self) -> str:
        return self.source.parameters

    @property
    def icc(self) -> bytes | None:
        return self.source.icc

    @property
    def exif(self) -> bytes | None:
        return self.source.exif
