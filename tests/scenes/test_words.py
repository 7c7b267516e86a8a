"""Captions say what is there, in words that the world knows."""

from itertools import pairwise

import numpy as np
import pytest

from studio.scenes.description import (
    BACKGROUNDS,
    COLOURED_KINDS,
    COLOURS,
    GROUNDS,
    KINDS,
    PLACES,
    SKIES,
    PlainScene,
    Scene,
    Thing,
    box_around,
)
from studio.scenes.lexicon import COLOURS as COLOUR_WORDS
from studio.scenes.lexicon import THINGS
from studio.scenes.sampling import random_scene
from studio.scenes.words import Caption, all_labels, caption_of, known_words, split_words


@pytest.fixture(scope="module")
def captioned() -> list[tuple[Scene, Caption]]:
    rng = np.random.default_rng(5)
    scenes = [random_scene(rng) for _ in range(2000)]
    return [(scene, caption_of(scene, rng)) for scene in scenes]


def test_the_known_words_cover_all_captions(captioned: list[tuple[Scene, Caption]]):
    used = {word for _, caption in captioned for word in split_words(caption.text)}
    assert used <= known_words()


def test_every_known_word_is_used_or_names_the_world(captioned: list[tuple[Scene, Caption]]):
    used = {word for _, caption in captioned for word in split_words(caption.text)}
    assert len(known_words() - used) <= 3


def test_a_caption_is_never_empty(captioned: list[tuple[Scene, Caption]]):
    assert all(split_words(caption.text) for _, caption in captioned)


def test_a_caption_claims_only_what_is_there(captioned: list[tuple[Scene, Caption]]):
    for scene, caption in captioned:
        kinds = {thing.kind for thing in scene.things}
        for label in caption.labels:
            group, name, *rest = label.split(":")
            if group == "thing":
                assert name in kinds
            elif group == "colour":
                assert rest[0] in {t.colour for t in scene.things if t.kind == name}
            elif group == "place":
                assert rest[0] in {t.place for t in scene.things if t.kind == name}
            else:
                assert getattr(scene, group) == name


def test_a_claimed_thing_and_its_colour_are_named(captioned: list[tuple[Scene, Caption]]):
    for _, caption in captioned:
        for label in caption.labels:
            group, name, *rest = label.split(":")
            if group == "thing":
                assert any(word in caption.text for word in THINGS[name])
            if group == "colour":
                assert any(word in caption.text for word in COLOUR_WORDS[rest[0]])


def test_one_scene_is_told_in_many_ways():
    rng = np.random.default_rng(2)
    thing = Thing("boat", "red", "left", box_around("boat", 0.2, 0.8, 0.4))
    scene = PlainScene("blue", (thing,), seed=0)
    assert len({caption_of(scene, rng).text for _ in range(100)}) > 40


def test_labels_are_known_and_listed_once(captioned: list[tuple[Scene, Caption]]):
    labels = all_labels()
    assert len(set(labels)) == len(labels)
    assert {label for _, caption in captioned for label in caption.labels} <= set(labels)


def test_there_is_a_plain_word_for_every_name_of_the_world():
    words = known_words()
    plain = {THINGS[kind][0] for kind in KINDS} | {*COLOURS, *BACKGROUNDS, *PLACES}
    assert plain <= words
    assert {"sea", "meadow", "desert", "snow", "lake"} == set(GROUNDS)
    assert set(GROUNDS) <= words
    assert {"sunrise", "sunset", "dusk", "night", "storm"} <= words & set(SKIES)


def test_a_prompt_is_split_into_words_without_punctuation():
    assert split_words("A Red boat, on the SEA!") == ["a", "red", "boat", "on", "the", "sea"]


def test_an_article_fits_the_word_that_follows(captioned: list[tuple[Scene, Caption]]):
    for _, caption in captioned:
        words = split_words(caption.text)
        for article, noun in pairwise(words):
            if article in ("a", "an"):
                assert (article == "an") == (noun[0] in "aeiou"), caption.text


def test_every_coloured_kind_has_a_label_for_every_colour():
    labels = set(all_labels())
    assert {f"colour:{k}:{c}" for k in COLOURED_KINDS for c in COLOURS} <= labels
