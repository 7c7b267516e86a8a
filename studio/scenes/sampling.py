"""Random scenes. A number generator in the same state always gives the same scene."""

from functools import cache

from numpy.random import Generator

from studio.scenes.description import Landscape, PlainScene, Scene, Thing
from studio.scenes.kinds import KINDS, SHAPE
from studio.scenes.placing import CENTRES, Stage, placed
from studio.scenes.world import (
    BACKDROPS_OF,
    GROUND_WEIGHTS,
    PATTERN_WEIGHTS,
    STYLE_WEIGHTS,
    WHOLE_WORLD,
    Weights,
    World,
    grounds_of,
    harmonious,
    light_weights,
    sky_weights,
    weather_weights,
    weighted,
)

_EMPTY_SHARE = 0.05  # of landscapes, with nothing in them
_COUNT_WEIGHTS = {"1": 0.46, "2": 0.33, "3": 0.21}
_LIGHT_PLACES = (0.2, 0.35, 0.5, 0.65, 0.8)
_HORIZONS = {"lake": (0.52, 0.58), "river": (0.52, 0.58)}


def random_scene(rng: Generator, world: World = WHOLE_WORLD) -> Scene:
    """One scene, plain or a landscape, around a kind that is drawn first.

    All kinds of the world come up about equally often, however few the grounds they live on.
    """
    kinds = _leading_kinds(world)
    if not kinds:
        return random_landscape(rng, world)
    kind = _pick(rng, kinds)
    if rng.random() < _plain_chance(kind, world):
        return random_plain_scene(rng, world, kind)
    return random_landscape(rng, world, kind)


def random_plain_scene(rng: Generator, world: World, kind: str) -> PlainScene:
    """Shapes or objects, `kind` among them, before a colour or a pattern that sets them off."""
    pattern = weighted(rng, PATTERN_WEIGHTS, world.patterns)
    background, *others = _shuffled(rng, world.colours)
    second = next((each for each in others if harmonious(background, each)), others[0])
    others.remove(second)
    alike = world.shapes if kind in world.shapes else world.objects
    if pattern == "plain":
        others.append(second)
        second = ""
    elif pattern != "dots":  # of stripes and checks no colour is the ground: one order for both
        background, second = sorted((background, second), key=world.colours.index)
    most = min(_thing_count(rng, world), len(alike))
    stage = Stage(world, ground="", horizon=0.5, most=most)
    companions = [each for each in _shuffled(rng, alike) if each != kind]
    things = _things(rng, stage, (kind, *companions[: most - 1]), tuple(others))
    return PlainScene(_style(rng, world), background, pattern, second, things, _seed(rng))


def random_landscape(rng: Generator, world: World, kind: str = "") -> Landscape:
    """A landscape with up to three things, `kind` among them."""
    grounds = grounds_of(kind, world) if kind else world.grounds
    ground = weighted(rng, GROUND_WEIGHTS, grounds)
    backdrop = weighted(rng, BACKDROPS_OF[ground], world.backdrops)
    sky = weighted(rng, sky_weights(ground), world.skies)
    weather = weighted(rng, weather_weights(sky, ground, backdrop), world.weathers)
    light = weighted(rng, light_weights(sky, weather), world.lights)
    horizon = rng.uniform(*_HORIZONS.get(ground, (0.54, 0.63)))
    most = _thing_count(rng, world)
    kinds: tuple[str, ...] = ()
    if kind and rng.random() > _EMPTY_SHARE:
        kinds = (kind, *_companions(rng, ground, world, kind, most - 1))
    stage = Stage(world, ground, horizon, max(1, len(kinds)))
    things = _things(rng, stage, kinds, world.colours)
    return Landscape(
        style=_style(rng, world),
        sky=sky,
        weather=weather,
        ground=ground,
        backdrop=backdrop,
        light=light,
        light_x=_light_x(rng, things),
        horizon=horizon,
        things=things,
        seed=_seed(rng),
    )


def _things(
    rng: Generator, stage: Stage, kinds: tuple[str, ...], colours: tuple[str, ...]
) -> tuple[Thing, ...]:
    """Those of the kinds that find a place, the far ones first."""
    things: list[Thing] = []
    for kind in kinds:
        colour = _pick(rng, colours) if KINDS[kind].coloured else ""
        if thing := placed(rng, stage, kind, colour, things):
            things.append(thing)
    return tuple(sorted(things, key=lambda thing: thing.distance == "near"))


@cache
def _leading_kinds(world: World) -> tuple[str, ...]:
    """Those around which a scene can be made."""
    if world.most_things < 1:
        return ()
    return tuple(
        kind
        for kind in world.kinds
        if grounds_of(kind, world) or (world.plain_share > 0 or KINDS[kind].lives == SHAPE)
    )


@cache
def _plain_chance(kind: str, world: World) -> float:
    """Of a scene around the kind, so that all scenes together come to the world's share."""
    kinds = _leading_kinds(world)
    bound = sum(not grounds_of(each, world) for each in kinds) / len(kinds)
    if not grounds_of(kind, world):
        return 1.0
    return max(0.0, (world.plain_share - bound) / (1 - bound))


def _companions(
    rng: Generator, ground: str, world: World, kind: str, count: int
) -> tuple[str, ...]:
    """Other kinds that are met on this ground."""
    weights = dict(_ground_weights(ground, world))
    chosen: list[str] = []
    for _ in range(count):
        weights.pop(chosen[-1] if chosen else kind, None)
        if weights:
            chosen.append(weighted(rng, weights, tuple(weights)))
    return tuple(chosen)


@cache
def _ground_weights(ground: str, world: World) -> Weights:
    """The kinds of a ground; those that live on few others weigh more."""
    homes = {kind: grounds_of(kind, world) for kind in world.objects}
    return {kind: 1 / len(grounds) for kind, grounds in homes.items() if ground in grounds}


def _light_x(rng: Generator, things: tuple[Thing, ...]) -> float:
    """Where fewest things stand before the sun or the moon."""
    high = [CENTRES[thing.place] for thing in things if thing.box.top < 0.42]
    middles = [(low + top) / 2 for low, top in high]
    places = [place + rng.uniform(-0.05, 0.05) for place in _LIGHT_PLACES]
    free = [place for place in places if all(abs(place - middle) > 0.2 for middle in middles)]
    return float((free or places)[int(rng.integers(len(free or places)))])


def _thing_count(rng: Generator, world: World) -> int:
    names = tuple(str(count) for count in range(1, min(3, world.most_things) + 1))
    return int(weighted(rng, _COUNT_WEIGHTS, names)) if names else 0


def _style(rng: Generator, world: World) -> str:
    return weighted(rng, STYLE_WEIGHTS, world.styles)


def _shuffled(rng: Generator, names: tuple[str, ...]) -> list[str]:
    return [names[int(index)] for index in rng.permutation(len(names))]


def _pick(rng: Generator, names: tuple[str, ...]) -> str:
    return names[int(rng.integers(len(names)))]


def _seed(rng: Generator) -> int:
    return int(rng.integers(2**31))
