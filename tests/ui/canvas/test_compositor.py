"""What is kept of a picture is always what drawing all of it again would give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.document.compositing import Afloat
from studio.document.document import Document
from studio.document.layer import Layer
from studio.document.operations.pasting import paste_edit
from studio.document.picture import Picture
from studio.document.surface import Raster
from studio.ui.canvas import pyramid as pyramids
from studio.ui.canvas.compositor import Compositor, LayersSheet, cells_of
from studio.ui.canvas.levels import Cells
from studio.ui.canvas.pyramid import GivenSheet, Pyramid
from studio.ui.pictures import pixels_of, qimage_of


def noise(seed: int, height: int = 300, width: int = 401, channels: int = 3) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


@pytest.fixture
def document() -> Document:
    return Document.from_pixels(noise(0), "a")


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paint has no time for what is not ready."""
    monkeypatch.setattr(pyramids, "FIRST_GUESS_S", 1e6)


def painted(shown: Compositor | Pyramid, zoom: float, visible: Bounds | None = None) -> Pixels:
    visible = visible or Bounds.of(shown.extent)
    extent = visible.extent.scaled(zoom)
    image = QImage(extent.width, extent.height, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(zoom, zoom)
    painter.translate(-visible.x, -visible.y)
    shown.paint(painter, visible, zoom)
    painter.end()
    return pixels_of(image)[..., :3]


def finished(shown: Compositor) -> None:
    while not shown.refine(1.0):
        pass


def test_it_shows_the_document(document: Document):
    assert_array_equal(painted(Compositor(document), 1.0), noise(0))


def test_layers_below_shine_through():
    top = Layer.of("top", np.full((4, 4, 4), (255, 0, 0, 255), np.uint8))
    top = replace(top, opacity=0.5)
    bottom = Layer.of("bottom", np.full((4, 4, 4), (0, 0, 255, 255), np.uint8))
    document = Document(Extent(4, 4))
    document.show(Picture.with_nodes(Extent(4, 4), (bottom, top)))
    shown = painted(Compositor(document), 1.0)
    assert shown[0, 0].tolist() == pytest.approx([128, 0, 127], abs=1)


@pytest.mark.parametrize("zoom", [2.0, 1.0, 0.5, 0.3])
def test_refreshing_what_changed_equals_drawing_all_again(document: Document, zoom: float):
    compositor = Compositor(document)
    painted(compositor, zoom)
    edit = paste_edit(document, "x", noise(1), Bounds(33, 47, 90, 71))
    assert edit is not None
    edit.apply(document)
    compositor.refresh(Bounds(33, 47, 90, 71))
    assert_array_equal(painted(compositor, zoom), painted(Compositor(document), zoom))


def test_a_small_change_is_drawn_and_nothing_else(document: Document):
    compositor = Compositor(document)
    painted(compositor, 1.0)
    document.layers[0].raster.pixels[..., :3] = 9
    compositor.refresh(Bounds(10, 20, 5, 5))
    expected = noise(0)
    expected[20:25, 10:15] = 9
    assert_array_equal(painted(compositor, 1.0), expected)


def test_a_large_change_is_drawn_too():
    document = Document.from_pixels(noise(0, 1200, 1100), "a")
    compositor = Compositor(document)
    painted(compositor, 1.0)
    document.layers[0].raster.pixels[..., :3] = 9
    compositor.refresh(Bounds.of(document.extent))
    finished(compositor)
    assert (painted(compositor, 1.0) == 9).all()


def test_what_is_hidden_and_comes_back_is_up_to_date():
    document = Document.from_pixels(noise(0, 600, 1500), "a")
    compositor = Compositor(document)
    left, right = Bounds(0, 0, 300, 300), Bounds(1100, 200, 300, 300)
    painted(compositor, 1.0, left)
    painted(compositor, 1.0, right)
    document.layers[0].raster.pixels[:100, :100, :3] = 9
    compositor.refresh(Bounds(0, 0, 100, 100))
    assert (painted(compositor, 1.0, left)[:100, :100] == 9).all()


@pytest.mark.usefixtures("no_time")
def test_without_time_the_content_is_right_at_once_and_smooth_later():
    fine = np.zeros((2048, 2048, 3), np.uint8)
    fine[::2] = 255
    fine[:1024] = 60
    compositor = Compositor(Document.from_pixels(fine, "a"))
    at_once = painted(compositor, 0.25)
    assert_allclose(at_once[:250], 60, atol=1)
    assert compositor.is_unfinished
    finished(compositor)
    assert_allclose(painted(compositor, 0.25)[260:], 127, atol=2)
    assert not compositor.is_unfinished


@pytest.mark.usefixtures("no_time")
def test_a_change_without_time_shows_no_square_of_before():
    document = Document.from_pixels(noise(0, 2048, 2048), "a")
    compositor = Compositor(document)
    painted(compositor, 0.25)
    finished(compositor)
    document.layers[0].raster.pixels[..., :3] = 200
    document.notify(Bounds(100, 100, 1900, 1900))
    compositor.refresh(Bounds(100, 100, 1900, 1900))
    assert_allclose(painted(compositor, 0.25)[30:490, 30:490], 200, atol=1)


@pytest.mark.parametrize("corner", [(0, 0), (-301, -77), (333, 222)])
def test_a_look_without_time_is_the_look_of_the_middles_of_cells(corner: tuple[int, int]):
    picture, index = noise(1, 900, 1100), 2
    layer = Layer(raster=Raster.of(noise(2, 1200, 1500)), name="moved")
    layer = replace(layer, raster=Raster(layer.raster.pixels, *corner))
    document = Document.from_pixels(picture, "a")
    document.show(document.picture.inserted(layer, None, 1))
    sheet, bounds = LayersSheet(document), Bounds(512, 0, 588, 900)
    for opacity in (1.0, 0.25):
        document.show(document.picture.changed(layer.uid, opacity=opacity))
        whole = sheet.cells(Bounds(0, 0, 1100, 900))
        rows = np.minimum(np.arange(0, 900, 4) + 2, 899)
        columns = np.minimum(np.arange(512, 1100, 4) + 2, 1099)
        assert_array_equal(sheet.rough(bounds, index), whole[np.ix_(rows, columns)])


def test_what_is_written_is_seen_without_time_too():
    document = Document.from_pixels(np.zeros((600, 600, 3), np.uint8), "a")
    sheet, whole = LayersSheet(document), Bounds(0, 0, 600, 600)
    before = sheet.rough(whole, 1)
    document.layers[0].raster.pixels[:] = 255
    document.notify(whole)
    assert (sheet.rough(whole, 1) != before).all()


def test_a_slow_blend_is_shown_in_larger_cells(monkeypatch: pytest.MonkeyPatch):
    asked: list[int] = []
    document = Document.from_pixels(noise(0, 2100, 2100), "a")
    sheet = LayersSheet(document)

    def rough(bounds: Bounds, index: int) -> Cells:
        asked.append(index)
        return LayersSheet.rough(sheet, bounds, index)

    monkeypatch.setattr(sheet, "rough", rough)
    monkeypatch.setattr(pyramids, "_ROUGH_S", 1e-9)
    pyramid = Pyramid(sheet, frame_s=0.0)
    for _ in range(2):
        pyramid.change(Bounds.of(document.extent))
        painted(pyramid, 1.0)
    assert asked[1] > asked[0]


def test_clearing_a_layer_clears_the_image():
    document = Document.from_pixels(noise(0, channels=4), "a")
    compositor = Compositor(document)
    document.layers[0].raster.pixels[:] = 0
    compositor.refresh(Bounds.of(document.extent))
    assert not painted(compositor, 1.0).any()


def test_a_floating_layer_is_shown_where_it_will_be(document: Document):
    compositor = Compositor(document)
    layer = document.layers[0]
    afloat = Afloat(layer.raster, QTransform.fromTranslate(50, 0))
    compositor.show_floating({layer.uid: afloat})
    shown = painted(compositor, 1.0)
    assert not shown[:, :50].any()
    assert_array_equal(shown[:, 50:], noise(0)[:, :-50])
    compositor.show_floating({})
    assert_array_equal(painted(compositor, 1.0), noise(0))


def test_zoomed_out_a_picture_keeps_its_mean():
    fine = np.zeros((1024, 1024, 3), np.uint8)
    fine[::2] = 255
    compositor = Compositor(Document.from_pixels(fine, "a"))
    painted(compositor, 0.25)
    finished(compositor)
    assert_allclose(painted(compositor, 0.25), 128, atol=0)


def test_zoomed_out_the_last_row_does_not_fade():
    white = np.full((1030, 1030, 3), 255, np.uint8)
    shown = painted(Compositor(Document.from_pixels(white, "a")), 0.25)
    assert (shown == 255).all()


def test_halves_are_means_of_four_pixels():
    pixels = noise(0, 512, 512)
    pyramid = Pyramid(GivenSheet(cells_of(qimage_of(pixels))))
    expected = pixels.reshape(256, 2, 256, 2, 3).mean(axis=(1, 3))
    assert_allclose(painted(pyramid, 0.5).astype(float), expected, atol=0.5)


def test_of_a_large_picture_only_what_is_looked_at_is_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("studio.ui.canvas.levels.WHOLE_BYTES", 1 << 20)
    monkeypatch.setattr(pyramids, "_ROUGH_S", 9.0)
    picture = noise(3, 1700, 2300)
    compositor = Compositor(Document.from_pixels(picture, "a"))
    for x, y in ((0, 0), (400, 0), (1900, 1300), (900, 700), (0, 0)):
        part = Bounds(x, y, 400, 400)
        assert_array_equal(painted(compositor, 1.0, part), picture[part.slices])
