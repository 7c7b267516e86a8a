"""How large a document may be: in px a side, and in this machine's memory.

Everything that makes a document, or makes one larger, asks here first.
"""

from __future__ import annotations

from studio.core.errors import BadInput
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import check_extent

LARGEST_LAYER_SIDE = 32767
"""Of a layer's buffer, which covers the canvas and what lies beside it: QPainter's coordinates are
good for that in every version."""
LAYER_BYTES, MASK_BYTES = 4, 1
"""For each pixel."""
_SHOWN_BYTES = 6
"""For each pixel of the canvas: the layers as one, and its halves."""
_ALWAYS_THERE = 64 << 20
"""Bytes that are not worth a look at what is free."""
_LEFT_OVER = 256 << 20
"""Bytes that stay free for the rest of the program."""
_UNITS = (("GB", 1e9), ("MB", 1e6), ("kB", 1e3))


def document_bytes(extent: Extent, layers: int = 1, masks: int = 1) -> int:
    """The memory that a document of that size takes."""
    return extent.area * (layers * LAYER_BYTES + masks * MASK_BYTES + _SHOWN_BYTES)


def check_document(extent: Extent, layers: int = 1, masks: int = 1) -> None:
    """Raises BadInput where no such document can be: by its sides, or for want of memory."""
    check_extent(extent)
    check_memory(document_bytes(extent, layers, masks), f"A picture of {extent} px")


def size_text(extent: Extent, layers: int = 1, masks: int = 1) -> str:
    """A sentence: how large such a document is. Raises BadInput where it cannot be."""
    check_document(extent, layers, masks)
    return f"{extent} px, {memory_text(document_bytes(extent, layers, masks))} of memory."


def check_layer(bounds: Bounds) -> None:
    """Raises BadInput for a layer that reaches further than can be painted."""
    if bounds.extent.longest_side > LARGEST_LAYER_SIDE:
        raise BadInput(
            f"That layer would reach over {bounds.extent} px, and a layer's sides can have"
            f" {LARGEST_LAYER_SIDE} px at most: make it smaller, or move it less far."
        )


def check_memory(needed: int, what: str) -> None:
    """needed: bytes. Raises BadInput, about `what`, where they are not there."""
    if needed <= _ALWAYS_THERE:
        return
    free = free_bytes()
    if needed > free:
        raise BadInput(
            f"{what} takes {memory_text(needed)} of memory, and only {memory_text(free)} are free:"
            " choose a smaller size, or close other programs."
        )


def free_bytes() -> int:
    """What a document may take now."""
    # Not needed for the first paint.
    import psutil  # noqa: PLC0415

    return max(0, int(psutil.virtual_memory().available) - _LEFT_OVER)


def memory_text(count: int) -> str:
    """Bytes as a person reads them, in three figures."""
    for unit, size in _UNITS:
        if count >= size:
            amount = count / size
            return f"{amount:.3g} {unit}" if amount < 1000 else f"{amount:.0f} {unit}"  # noqa: PLR2004
    return f"{count} bytes"
