"""The kinds of things in the world: their shape, where they live, whether they come in colours."""

from dataclasses import dataclass

LAND, WATER, AIR, SHAPE = "land", "water", "air", "shape"

DRY = frozenset({"meadow", "field", "desert", "beach", "lake", "river"})
GREEN = frozenset({"meadow", "field", "lake", "river"})
ANY_LAND = DRY | {"snow"}
WATERS = frozenset({"sea", "lake", "river"})


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of a kind before one is drawn."""

    aspect: float
    """Width over height of its box."""
    height: float
    """Of a medium one in the foreground, in parts of the picture's side."""
    lives: str = LAND
    grounds: frozenset[str] = ANY_LAND
    """Where it is met; of things in the air that is everywhere."""
    coloured: bool = True
    """False where its nature gives the colour."""
    group: int = 5
    """How many of it may stand side by side."""


KINDS: dict[str, Kind] = {
    # buildings
    "house": Kind(1.12, 0.38, group=3),
    "castle": Kind(1.1, 0.46, group=1),
    "church": Kind(0.8, 0.5, grounds=GREEN | {"snow"}, group=1),
    "barn": Kind(1.2, 0.37, grounds=GREEN | {"snow"}, group=2),
    "tower": Kind(0.5, 0.48, group=3),
    "lighthouse": Kind(0.55, 0.48, grounds=frozenset({"sea", "beach"}), group=2),
    "windmill": Kind(0.86, 0.48, grounds=GREEN | {"snow"}, group=3),
    "tent": Kind(1.3, 0.3, group=3),
    # plants
    "pine": Kind(0.66, 0.42, grounds=GREEN | {"snow"}, coloured=False),
    "tree": Kind(0.86, 0.42, grounds=GREEN, coloured=False),
    "palm": Kind(0.86, 0.46, grounds=frozenset({"desert", "beach"}), coloured=False),
    "birch": Kind(0.6, 0.44, grounds=GREEN | {"snow"}, coloured=False),
    "cactus": Kind(0.7, 0.36, grounds=frozenset({"desert"}), coloured=False),
    "mushroom": Kind(0.95, 0.26, grounds=GREEN),
    "flowers": Kind(1.25, 0.26, grounds=GREEN, group=1),
    "tulip": Kind(0.5, 0.35, grounds=GREEN),
    "sunflower": Kind(0.55, 0.4, grounds=GREEN, coloured=False),
    # vehicles
    "boat": Kind(0.92, 0.4, lives=WATER, grounds=WATERS, group=4),
    "ship": Kind(1.5, 0.34, lives=WATER, grounds=frozenset({"sea"}), group=2),
    "car": Kind(1.8, 0.24, group=3),
    "bus": Kind(1.7, 0.28, group=2),
    "truck": Kind(1.7, 0.28, group=2),
    "train": Kind(2.2, 0.25, grounds=DRY | {"snow"}, group=1),
    "tractor": Kind(1.3, 0.31, grounds=GREEN, group=2),
    "bicycle": Kind(1.5, 0.3, group=3),
    # in the air
    "balloon": Kind(0.72, 0.36, lives=AIR),
    "kite": Kind(0.7, 0.36, lives=AIR),
    "airplane": Kind(1.7, 0.2, lives=AIR, group=3),
    "rocket": Kind(0.5, 0.4, lives=AIR, group=2),
    "bird": Kind(1.5, 0.2, lives=AIR),
    "butterfly": Kind(1.1, 0.22, lives=AIR),
    # animals
    "cat": Kind(0.85, 0.3, group=4),
    "dog": Kind(1.15, 0.3, group=4),
    "horse": Kind(1.15, 0.36, grounds=DRY | {"snow"}, group=3),
    "cow": Kind(1.4, 0.32, grounds=GREEN, group=3),
    "sheep": Kind(1.2, 0.27, grounds=GREEN | {"snow"}),
    "rabbit": Kind(0.8, 0.28, grounds=GREEN | {"snow"}),
    "duck": Kind(1.1, 0.24, lives=WATER, grounds=WATERS),
    "penguin": Kind(0.6, 0.33, grounds=frozenset({"snow"}), coloured=False),
    "elephant": Kind(1.3, 0.36, grounds=DRY, group=3),
    "whale": Kind(1.5, 0.26, lives=WATER, grounds=frozenset({"sea"}), group=2),
    # people: the colour is that of their clothes
    "woman": Kind(0.42, 0.42),
    "man": Kind(0.42, 0.42),
    "child": Kind(0.46, 0.32),
    # things
    "snowman": Kind(0.7, 0.34, grounds=frozenset({"snow"}), coloured=False, group=3),
    "lantern": Kind(0.36, 0.42),
    "bench": Kind(1.6, 0.22, group=2),
    "umbrella": Kind(1.05, 0.34),
    "flag": Kind(0.8, 0.4),
    # shapes
    "circle": Kind(1.0, 0.5, lives=SHAPE),
    "square": Kind(1.0, 0.5, lives=SHAPE),
    "triangle": Kind(1.0, 0.5, lives=SHAPE),
    "star": Kind(1.0, 0.5, lives=SHAPE),
    "heart": Kind(1.0, 0.5, lives=SHAPE),
    "diamond": Kind(0.8, 0.5, lives=SHAPE),
    "ring": Kind(1.0, 0.5, lives=SHAPE),
    "cross": Kind(1.0, 0.5, lives=SHAPE),
}

SHAPES = tuple(name for name, kind in KINDS.items() if kind.lives == SHAPE)
COLOURED = tuple(name for name, kind in KINDS.items() if kind.coloured)
