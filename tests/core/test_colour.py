from __future__ import annotations

import numpy as np
import pytest

from studio.core.colour import from_lab, to_lab


def test_colours_survive_the_way_to_lab_and_back() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (50, 50, 3), dtype=np.uint8)
    assert np.abs(from_lab(to_lab(pixels)).astype(int) - pixels).max() <= 1


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


def test_colours_that_no_screen_has_are_clipped() -> None:
    assert from_lab(np.array([150, 0, 0], np.float32)).tolist() == [255, 255, 255]
