"""The pictures that models are judged by: held-out scenes, and photographs of scikit-image."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from studio.core.errors import BadInput
from studio.evaluation.accuracy import HELD_OUT_SEED, held_out_scenes
from studio.evaluation.reading import Picture
from studio.scenes.painting import paint
from studio.scenes.world import WHOLE_WORLD, World

PHOTOGRAPHS = ("astronaut", "chelsea", "coffee", "rocket")
"""Functions of skimage.data whose pictures come with it."""
OTHER_SEED = HELD_OUT_SEED + 7
"""Of scenes that no training and no other held-out scene shares."""


def held_out_pictures(
    count: int, side_px: int, seed: int = HELD_OUT_SEED, world: World = WHOLE_WORLD
) -> list[Picture]:
    return [paint(scene, side_px) for scene in held_out_scenes(count, seed, world)]


def photographs(multiple: int, names: Sequence[str] = PHOTOGRAPHS) -> dict[str, Picture]:
    """By name, cut to sides that are whole multiples of so many px.

    names: functions of skimage.data. Raises BadInput where scikit-image is not installed.
    """
    try:
        from skimage import data  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise BadInput(
            "The photographs come with scikit-image, which is not installed:"
            " pip install scikit-image."
        ) from error
    return {name: _cut(getattr(data, name)(), multiple) for name in names}


def side_by_side(pictures: Sequence[Picture], columns: int = 8) -> Picture:
    """One sheet of pictures of equal size, row by row."""
    missing = -len(pictures) % min(columns, len(pictures))
    filled = [*pictures, *[np.zeros_like(pictures[0])] * missing]
    columns = min(columns, len(pictures))
    rows = [np.hstack(filled[i : i + columns]) for i in range(0, len(filled), columns)]
    return np.vstack(rows)


def _cut(picture: Picture, multiple: int) -> Picture:
    height, width = (side - side % multiple for side in picture.shape[:2])
    coloured = picture if picture.ndim > 2 else np.dstack([picture] * 3)  # noqa: PLR2004
    return np.ascontiguousarray(coloured[:height, :width, :3])
