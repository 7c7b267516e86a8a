"""The document: its layers as one picture, and who hears of changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.document.alpha import premultiplied, unpremultiplied
from studio.document.document import Document
from studio.document.layer import Layer
from studio.document.picture import Picture
from studio.document.surface import Mask


def filled(red: int, green: int, blue: int, alpha: int = 255) -> Pixels:
    return np.full((4, 6, 4), (red, green, blue, alpha), np.uint8)


def test_a_new_document_is_blank_white_paper():
    document = Document(Extent(6, 4))
    assert document.is_blank
    assert document.active_layer is None
    assert (document.flattened_rgb() == 255).all()
    assert not document.flattened().any()


@given(arrays(np.uint8, (3, 5, 3)))
def test_an_opaque_picture_is_flattened_bit_for_bit(pixels: Pixels):
    document = Document.from_pixels(pixels, "a")
    assert_array_equal(document.flattened_rgb(), pixels)
    assert_array_equal(document.flattened()[..., :3], pixels)


def test_the_document_keeps_its_own_copy():
    pixels = filled(1, 2, 3)
    document = Document.from_pixels(pixels, "a")
    pixels[:] = 9
    assert_array_equal(document.flattened(), filled(1, 2, 3))


def test_transparent_parts_lie_on_white_in_three_channels():
    document = Document.from_pixels(filled(0, 0, 0, 0), "a")
    assert (document.flattened_rgb() == 255).all()


def test_layers_are_blended_bottom_first():
    top = replace(Layer.of("top", filled(255, 0, 0)), opacity=0.5)
    layers = (Layer.of("bottom", filled(0, 0, 255)), top)
    document = Document(Extent(6, 4))
    document.show(Picture.with_nodes(Extent(6, 4), layers))
    assert document.flattened_rgb()[0, 0].tolist() == pytest.approx([128, 0, 127], abs=1)


def test_hidden_layers_do_not_count():
    document = Document.from_pixels(filled(1, 2, 3), "a")
    document.show(document.picture.changed(document.layers[0].uid, visible=False))
    assert not document.flattened().any()


def test_a_part_is_the_same_part_of_the_whole():
    pixels = np.random.default_rng(0).integers(0, 256, (40, 50, 3), np.uint8)
    document = Document.from_pixels(pixels, "a")
    bounds = Bounds(7, 9, 20, 11)
    assert_array_equal(document.flattened_rgb(bounds), pixels[bounds.slices])


def test_qimage_shows_what_is_written_into_the_pixels():
    layer = Layer.of("a", filled(0, 0, 0))
    layer.raster.pixels[2, 3] = (10, 20, 30, 255)
    colour = layer.raster.qimage.pixelColor(3, 2)
    assert (colour.red(), colour.green(), colour.blue()) == (10, 20, 30)


def test_subscribers_hear_until_they_leave():
    document = Document(Extent(6, 4))
    heard: list[Bounds] = []
    leave = document.subscribe(heard.append)
    document.notify(Bounds(1, 1, 2, 2))
    leave()
    document.notify(Bounds(0, 0, 1, 1))
    assert heard == [Bounds(1, 1, 2, 2)]


def test_a_mask_knows_what_is_painted():
    mask = Mask.empty(Extent(10, 10))
    assert mask.is_empty
    mask.pixels[2:5, 3:9] = 1
    assert mask.painted == Bounds(3, 2, 6, 3)


@pytest.mark.parametrize("extent", [Extent(0, 5), Extent(5, 10**6)])
def test_an_impossible_size_is_refused(extent: Extent):
    with pytest.raises(BadInput):
        Document(extent)


def test_pixels_of_another_kind_are_refused():
    with pytest.raises(BadInput, match="channels"):
        Document.from_pixels(np.zeros((4, 4), np.uint8), "a")


@given(arrays(np.uint8, (3, 3, 4)), st.integers(1, 255))
def test_premultiplying_errs_by_less_than_one_step_of_alpha(pixels: Pixels, alpha: int):
    pixels[..., 3] = alpha
    back = unpremultiplied(premultiplied(pixels))
    error = np.abs(back.astype(int) - pixels)
    assert error.max() <= np.ceil(255 / alpha / 2)
