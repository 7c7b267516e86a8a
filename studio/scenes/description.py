"""What is in a scene, without pixels or words: names, places and normalised boxes."""

from dataclasses import dataclass

SKIES = ("day", "sunrise", "sunset", "dusk", "night", "storm")
GROUNDS = ("sea", "meadow", "desert", "snow", "lake")
BACKDROPS = ("none", "mountains", "hills", "mesas")
LIGHTS = ("none", "sun", "moon", "lightning")
PLACES = ("left", "middle", "right")
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "white")
BACKGROUNDS = (*COLOURS, "black", "grey")
SHAPES = ("circle", "square", "triangle", "star", "heart")
COLOURED_OBJECTS = ("boat", "balloon", "house", "lighthouse", "windmill", "flowers")
NATURAL_OBJECTS = ("pine", "tree", "palm")
OBJECTS = (*COLOURED_OBJECTS, *NATURAL_OBJECTS)
COLOURED_KINDS = (*COLOURED_OBJECTS, *SHAPES)
KINDS = (*OBJECTS, *SHAPES)

# Width over height of the box that a kind fills; a shape's box is square.
ASPECTS = {
    "boat": 0.92,
    "balloon": 0.72,
    "house": 1.12,
    "lighthouse": 0.55,
    "windmill": 0.86,
    "flowers": 1.25,
    "pine": 0.66,
    "tree": 0.86,
    "palm": 0.86,
}


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
    """One object or shape: what it is, its colour ("" where its nature gives it), where it is."""

    kind: str
    colour: str
    place: str
    box: Box


@dataclass(frozen=True, slots=True)
class Landscape:
    """A sky over a ground, perhaps with something on the horizon, a light and a few things."""

    sky: str
    ground: str
    backdrop: str
    light: str
    light_x: float  # centre of the sun, moon or lightning, 0..1
    clouds: int
    horizon: float  # y where the ground begins, 0..1
    things: tuple[Thing, ...]
    seed: int  # of the details that no word names: waves, stars, ridges


@dataclass(frozen=True, slots=True)
class PlainScene:
    """One or two things before one colour."""

    background: str
    things: tuple[Thing, ...]
    seed: int


Scene = Landscape | PlainScene


def box_around(kind: str, centre_x: float, bottom: float, height: float) -> Box:
    """The box of a kind of the given height that stands at `bottom`."""
    width = height * ASPECTS.get(kind, 1.0)
    return Box(centre_x - width / 2, bottom - height, width, height)
