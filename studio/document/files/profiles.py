"""Colour profiles: pictures become sRGB when they are opened, and may go back when exported."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageCms

from studio.core.errors import FileProblem

_COLOUR_SPACE = slice(16, 20)
"""Where an ICC header names the space of its colours."""
_DATE = slice(24, 36)
"""Where it has the time of its making."""
_ERRORS = (ImageCms.PyCMSError, OSError, ValueError)


@dataclass(frozen=True, slots=True, eq=False)
class InSrgb:
    """A picture whose colours have become sRGB."""

    image: Image.Image
    """Mode RGB."""
    icc: bytes | None
    """sRGB's profile; None where the picture's own said nothing that could be followed."""
    profile: bytes | None
    """The picture's own, where it is one of RGB colours other than sRGB's."""


def to_srgb(image: Image.Image, icc: bytes) -> InSrgb:
    """image: mode RGB, L or CMYK, with the profile that its file has.

    A damaged profile, or one of another colour space, says nothing that could be followed.
    """
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        if _is_srgb(profile):
            return InSrgb(image.convert("RGB"), icc, None)
        converted = ImageCms.profileToProfile(image, profile, _srgb(), outputMode="RGB")
    except _ERRORS:
        return InSrgb(image.convert("RGB"), None, None)
    assert converted is not None
    return InSrgb(converted, srgb_profile(), icc if icc[_COLOUR_SPACE] == b"RGB " else None)


def from_srgb(image: Image.Image, icc: bytes) -> Image.Image:
    """A picture in mode RGB or RGBA in the colours of another RGB profile. Raises FileProblem."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        colour = image.convert("RGB")
        converted = ImageCms.profileToProfile(colour, _srgb(), profile, outputMode="RGB")
    except _ERRORS as error:
        raise FileProblem(
            "The colour profile of the picture's file is damaged: export it in sRGB."
        ) from error
    assert converted is not None
    if image.mode == "RGBA":
        converted.putalpha(image.getchannel("A"))
    return converted


def profile_name(icc: bytes) -> str:
    """As the profile calls itself."""
    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(icc))).strip()
    except _ERRORS:
        return "Unknown profile"


def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    words = ImageCms.getProfileDescription(profile).lower()
    return words.startswith("srgb") and "linear" not in words


@cache
def srgb_profile() -> bytes:
    """An sRGB profile without its date: the same picture shall give the same file."""
    content = bytearray(_srgb().tobytes())
    content[_DATE] = bytes(_DATE.stop - _DATE.start)
    return bytes(content)
