import numpy as np
import pytest
from numpy.testing import assert_array_equal

from studio.scenes.textures import TEXTURES, WEIGHTS, random_palette, random_texture, texture


@pytest.mark.parametrize("kind", TEXTURES)
def test_a_texture_fills_a_square_of_rgb(kind: str) -> None:
    picture = texture(kind, np.random.default_rng(1), 48)
    assert (picture.shape, picture.dtype) == ((48, 48, 3), np.uint8)


@pytest.mark.parametrize("kind", TEXTURES)
def test_a_texture_is_not_one_flat_colour(kind: str) -> None:
    pictures = [texture(kind, np.random.default_rng(seed), 64) for seed in range(4)]
    assert max(picture.std() for picture in pictures) > 5


def test_equal_generators_give_equal_pixels() -> None:
    first, second = (random_texture(np.random.default_rng(7), 64) for _ in range(2))
    assert_array_equal(first, second)


def test_leaves_have_edges_at_every_scale() -> None:
    """Halving a natural picture leaves about as much contrast between neighbours."""
    rng = np.random.default_rng(3)
    ratios: list[float] = []
    for _ in range(6):
        large = texture("leaves", rng, 128).astype(float).mean(axis=2)
        small = large.reshape(64, 2, 64, 2).mean(axis=(1, 3))
        ratios.append(np.abs(np.diff(small)).mean() / np.abs(np.diff(large)).mean())
    assert 0.8 < np.median(ratios) < 2.0


def test_a_palette_holds_colours_of_eight_bits() -> None:
    palette = random_palette(np.random.default_rng(5))
    assert all(0 <= value <= 255 for colour in palette for value in colour)


def test_every_kind_of_texture_has_a_share() -> None:
    assert set(WEIGHTS) == set(TEXTURES)
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_gradients_are_smoother_than_noise() -> None:
    """Apart from the grain that may lie over either."""

    def roughness(kind: str) -> float:
        pictures = [texture(kind, np.random.default_rng(seed), 64) for seed in range(9)]
        return float(np.median([np.abs(np.diff(p.astype(float), axis=0)).mean() for p in pictures]))

    assert 3 * roughness("gradients") < roughness("noise")


def test_a_patchwork_has_quiet_and_busy_parts() -> None:
    def unevenness(kind: str) -> float:
        """How much the contrast of neighbours differs from part to part."""
        found: list[float] = []
        for seed in range(10):
            grey = texture(kind, np.random.default_rng(seed), 96).astype(float).mean(axis=2)
            contrasts = np.abs(np.diff(grey, axis=0))[:, :95].reshape(5, 19, 5, 19).mean((1, 3))
            found.append(contrasts.std() / contrasts.mean())
        return float(np.median(found))

    assert unevenness("patchwork") > 1.2 * unevenness("leaves")
