"""The tree of a picture: layers and groups, each a value; only pixels are written in place."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from studio.core.geometry import Extent
from studio.core.pixels import Pixels
from studio.core.request import check_range
from studio.document.surface import Raster


class Blend(Enum):
    """How a layer meets what lies below it; the names and formulas of W3C Compositing Level 1.

    Those that see each channel by itself, and that OpenRaster knows too.
    """

    NORMAL = "normal"
    DARKEN = "darken"
    MULTIPLY = "multiply"
    COLOR_BURN = "color-burn"
    LIGHTEN = "lighten"
    SCREEN = "screen"
    COLOR_DODGE = "color-dodge"
    ADD = "plus"
    OVERLAY = "overlay"
    SOFT_LIGHT = "soft-light"
    HARD_LIGHT = "hard-light"
    DIFFERENCE = "difference"


def new_uid() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listed:
    """What layers and groups have alike: all but what they hold."""

    name: str
    uid: str = field(default_factory=new_uid)
    """Stays the same while the layer or group lives, also in files."""
    visible: bool = True
    opacity: float = 1.0
    """0..1"""
    blend: Blend = Blend.NORMAL
    clips: bool = False
    """Shown only where something lies below it in its group."""
    locked: bool = False
    """Nothing paints on it or moves it, nor what is in it."""

    def __post_init__(self) -> None:
        check_range(f"The opacity of “{self.name}”", self.opacity, 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer(Listed):
    """One sheet of pixels."""

    raster: Raster
    alpha_locked: bool = False
    """What paints on it leaves its transparency as it is."""

    @classmethod
    def of(cls, name: str, straight: Pixels) -> Layer:
        """A layer with a copy of (h, w, 3) or straight (h, w, 4) pixels."""
        return cls(raster=Raster.of(straight), name=name)

    @classmethod
    def clear(cls, name: str, extent: Extent) -> Layer:
        return cls(raster=Raster.clear(extent), name=name)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Group(Listed):
    """Layers that are blended with each other first, then as one with what lies below."""

    children: tuple[Node, ...]
    """Bottom first."""
    is_open: bool = True
    """Whether lists show its children."""


Node = Layer | Group


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every node, bottom first; a group follows its children."""
    for node in nodes:
        if isinstance(node, Group):
            yield from walk(node.children)
        yield node


def layers_of(nodes: tuple[Node, ...]) -> tuple[Layer, ...]:
    """Every layer, bottom first."""
    return tuple(node for node in walk(nodes) if isinstance(node, Layer))


def found(nodes: tuple[Node, ...], uid: str | None) -> Node | None:
    return next((node for node in walk(nodes) if node.uid == uid), None)
