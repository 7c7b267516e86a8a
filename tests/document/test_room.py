"""How large documents may be."""

from __future__ import annotations

import pytest

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.document import room


def test_memory_is_told_in_three_figures():
    told = [room.memory_text(count) for count in (7, 1500, 48_600_000, 4_294_967_296, 123_456_789)]
    assert told == ["7 bytes", "1.5 kB", "48.6 MB", "4.29 GB", "123 MB"]


def test_the_largest_side_can_be_and_one_more_cannot(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(room, "free_bytes", lambda: 10**12)
    room.check_document(Extent(16384, 16384), layers=3)
    with pytest.raises(BadInput, match="each side must be 1 to 16384 px"):
        room.check_document(Extent(16385, 1))


def test_each_layer_and_mask_takes_memory(monkeypatch: pytest.MonkeyPatch):
    extent = Extent(8192, 8192)
    one, two = (room.document_bytes(extent, layers=count) for count in (1, 2))
    assert two - one == 4 * extent.area
    monkeypatch.setattr(room, "free_bytes", lambda: one)
    room.check_document(extent, layers=1)
    with pytest.raises(BadInput, match=r"8192 × 8192 px takes .* are free"):
        room.check_document(extent, layers=2)


def test_a_small_picture_asks_for_no_figures(monkeypatch: pytest.MonkeyPatch):
    def never() -> int:
        raise AssertionError("asked")

    monkeypatch.setattr(room, "free_bytes", never)
    room.check_document(Extent(1024, 1024))


def test_a_layer_may_reach_beyond_the_canvas_but_not_without_end():
    room.check_layer(Bounds(-10000, 0, 32767, 10))
    with pytest.raises(BadInput, match="32767 px at most"):
        room.check_layer(Bounds(-10000, 0, 32768, 10))
