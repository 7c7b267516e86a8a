from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.core.errors import BadInput
from studio.core.geometry import Point
from studio.document.colour import Colour
from studio.document.document import Document
from studio.document.layer import Layer
from studio.document.sampling import colour_at


@pytest.fixture
def document() -> Document:
    """Red left of 50, blue right of it; above both a layer with one green square."""
    pixels = np.zeros((40, 100, 3), np.uint8)
    pixels[:, :50], pixels[:, 50:] = (200, 0, 0), (0, 0, 100)
    document = Document.from_pixels(pixels)
    top = Layer.clear("Top", document.extent)
    top.raster.pixels[10:20, 10:20] = (0, 100, 0, 200)
    picture = document.picture
    document.show(replace(picture, nodes=(*picture.nodes, top), active_node=top.uid))
    return document


def test_the_colour_that_is_seen_is_taken(document: Document):
    assert colour_at(document, Point(70.9, 5)) == (0, 0, 100)
    assert colour_at(document, Point(15, 15)) == pytest.approx((43, 100, 0), abs=1)


def test_the_active_layers_own_colour_is_taken_without_its_alpha(document: Document):
    assert colour_at(document, Point(15, 15), sample_all=False) == pytest.approx((0, 128, 0), abs=1)
    assert colour_at(document, Point(70, 5), sample_all=False) is None


@pytest.mark.parametrize("place", [Point(-0.1, 5), Point(100, 5), Point(5, 40)])
def test_outside_there_is_no_colour(document: Document, place: Point):
    assert colour_at(document, place) is None


def test_the_mean_of_a_square_is_taken(document: Document):
    assert colour_at(document, Point(50, 35), side_px=5) == (80, 0, 60)
    assert colour_at(document, Point(0, 39), side_px=51) is not None


def test_what_is_clear_does_not_darken_the_mean(document: Document):
    taken = colour_at(document, Point(10, 15), side_px=5, sample_all=False)
    assert taken == pytest.approx((0, 128, 0), abs=1)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("#1e90ff", (30, 144, 255)), ("1E90FF", (30, 144, 255)), (" #19f ", (17, 153, 255))],
)
def test_a_colour_is_read_from_its_digits(text: str, wanted: tuple[int, int, int]):
    assert Colour.of_hex(text) == wanted
    assert Colour.of_hex(Colour.of_hex(text).hex) == wanted


@pytest.mark.parametrize("text", ["", "#12", "#12345g", "red", "#1234567"])
def test_other_words_are_no_colour(text: str):
    with pytest.raises(BadInput, match="colour"):
        Colour.of_hex(text)
