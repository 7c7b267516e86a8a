"""Captions say what is there, in words that the world knows."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest

from studio.scenes import lexicon
from studio.scenes.claims import Claims, Mention, all_labels
from studio.scenes.description import (
    COLOURS,
    GROUNDS,
    PLACES,
    SKIES,
    STYLES,
    WEATHERS,
    PlainScene,
    Scene,
    Thing,
    box_around,
)
from studio.scenes.kinds import COLOURED, KINDS
from studio.scenes.sampling import random_scene
from studio.scenes.sentences import keywords, scenery_first, things_first
from studio.scenes.words import Caption, caption_of, known_words, split_words
from studio.scenes.world import World

SMALL_WORLD = World(
    skies=("day", "night"),
    grounds=("sea", "meadow"),
    kinds=("boat", "house", "tree", "circle"),
    colours=("red", "blue", "white"),
    most_alike=2,
)


@pytest.fixture(scope="module")
def captioned() -> list[tuple[Scene, Caption]]:
    rng = np.random.default_rng(5)
    scenes = [random_scene(rng) for _ in range(2500)]
    return [(scene, caption_of(scene, rng)) for scene in scenes for _ in range(4)]


def a_thing(kind: str = "boat", count: int = 1) -> Thing:
    boxes = tuple(box_around(kind, 0.2 + 0.2 * n, 0.8, 0.15) for n in range(count))
    return Thing(kind, "red", "left", "small", "near", boxes)


def a_scene(*things: Thing) -> PlainScene:
    return PlainScene("line", "blue", "dots", "white", things, seed=0)


def texts_of(scene: Scene, count: int = 200) -> list[str]:
    rng = np.random.default_rng(2)
    return [caption_of(scene, rng).text for _ in range(count)]


def phrases_of(*tables: lexicon.Phrases) -> Iterable[str]:
    return (phrase for table in tables for row in table.values() for phrase in row)


def test_the_known_words_cover_all_captions(captioned: list[tuple[Scene, Caption]]):
    used = {word for _, caption in captioned for word in split_words(caption.text)}
    assert used <= known_words()


def test_every_known_word_is_used(captioned: list[tuple[Scene, Caption]]):
    used = {word for _, caption in captioned for word in split_words(caption.text)}
    assert len(known_words() - used) <= 2


def test_the_known_words_of_a_small_world_cover_its_captions():
    rng = np.random.default_rng(6)
    captions = [caption_of(random_scene(rng, SMALL_WORLD), rng) for _ in range(1500)]
    used = {word for caption in captions for word in split_words(caption.text)}
    assert used <= known_words(SMALL_WORLD)
    assert len(known_words(SMALL_WORLD) - used) <= 5
    assert {label for caption in captions for label in caption.labels} <= set(
        all_labels(SMALL_WORLD)
    )


def test_a_small_world_does_not_know_what_it_lacks():
    assert not {"desert", "castle", "purple", "sunset", "five"} & known_words(SMALL_WORLD)


def test_a_caption_is_never_empty(captioned: list[tuple[Scene, Caption]]):
    assert all(split_words(caption.text) for _, caption in captioned)


def test_a_caption_claims_only_what_is_there(captioned: list[tuple[Scene, Caption]]):
    for scene, caption in captioned:
        things = {thing.kind: thing for thing in scene.things}
        for mention in caption.claims.things:
            thing = things[mention.kind]
            assert mention.colour in ("", thing.colour)
            assert mention.place in ("", thing.place)
            assert mention.count in (0, thing.count)
            assert mention.size in ("", thing.size)
            assert mention.distance in ("", thing.distance)
            assert mention.several == (thing.count > 1)
        for group, name in caption.claims.scenery.items():
            assert getattr(scene, group) == name


def test_what_is_claimed_of_a_thing_is_said(captioned: list[tuple[Scene, Caption]]):
    for _, caption in captioned:
        text = caption.text.lower()
        for mention in caption.claims.things:
            names = lexicon.THINGS[mention.kind]
            names += tuple(lexicon.plural_of(name) for name in names)
            assert any(name in text for name in names), text
            for table, name in (
                (lexicon.COLOURS, mention.colour),
                (lexicon.SIZES, mention.size),
                (lexicon.DISTANCES, mention.distance),
            ):
                assert not name or any(phrase in text for phrase in table[name]), text
            assert mention.place in text or any(
                phrase in text for phrase in lexicon.PLACES[mention.place]
            )
            if mention.count > 1:
                assert any(phrase in text for phrase in lexicon.COUNTS[mention.count]), text


def test_what_is_claimed_of_the_scenery_is_said(captioned: list[tuple[Scene, Caption]]):
    moods = lexicon.MOOD_NAMES
    tables = {
        "style": (lexicon.STYLE_OPENINGS, lexicon.STYLE_PHRASES, lexicon.STYLE_NAMES),
        "sky": (lexicon.SKY_PHRASES, lexicon.SKY_NAMES),
        "weather": (lexicon.WEATHER_PHRASES, lexicon.WEATHER_NAMES),
        "ground": (lexicon.GROUND_PHRASES, lexicon.AFLOAT_PHRASES, lexicon.GROUND_NAMES),
        "backdrop": (lexicon.BACKDROP_PHRASES, lexicon.BACKDROP_NAMES),
        "light": (lexicon.LIGHT_PHRASES, lexicon.LIGHT_NAMES),
        "background": (lexicon.COLOURS,),
        "second": (lexicon.COLOURS,),
    }
    for _, caption in captioned:
        text, claims = caption.text.lower(), caption.claims
        for group, named in tables.items():
            if name := claims.scenery.get(group):
                phrases = [phrase for table in named for phrase in table.get(name, ())]
                if group in ("sky", "weather"):
                    phrases += moods.get((claims.sky, claims.weather), ())
                assert any(phrase in text for phrase in phrases), (group, text)


def test_a_number_is_never_said_of_fewer_or_more(captioned: list[tuple[Scene, Caption]]):
    for scene, caption in captioned:
        counts = {thing.count for thing in scene.things}
        for number, phrases in lexicon.COUNTS.items():
            if number > 1 and {phrases[0], str(number)} & set(split_words(caption.text)):
                assert number in counts, caption.text


def test_one_scene_is_told_in_many_ways():
    assert len(set(texts_of(a_scene(a_thing()), count=100))) > 60


def test_two_of_a_kind_are_a_pair_or_two():
    texts = " / ".join(texts_of(a_scene(a_thing(count=2))))
    assert {"two", "2", "a pair of", "boats"} <= {
        phrase for phrase in ("two", "2", "a pair of", "boats") if phrase in texts
    }
    assert "a boat" not in texts


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("house", "houses"),
        ("man", "men"),
        ("woman", "women"),
        ("child", "children"),
        ("sheep", "sheep"),
        ("cactus", "cacti"),
        ("butterfly", "butterflies"),
        ("bus", "buses"),
        ("church", "churches"),
        ("boat with sails", "boats with sails"),
        ("pine tree", "pine trees"),
        ("snowman", "snowmen"),
    ],
)
def test_plurals_are_those_of_english(name: str, plural: str):
    assert lexicon.plural_of(name) == plural


def test_there_is_one_and_there_are_several():
    one, several = (" / ".join(texts_of(a_scene(a_thing(count=n)), 600)) for n in (1, 2))
    assert "there is a" in one.lower()
    assert "there are" in several.lower()
    assert "there are" not in one.lower()
    assert "there is" not in several.lower()


def test_the_colour_of_people_is_that_of_their_clothes():
    texts = texts_of(a_scene(a_thing("woman")))
    assert any("in red" in text for text in texts)


def test_labels_are_known_and_listed_once(captioned: list[tuple[Scene, Caption]]):
    labels = all_labels()
    assert len(set(labels)) == len(labels)
    assert {label for _, caption in captioned for label in caption.labels} <= set(labels)


def test_nearly_every_label_is_claimed_of_some_scene(captioned: list[tuple[Scene, Caption]]):
    claimed = {label for _, caption in captioned for label in caption.labels}
    assert len(claimed) > 0.85 * len(all_labels())


def test_labels_name_all_that_is_claimed():
    mention = Mention("boat", "red", "left", 2, "small", "far", several=True)
    claims = Claims((mention,), style="line", sky="night", ground="sea")
    assert claims.labels == {
        "thing:boat",
        "colour:boat:red",
        "place:boat:left",
        "count:boat:2",
        "size:boat:small",
        "distance:boat:far",
        "style:line",
        "sky:night",
        "ground:sea",
    }


def test_there_is_a_plain_word_for_every_name_of_the_world():
    words = known_words()
    assert {word for kind in KINDS for word in split_words(lexicon.THINGS[kind][0])} <= words
    assert {*COLOURS, *PLACES, *GROUNDS, *KINDS} <= words
    assert set(KINDS) == set(lexicon.THINGS)
    assert set(SKIES) == set(lexicon.SKY_PHRASES) == set(lexicon.SKY_NAMES)
    assert set(WEATHERS) == set(lexicon.WEATHER_PHRASES) == set(lexicon.WEATHER_NAMES)
    assert set(STYLES) == set(lexicon.STYLE_OPENINGS) == set(lexicon.STYLE_PHRASES)


def test_no_phrase_names_two_kinds():
    phrases = list(phrases_of(lexicon.THINGS))
    assert len(phrases) == len(set(phrases))


def test_a_prompt_is_split_into_words_without_punctuation():
    assert split_words("A hot-air balloon, on the SEA!") == [
        "a",
        "hot",
        "air",
        "balloon",
        "on",
        "the",
        "sea",
    ]


def test_an_article_fits_the_word_that_follows(captioned: list[tuple[Scene, Caption]]):
    for _, caption in captioned:
        for article, noun in pairwise(split_words(caption.text)):
            if article in ("a", "an"):
                assert (article == "an") == (noun[0] in "aeiou"), caption.text


def test_every_coloured_kind_has_a_label_for_every_colour():
    labels = set(all_labels())
    assert {f"colour:{k}:{c}" for k in COLOURED for c in COLOURS} <= labels


@pytest.mark.parametrize("say", [things_first, scenery_first, keywords])
def test_every_form_of_sentence_says_all_that_is_claimed(say):
    claims = Claims((Mention("boat", "red", count=1),), sky="sunset", ground="sea")
    text = say(claims, np.random.default_rng(11))
    assert all(
        any(phrase in text for phrase in phrases)
        for phrases in (
            lexicon.THINGS["boat"],
            lexicon.COLOURS["red"],
            lexicon.SKY_PHRASES["sunset"] + lexicon.SKY_NAMES["sunset"],
            lexicon.GROUND_NAMES["sea"] + lexicon.AFLOAT_PHRASES["sea"],
        )
    ), text
