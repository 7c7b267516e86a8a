"""Files and pictures that are dropped on the canvas."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from studio.core.pixels import Pixels
from studio.ui.pictures import pixels_of


def can_take(mime: QMimeData) -> bool:
    return file_in(mime) is not None or mime.hasImage()


def file_in(mime: QMimeData) -> Path | None:
    """The first file of this computer among what is dropped."""
    files = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    return next(files, None)


def picture_in(mime: QMimeData) -> Pixels | None:
    """A picture that comes without a file, as from a browser."""
    image = mime.imageData() if mime.hasImage() else None
    return pixels_of(image) if isinstance(image, QImage) and not image.isNull() else None
