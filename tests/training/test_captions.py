"""Captions of training keep some words apart."""

import numpy as np
import pytest

from studio.scenes.sampling import random_scene
from studio.scenes.words import caption_of, last_names_meet
from studio.training.captions import random_caption


@pytest.mark.parametrize(
    ("text", "meets"),
    [
        ("a scarlet fortress by the sea", True),
        ("two Boats With Sails, azure", True),
        ("a scarlet castle", False),
        ("a red fortress", False),
        ("rosettes and homely things", False),
        ("a cactus on a scarlet background", False),
    ],
)
def test_last_names_meet_in_whole_words_of_things_that_have_several_names(text: str, meets: bool):
    assert last_names_meet(text) is meets


def test_usual_captions_have_such_pairs_and_those_of_training_have_none():
    rng = np.random.default_rng(3)
    usual = [caption_of(random_scene(rng), rng).text for _ in range(400)]
    learnt = [random_caption(rng).text for _ in range(400)]
    assert any(map(last_names_meet, usual))
    assert not any(map(last_names_meet, learnt))
