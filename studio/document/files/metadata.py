"""Words and profiles in picture files: `parameters`, EXIF and ICC."""

from __future__ import annotations

import io
from functools import cache

from PIL import ExifTags, Image, ImageCms

_UNICODE = b"UNICODE\0"
_ASCII = b"ASCII\0\0\0"
_LONGEST_TEXT = 1_000_000
_NAMES_A_PLACE_OR_TURN = (ExifTags.Base.GPSInfo, ExifTags.Base.Orientation)
_DATE = slice(24, 36)
"""Where an ICC header has the time of its making."""


def read_parameters_text(image: Image.Image) -> str:
    """How a loaded picture was generated: the PNG chunk `parameters`, or EXIF's UserComment."""
    text = image.info.get("parameters")
    if not isinstance(text, str):
        comment = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.UserComment)
        text = _decoded(comment) if isinstance(comment, bytes) else comment
    return text[:_LONGEST_TEXT] if isinstance(text, str) else ""


def kept_exif(image: Image.Image) -> bytes | None:
    """The EXIF of a loaded picture without place, orientation and comment; None if none is left."""
    exif = image.getexif()
    for tag in _NAMES_A_PLACE_OR_TURN:
        exif.pop(tag, None)
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details.pop(ExifTags.Base.UserComment, None)
    if not details:
        exif.pop(ExifTags.IFD.Exif, None)
    return exif.tobytes() if len(exif) else None


def exif_with_parameters(exif: bytes | None, parameters: str) -> bytes:
    """EXIF to write: what was kept, and the parameters as UserComment in UTF-16."""
    result = Image.Exif()
    if exif:
        result.load(exif)
    if parameters:
        comment = _UNICODE + parameters.encode("utf-16-be")
        result.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = comment
    return result.tobytes() if len(result) or parameters else b""


def to_srgb(image: Image.Image, icc: bytes) -> tuple[Image.Image, bytes | None]:
    """A picture in mode RGB, L or CMYK from its profile's colours to sRGB, and sRGB's profile.

    A damaged profile, or one of another colour space, says nothing that could be followed.
    """
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        if _is_srgb(profile):
            return image.convert("RGB"), icc
        converted = ImageCms.profileToProfile(
            image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB"), None
    assert converted is not None
    return converted, srgb_profile()


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    words = ImageCms.getProfileDescription(profile).lower()
    return words.startswith("srgb") and "linear" not in words


@cache
def srgb_profile() -> bytes:
    """An sRGB profile without its date: the same picture shall give the same file."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    content[_DATE] = bytes(_DATE.stop - _DATE.start)
    return bytes(content)


def _decoded(comment: bytes) -> str:
    if comment.startswith(_ASCII):
        return comment[len(_ASCII) :].decode("utf-8", "replace").strip("\0")
    if not comment.startswith(_UNICODE):
        return comment.decode("utf-8", "replace").strip("\0")
    body = comment[len(_UNICODE) :]
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    # The order of bytes is not said; most text has zeros in the upper byte.
    upper_first = body[0::2].count(0) >= body[1::2].count(0)
    return body.decode("utf-16-be" if upper_first else "utf-16-le", "replace").strip("\0")
