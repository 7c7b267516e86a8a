"""What may come up in a scene, how often, and what goes with what."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from numpy.random import Generator

from studio.scenes.description import (
    BACKDROPS,
    COLOURS,
    COUNTS,
    DISTANCES,
    GROUNDS,
    LIGHTS,
    PATTERNS,
    PLACES,
    SIZES,
    SKIES,
    STYLES,
    WEATHERS,
)
from studio.scenes.kinds import AIR, KINDS, SHAPE

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class World:
    """The names that scenes are made of; by itself, all there are.

    A smaller world, for a smaller model, names fewer. Where nothing that it names goes with the
    rest of a scene, the first of its names stands in.
    """

    styles: tuple[str, ...] = STYLES
    skies: tuple[str, ...] = SKIES
    weathers: tuple[str, ...] = WEATHERS
    grounds: tuple[str, ...] = GROUNDS
    backdrops: tuple[str, ...] = BACKDROPS
    lights: tuple[str, ...] = LIGHTS
    kinds: tuple[str, ...] = tuple(KINDS)
    colours: tuple[str, ...] = COLOURS
    patterns: tuple[str, ...] = PATTERNS
    places: tuple[str, ...] = PLACES
    sizes: tuple[str, ...] = SIZES
    distances: tuple[str, ...] = DISTANCES
    most_things: int = 3
    most_alike: int = max(COUNTS)
    plain_share: float = 0.4
    """How many of the scenes are plain, where the kinds allow."""

    def __post_init__(self) -> None:
        """Raises ValueError where a name is unknown, a group is empty or colours are too few."""
        for group, known in _KNOWN.items():
            names: tuple[str, ...] = getattr(self, group)
            if not names or not set(names) <= set(known):
                raise ValueError(f"The {group} of a world are among {', '.join(known)}.")
        if len(self.colours) < 3:
            raise ValueError("A world needs three colours: two of a pattern, one before it.")

    def described(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)

    @classmethod
    def of(cls, described: Mapping[str, Any]) -> "World":
        """The world that was `described`. Raises ValueError where that cannot be one."""
        known = {field.name for field in fields(cls)}
        try:
            parts = {name: _frozen(described[name]) for name in known & described.keys()}
            return cls(**parts)
        except TypeError as error:
            raise ValueError(f"A world is described by names: {error}.") from error

    @property
    def with_one_thing(self) -> "World":
        """The same, with one thing at a time, near and not small: easy to learn from."""
        sizes = tuple(size for size in self.sizes if size != "small") or self.sizes
        distances = ("near",) if "near" in self.distances else self.distances
        return replace(self, most_things=1, most_alike=1, sizes=sizes, distances=distances)

    @property
    def shapes(self) -> tuple[str, ...]:
        return tuple(kind for kind in self.kinds if KINDS[kind].lives == SHAPE)

    @property
    def objects(self) -> tuple[str, ...]:
        return tuple(kind for kind in self.kinds if KINDS[kind].lives != SHAPE)


_KNOWN: dict[str, tuple[str, ...]] = {
    "styles": STYLES,
    "skies": SKIES,
    "weathers": WEATHERS,
    "grounds": GROUNDS,
    "backdrops": BACKDROPS,
    "lights": LIGHTS,
    "kinds": tuple(KINDS),
    "colours": COLOURS,
    "patterns": PATTERNS,
    "places": PLACES,
    "sizes": SIZES,
    "distances": DISTANCES,
}
WHOLE_WORLD = World()
FAIR_WORLD = World(
    styles=("flat",),
    skies=("day", "sunrise", "sunset", "dusk", "night", "overcast"),
    weathers=("clear", "cloudy", "storm"),
    grounds=("sea", "lake", "meadow", "desert", "snow", "beach"),
    backdrops=("none", "mountains", "hills", "mesas", "forest", "islands"),
    lights=("none", "sun", "moon"),
    kinds=(
        *("house", "castle", "lighthouse", "windmill", "tent"),
        *("pine", "tree", "palm", "cactus", "flowers"),
        *("boat", "car", "balloon", "rocket", "cat", "snowman"),
        *("circle", "square", "triangle", "star", "heart", "diamond", "ring", "cross"),
    ),
    colours=("red", "orange", "yellow", "green", "blue", "purple", "pink", "white", "black"),
    patterns=("plain",),
    sizes=("medium", "large"),
    distances=("near",),
    most_things=2,
    most_alike=2,
)
"""As much as a small text-to-image model learns in the hours that two cores have for it.

