"""Places that are drawn to lines nearby."""

from __future__ import annotations

from collections.abc import Iterable

from studio.core.geometry import Extent, Point
from studio.document.picture import Guides
from studio.session.view_settings import ViewSettings

REACH_PX = 8.0
"""On the screen: from so far a line draws."""


def snapped(
    point: Point, reach: float, guides: Guides, extent: Extent, chosen: ViewSettings
) -> Point:
    """The place itself, or with the x and the y of the nearest lines within reach.

    reach: in px of the picture.
    """
    upright = lines(guides.upright, extent.width, point.x, chosen, chosen.grid_x_px)
    level = lines(guides.level, extent.height, point.y, chosen, chosen.grid_y_px)
    return Point(_nearest(point.x, reach, upright), _nearest(point.y, reach, level))


def lines(
    guides: Iterable[float], side: int, near: float, chosen: ViewSettings, first: int
) -> tuple[float, ...]:
    """All that draw along one axis; of a grid the line that is nearest.

    first: where one line of the grid lies.
    """
    found: list[float] = []
    if chosen.guides and chosen.snap_to_guides:
        found += guides
    if chosen.grid and chosen.snap_to_grid:
        found.append(float(first + round((near - first) / chosen.grid_px) * chosen.grid_px))
    if chosen.snap_to_edges:
        found += (0.0, side / 2, float(side))
    return tuple(found)


def _nearest(place: float, reach: float, among: tuple[float, ...]) -> float:
    best = min(among, key=lambda line: abs(line - place), default=place)
    return best if abs(best - place) <= reach else place
