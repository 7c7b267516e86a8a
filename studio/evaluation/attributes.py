"""What a judge says of a whole picture: groups of names, of which one is true in each scene."""

from __future__ import annotations

from collections.abc import Mapping

from studio.scenes.description import (
    BACKDROPS,
    COLOURS,
    DISTANCES,
    GROUNDS,
    LIGHTS,
    PATTERNS,
    SIZES,
    SKIES,
    STYLES,
    WEATHERS,
    Landscape,
    PlainScene,
    Scene,
)
from studio.scenes.kinds import KINDS

NONE = "none"

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "style": STYLES,
    "sky": (NONE, *SKIES),
    "weather": (NONE, *WEATHERS),
    "ground": (NONE, *GROUNDS),
    "backdrop": BACKDROPS,
    "light": LIGHTS,
    "background": (NONE, *COLOURS),
    "pattern": (NONE, *PATTERNS),
    "second": (NONE, *COLOURS),
}
"""A landscape has no background, a plain scene no sky."""

THING_ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(KINDS),
    "colour": (NONE, *COLOURS),
    "size": SIZES,
    "distance": DISTANCES,
}
"""Of each thing; no colour where its nature gives it."""


def attributes_of(scene: Scene) -> dict[str, str]:
    """The true name of each group."""
    named = {group: str(getattr(scene, group)) or NONE for group in groups_of(scene)}
    return dict.fromkeys(ATTRIBUTES, NONE) | named


def groups_of(scene: Scene) -> tuple[str, ...]:
    """The groups that its description names."""
    match scene:
        case Landscape():
            return ("style", "sky", "weather", "ground", "backdrop", "light")
        case PlainScene(second=""):
            return ("style", "background", "pattern")
        case PlainScene():
            return ("style", "background", "pattern", "second")