Half of its things are at least 52 px high in pictures of 128 px. With small and far ones it would
be 30 px, which are four cells of a latent.
"""

STYLE_WEIGHTS: Weights = {"flat": 0.55, "pastel": 0.15, "line": 0.15, "glow": 0.15}
PATTERN_WEIGHTS: Weights = {"plain": 0.58, "stripes": 0.14, "dots": 0.14, "checks": 0.14}
CLASHING = frozenset(
    frozenset(pair)
    for pair in (
        ("red", "green"),
        ("red", "turquoise"),
        ("red", "blue"),
        ("red", "purple"),
        ("red", "brown"),
        ("orange", "green"),
        ("orange", "pink"),
        ("orange", "purple"),
        ("orange", "blue"),
        ("orange", "turquoise"),
        ("yellow", "purple"),
        ("green", "pink"),
        ("green", "purple"),
        ("green", "brown"),
        ("purple", "brown"),
        ("blue", "brown"),
    )
)
"""Colours that no pattern is made of: side by side all over a picture they hurt the eye."""
SIZE_WEIGHTS: Weights = {"small": 0.3, "medium": 0.32, "large": 0.38}
DISTANCE_WEIGHTS: Weights = {"near": 0.62, "far": 0.38}
COUNT_WEIGHTS: Mapping[int, float] = {1: 0.4, 2: 0.16, 3: 0.2, 4: 0.24, 5: 0.36}
"""Large groups often find no room; this makes up for it."""

WEATHERS_OF: Mapping[str, Weights] = {
    "day": {"clear": 0.42, "cloudy": 0.24, "rain": 0.12, "snowfall": 0.12, "fog": 0.1},
    "sunrise": {"clear": 0.5, "cloudy": 0.28, "fog": 0.22},
    "golden": {"clear": 0.55, "cloudy": 0.33, "rain": 0.12},
    "sunset": {"clear": 0.58, "cloudy": 0.42},
    "dusk": {"clear": 0.4, "cloudy": 0.2, "rain": 0.1, "snowfall": 0.1, "fog": 0.1, "storm": 0.1},
    "night": {"clear": 0.44, "cloudy": 0.14, "rain": 0.1, "snowfall": 0.14, "storm": 0.18},
    "aurora": {"clear": 0.8, "snowfall": 0.2},
    "overcast": {"cloudy": 0.14, "rain": 0.26, "snowfall": 0.16, "fog": 0.18, "storm": 0.26},
}
SNOWY = frozenset({"snow", "meadow", "field", "lake", "river"})
"""Grounds on which snow falls; over a city it falls everywhere but on sand."""
SANDY = frozenset({"desert", "beach"})

LIGHTS_OF: Mapping[str, Weights] = {
    "day": {"sun": 0.72, "none": 0.28},
    "sunrise": {"sun": 0.75, "none": 0.25},
    "golden": {"sun": 0.75, "none": 0.25},
    "sunset": {"sun": 0.78, "none": 0.22},
    "dusk": {"moon": 0.6, "none": 0.4},
    "night": {"moon": 0.7, "none": 0.3},
    "aurora": {"moon": 0.35, "none": 0.65},
    "overcast": {"none": 1.0},
}
RAINBOW_SKIES = frozenset({"day", "golden"})
_RAINBOW_SHARES = {"rain": 0.6, "cloudy": 0.3}

BACKDROPS_OF: Mapping[str, Weights] = {
    "sea": {"none": 0.4, "islands": 0.34, "mountains": 0.12, "city": 0.14},
    "lake": {"none": 0.12, "mountains": 0.34, "hills": 0.22, "forest": 0.22, "city": 0.1},
    "river": {"none": 0.12, "mountains": 0.24, "hills": 0.26, "forest": 0.24, "city": 0.14},
    "meadow": {"none": 0.18, "mountains": 0.26, "hills": 0.26, "forest": 0.2, "city": 0.1},
    "field": {"none": 0.22, "mountains": 0.16, "hills": 0.28, "forest": 0.2, "city": 0.14},
    "desert": {"none": 0.24, "mesas": 0.64, "mountains": 0.12},
    "snow": {"none": 0.18, "mountains": 0.38, "forest": 0.28, "city": 0.16},
    "beach": {"none": 0.4, "islands": 0.46, "mountains": 0.14},
}
# Fewer kinds live on some grounds; these weights make up for it.
GROUND_WEIGHTS: Weights = {
    "sea": 3.0,
    "lake": 0.8,
    "river": 0.8,
    "meadow": 0.8,
    "field": 0.8,
    "desert": 1.5,
    "snow": 1.1,
    "beach": 1.5,
}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def weighted(rng: Generator, weights: Weights, names: tuple[str, ...]) -> str:
    """One of those `names` that have a weight; the first name where none has."""
    allowed = [name for name in names if weights.get(name, 0.0) > 0]
    if not allowed:
        return names[0]
    point = rng.random() * sum(weights[name] for name in allowed)
    for name in allowed:
        point -= weights[name]
        if point < 0:
            return name
    return allowed[-1]


def grounds_of(kind: str, world: World) -> tuple[str, ...]:
    """Where in this world a kind is met in a landscape."""
    known = KINDS[kind]
    if known.lives == SHAPE:
        return ()
    return world.grounds if known.lives == AIR else _among(world.grounds, known.grounds)


def harmonious(colour: str, other: str) -> bool:
    """May a pattern be made of these two?"""
    return frozenset((colour, other)) not in CLASHING


def weather_weights(sky: str, ground: str, backdrop: str) -> Weights:
    """How often each weather goes with the rest of a landscape."""
    weights = dict(WEATHERS_OF[sky])
    if ground in SANDY or not (ground in SNOWY or backdrop == "city"):
        weights.pop("snowfall", None)
    return weights


def sky_weights(ground: str) -> Weights:
    """Northern lights stay away from sand."""
    return {sky: 0.0 if sky == "aurora" and ground in SANDY else 1.0 for sky in SKIES}


def light_weights(sky: str, weather: str) -> Weights:
    """Sun and moon need a sky that lets them through; a rainbow needs drops and daylight."""
    if sky in RAINBOW_SKIES and weather in _RAINBOW_SHARES:
        share = _RAINBOW_SHARES[weather]
        rest = LIGHTS_OF[sky] if weather == "cloudy" else {"none": 1.0}
        return {"rainbow": share} | {name: (1 - share) * part for name, part in rest.items()}
    if weather in ("clear", "cloudy"):
        return LIGHTS_OF[sky]
    return {"none": 1.0}


def _among(names: tuple[str, ...], allowed: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in allowed)
