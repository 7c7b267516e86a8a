"""Layers as one: blend modes by their formulas, groups apart, clipping to what lies below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PySide6.QtGui import QTransform

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.document.alpha import unpremultiplied
from studio.document.compositing import Afloat, composite, composite_image
from studio.document.layer import Blend, Group, Layer, Node
from studio.document.surface import Raster, moved_by
from studio.ui.pictures import pixels_of

EXTENT = Extent(40, 30)
WHOLE = Bounds.of(EXTENT)
Colours = np.ndarray


def hard_light(below: Colours, top: Colours) -> Colours:
    light = 2 * top - 1
    return np.where(top <= 0.5, below * 2 * top, below + light - below * light)


def soft_part(below: Colours) -> Colours:
    return np.where(below <= 0.25, ((16 * below - 12) * below + 4) * below, np.sqrt(below))


FORMULAS: dict[Blend, Callable[[Colours, Colours], Colours]] = {
    Blend.NORMAL: lambda _, top: top,
    Blend.DARKEN: np.minimum,
    Blend.MULTIPLY: np.multiply,
    Blend.LIGHTEN: np.maximum,
    Blend.SCREEN: lambda below, top: below + top - below * top,
    Blend.DIFFERENCE: lambda below, top: np.abs(below - top),
    Blend.ADD: lambda below, top: np.minimum(below + top, 1),
    Blend.OVERLAY: lambda below, top: hard_light(below=top, top=below),
    Blend.HARD_LIGHT: hard_light,
    Blend.COLOR_DODGE: lambda below, top: np.where(
        below == 0, 0, np.minimum(1, below / np.maximum(1 - top, 1e-9))
    ),
    Blend.COLOR_BURN: lambda below, top: np.where(
        below == 1, 1, 1 - np.minimum(1, (1 - below) / np.maximum(top, 1e-9))
    ),
    Blend.SOFT_LIGHT: lambda below, top: np.where(
        top <= 0.5,
        below - (1 - 2 * top) * below * (1 - below),
        below + (2 * top - 1) * (soft_part(below) - below),
    ),
}


def noise(seed: int, channels: int = 4) -> Pixels:
    shape = EXTENT.height, EXTENT.width, channels
    return np.random.default_rng(seed).integers(0, 256, shape, np.uint8)


def plain(colour: tuple[int, int, int, int]) -> Pixels:
    return np.full((EXTENT.height, EXTENT.width, 4), colour, np.uint8)


def shown(*nodes: Node) -> Pixels:
    return unpremultiplied(composite(nodes, WHOLE))


def test_every_mode_has_a_formula_here():
    assert set(FORMULAS) == set(Blend)


@pytest.mark.parametrize("blend", list(Blend))
def test_an_opaque_layer_blends_by_its_formula(blend: Blend):
    below, top = noise(0, 3), noise(1, 3)
    expected = FORMULAS[blend](below / 255.0, top / 255.0)
    result = shown(Layer.of("a", below), replace(Layer.of("b", top), blend=blend))
    assert_allclose(result[..., :3], expected * 255, atol=1.01)


def straight(pixels: Pixels) -> tuple[Colours, Colours]:
    """Colours and alpha of 0..1, as a file keeps them."""
    kept = unpremultiplied(Raster.of(pixels).pixels) / 255.0
    return kept[..., :3], kept[..., 3:]


def blended(below: Pixels, top: Pixels, blend: Blend, opacity: float) -> Colours:
    """(h, w, 4) premultiplied, 0..255, unrounded: the general formula of W3C."""
    (b, alpha_b), (s, alpha_s) = straight(below), straight(top)
    alpha_s = alpha_s * opacity
    mixed = alpha_b * alpha_s * FORMULAS[blend](b, s)
    shown = s * alpha_s * (1 - alpha_b) + b * alpha_b * (1 - alpha_s) + mixed
    return np.dstack((shown, alpha_b + alpha_s - alpha_b * alpha_s)) * 255


@pytest.mark.parametrize("opacity", [1.0, 0.6])
@pytest.mark.parametrize("blend", list(Blend))
def test_what_is_half_clear_blends_by_the_general_formula(blend: Blend, opacity: float):
    layer = replace(Layer.of("b", noise(1)), blend=blend, opacity=opacity)
    result = composite((Layer.of("a", noise(0)), layer), WHOLE)
    error = 1.0 if opacity == 1.0 else 1.5
    assert_allclose(result, blended(noise(0), noise(1), blend, opacity), atol=error)


@pytest.mark.parametrize("opacity", [1, 77, 128, 254])
def test_opacity_counts_in_steps_of_a_byte(opacity: int):
    white, black = Layer.of("a", plain((255, 255, 255, 255))), Layer.of("b", plain((0, 0, 0, 255)))
    result = composite((white, replace(black, opacity=opacity / 255)), WHOLE)
    assert_allclose(result[0, 0, :3], 255 - opacity, atol=1)


def test_a_group_is_blended_as_one():
    below = Layer.of("a", plain((200, 100, 50, 255)))
    children = Layer.of("b", plain((255, 0, 0, 255))), Layer.of("c", plain((0, 0, 255, 255)))
    group = Group(name="g", children=children, opacity=0.5)
    assert_allclose(shown(below, group)[0, 0], (100, 50, 152, 255), atol=1)


def test_children_of_a_group_blend_with_each_other_only():
    below = Layer.of("a", plain((255, 255, 255, 255)))
    child = replace(Layer.of("b", plain((100, 100, 100, 255))), blend=Blend.MULTIPLY)
    group = Group(name="g", children=(child,), blend=Blend.NORMAL, opacity=1.0)
    multiplied = shown(replace(below, name="x"), group)
    assert_allclose(multiplied[0, 0], (100, 100, 100, 255), atol=1)
    dark = Layer.of("a", plain((10, 10, 10, 255)))
    assert_allclose(shown(dark, group)[0, 0], (100, 100, 100, 255), atol=1)


def test_a_hidden_group_hides_its_children():
    group = Group(name="g", children=(Layer.of("b", plain((9, 9, 9, 255))),), visible=False)
    assert not shown(group).any()


@pytest.mark.parametrize("blend", [Blend.NORMAL, Blend.MULTIPLY])
def test_a_clipped_layer_shows_only_where_something_lies_below(blend: Blend):
    below = plain((200, 200, 200, 255))
    below[:, 20:] = 0
    top = replace(Layer.of("b", plain((100, 50, 0, 255))), clips=True, blend=blend)
    result = shown(Layer.of("a", below), top)
    assert not result[:, 20:].any()
    colour = (100, 50, 0) if blend is Blend.NORMAL else (78, 39, 0)
    assert_allclose(result[0, 0, :3], colour, atol=1)


@pytest.mark.parametrize("blend", list(Blend))
def test_a_clipped_layer_blends_with_what_is_half_clear_and_keeps_its_shape(blend: Blend):
    below, top = noise(0), noise(1)
    result = composite(
        (Layer.of("a", below), replace(Layer.of("b", top), clips=True, blend=blend)), WHOLE
    )
    (colour, alpha), (other, cover) = straight(below), straight(top)
    mixed = (1 - cover) * colour + cover * FORMULAS[blend](colour, other)
    assert_array_equal(result[..., 3], below[..., 3])
    assert_allclose(result[..., :3], mixed * alpha * 255, atol=1.01)


@pytest.mark.parametrize("blend", [Blend.NORMAL, Blend.MULTIPLY, Blend.SOFT_LIGHT])
def test_a_tall_picture_is_composed_in_bands_that_cannot_be_seen(
    blend: Blend, monkeypatch: pytest.MonkeyPatch
):
    group = Group(name="g", children=(Layer.of("b", noise(1)),), opacity=0.7, blend=blend)
    nodes = (Layer.of("a", noise(0)), group, replace(Layer.of("c", noise(2)), clips=True))
    whole, image = composite(nodes, WHOLE), composite_image(nodes, WHOLE)
    monkeypatch.setattr("studio.document.compositing._BAND_PX", 7 * EXTENT.width)
    assert_array_equal(composite(nodes, WHOLE), whole)
    assert composite_image(nodes, WHOLE) == image


def test_a_part_is_the_same_part_of_the_whole():
    clipped = replace(Layer.of("c", noise(3)), clips=True, blend=Blend.SCREEN)
    group = Group(name="g", children=(Layer.of("b", noise(1)), clipped), opacity=0.7)
    nodes = (Layer.of("a", noise(0)), group)
    part = Bounds(7, 5, 20, 11)
    assert_array_equal(composite(nodes, part), composite(nodes, WHOLE)[part.slices])


def test_a_layer_that_was_moved_over_the_edge_comes_back_whole():
    raster = Raster.of(noise(0))
    away = moved_by(raster, -25, 13, EXTENT)
    back = moved_by(away, 25, -13, EXTENT)
    assert_array_equal(back.part(WHOLE), raster.pixels)
    assert away.part(WHOLE).shape == raster.pixels.shape


def test_a_moved_layer_is_drawn_where_it_is():
    moved = Layer(raster=moved_by(Raster.of(noise(0, 3)), 6, -4, EXTENT), name="a")
    result = composite((moved,), WHOLE)
    assert_array_equal(result[:26, 6:, :3], noise(0, 3)[4:, :34])
    assert not result[26:].any()
    assert not result[:, :6].any()


def test_a_smaller_image_shows_every_other_pixel():
    layer = Layer.of("a", noise(0, 3))
    image = composite_image((layer,), WHOLE, 0.5)
    assert (image.width(), image.height()) == (20, 15)
    taken = pixels_of(image)[..., :3]
    assert_array_equal(taken, noise(0, 3)[::2, ::2])


def test_a_floating_layer_is_drawn_as_it_will_be():
    layer = Layer.of("a", noise(0, 3))
    afloat = Afloat(layer.raster, QTransform.fromTranslate(3, 2))
    image = composite_image((layer,), WHOLE, floating={layer.uid: afloat})
    assert_array_equal(pixels_of(image)[2:, 3:, :3], noise(0, 3)[:-2, :-3])
