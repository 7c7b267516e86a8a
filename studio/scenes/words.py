"""Captions of a scene, what they claim, and the words that the world knows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from numpy.random import Generator

from studio.scenes import lexicon
from studio.scenes.claims import Claims, random_claims
from studio.scenes.description import Scene
from studio.scenes.kinds import KINDS
from studio.scenes.sentences import sentence_of
from studio.scenes.world import WHOLE_WORLD, World


@dataclass(frozen=True, slots=True)
class Caption:
    """A sentence about a scene, and what it says."""

    text: str
    claims: Claims

    @property
    def labels(self) -> frozenset[str]:
        return self.claims.labels


def caption_of(scene: Scene, rng: Generator) -> Caption:
    """One of the many ways to speak of a scene; some of what is there may stay unsaid."""
    claims = random_claims(scene, rng)
    return Caption(sentence_of(claims, rng), claims)


def known_words(world: World = WHOLE_WORLD) -> frozenset[str]:
    """Every word that captions of this world use, in lower case."""
    return frozenset(word for phrase in _phrases(world) for word in split_words(phrase))


def last_names_meet(text: str) -> bool:
    """Whether the last name of a colour and the last of a thing, of several, are both in there.

    No caption of training has such a pair, so that it can be asked how well a model understands
    words that it never saw together.
    """
    words = " ".join(split_words(text))
    return all(names.search(words) for names in _last_names())


@cache
def _last_names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    things = [names[-1] for names in lexicon.THINGS.values() if len(names) > 1]
    colours = [names[-1] for names in lexicon.COLOURS.values() if len(names) > 1]
    return _any_of(colours), _any_of([*things, *map(lexicon.plural_of, things)])


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b")


def split_words(text: str) -> list[str]:
    """The words of a prompt or a caption, in lower case, without punctuation and hyphens."""
    return re.findall(r"[^\W_]+", text.lower())


def _phrases(world: World) -> Iterable[str]:
    for names, tables in (
        (world.styles, (lexicon.STYLE_OPENINGS, lexicon.STYLE_PHRASES, lexicon.STYLE_NAMES)),
        (world.skies, (lexicon.SKY_PHRASES, lexicon.SKY_NAMES)),
        (world.weathers, (lexicon.WEATHER_PHRASES, lexicon.WEATHER_NAMES)),
        (
            world.grounds,
            (lexicon.GROUND_PHRASES, lexicon.AFLOAT_PHRASES, lexicon.GROUND_NAMES),
        ),
        (world.backdrops, (lexicon.BACKDROP_PHRASES, lexicon.BACKDROP_NAMES)),
        (world.lights, (lexicon.LIGHT_PHRASES, lexicon.LIGHT_NAMES)),
        (world.kinds, (lexicon.THINGS,)),
        (world.colours, (lexicon.COLOURS,)),
        (world.places, (lexicon.PLACES,)),
        (world.sizes, (lexicon.SIZES,)),
        (world.distances, (lexicon.DISTANCES,)),
    ):
        for table in tables:
            for name in names:
                yield from table.get(name, ())
    yield from (*lexicon.OPENINGS, *lexicon.LINKS, *world.places)
    yield from _counted(world)
    yield from _backgrounds(world)
    for (sky, weather), moods in lexicon.MOOD_NAMES.items():
        if sky in world.skies and weather in world.weathers:
            yield from moods


def _counted(world: World) -> Iterable[str]:
    for count in range(1, world.most_alike + 1):
        yield from lexicon.COUNTS[count]
    if world.most_alike > 1:
        yield from lexicon.SOME
        grouped = [kind for kind in world.kinds if KINDS[kind].group > 1]
        yield from (lexicon.plural_of(name) for kind in grouped for name in lexicon.THINGS[kind])
    if lexicon.WEARERS & set(world.kinds):
        yield from (template.format(colour="") for template in lexicon.CLOTHES)


def _backgrounds(world: World) -> Iterable[str]:
    """Phrases of a plain picture, without their colours."""
    if world.plain_share > 0 or world.shapes:
        for pattern in world.patterns:
            tables = (lexicon.BACKGROUND_PHRASES, lexicon.BACKGROUND_NAMES, lexicon.PATTERN_PHRASES)
            for template in (phrase for table in tables for phrase in table.get(pattern, ())):
                yield template.format(a="", colour="", second="")
