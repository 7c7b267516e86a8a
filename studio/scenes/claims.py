"""What a caption says of a scene, before it is put into words; what is "" or 0 stays unsaid."""

from dataclasses import dataclass, replace

from numpy.random import Generator

from studio.scenes.description import Landscape, PlainScene, Scene, Thing
from studio.scenes.kinds import KINDS
from studio.scenes.lexicon import PLURALS
from studio.scenes.world import WHOLE_WORLD, World


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing as a caption speaks of it."""

    kind: str
    colour: str = ""
    place: str = ""
    count: int = 0
    size: str = ""
    distance: str = ""
    several: bool = False
    """More than one, be their number said or not."""

    @property
    def labels(self) -> tuple[str, ...]:
        said = {
            "colour": self.colour,
            "place": self.place,
            "count": self.count,
            "size": self.size,
            "distance": self.distance,
        }
        named = (f"{group}:{self.kind}:{name}" for group, name in said.items() if name)
        return (f"thing:{self.kind}", *named)


@dataclass(frozen=True, slots=True)
class Claims:
    """All that a caption says of a scene."""

    things: tuple[Mention, ...] = ()
    style: str = ""
    sky: str = ""
    weather: str = ""
    ground: str = ""
    backdrop: str = ""
    light: str = ""
    background: str = ""
    pattern: str = ""
    second: str = ""

    @property
    def scenery(self) -> dict[str, str]:
        """What is said of the whole picture: group -> name."""
        return {group: name for group in SCENERY if (name := getattr(self, group))}

    @property
    def labels(self) -> frozenset[str]:
        named = {f"{group}:{name}" for group, name in self.scenery.items()}
        return frozenset(named.union(*(mention.labels for mention in self.things)))


SCENERY = (
    "style",
    "sky",
    "weather",
    "ground",
    "backdrop",
    "light",
    "background",
    "pattern",
    "second",
)

_STYLE_SAID = {"flat": 0.12}  # the others nearly always: they change every pixel
_SIZE_SAID = {"small": 0.4, "medium": 0.1, "large": 0.4}
_PLACE_SAID = {"left": 0.6, "middle": 0.3, "right": 0.6}
_DISTANCE_SAID = {"near": 0.12, "far": 0.45}


def all_labels(world: World = WHOLE_WORLD) -> tuple[str, ...]:
    """Every label that a caption of this world may bear, in a fixed order."""
    scenery = {
        "style": world.styles,
        "sky": world.skies,
        "weather": world.weathers,
        "ground": world.grounds,
        "backdrop": world.backdrops,
        "light": world.lights,
        "background": world.colours,
        "pattern": world.patterns,
        "second": world.colours,
    }
    labels = [
        f"{group}:{name}"
        for group, names in scenery.items()
        for name in names
        if name not in ("none", "plain")
    ]
    labels += [f"thing:{kind}" for kind in world.kinds]
    for kind in world.kinds:
        labels += _labels_of_kind(kind, world)
    return tuple(labels)


def _labels_of_kind(kind: str, world: World) -> list[str]:
    counts = range(1, min(KINDS[kind].group, world.most_alike) + 1)
    groups = {
        "colour": world.colours if KINDS[kind].coloured else (),
        "place": world.places,
        "count": () if kind in PLURALS else counts,
        "size": world.sizes,
        "distance": world.distances if kind in world.objects else (),
    }
    return [f"{group}:{kind}:{name}" for group, names in groups.items() for name in names]


def random_claims(scene: Scene, rng: Generator) -> Claims:
    """True of the scene, though not all that is."""
    mentions = [_random_mention(thing, rng, len(scene.things)) for thing in scene.things]
    things = tuple(mentions[int(index)] for index in rng.permutation(len(mentions)))
    match scene:
        case PlainScene():
            flat = tuple(replace(mention, distance="") for mention in things)
            claims = _plain_claims(scene, flat, rng)
        case Landscape():
            claims = _landscape_claims(scene, _without_some(things, rng), rng)
    style_said = rng.random() < _STYLE_SAID.get(scene.style, 0.85)
    return replace(claims, style=scene.style if style_said else "")


def _plain_claims(scene: PlainScene, things: tuple[Mention, ...], rng: Generator) -> Claims:
    pattern = "" if scene.pattern == "plain" else scene.pattern
    if things and rng.random() < 0.1:
        return Claims(things)
    if pattern and rng.random() < 0.12:
        return Claims(things, pattern=pattern)
    return Claims(things, background=scene.background, pattern=pattern, second=scene.second)


def _landscape_claims(scene: Landscape, things: tuple[Mention, ...], rng: Generator) -> Claims:
    many = 0.75 if len(things) > 2 else 1.0  # long sentences are cut by the tokenizer
    weather_said = 0.12 if scene.weather == "clear" else 0.75 * many
    claims = Claims(
        things,
        sky=scene.sky if rng.random() < 0.82 * many else "",
        weather=scene.weather if rng.random() < weather_said else "",
        ground=scene.ground if rng.random() < 0.87 else "",
        backdrop=_unless_none(scene.backdrop, rng, 0.6 * many),
        light=_unless_none(scene.light, rng, (0.7 if scene.light == "rainbow" else 0.3) * many),
    )
    if not (claims.things or claims.ground):
        claims = replace(claims, sky=scene.sky, ground=scene.ground)
    return claims


def _without_some(things: tuple[Mention, ...], rng: Generator) -> tuple[Mention, ...]:
    return things[:-1] if len(things) > 1 and rng.random() < 0.12 else things


def _unless_none(name: str, rng: Generator, said: float) -> str:
    return name if name != "none" and rng.random() < said else ""


def _random_mention(thing: Thing, rng: Generator, things: int) -> Mention:
    """The more things there are, the less is said of each."""
    many = {1: 1.0, 2: 0.85, 3: 0.6}[things]
    number_said = thing.kind not in PLURALS and (thing.count == 1 or rng.random() < 0.88)
    return Mention(
        kind=thing.kind,
        colour=thing.colour if rng.random() < 0.92 else "",
        place=thing.place if rng.random() < _PLACE_SAID[thing.place] else "",
        count=thing.count if number_said else 0,
        size=thing.size if rng.random() < _SIZE_SAID[thing.size] * many else "",
        distance=thing.distance if rng.random() < _DISTANCE_SAID[thing.distance] * many else "",
        several=thing.count > 1,
    )
