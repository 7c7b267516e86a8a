"""Pixels that are packed and put away come back as they were."""

from __future__ import annotations

import gc
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from studio.core.errors import FileProblem
from studio.core.geometry import Extent
from studio.core.pixels import Pixels
from studio.document.keeping import Attic, Kept, packed_form, unpacked
from studio.document.surface import Mask, Raster, Surface

SHAPES = st.one_of(
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(4)),
)


def noise(*shape: int) -> Pixels:
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


@given(st.data())
def test_any_pixels_are_unpacked_as_they_were(data: st.DataObject):
    pixels = data.draw(arrays(np.uint8, data.draw(SHAPES)))
    packed = packed_form(pixels)
    assert len(packed) <= pixels.nbytes
    again = unpacked(packed, pixels.shape, pixels.dtype)
    assert_array_equal(again, pixels)
    assert again.flags.writeable


def test_a_soft_dab_takes_a_fraction_of_its_room():
    rows, columns = np.mgrid[:256, :256]
    dab = np.clip(200 - np.hypot(rows - 128, columns - 128), 0, 255).astype(np.uint8)
    assert len(packed_form(np.dstack([dab] * 4))) < 256 * 256 * 4 / 10


def test_kept_pixels_pass_through_every_form():
    pixels, attic = noise(20, 30, 4), Attic()
    kept = Kept(pixels.copy())
    kept.take_packed(packed_form(pixels), kept.version)
    assert kept.raw_nbytes == 0
    assert kept.packed_nbytes > 0
    kept.take_stowed(attic.put(kept.packed or b""), kept.version)
    assert kept.raw_nbytes == kept.packed_nbytes == 0
    assert attic.nbytes > 0
    assert_array_equal(kept.pixels(), pixels)


def test_what_was_packed_of_other_pixels_is_not_taken():
    shown = noise(4, 4)
    kept = Kept(np.zeros((4, 4), np.uint8))
    version, data = kept.version, packed_form(kept.pixels())
    kept.swap(shown)
    kept.take_packed(data, version)
    assert_array_equal(kept.pixels(), noise(4, 4))
    assert not shown.any()


def test_what_is_let_go_while_the_attic_is_at_work_waits_for_nothing():
    attic = Attic()
    held = [attic.put(bytes(100))]
    with attic._lock:
        held.clear()
        gc.collect()
    assert attic.nbytes == 0


def test_room_in_the_attic_is_used_again():
    attic = Attic()
    first, second = attic.put(b"a" * 100), attic.put(b"b" * 100)
    del first
    gc.collect()
    assert attic.nbytes == 100
    third, fourth = attic.put(b"c" * 60), attic.put(b"d" * 40)
    assert (third.offset, fourth.offset) == (0, 60)
    assert (third.data(), fourth.data(), second.data()) == (b"c" * 60, b"d" * 40, b"b" * 100)


@given(st.lists(st.one_of(st.integers(1, 50), st.none()), max_size=30))
def test_an_attic_never_mixes_what_it_holds(sizes: list[int | None]):
    attic, held = Attic(), []
    for number, size in enumerate(sizes):
        if size is None and held:
            held.pop(len(held) // 2)
        elif size is not None:
            data = bytes([number]) * size
            held.append((data, attic.put(data)))
        assert all(stowed.data() == data for data, stowed in held)
    assert attic.nbytes == sum(len(data) for data, _ in held)


def test_an_attic_that_was_cut_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch):
    attic = Attic()
    stowed = attic.put(b"a" * 100)
    monkeypatch.setattr(attic, "_file", BytesIO(b"a" * 50))
    with pytest.raises(FileProblem, match="cut"):
        stowed.data()


def put_to_sleep(surface: Surface) -> bool:
    bands = [Kept(strip.copy()) for strip in surface.strips()]
    return surface.sleep(bands, surface.uses)


@pytest.mark.parametrize("surface", [Raster(noise(300, 40, 4)), Mask(noise(600, 3))])
def test_a_surface_wakes_as_it_was(surface: Surface):
    before = surface.pixels.copy()
    assert put_to_sleep(surface)
    assert surface.raw_nbytes == 0
    assert_array_equal(surface.pixels, before)
    assert surface.qimage.width() == surface.extent.width
    surface.pixels[2, 1] = 77
    assert surface.raw_nbytes == before.nbytes


@pytest.mark.parametrize(
    "borrow",
    [
        lambda surface: surface.pixels,
        lambda surface: surface.pixels[3:5, 2:],
        lambda surface: surface.qimage,
    ],
)
def test_a_surface_that_somebody_borrows_stays_awake(borrow: Any):
    surface = Raster(noise(20, 20, 4))
    borrowed = borrow(surface)
    assert not put_to_sleep(surface)
    assert_array_equal(surface.pixels, noise(20, 20, 4))
    del borrowed
    assert put_to_sleep(surface)


def test_a_surface_that_was_used_meanwhile_stays_awake():
    surface = Raster.clear(Extent(20, 20))
    bands, uses = [Kept(strip.copy()) for strip in surface.strips()], surface.uses
    surface.pixels[:] = 9
    assert not surface.sleep(bands, uses)
    assert (surface.pixels == 9).all()


def test_a_surface_that_is_held_for_another_thread_stays_awake():
    class Holder:
        def keep(self, surface: Surface, tile: tuple[int, int]) -> None: ...

    surface, holder = Raster.clear(Extent(20, 20)), Holder()
    surface.hold_for(holder)
    assert not put_to_sleep(surface)
    surface.release_from(holder)
    assert put_to_sleep(surface)
