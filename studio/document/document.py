"""The picture that is worked on: its layers, its mask, and who wants to know of changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage, QPainter

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, check_extent
from studio.document.alpha import over_white, unpremultiplied
from studio.document.layer import Layer, Mask
from studio.document.source import Source

UNTITLED = "Untitled"


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Layers, bottom first, and the mask over them; all of one extent. No layer: still blank."""

    layers: tuple[Layer, ...]
    mask: Mask
    active_index: int = 0

    @classmethod
    def blank(cls, extent: Extent) -> Picture:
        check_extent(extent)
        return cls((), Mask.empty(extent))

    @classmethod
    def of(cls, name: str, straight: Pixels) -> Picture:
        """One layer with a copy of these pixels, nothing masked."""
        layer = Layer.of(name, straight)
        return cls((layer,), Mask.empty(layer.extent))

    @property
    def extent(self) -> Extent:
        return self.mask.extent


class Document:
    """A picture with a name. Whoever writes into its buffers calls `notify` with the bounds."""

    def __init__(self, extent: Extent, name: str = UNTITLED) -> None:
        """A blank document: nothing in it yet, and room for a picture of that extent."""
        self.name = name
        self.path: Path | None = None
        self.source = Source()
        self._picture = Picture.blank(extent)
        self._subscribers: list[Callable[[Bounds], None]] = []

    @classmethod
    def from_pixels(cls, pixels: Pixels, name: str = UNTITLED) -> Document:
        """One layer that holds a copy of (h, w, 3) or straight (h, w, 4) pixels."""
        picture = Picture.of(name, pixels)
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
        """Bottom first."""
        return self._picture.layers

    @property
    def mask(self) -> Mask:
        return self._picture.mask

    @property
    def active_index(self) -> int:
        return self._picture.active_index

    @property
    def active_layer(self) -> Layer | None:
        """The layer that is painted on; None while the document is blank."""
        return None if self.is_blank else self.layers[self.active_index]

    @property
    def is_blank(self) -> bool:
        """Whether there is no picture in it yet."""
        return not self._picture.layers

    def show(self, picture: Picture) -> None:
        """Put other layers and another mask in the place of these; the extent may change."""
        self._picture = picture
        self.notify(Bounds.of(picture.extent))

    def flattened(self, bounds: Bounds | None = None) -> Pixels:
        """(h, w, 4) with straight alpha: the visible layers as one, all or the part in bounds."""
        return unpremultiplied(self._composite(bounds))

    def flattened_rgb(self, bounds: Bounds | None = None) -> Pixels:
        """(h, w, 3): the visible layers on white paper."""
        return over_white(self._composite(bounds))

    def paint(self, painter: QPainter, bounds: Bounds) -> None:
        """Draw the visible layers' part in bounds, in px of the picture."""
        for layer in self.layers:
            if layer.visible:
                painter.setOpacity(layer.opacity)
                painter.drawImage(
                    bounds.x, bounds.y, layer.qimage,
                    bounds.x, bounds.y, bounds.width, bounds.height,
                )  # fmt: skip

    def subscribe(self, callback: Callable[[Bounds], None]) -> Callable[[], None]:
        """Call back after each change with its bounds. Returns what ends the subscription."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def notify(self, bounds: Bounds) -> None:
        """Pixels, mask or layers have changed inside these bounds."""
        for callback in tuple(self._subscribers):
            callback(bounds)

    def _composite(self, bounds: Bounds | None) -> Pixels:
        part = Bounds.of(self.extent) if bounds is None else bounds.clipped(self.extent)
        pixels = np.zeros((part.height, part.width, 4), np.uint8)
        if part.is_empty:
            return pixels
        image = QImage(
            pixels.data, part.width, part.height, pixels.strides[0],
            QImage.Format.Format_RGBA8888_Premultiplied,
        )  # fmt: skip
        painter = QPainter(image)
        painter.translate(-part.x, -part.y)
        self.paint(painter, part)
        painter.end()
        return pixels
