from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from studio.training.large_pictures import LargePictures, random_large_picture


def test_a_crop_has_the_side_that_is_asked_for() -> None:
    pictures = LargePictures(scene_share=1.0, first=2, most=2)
    assert pictures.crop(np.random.default_rng(0), 160).shape == (160, 160, 3)


def test_pictures_are_renewed_and_never_more_than_the_most() -> None:
    pictures = LargePictures(scene_share=1.0, first=1, most=3, renewal=1.0)
    rng = np.random.default_rng(0)
    pictures.crop(rng, 64)
    before = [picture.tobytes() for picture in pictures._pictures]
    for _ in range(8):
        pictures.crop(rng, 64)
    after = [picture.tobytes() for picture in pictures._pictures]
    assert len(after) == 3
    assert not set(before) & set(after)


def test_without_renewal_none_is_painted_beyond_the_first() -> None:
    pictures = LargePictures(scene_share=1.0, first=2, most=9, renewal=0.0)
    rng = np.random.default_rng(0)
    for _ in range(8):
        pictures.crop(rng, 64)
    assert len(pictures._pictures) == 2


def test_several_threads_may_take_crops_at_once() -> None:
    pictures = LargePictures(scene_share=1.0, first=1, most=4, renewal=1.0)
    with ThreadPoolExecutor(4) as pool:
        crops = list(pool.map(lambda i: pictures.crop(np.random.default_rng(i), 64), range(16)))
    assert {crop.shape for crop in crops} == {(64, 64, 3)}
    assert len(pictures._pictures) == 4


@pytest.mark.parametrize("scene_share", [0.0, 1.0])
def test_every_picture_is_large_enough_for_a_crop_with_its_surroundings(
    scene_share: float,
) -> None:
    rng = np.random.default_rng(3)
    assert min(min(random_large_picture(rng, scene_share).shape[:2]) for _ in range(4)) >= 224
