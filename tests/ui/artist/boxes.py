"""The picture that is masked: boxes of known colours on grey."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

Box = tuple[int, int, int, int]
"""Left, top, width, height in px."""

WIDTH, HEIGHT = 400, 300
WHOLE = WIDTH * HEIGHT
GREY, RED, DULL_RED, BLUE = (128, 128, 128), (200, 30, 30), (150, 30, 30), (30, 30, 200)
RED_BOX, DULL_BOX, FAR_RED_BOX = (40, 40, 60, 40), (100, 40, 20, 40), (300, 200, 30, 50)
FRAME, INSIDE_FRAME = (200, 60, 100, 80), (220, 80, 60, 40)
_BOXES = (
    (RED_BOX, RED),
    (DULL_BOX, DULL_RED),
    (FAR_RED_BOX, RED),
    (FRAME, BLUE),
    (INSIDE_FRAME, GREY),
)


def area_of(*boxes: Box) -> int:
    return sum(width * height for _, _, width, height in boxes)


def middle_of(box: Box) -> tuple[float, float]:
    left, top, width, height = box
    return left + width / 2, top + height / 2


def corners_of(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    left, top, width, height = box
    return (left, top), (left + width, top + height)


def write_boxes(path: Path) -> None:
    pixels = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    for (left, top, width, height), colour in _BOXES:
        pixels[top : top + height, left : left + width] = colour
    Image.fromarray(pixels).save(path)
