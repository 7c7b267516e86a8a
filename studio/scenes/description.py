"""What is in a scene, without pixels or words: names, places and normalised boxes."""

from dataclasses import dataclass, replace

from studio.scenes.kinds import KINDS

STYLES = ("flat", "pastel", "line", "glow")
SKIES = ("day", "sunrise", "golden", "sunset", "dusk", "night", "aurora", "overcast")
WEATHERS = ("clear", "cloudy", "rain", "snowfall", "fog", "storm")
GROUNDS = ("sea", "lake", "river", "meadow", "field", "desert", "snow", "beach")
BACKDROPS = ("none", "mountains", "hills", "mesas", "forest", "city", "islands")
LIGHTS = ("none", "sun", "moon", "rainbow")
PATTERNS = ("plain", "stripes", "dots", "checks")
PLACES = ("left", "middle", "right")
SIZES = ("small", "medium", "large")
DISTANCES = ("near", "far")
COUNTS = (1, 2, 3, 4, 5)
COLOURS = (
    "red",
    "orange",
    "yellow",
    "green",
    "turquoise",
    "blue",
    "purple",
    "pink",
    "brown",
    "white",
    "grey",
    "black",
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in parts of the picture's side: 0 is left or top, 1 is right or bottom."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Thing:
    """One to five of a kind, alike and side by side: what, in which colour, where, how large."""

    kind: str
    colour: str
    """"" where its nature gives it."""
    place: str
    """Of all of them together: where the middle of the group is."""
    size: str
    distance: str
    boxes: tuple[Box, ...]
    """One each, from left to right."""

    @property
    def count(self) -> int:
        return len(self.boxes)

    @property
    def box(self) -> Box:
        """Around all of them."""
        left = min(box.left for box in self.boxes)
        top = min(box.top for box in self.boxes)
        right = max(box.right for box in self.boxes)
        bottom = max(box.bottom for box in self.boxes)
        return Box(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class Landscape:
    """A sky over a ground, perhaps with something on the horizon, a light and a few things."""

    style: str
    sky: str
    weather: str
    ground: str
    backdrop: str
    light: str
    light_x: float  # centre of the sun, the moon or the rainbow, 0..1
    horizon: float  # y where the ground begins, 0..1
    things: tuple[Thing, ...]
    seed: int  # of the details that no word names: waves, stars, ridges, clouds


@dataclass(frozen=True, slots=True)
class PlainScene:
    """A few things before one colour or a pattern of two."""

    style: str
    background: str
    pattern: str
    second: str
    """The pattern's other colour; "" where it is plain."""
    things: tuple[Thing, ...]
    seed: int


Scene = Landscape | PlainScene


def without(scene: Scene, thing: Thing) -> Scene:
    """The scene as it is behind one of its things."""
    return replace(scene, things=tuple(other for other in scene.things if other is not thing))


def box_around(kind: str, centre_x: float, bottom: float, height: float) -> Box:
    """The box of a kind of the given height that stands at `bottom`."""
    width = height * KINDS[kind].aspect
    return Box(centre_x - width / 2, bottom - height, width, height)
