"""Scenes for tests, made by hand."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.scenes.description import Landscape, PlainScene, Thing, box_around

HOUSE = Thing("house", "red", "middle", "large", "near", (box_around("house", 0.5, 0.88, 0.4),))
SCENE = Landscape(
    style="flat",
    sky="day",
    weather="clear",
    ground="meadow",
    backdrop="hills",
    light="none",
    light_x=0.3,
    horizon=0.58,
    things=(),
    seed=5,
)
PLAIN = PlainScene("flat", "blue", "plain", "", (), seed=5)


def a_landscape(**changes: Any) -> Landscape:
    return replace(SCENE, **changes)


def a_square(colour: str) -> Thing:
    """A shape in the middle of a plain picture."""
    box = box_around("square", 0.5, 0.8, 0.6)
    return Thing("square", colour, "middle", "large", "near", (box,))


def difference(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> float:
    """The mean distance of two pictures' pixels, 0..255."""
    return float(np.abs(first.astype(float) - second).mean())
