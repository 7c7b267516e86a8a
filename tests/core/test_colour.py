from __future__ import annotations

import numpy as np
import pytest

from studio.core.colour import to_lab


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((255, 255, 255), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
    ],
)
def test_known_colours_have_their_known_place(
    rgb: tuple[int, int, int], lab: tuple[float, float, float]
) -> None:
    assert to_lab(np.array(rgb, np.uint8)) == pytest.approx(lab, abs=0.05)
