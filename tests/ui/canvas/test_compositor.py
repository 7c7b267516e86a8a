"""The cached image is always what drawing all of it again would give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.document.document import Document
from studio.document.layer import Layer
from studio.document.operations.pasting import paste_edit, replace_edit
from studio.document.picture import Picture
from studio.ui.canvas.compositor import Compositor
from studio.ui.canvas.pyramid import Pyramid
from studio.ui.pictures import pixels_of, qimage_of


def noise(seed: int, height: int = 300, width: int = 401, channels: int = 3) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


@pytest.fixture
def document() -> Document:
    return Document.from_pixels(noise(0), "a")


def painted(compositor: Compositor, zoom: float) -> Pixels:
    extent = compositor.extent.scaled(zoom)
    image = QImage(extent.width, extent.height, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    compositor.paint(painter, QRectF(0, 0, extent.width, extent.height), zoom)
    painter.end()
    return pixels_of(image)


def test_it_shows_the_document(document: Document):
    assert_array_equal(pixels_of(Compositor(document).image)[..., :3], noise(0))


def test_layers_below_shine_through():
    top = Layer.of("top", np.full((4, 4, 4), (255, 0, 0, 255), np.uint8))
    top = replace(top, opacity=0.5)
    bottom = Layer.of("bottom", np.full((4, 4, 4), (0, 0, 255, 255), np.uint8))
    document = Document(Extent(4, 4))
    document.show(Picture.with_nodes(Extent(4, 4), (bottom, top)))
    assert pixels_of(Compositor(document).image)[0, 0].tolist() == pytest.approx(
        [128, 0, 127, 255], abs=1
    )


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.3])
def test_refreshing_what_changed_equals_drawing_all_again(document: Document, zoom: float):
    compositor = Compositor(document)
    painted(compositor, zoom)
    paste_edit(document, "x", noise(1), Bounds(33, 47, 90, 71)).apply(document)
    compositor.refresh(Bounds(33, 47, 90, 71))
    again = painted(Compositor(document), zoom).astype(int)
    # Qt's fixed-point weights depend on where a run of pixels begins.
    assert_allclose(painted(compositor, zoom), again, atol=0 if zoom == 1 else 1)


def test_nothing_is_drawn_outside_the_dirty_bounds(document: Document):
    compositor = Compositor(document)
    document.layers[0].raster.pixels[..., :3] = 9
    compositor.refresh(Bounds(10, 20, 5, 5))
    shown = pixels_of(compositor.image)[..., :3]
    assert (shown[20:25, 10:15] == 9).all()
    shown[20:25, 10:15] = noise(0)[20:25, 10:15]
    assert_array_equal(shown, noise(0))


def test_clearing_a_layer_clears_the_image():
    document = Document.from_pixels(noise(0, channels=4), "a")
    compositor = Compositor(document)
    document.layers[0].raster.pixels[:] = 0
    compositor.refresh(Bounds.of(document.extent))
    assert not pixels_of(compositor.image).any()


def test_another_extent_starts_anew(document: Document):
    compositor = Compositor(document)
    replace_edit(document, "x", noise(2, 20, 30)).apply(document)
    compositor.refresh(Bounds.of(document.extent))
    assert compositor.extent == Extent(30, 20)


def test_zoomed_out_a_picture_keeps_its_mean():
    fine = np.zeros((1024, 1024, 3), np.uint8)
    fine[::2] = 255
    shown = painted(Compositor(Document.from_pixels(fine, "a")), 0.25)
    assert_allclose(shown, 127, atol=2)


def test_halves_are_means_of_four_pixels():
    pixels = noise(0, 512, 512)
    pyramid = Pyramid(qimage_of(pixels))
    half = QImage(256, 256, QImage.Format.Format_RGB32)
    painter = QPainter(half)
    pyramid.paint(painter, QRectF(0, 0, 256, 256), 0.5)
    painter.end()
    expected = pixels.reshape(256, 2, 256, 2, 3).mean(axis=(1, 3))
    assert_allclose(pixels_of(half).astype(float), expected, atol=3)
