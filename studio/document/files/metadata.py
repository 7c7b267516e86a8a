"""Words in picture files: `parameters` and EXIF."""

from __future__ import annotations

from PIL import ExifTags, Image

_UNICODE = b"UNICODE\0"
_ASCII = b"ASCII\0\0\0"
_LONGEST_TEXT = 1_000_000
_NAMES_A_PLACE_OR_TURN = (ExifTags.Base.GPSInfo, ExifTags.Base.Orientation)


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


def place_of(image: Image.Image) -> bytes | None:
    """EXIF of a loaded picture that says where it was taken, and nothing else."""
    place = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    if not place:
        return None
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    return exif.tobytes()


def exif_with_parameters(exif: bytes | None, parameters: str, place: bytes | None = None) -> bytes:
    """EXIF to write: what was kept, the parameters as UserComment in UTF-16, and the place."""
    result = Image.Exif()
    if exif:
        result.load(exif)
    if parameters:
        comment = _UNICODE + parameters.encode("utf-16-be")
        result.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = comment
    if place:
        told = Image.Exif()
        told.load(place)
        result.get_ifd(ExifTags.IFD.GPSInfo).update(told.get_ifd(ExifTags.IFD.GPSInfo))
    return result.tobytes() if len(result) or parameters or place else b""


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
