"""Who paints which kind."""

from collections.abc import Callable

from studio.scenes.brushes import Pen
from studio.scenes.kinds import KINDS
from studio.scenes.objects import (
    animals,
    buildings,
    people,
    plants,
    shapes,
    sky,
    things,
    trees,
    vehicles,
    wild_animals,
)
from studio.scenes.palette import Rgb

Painter = Callable[[Pen, Rgb], None]

_MODULES = (buildings, trees, plants, vehicles, sky, animals, wild_animals, people, things, shapes)


def _painter(kind: str) -> Painter:
    name = f"paint_{kind}"
    for module in _MODULES:
        if hasattr(module, name):
            return getattr(module, name)
    raise LookupError(f"No module of things has {name}().")


PAINTERS: dict[str, Painter] = {kind: _painter(kind) for kind in KINDS}
