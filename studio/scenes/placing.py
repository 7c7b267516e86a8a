"""Composition: where a thing, or a few alike, stand in a picture, and how large they are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from numpy.random import Generator

from studio.scenes.description import Box, Thing
from studio.scenes.kinds import AIR, KINDS, LAND, SHAPE, WATER
from studio.scenes.world import COUNT_WEIGHTS, DISTANCE_WEIGHTS, SIZE_WEIGHTS, World

LEAST_HEIGHT = 0.142  # 18 px of 128
MARGIN = 0.03  # that stays free at the picture's edges
_GAP = 0.14  # between neighbours of a group, in parts of one's width or height
_LOOSE = 0.025  # the most by which one of a group stands behind the others
_FAR = 0.64
_SIZES = {"small": 0.68, "medium": 1.0, "large": 1.36}
_CROWDS = {1: 1.0, 2: 0.88, 3: 0.78, 4: 0.72, 5: 0.68}
_ATTEMPTS = 14

Span = tuple[float, float]
CENTRES: Mapping[str, Span] = {"left": (0.18, 0.29), "middle": (0.43, 0.57), "right": (0.71, 0.82)}
# Of several things before a plain wall, evenly.
_PLAIN_CENTRES: Mapping[int, Mapping[str, Span]] = {
    2: {"left": (0.25, 0.28), "middle": (0.49, 0.51), "right": (0.72, 0.75)},
    3: {"left": (0.18, 0.2), "middle": (0.49, 0.51), "right": (0.8, 0.82)},
}
_CENTRE_LIMITS: Mapping[str, Span] = {"left": (0, 0.31), "middle": (0.4, 0.6), "right": (0.69, 1)}

# Where feet and keels stand: 0 is the horizon, 1 the picture's lower edge.
_OPEN = {"near": (0.6, 0.88), "far": (0.07, 0.2)}
_DEPTHS: Mapping[tuple[str, str], Mapping[str, Span]] = {
    (LAND, "lake"): {"near": (0.84, 0.93), "far": (0.05, 0.16)},  # before or behind the water
    (WATER, "lake"): {"near": (0.5, 0.66), "far": (0.3, 0.38)},
    (LAND, "river"): {"near": (0.84, 0.93), "far": (0.05, 0.16)},
    (WATER, "river"): {"near": (0.5, 0.66), "far": (0.3, 0.38)},
    (LAND, "beach"): {"near": (0.68, 0.9), "far": (0.36, 0.46)},  # on the sand, not in the sea
}
_SHORES: Mapping[str, Span] = {"lake": (0.1, 0.9)}
"""Between which water reaches from side to side."""

# In a plain picture: of a medium one alone, and what several things leave to each.
_PLAIN_HEIGHT, _PLAIN_WIDTH = 0.5, 0.56
_PLAIN_PARTS = {1: 1.0, 2: 0.68, 3: 0.54}
_PLAIN_CROWDS = {1: 1.0, 2: 0.8, 3: 0.66, 4: 0.6, 5: 0.56}
_PLAIN_BASE = 0.7  # where several objects stand side by side
_BALANCED_SHARE = 0.8
_WIDTHS = {1: 1 - 2 * MARGIN, 2: 0.56, 3: 0.4}


@dataclass(frozen=True, slots=True)
class Manner:
    """How many of a kind there are, how large each, and in how many rows."""

    count: int
    size: str
    distance: str
    height: float
    rows: int
    weight: float

    @property
    def columns(self) -> int:
        return -(-self.count // self.rows)


@dataclass(frozen=True, slots=True)
class Stage:
    """The picture while things find their places in it."""

    world: World
    ground: str
    """"" in a plain picture."""
    horizon: float
    most: int
    """How many things the picture is to hold."""


def placed(
    rng: Generator, stage: Stage, kind: str, colour: str, others: Sequence[Thing]
) -> Thing | None:
    """A thing in a place of its own that covers none of the others; None where none is found."""
    manners = _manners(kind, stage.world, stage.most, plain=not stage.ground)
    taken = {other.place for other in others}
    free = [place for place in _places(rng, stage) if place not in taken]
    if not manners or not free:
        return None
    for _ in range(_ATTEMPTS):
        manner = _drawn(rng, manners)
        place = free[int(rng.integers(len(free)))]
        boxes = _boxes(rng, stage, kind, manner, place)
        if boxes:
            thing = Thing(kind, colour, place, manner.size, manner.distance, boxes)
            if not any(_overlap(thing.box, other.box) for other in others):
                return thing
    return None


def _places(rng: Generator, stage: Stage) -> tuple[str, ...]:
    """Two things before a plain wall mostly stand to either side, for balance."""
    sides = tuple(place for place in stage.world.places if place != "middle")
    balanced = not stage.ground and stage.most == len(sides) and rng.random() < _BALANCED_SHARE
    return sides if balanced else stage.world.places


@cache
def _manners(kind: str, world: World, most: int, *, plain: bool) -> tuple[Manner, ...]:
    """Those in which each is at least LEAST_HEIGHT high and all together fit their place."""
    found: list[Manner] = []
    for count in range(1, min(KINDS[kind].group, world.most_alike) + 1):
        alike = _manners_of_count(kind, world, most, count, plain=plain)
        total = sum(manner.weight for manner in alike) / COUNT_WEIGHTS[count]
        found += [replace(manner, weight=manner.weight / total) for manner in alike]
    return tuple(found)


def _manners_of_count(
    kind: str, world: World, most: int, count: int, *, plain: bool
) -> list[Manner]:
    found: list[Manner] = []
    for size, distance in product(world.sizes, ("near",) if plain else world.distances):
        height = _height(kind, count, size, distance, most if plain else 0)
        weight = SIZE_WEIGHTS[size] * DISTANCE_WEIGHTS[distance]
        for rows in (1, 2) if count > 2 else (1,):
            manner = Manner(count, size, distance, height, rows, weight)
            if height >= LEAST_HEIGHT and _width(kind, manner) <= _WIDTHS[most]:
                found.append(manner)
                break
    return found


def _height(kind: str, count: int, size: str, distance: str, plain_things: int) -> float:
    if plain_things:
        alone = min(_PLAIN_HEIGHT, _PLAIN_WIDTH / KINDS[kind].aspect)
        part = _PLAIN_PARTS[plain_things]
        # Several groups side by side would be too small to tell apart.
        crowd = _PLAIN_CROWDS[count] if plain_things == 1 else _CROWDS[count]
        return alone * part * crowd * _SIZES[size]
    far = _FAR if distance == "far" else 1.0
    return KINDS[kind].height * _CROWDS[count] * _SIZES[size] * far


def _width(kind: str, manner: Manner) -> float:
    one = manner.height * KINDS[kind].aspect
    return one * (manner.columns + _GAP * (manner.columns - 1))


def _boxes(
    rng: Generator, stage: Stage, kind: str, manner: Manner, place: str
) -> tuple[Box, ...] | None:
    """Rows around the centre of a place, from left to right; None where they do not fit."""
    height = manner.height * rng.uniform(0.97, 1.0)
    width = height * KINDS[kind].aspect
    centre_x = _centre(rng, stage, kind, manner, place)
    bottom = _bottom(rng, stage, kind, manner)
    if centre_x is None or bottom is None:
        return None
    boxes: list[Box] = []
    left_over = manner.count
    for row in range(manner.rows):
        columns = min(manner.columns, left_over)
        left_over -= columns
        start = centre_x - (columns - 1) * width * (1 + _GAP) / 2
        for column in range(columns):
            x = start + column * width * (1 + _GAP)
            y = bottom - row * height * (1 + _GAP)
            if manner.count > 1:
                x, y = _loosened(rng, x, y, height, kind)
            boxes.append(Box(x - width / 2, y - height, width, height))
    return tuple(sorted(boxes, key=lambda box: box.left))


def _loosened(rng: Generator, x: float, y: float, height: float, kind: str) -> tuple[float, float]:
    """A little out of line, as nothing living stands; shapes keep their ranks."""
    if KINDS[kind].lives == SHAPE:
        return x, y
    reach = height * _GAP * 0.45
    return x + rng.uniform(-reach, reach) * KINDS[kind].aspect, y - rng.uniform(
        0, min(2 * reach, _LOOSE)
    )


def _centre(rng: Generator, stage: Stage, kind: str, manner: Manner, place: str) -> float | None:
    half = _width(kind, manner) / 2 + (manner.count > 1) * 0.01
    left, right = (MARGIN, 1 - MARGIN)
    if KINDS[kind].lives == WATER:
        left, right = _SHORES.get(stage.ground, (left, right))
    centres = CENTRES if stage.ground else _PLAIN_CENTRES.get(stage.most, CENTRES)
    centre = min(max(rng.uniform(*centres[place]), left + half), right - half)
    low, high = _CENTRE_LIMITS[place]
    return centre if low <= centre <= high and left + half <= right - half + 1e-9 else None


def _bottom(rng: Generator, stage: Stage, kind: str, manner: Manner) -> float | None:
    """Of the lowest row."""
    loose = _LOOSE if manner.count > 1 else 0.0
    above = manner.height * (1 + _GAP) * (manner.rows - 1)
    total = manner.height + above + loose
    lives = KINDS[kind].lives
    if not stage.ground:
        if total > 1 - 2 * MARGIN:
            return None
        if lives == SHAPE or stage.most == 1 or manner.rows > 1:
            return 0.5 + total / 2
        return _PLAIN_BASE + rng.uniform(-0.01, 0.01)
    if lives == AIR:
        reach = 0.02 if manner.distance == "near" else 0.07
        high = stage.horizon - reach
        low = total + 1.5 * MARGIN if manner.distance == "near" else high - 0.14
        return _between(rng, max(low, total + 1.5 * MARGIN), high)
    spans = _DEPTHS.get((lives, stage.ground), _OPEN)
    low, high = (stage.horizon + depth * (1 - stage.horizon) for depth in spans[manner.distance])
    if manner.rows > 1 and (lives, stage.ground) in _DEPTHS:
        return None  # the row behind would stand on the other bank
    return _between(rng, max(low, above + stage.horizon + 0.02, total + MARGIN) + loose, high)


def _between(rng: Generator, low: float, high: float) -> float | None:
    return float(rng.uniform(low, high)) if low <= high else None


def _drawn(rng: Generator, manners: tuple[Manner, ...]) -> Manner:
    point = rng.random() * sum(manner.weight for manner in manners)
    for manner in manners:
        point -= manner.weight
        if point < 0:
            return manner
    return manners[-1]


def _overlap(first: Box, second: Box) -> bool:
    return (
        first.left < second.right + MARGIN / 2
        and second.left < first.right + MARGIN / 2
        and first.top < second.bottom
        and second.top < first.bottom
    )
