"""The picture that is worked on: its layers, its mask, and who wants to know of changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.document.alpha import over_white, unpremultiplied
from studio.document.compositing import composite
from studio.document.layer import Layer
from studio.document.picture import Picture, looks_different
from studio.document.source import Source
from studio.document.surface import Mask

UNTITLED = "Untitled"


class Document:
    """A picture with a name. Whoever writes into its buffers calls `notify` with the bounds."""

    def __init__(self, extent: Extent, name: str = UNTITLED) -> None:
        """A blank document: nothing in it yet, and room for a picture of that extent."""
        self.name = name
        self.path: Path | None = None
        self.source = Source()
        self._picture = Picture.blank(extent)
        self._subscribers: list[Callable[[Bounds], None]] = []
        self._writes = 0

    @classmethod
    def from_pixels(cls, pixels: Pixels, name: str = UNTITLED) -> Document:
        """One layer that holds a copy of (h, w, 3) or straight (h, w, 4) pixels."""
        return cls.of(Picture.of(name, pixels), name)

    @classmethod
    def of(cls, picture: Picture, name: str = UNTITLED) -> Document:
        document = cls(Extent(1, 1), name)
        document._picture = picture
        return document

    @property
    def picture(self) -> Picture:
        """All that an edit can change, as one value."""
        return self._picture

    @property
    def extent(self) -> Extent:
        return self._picture.extent

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Those inside groups too, bottom first."""
        return self._picture.layers

    @property
    def mask(self) -> Mask:
        """The one that is painted on and filled."""
        return self._picture.named_mask.mask

    @property
    def active_layer(self) -> Layer | None:
        """The layer that is painted on; None while the document is blank or a group is chosen."""
        return self._picture.layer

    @property
    def keeps_alpha(self) -> bool:
        """Whether what paints on the active layer leaves its transparency as it is."""
        layer = self.active_layer
        return layer is not None and layer.alpha_locked

    @property
    def is_blank(self) -> bool:
        """Whether there is no picture in it yet."""
        return not self._picture.nodes

    @property
    def writes(self) -> int:
        """Another number whenever buffers have been written: while it stays, only looks change."""
        return self._writes

    def show(self, picture: Picture) -> None:
        """Put another picture in the place of this one; the extent may change."""
        before, self._picture = self._picture, picture
        if looks_different(before, picture):
            self._tell(Bounds.of(picture.extent))

    def choose(self, *, node: str | None = None, mask: str | None = None) -> None:
        """Work on another layer or group, or on another mask, by their uids. Is no step of undo."""
        picture = self._picture
        self.show(
            replace(
                picture,
                active_node=picture.active_node if node is None else node,
                active_mask=picture.active_mask if mask is None else mask,
            )
        )

    def flattened(self, bounds: Bounds | None = None) -> Pixels:
        """(h, w, 4) with straight alpha: the visible layers as one, all or the part in bounds."""
        return unpremultiplied(self._composite(bounds))

    def flattened_rgb(self, bounds: Bounds | None = None) -> Pixels:
        """(h, w, 3): the visible layers on white paper."""
        return over_white(self._composite(bounds))

    def subscribe(self, callback: Callable[[Bounds], None]) -> Callable[[], None]:
        """Call back after each change with its bounds. Returns what ends the subscription."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def notify(self, bounds: Bounds) -> None:
        """Pixels of layers or masks have changed inside these bounds."""
        self._writes += 1
        self._tell(bounds)

    def _tell(self, bounds: Bounds) -> None:
        for callback in tuple(self._subscribers):
            callback(bounds)

    def _composite(self, bounds: Bounds | None) -> Pixels:
        part = Bounds.of(self.extent) if bounds is None else bounds.clipped(self.extent)
        return composite(self._picture.nodes, part)
