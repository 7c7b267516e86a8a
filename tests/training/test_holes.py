"""Masks to learn filling from are of many kinds, and never empty."""

import numpy as np
import pytest

from studio.scenes.sampling import random_scene
from studio.scenes.world import FAIR_WORLD, World
from studio.training.holes import by_cells, random_hole


@pytest.fixture(scope="module")
def holes() -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [random_hole(rng, random_scene(rng, FAIR_WORLD), 64)[0] for _ in range(200)]


def test_every_hole_has_pixels_and_few_are_the_whole_picture(holes: list[np.ndarray]):
    assert all(hole.shape == (64, 64) and hole.any() for hole in holes)
    assert 0 < np.mean([hole.all() for hole in holes]) < 0.2


def test_holes_reach_edges_and_lie_within(holes: list[np.ndarray]):
    at_edge = [hole[0].any() or hole[-1].any() or hole[:, 0].any() for hole in holes]
    assert 0.2 < np.mean(at_edge) < 0.9


def test_a_scene_without_things_has_holes_too():
    rng = np.random.default_rng(1)
    bare = World(kinds=("boat",), most_things=0)
    for _ in range(40):
        hole, thing = random_hole(rng, random_scene(rng, bare), 64)
        assert hole.any() and thing is None


def test_the_same_generator_gives_the_same_hole():
    first, second = (
        random_hole(rng, random_scene(rng, FAIR_WORLD), 64)[0]
        for rng in (np.random.default_rng(7), np.random.default_rng(7))
    )
    assert (first == second).all()


def test_a_cell_that_lacks_a_pixel_is_filled_whole():
    hole = np.zeros((16, 16), bool)
    hole[9, 3] = True
    assert np.argwhere(by_cells(hole, 8)).tolist() == [[1, 0]]
