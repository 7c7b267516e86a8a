"""The edge of a mask as closed lines, by marching squares."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from studio.core.pixels import MaskPixels

Lines = list[npt.NDArray[np.float64]]
"""Each (n, 2): x and y of a closed line, the last place not repeated."""

LEVEL = 127.5
_REACH = 5
_LEAST_SMOOTHED = 60
_TOP, _RIGHT, _BOTTOM, _LEFT = range(4)
_SEGMENTS = {
    8: ((_LEFT, _TOP),),
    4: ((_TOP, _RIGHT),),
    2: ((_RIGHT, _BOTTOM),),
    1: ((_BOTTOM, _LEFT),),
    7: ((_TOP, _LEFT),),
    11: ((_RIGHT, _TOP),),
    13: ((_BOTTOM, _RIGHT),),
    14: ((_LEFT, _BOTTOM),),
    12: ((_LEFT, _RIGHT),),
    6: ((_TOP, _BOTTOM),),
    3: ((_RIGHT, _LEFT),),
    9: ((_BOTTOM, _TOP),),
    10: ((_LEFT, _TOP), (_RIGHT, _BOTTOM)),
    5: ((_TOP, _RIGHT), (_BOTTOM, _LEFT)),
}
"""By which corners are inside (left top 8, right top 4, right bottom 2, left bottom 1): from which
side of the cell to which the line runs. The inside is always on the same hand."""


def contours(mask: MaskPixels, level: float = LEVEL) -> Lines:
    """Closed lines between what is above the level and what is not.

    mask: (h, w). The result is in px with (0, 0) at the corner of the first pixel; outside the
    array counts as 0.
    """
    padded = np.pad(mask, 1)
    starts, ends = _segments(padded > level, padded.shape[1])
    order = np.argsort(starts)
    following = order[np.searchsorted(starts, ends, sorter=order)]
    return [_places(padded, starts[line], level) for line in _linked(following.tolist())]


def smoothed(lines: Lines) -> Lines:
    """Without the stairs that an edge between whole pixels has."""
    return [
        np.mean([np.roll(line, shift, axis=0) for shift in range(-_REACH, _REACH + 1)], axis=0)
        if len(line) > _LEAST_SMOOTHED
        else line
        for line in lines
    ]


def path_of(lines: Lines, left: float = 0, top: float = 0, scale: float = 1) -> QPainterPath:
    """The lines as a path, scaled, then moved."""
    path = QPainterPath()
    for line in lines:
        points = (line * scale + (left, top)).tolist()
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
        path.closeSubpath()
    return path


def _segments(
    inside: npt.NDArray[np.bool_], width: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Sides that lines run from and to; each side is named by its cell, even = top, odd = left."""
    corner = inside.astype(np.uint8)
    code = corner[:-1, :-1] << 3 | corner[:-1, 1:] << 2 | corner[1:, 1:] << 1 | corner[1:, :-1]
    rows, columns = np.nonzero((code != 0) & (code != 15))  # noqa: PLR2004 - all four corners
    codes, cells = code[rows, columns], rows * width + columns
    sides = np.stack([2 * cells, 2 * (cells + 1) + 1, 2 * (cells + width), 2 * cells + 1])
    starts: list[npt.NDArray[np.int64]] = [np.empty(0, np.int64)]
    ends = starts.copy()
    for value, segments in _SEGMENTS.items():
        cell = np.flatnonzero(codes == value)
        for start, end in segments:
            starts.append(sides[start, cell])
            ends.append(sides[end, cell])
    return np.concatenate(starts), np.concatenate(ends)


def _linked(following: list[int]) -> list[list[int]]:
    """Segments that follow each other, until each line is closed."""
    is_seen = bytearray(len(following))
    lines: list[list[int]] = []
    for first in range(len(following)):
        line: list[int] = []
        segment = first
        while not is_seen[segment]:
            is_seen[segment] = 1
            line.append(segment)
            segment = following[segment]
        if line:
            lines.append(line)
    return lines


def _places(
    padded: MaskPixels, sides: npt.NDArray[np.int64], level: float
) -> npt.NDArray[np.float64]:
    """Where the level lies on these sides, between the centres of two pixels."""
    is_upright = (sides & 1).astype(bool)
    y, x = np.divmod(sides >> 1, padded.shape[1])
    near = padded[y, x].astype(np.float64)
    far = padded[y + is_upright, x + ~is_upright].astype(np.float64)
    share = (level - near) / (far - near)
    # The padding moved all by one pixel; centres lie half a pixel inside.
    return np.stack([x + share * ~is_upright, y + share * is_upright], axis=1) - 0.5
