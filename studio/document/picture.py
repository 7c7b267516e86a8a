"""All of a picture that an edit can change, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from studio.core.geometry import Extent
from studio.core.pixels import Pixels, check_extent
from studio.core.request import check_range
from studio.document import tree
from studio.document.colour import Colour
from studio.document.layer import Group, Layer, Node, found, layers_of, new_uid
from studio.document.surface import Mask, Surface


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NamedMask:
    """A place to fill, with what shall be there."""

    mask: Mask
    name: str
    uid: str = field(default_factory=new_uid)
    prompt: str = ""
    """Empty = the prompt panel's."""
    strength: float | None = None
    """0.01..1; None = the panel's."""
    colour: str = ""
    """Of its tint, #rrggbb; empty = the one that all masks have."""

    def __post_init__(self) -> None:
        if self.strength is not None:
            check_range("The strength of a mask", self.strength, 0.01, 1.0)
        if self.colour:
            Colour.of_hex(self.colour)


@dataclass(frozen=True, slots=True, eq=False)
class Guides:
    """Lines that tools can snap to, in px of the picture; sorted, each once."""

    upright: tuple[float, ...] = ()
    """Their x."""
    level: tuple[float, ...] = ()
    """Their y."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """Layers, masks over them and guides, on one canvas. No node: still blank."""

    extent: Extent
    nodes: tuple[Node, ...]
    """Bottom first."""
    masks: tuple[NamedMask, ...]
    """At least one; each of the canvas's extent."""
    active_node: str | None
    """Uid of the node that is worked on."""
    active_mask: str
    guides: Guides = Guides()

    @classmethod
    def blank(cls, extent: Extent) -> Picture:
        """Nothing in it yet, and room for a picture of that extent. Raises BadInput."""
        check_extent(extent)
        return cls.with_nodes(extent, ())

    @classmethod
    def of(cls, name: str, straight: Pixels) -> Picture:
        """One layer with a copy of these pixels, nothing masked."""
        layer = Layer.of(name, straight)
        return cls.with_nodes(layer.raster.extent, (layer,))

    @classmethod
    def with_nodes(cls, extent: Extent, nodes: tuple[Node, ...]) -> Picture:
        """These layers, the topmost active, and an empty mask."""
        mask = NamedMask(mask=Mask.empty(extent), name="Mask")
        return cls(
            extent=extent,
            nodes=nodes,
            masks=(mask,),
            active_node=nodes[-1].uid if nodes else None,
            active_mask=mask.uid,
        )

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Those inside groups too, bottom first."""
        return layers_of(self.nodes)

    @property
    def surfaces(self) -> tuple[Surface, ...]:
        """Every buffer of pixels that it is made of."""
        rasters = tuple(layer.raster for layer in self.layers)
        return (*rasters, *(entry.mask for entry in self.masks))

    @property
    def node(self) -> Node | None:
        """The layer or group that is worked on."""
        return found(self.nodes, self.active_node)

    @property
    def layer(self) -> Layer | None:
        """The layer that is painted on; None while a group is chosen, or nothing is there."""
        node = self.node
        return node if isinstance(node, Layer) else None

    @property
    def named_mask(self) -> NamedMask:
        return next(entry for entry in self.masks if entry.uid == self.active_mask)

    def where(self, uid: str) -> tuple[str | None, int]:
        """Uid of the group that holds a node (None = the canvas), and its place there.

        Raises BadInput where there is no such node.
        """
        return tree.place_of(self.nodes, uid)

    # Other pictures from this one.

    def changed(self, uid: str, **fields: Any) -> Picture:
        """With other fields of one node. Any: each field has its own type."""
        node = found(self.nodes, uid)
        assert node is not None, "a node of this picture"
        return self.put(uid, (replace(node, **fields),))

    def put(self, uid: str, instead: tuple[Node, ...]) -> Picture:
        """With these nodes in the place of one; none of them takes it away."""
        return replace(self, nodes=tree.put(self.nodes, uid, instead))

    def inserted(self, node: Node, parent: str | None, index: int) -> Picture:
        """With a node more, at that place of a group or of the canvas; it becomes active."""
        nodes = tree.inserted(self.nodes, node, parent, index)
        return replace(self, nodes=nodes, active_node=node.uid)

    def mask_changed(self, uid: str, **fields: Any) -> Picture:
        """With other fields of one named mask. Any: each field has its own type."""
        masks = (replace(entry, **fields) if entry.uid == uid else entry for entry in self.masks)
        return replace(self, masks=tuple(masks))


def looks_different(one: Picture, other: Picture) -> bool:
    """Whether anything that is seen differs; names, locks and what is active are not."""
    return (
        one.extent != other.extent
        or one.named_mask.mask is not other.named_mask.mask
        or one.named_mask.colour != other.named_mask.colour
        or _looks(one.nodes) != _looks(other.nodes)
    )


def _looks(nodes: tuple[Node, ...]) -> list[Any]:
    """Any: values of several types, only compared."""
    looks: list[Any] = []
    for node in nodes:
        content = _looks(node.children) if isinstance(node, Group) else id(node.raster)
        looks.append((content, node.visible, node.opacity, node.blend, node.clips))
    return looks
