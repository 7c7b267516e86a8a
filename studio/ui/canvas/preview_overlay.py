"""The picture as it forms: the newest look at it, in its place."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from studio.core.geometry import Bounds
from studio.core.pixels import MaskPixels, Pixels
from studio.core.request import GenerationRequest, Inpaint
from studio.session.results import Preview
from studio.session.session import Session
from studio.ui.canvas.look import Look
from studio.ui.pictures import qimage_of
from studio.ui.widgets.badge import badge_size, paint_badge

_LARGEST_PX = 1024
_INSET_PX = 9.0


class PreviewOverlay:
    """Follows the session's preview; paints nothing where there is none."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._made: tuple[Preview, QImage] | None = None

    def rect(self, look: Look) -> QRectF:
        """Where preview and badge lie, in the widget's px."""
        preview = self._session.preview
        if preview is None:
            return QRectF()
        width, height = badge_size(self._step_text(preview))
        reach = width + _INSET_PX, height + _INSET_PX
        return _box(preview, look).adjusted(-reach[0], -reach[1], reach[0], reach[1])

    def paint(self, painter: QPainter, look: Look) -> None:
        preview = self._session.preview
        if preview is None or preview.pixels is None:
            return
        rect = look.fitted(preview.bounds, preview.extent)
        image = self._image_of(preview, preview.pixels)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(rect, image, QRectF(image.rect()))
        painter.restore()

    def paint_step(self, painter: QPainter, look: Look) -> None:
        """How far it is, level however the picture is turned."""
        preview = self._session.preview
        if preview is None:
            return
        text, rect = self._step_text(preview), _box(preview, look)
        left = max(rect.right() - badge_size(text)[0] - _INSET_PX, rect.left())
        paint_badge(painter, text, QPointF(left, rect.top() + _INSET_PX))

    def _image_of(self, preview: Preview, pixels: Pixels) -> QImage:
        if self._made is None or self._made[0] is not preview:
            self._made = preview, preview_image(pixels, preview.bounds, self._mask_of_job())
        return self._made[1]

    def _mask_of_job(self) -> MaskPixels | None:
        job = self._session.jobs.running
        request = job.request if job is not None else None
        if isinstance(request, GenerationRequest) and isinstance(request.task, Inpaint):
            return request.task.mask
        return None

    def _step_text(self, preview: Preview) -> str:
        job = self._session.jobs.running
        return f"{job.unit if job else 'step'} {preview.step} / {preview.total}"


def _box(preview: Preview, look: Look) -> QRectF:
    """The upright rectangle around the preview, in the widget's px."""
    return look.viewport.turn.mapRect(look.fitted(preview.bounds, preview.extent))


def preview_image(pixels: Pixels, bounds: Bounds, mask: MaskPixels | None) -> QImage:
    """A smooth picture for these bounds of the document, clear where the mask keeps.

    pixels: about one a latent cell. mask: (h, w) of the whole document, or None.
    """
    image = _enlarged(qimage_of(pixels), _size_for(bounds))
    image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    if mask is not None:
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = _alpha_of(mask[bounds.slices])
        painter.drawImage(QRectF(image.rect()), shape, QRectF(shape.rect()))
        painter.end()
    return image


def _size_for(bounds: Bounds) -> QSize:
    size = QSize(bounds.width, bounds.height)
    largest = QSize(_LARGEST_PX, _LARGEST_PX)
    too_large = bounds.extent.longest_side > _LARGEST_PX
    return size.scaled(largest, Qt.AspectRatioMode.KeepAspectRatio) if too_large else size


def _enlarged(image: QImage, size: QSize) -> QImage:
    """Doubling again and again is far smoother than one step: no cell shows its corners."""
    mode = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    while image.width() * 2 <= size.width() and image.height() * 2 <= size.height():
        image = image.scaled(image.size() * 2, *mode)
    return image.scaled(size, *mode)


def _alpha_of(mask: MaskPixels) -> QImage:
    mask = np.ascontiguousarray(mask)
    height, width = mask.shape
    return QImage(mask.data, width, height, mask.strides[0], QImage.Format.Format_Alpha8).copy()
