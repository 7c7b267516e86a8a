import numpy as np
import torch
from numpy.testing import assert_array_equal

from studio.core.pixels import Pixels
from studio.engine.transparency import reduced, with_spread_colours, within_neighbours


def red_disc_on_nothing(side: int) -> Pixels:
    """Opaque red in a circle; black under alpha 0."""
    place = np.arange(side) - side / 2 + 0.5
    inside = np.hypot(place[:, None], place) < side / 3
    return np.where(inside[..., None], (255, 0, 0, 255), (0, 0, 0, 0)).astype(np.uint8)


def test_an_opaque_picture_is_returned_as_it_is() -> None:
    picture = np.zeros((5, 5, 3), np.uint8)
    assert with_spread_colours(picture) is picture


def test_a_wholly_transparent_picture_is_returned_as_it_is() -> None:
    picture = np.zeros((5, 5, 4), np.uint8)
    assert with_spread_colours(picture) is picture


def test_colours_spread_over_all_that_is_transparent() -> None:
    spread = with_spread_colours(red_disc_on_nothing(37))
    assert_array_equal(spread[..., :3], np.broadcast_to((255, 0, 0), (37, 37, 3)))


def test_spreading_keeps_alpha() -> None:
    picture = red_disc_on_nothing(37)
    assert_array_equal(with_spread_colours(picture)[..., 3], picture[..., 3])


def test_spreading_keeps_colours_that_can_be_seen() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (20, 31, 4), dtype=np.uint8)
    picture[::3, ::2, 3] = 0
    seen = picture[..., 3] > 0
    assert_array_equal(with_spread_colours(picture)[seen], picture[seen])


def test_one_pixel_fills_a_wide_gap() -> None:
    picture = np.zeros((33, 18, 4), np.uint8)
    picture[32, 0] = (10, 200, 30, 9)
    assert_array_equal(with_spread_colours(picture)[0, 17, :3], (10, 200, 30))


def test_enlarged_alpha_stays_transparent_inside_what_was() -> None:
    alpha = torch.zeros(1, 1, 6, 6)
    alpha[..., 5] = 1
    bounded = within_neighbours(torch.full((1, 1, 24, 24), 0.5), alpha)
    assert not bounded[..., :16].any()


def test_reduction_takes_no_colour_from_what_is_transparent() -> None:
    images = torch.zeros(1, 4, 8, 8)
    images[:, 0, :, 3:] = images[:, 3, :, 3:] = 1
    small = reduced(images, 2)
    assert torch.allclose(small[:, 0][small[:, 3] > 0.05], torch.tensor(1.0), atol=1e-3)


def test_reduction_of_a_flat_picture_is_flat() -> None:
    assert torch.allclose(reduced(torch.full((1, 3, 8, 8), 0.4), 2), torch.tensor(0.4))
