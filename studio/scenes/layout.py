"""Where everything is in a scene: the boxes of its things, each with a name."""

from dataclasses import dataclass

from studio.scenes.description import Box, Scene
from studio.scenes.kinds import KINDS
from studio.scenes.world import WHOLE_WORLD, World


@dataclass(frozen=True, slots=True)
class NamedBox:
    """One thing of a scene."""

    name: str
    """The colour, if any, and the kind: "red boat"."""
    kind: str
    colour: str
    """"" where the kind's nature gives it."""
    box: Box
    """Within the picture."""


def layout_of(scene: Scene) -> tuple[NamedBox, ...]:
    """Every thing one by one, those of a group too, in the order in which they are painted."""
    return tuple(
        NamedBox(_name(thing.kind, thing.colour), thing.kind, thing.colour, clipped(box))
        for thing in scene.things
        for box in thing.boxes
    )


def layout_names(world: World = WHOLE_WORLD) -> tuple[str, ...]:
    """Every name that a box may bear in scenes of this world, in a fixed order."""
    return tuple(
        _name(kind, colour)
        for kind in world.kinds
        for colour in (world.colours if KINDS[kind].coloured else ("",))
    )


def _name(kind: str, colour: str) -> str:
    return f"{colour} {kind}".strip()


def clipped(box: Box) -> Box:
    """The part of a box that lies in the picture; of no width or height where none does."""
    left, right = (min(max(edge, 0.0), 1.0) for edge in (box.left, box.right))
    top, bottom = (min(max(edge, 0.0), 1.0) for edge in (box.top, box.bottom))
    return Box(left, top, right - left, bottom - top)
