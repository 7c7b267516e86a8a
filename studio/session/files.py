"""Documents from picture files, and back."""

from __future__ import annotations

from pathlib import Path

from studio.document.document import Document
from studio.document.files.images import open_picture, save_picture


def opened(path: Path) -> Document:
    """A document of one layer. Raises FileProblem or BadInput where it is no picture."""
    found = open_picture(path)
    document = Document.from_pixels(found.pixels, path.stem)
    document.path = path
    document.source = found.source
    return document


def write(document: Document, path: Path, parameters: str, flatten: bool) -> None:
    """The picture as one layer, with how it was made; where that fails, an older file stays.

    flatten: on white paper where the format holds no transparency. Raises FileProblem, and
    BadInput on a name that says no known format or where transparency would be lost.
    """
    save_picture(
        path,
        document.flattened(),
        parameters=parameters,
        icc=document.source.icc,
        exif=document.source.exif,
        flatten=flatten,
    )
