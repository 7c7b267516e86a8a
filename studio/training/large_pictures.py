"""Drawn pictures that networks learn to enlarge: textures and scenes, cropped many times each."""

from threading import Lock

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene
from studio.scenes.textures import random_texture

Picture = NDArray[np.uint8]
"""(height, width, 3) sRGB."""

PICTURE_PX = 256
_SCENE_PX = (224, 289)  # sides of the scenes: just larger than a crop, so that all of one is seen


class LargePictures:
    """A ring of pictures, renewed slowly, since a texture takes longer to paint than to learn from.

    Several threads may use it at once.
    """

    def __init__(
        self, scene_share: float, *, first: int = 64, most: int = 1024, renewal: float = 0.03
    ) -> None:
        """scene_share: of the pictures; the others are textures.

        first, most: how many there are before the first crop, and in the end. renewal: new
        pictures a crop, on the average, or four times as many until the ring is full.
        """
        self._scene_share, self._renewal = scene_share, renewal
        self._first, self._most = first, most
        self._pictures: list[Picture] = []
        self._next = 0
        self._lock = Lock()

    def crop(self, rng: Generator, side_px: int) -> Picture:
        """A part of one of them, turned and mirrored at random."""
        while len(self._pictures) < self._first:
            self._add(rng)
        growth = 4 if len(self._pictures) < self._most else 1
        if rng.random() < growth * self._renewal:
            self._add(rng)
        picture = self._pictures[rng.integers(len(self._pictures))]
        top, left = (rng.integers(side - side_px + 1) for side in picture.shape[:2])
        part = np.rot90(picture[top : top + side_px, left : left + side_px], int(rng.integers(4)))
        return np.ascontiguousarray(part[:, ::-1] if rng.random() < 0.5 else part)

    def _add(self, rng: Generator) -> None:
        """Paint one more; the oldest goes when there are enough."""
        picture = random_large_picture(rng, self._scene_share)
        with self._lock:
            if len(self._pictures) < self._most:
                self._pictures.append(picture)
            else:
                self._pictures[self._next] = picture
                self._next = (self._next + 1) % self._most


def random_large_picture(rng: Generator, scene_share: float) -> Picture:
    """A texture of PICTURE_PX, or a scene of about that."""
    if rng.random() >= scene_share:
        return random_texture(rng, PICTURE_PX)
    return paint(random_scene(rng), int(rng.integers(*_SCENE_PX)))
