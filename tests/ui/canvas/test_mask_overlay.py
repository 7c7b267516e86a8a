"""The outline follows the mask, and only what is looked at."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import MaskPixels, Pixels
from studio.document.surface import Mask
from studio.ui.canvas.mask_overlay import MaskOverlay
from studio.ui.canvas.outline import open_lines
from studio.ui.canvas.viewport import Viewport
from studio.ui.pictures import pixels_of

WHOLE = Bounds(0, 0, 1200, 900)


def overlay_of(*painted: Bounds) -> MaskOverlay:
    return MaskOverlay(mask_of(*painted))


def mask_of(*painted: Bounds) -> Mask:
    pixels: MaskPixels = np.zeros((900, 1200), np.uint8)
    for bounds in painted:
        pixels[bounds.slices] = 255
    return Mask(pixels)


def tinted(overlay: MaskOverlay, zoom: float) -> Pixels:
    """(h, w): what the tint adds to black."""
    extent = Extent(1200, 900).scaled(zoom)
    image = QImage(extent.width, extent.height, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.scale(zoom, zoom)
    overlay.paint_tint(painter, WHOLE, zoom, QColor("white"), 1.0)
    painter.end()
    return pixels_of(image)[..., 0]


def test_the_outline_runs_around_what_is_painted():
    overlay = overlay_of(Bounds(300, 200, 100, 50))
    overlay.settle(WHOLE, 1.0)
    assert overlay.outline.path.boundingRect() == QRectF(300, 200, 100, 50)


def test_an_empty_mask_has_no_outline():
    overlay = overlay_of()
    overlay.settle(WHOLE, 1.0)
    assert overlay.outline.is_empty
    assert overlay.bounds.is_empty


def test_what_is_erased_loses_its_outline():
    mask = mask_of(Bounds(300, 200, 100, 50))
    overlay = MaskOverlay(mask)
    overlay.settle(WHOLE, 1.0)
    mask.pixels[:] = 0
    overlay.changed(Bounds(300, 200, 100, 50))
    overlay.settle(WHOLE, 1.0)
    assert overlay.outline.is_empty


def test_the_edge_of_what_is_seen_is_no_outline():
    overlay = overlay_of(Bounds(0, 300, 1200, 300))
    overlay.settle(Bounds(500, 400, 200, 200), 1.0)
    # The lower side of the band is in sight; left and right it goes on.
    seen = overlay.outline.path.boundingRect()
    assert (seen.top(), seen.bottom()) == (600, 600)
    assert (seen.left(), seen.right()) == pytest.approx((450, 750), abs=2)


def test_a_fine_noise_is_outlined_coarsely():
    noise = np.random.default_rng(0).integers(0, 2, (900, 1200), np.uint8) * 255
    overlay = MaskOverlay(Mask(noise))
    overlay.settle(WHOLE, 1.0)
    assert overlay.outline.path.elementCount() < 60_000


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.25])
def test_the_tint_covers_what_is_painted(zoom: float):
    shown = tinted(overlay_of(Bounds(400, 200, 80, 40)), zoom)
    part = Bounds(round(400 * zoom), round(200 * zoom), round(80 * zoom), round(40 * zoom))
    expected = np.zeros_like(shown)
    expected[part.slices] = 255
    assert_array_equal(shown, expected)


def test_the_tint_follows_a_dab():
    mask = mask_of()
    overlay = MaskOverlay(mask)
    assert not tinted(overlay, 0.5).any()
    mask.pixels[100:140, 600:700] = 255
    overlay.changed(Bounds(600, 100, 100, 40))
    assert (tinted(overlay, 0.5)[50:70, 300:350] == 255).all()


def test_only_the_outline_marches():
    overlay = overlay_of(Bounds(200, 200, 600, 400))
    overlay.settle(WHOLE, 1.0)
    region = overlay.outline.region(Viewport(), QRect(0, 0, 1200, 900))
    for on_edge in (QPointF(200, 300), QPointF(500, 200), QPointF(800, 600)):
        assert region.contains(on_edge.toPoint())
    assert not region.contains(QRectF(400, 350, 10, 10).toRect())


def test_a_turned_outline_marches_where_it_is_seen():
    overlay = overlay_of(Bounds(0, 200, 300, 100))
    overlay.settle(WHOLE, 1.0)
    look = Viewport().turned(90, QPointF(450, 450))
    region = overlay.outline.region(look, QRect(0, 0, 1200, 900))
    bounds = look.rect(Bounds(0, 200, 300, 100)).toRect()
    assert region.boundingRect().contains(bounds)
    assert not region.contains(bounds.center())


def test_lines_open_where_points_are_cut():
    line = np.array([(0.0, 0.0), (1, 0), (2, 0), (3, 0), (4, 0)])
    is_cut = np.array([False, True, False, False, True])
    assert [part.tolist() for part in open_lines(line, is_cut)] == [
        [[2, 0], [3, 0]],
        [[0, 0]],
    ]
