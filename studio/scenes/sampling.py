"""Random scenes. A number generator in the same state always gives the same scene."""

from collections.abc import Mapping

from numpy.random import Generator

from studio.scenes.description import (
    BACKGROUNDS,
    COLOURED_KINDS,
    COLOURS,
    OBJECTS,
    PLACES,
    SHAPES,
    SKIES,
    Landscape,
    PlainScene,
    Scene,
    Thing,
    box_around,
)

PLAIN_SHARE = 0.42  # plain pictures are where colours are learnt
_CENTRES = {"left": 0.22, "middle": 0.5, "right": 0.78}
_HEIGHT_PARTS = {"flowers": 0.62, "house": 0.86}

_GROUND_WEIGHTS = {"sea": 0.34, "meadow": 0.24, "desert": 0.14, "snow": 0.14, "lake": 0.14}
_STANDING_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "sea": {"boat": 0.75, "lighthouse": 0.25},
    "meadow": {"house": 0.3, "windmill": 0.22, "tree": 0.18, "flowers": 0.18, "pine": 0.12},
    "desert": {"palm": 0.6, "house": 0.4},
    "snow": {"pine": 0.5, "house": 0.5},
    "lake": {"boat": 0.3, "house": 0.25, "pine": 0.2, "tree": 0.15, "flowers": 0.1},
}
_BACKDROP_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "sea": {"none": 0.7, "mountains": 0.3},
    "meadow": {"none": 0.3, "mountains": 0.3, "hills": 0.4},
    "desert": {"none": 0.4, "mesas": 0.6},
    "snow": {"none": 0.4, "mountains": 0.6},
    "lake": {"none": 0.2, "mountains": 0.45, "hills": 0.35},
}
_LIGHT_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "day": {"sun": 0.7, "none": 0.3},
    "sunrise": {"sun": 0.7, "none": 0.3},
    "sunset": {"sun": 0.75, "none": 0.25},
    "dusk": {"moon": 0.5, "none": 0.5},
    "night": {"moon": 0.7, "none": 0.3},
    "storm": {"lightning": 0.5, "none": 0.5},
}


def random_scene(rng: Generator) -> Scene:
    """One scene of the world, plain or a landscape."""
    return random_plain_scene(rng) if rng.random() < PLAIN_SHARE else random_landscape(rng)


def random_plain_scene(rng: Generator) -> PlainScene:
    """A shape, two shapes or one big object before a plain colour that sets it off."""
    shapes = rng.random() < 0.5
    kinds = SHAPES if shapes else OBJECTS
    places = ("left", "right") if shapes and rng.random() < 0.25 else (_plain_place(rng),)
    background = _pick(rng, BACKGROUNDS)
    things = tuple(_plain_thing(rng, _pick(rng, kinds), place, background) for place in places)
    return PlainScene(background, things, _seed(rng))


def random_landscape(rng: Generator) -> Landscape:
    """A landscape with up to two things, each in a place of its own."""
    sky = "sunset" if rng.random() < 0.1 else _pick(rng, SKIES)
    ground = _weighted(rng, _GROUND_WEIGHTS)
    horizon = rng.uniform(0.57, 0.62)
    count = (0, 1, 2)[int(rng.choice(3, p=(0.08, 0.62, 0.3)))]
    places = [str(place) for place in rng.permutation(PLACES)[:count]]
    return Landscape(
        sky=sky,
        ground=ground,
        backdrop=_weighted(rng, _BACKDROP_WEIGHTS[ground]),
        light=_weighted(rng, _LIGHT_WEIGHTS[sky]),
        light_x=float(rng.choice((0.2, 0.5, 0.8)) + rng.uniform(-0.04, 0.04)),
        clouds=int(rng.integers(0, 3)),
        horizon=horizon,
        things=tuple(_landscape_thing(rng, ground, horizon, place) for place in places),
        seed=_seed(rng),
    )


def _landscape_thing(rng: Generator, ground: str, horizon: float, place: str) -> Thing:
    floats = rng.random() < 0.22
    kind = "balloon" if floats else _weighted(rng, _STANDING_WEIGHTS[ground])
    height = rng.uniform(0.4, 0.47) * _HEIGHT_PARTS.get(kind, 1.0)
    centre_x = _CENTRES[place] + rng.uniform(-0.03, 0.03)
    bottom = rng.uniform(0.48, 0.56) if floats else _standing_bottom(rng, kind, ground, horizon)
    return Thing(kind, _colour(rng, kind), place, box_around(kind, centre_x, bottom, height))


def _standing_bottom(rng: Generator, kind: str, ground: str, horizon: float) -> float:
    if ground == "lake":  # boats swim in the lake; everything else stands before or behind it
        return 0.82 if kind == "boat" else horizon + rng.uniform(0.05, 0.09)
    return rng.uniform(0.8, 0.88)


def _plain_thing(rng: Generator, kind: str, place: str, background: str) -> Thing:
    height = rng.uniform(0.5, 0.6) if place == "middle" else rng.uniform(0.38, 0.44)
    centre_x = _CENTRES[place] + (0.02 if place == "left" else -0.02 if place == "right" else 0.0)
    box = box_around(kind, centre_x + rng.uniform(-0.02, 0.02), 0.5 + height / 2, height)
    colour = _colour(rng, kind)
    while colour == background:
        colour = _colour(rng, kind)
    return Thing(kind, colour, place, box)


def _plain_place(rng: Generator) -> str:
    return "middle" if rng.random() < 0.6 else _pick(rng, ("left", "right"))


def _colour(rng: Generator, kind: str) -> str:
    return _pick(rng, COLOURS) if kind in COLOURED_KINDS else ""


def _pick(rng: Generator, names: tuple[str, ...]) -> str:
    return names[int(rng.integers(len(names)))]


def _weighted(rng: Generator, weights: Mapping[str, float]) -> str:
    return str(rng.choice(list(weights), p=list(weights.values())))


def _seed(rng: Generator) -> int:
    return int(rng.integers(2**31))
