"""Pictures on the clipboard, with the place that they were taken from."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from studio.core.geometry import Extent
from studio.document.operations.copying import Piece
from studio.ui.pictures import qimage_of

_PLACE = "application/x-latent-studio-place"
_PARTS = 4


def put(piece: Piece, canvas: Extent) -> None:
    """canvas: of the picture that it was taken from."""
    mime = QMimeData()
    mime.setImageData(qimage_of(piece.pixels))
    numbers = (piece.bounds.x, piece.bounds.y, canvas.width, canvas.height)
    mime.setData(_PLACE, " ".join(map(str, numbers)).encode())
    QGuiApplication.clipboard().setMimeData(mime)


def place_on(canvas: Extent) -> tuple[int, int] | None:
    """Where what lies on the clipboard was, if that was a canvas of the same extent."""
    # None on some platforms while the clipboard is empty, whatever the type says.
    mime: QMimeData | None = QGuiApplication.clipboard().mimeData()
    words = bytes(mime.data(_PLACE).data()).split() if mime else []
    try:
        numbers = [int(word) for word in words]
    except ValueError:
        return None
    if len(numbers) != _PARTS or Extent(numbers[2], numbers[3]) != canvas:
        return None
    return numbers[0], numbers[1]
