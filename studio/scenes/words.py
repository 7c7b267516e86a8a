"""Captions of a scene, what they claim, and the words that the world knows."""

import re
from dataclasses import dataclass, replace

from numpy.random import Generator

from studio.scenes import lexicon
from studio.scenes.description import (
    BACKDROPS,
    BACKGROUNDS,
    COLOURED_KINDS,
    COLOURS,
    GROUNDS,
    KINDS,
    LIGHTS,
    PLACES,
    SKIES,
    Landscape,
    PlainScene,
    Scene,
    Thing,
)
from studio.scenes.lexicon import Phrases


@dataclass(frozen=True, slots=True)
class Caption:
    """A sentence about a scene, and the labels of what it says."""

    text: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A thing as a caption will speak of it; what is "" stays unsaid."""

    kind: str
    colour: str
    place: str


@dataclass(frozen=True, slots=True)
class _Claims:
    """What a caption will say of a scene; what is "" stays unsaid."""

    things: tuple[_Mention, ...]
    sky: str = ""
    ground: str = ""
    backdrop: str = ""
    light: str = ""
    background: str = ""


def all_labels() -> tuple[str, ...]:
    """Every label that a caption may bear, in a fixed order."""
    groups = (
        [f"sky:{sky}" for sky in SKIES],
        [f"ground:{ground}" for ground in GROUNDS],
        [f"backdrop:{backdrop}" for backdrop in BACKDROPS if backdrop != "none"],
        [f"light:{light}" for light in LIGHTS if light != "none"],
        [f"background:{colour}" for colour in BACKGROUNDS],
        [f"thing:{kind}" for kind in KINDS],
        [f"colour:{kind}:{colour}" for kind in COLOURED_KINDS for colour in COLOURS],
        [f"place:{kind}:{place}" for kind in KINDS for place in PLACES],
    )
    return tuple(label for group in groups for label in group)


def known_words() -> frozenset[str]:
    """Every word that captions use, in lower case."""
    phrases = [phrase for table in lexicon.ALL_PHRASES for row in table.values() for phrase in row]
    phrases += [*lexicon.OPENINGS, *lexicon.LINKS]
    templates = (*lexicon.BACKGROUND_PHRASES, *lexicon.BACKGROUND_NAMES)
    phrases += [template.format(a="a", colour="plain") for template in templates]
    return frozenset(word for phrase in phrases for word in split_words(phrase))


def split_words(text: str) -> list[str]:
    """The words of a prompt or a caption, in lower case, without punctuation."""
    return re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.lower())


def caption_of(scene: Scene, rng: Generator) -> Caption:
    """One of the many ways to speak of a scene; some of what is there may stay unsaid."""
    claims = _random_claims(scene, rng)
    match scene:
        case PlainScene():
            text = _plain_text(claims, rng)
        case Landscape():
            text = _landscape_text(claims, rng)
    return Caption(text, _labels(claims))


def _random_claims(scene: Scene, rng: Generator) -> _Claims:
    things = [_random_mention(thing, rng) for thing in scene.things]
    rng.shuffle(things)  # pyright: ignore[reportArgumentType]
    match scene:
        case PlainScene():
            said = scene.background if rng.random() < 0.88 else ""
            return _Claims(tuple(things), background=said)
        case Landscape():
            return _landscape_claims(scene, tuple(things), rng)


def _landscape_claims(scene: Landscape, things: tuple[_Mention, ...], rng: Generator) -> _Claims:
    if len(things) == 2 and rng.random() < 0.1:
        things = things[:1]
    claims = _Claims(
        things,
        sky=scene.sky if rng.random() < 0.85 else "",
        ground=scene.ground if rng.random() < 0.88 else "",
        backdrop=scene.backdrop if scene.backdrop != "none" and rng.random() < 0.6 else "",
        light=scene.light if scene.light != "none" and rng.random() < 0.3 else "",
    )
    if not (claims.things or claims.sky or claims.ground):
        claims = replace(claims, sky=scene.sky, ground=scene.ground)
    return claims


def _random_mention(thing: Thing, rng: Generator) -> _Mention:
    return _Mention(
        kind=thing.kind,
        colour=thing.colour if rng.random() < 0.92 else "",
        place=thing.place if rng.random() < (0.3 if thing.place == "middle" else 0.7) else "",
    )


def _plain_text(claims: _Claims, rng: Generator) -> str:
    if rng.random() < 0.12:
        return _keywords(claims, rng)
    parts = [_things_phrase(claims.things, rng)]
    if claims.background:
        parts.append(_background_phrase(lexicon.BACKGROUND_PHRASES, claims.background, rng))
    return _opened(" ".join(parts), rng)


def _landscape_text(claims: _Claims, rng: Generator) -> str:
    form = rng.random()
    if form < 0.12:
        return _keywords(claims, rng)
    if form < 0.3 and claims.ground:
        return _opened(_scenery_first(claims, rng), rng)
    return _opened(_things_first(claims, rng), rng)


def _things_first(claims: _Claims, rng: Generator) -> str:
    """ "a red boat on the left on the sea at sunset with mountains behind" """
    around = [
        _said(lexicon.SKY_PHRASES, claims.sky, rng),
        _said(lexicon.BACKDROP_PHRASES, claims.backdrop, rng),
        _said(lexicon.LIGHT_PHRASES, claims.light, rng),
    ]
    if rng.random() < 0.3:
        rng.shuffle(around)
    if claims.things:
        head = _things_phrase(claims.things, rng)
        ground = _ground_phrase(claims, rng)
    else:
        head, ground = _said(lexicon.GROUND_NAMES, claims.ground, rng), ""
    return " ".join(part for part in (head, ground, *around) if part)


def _ground_phrase(claims: _Claims, rng: Generator) -> str:
    if claims.ground and claims.things[-1].kind == "balloon":
        return f"over {_said(lexicon.GROUND_NAMES, claims.ground, rng)}"
    return _said(lexicon.GROUND_PHRASES, claims.ground, rng)


def _scenery_first(claims: _Claims, rng: Generator) -> str:
    """ "sunset over the sea with a red boat on the left" """
    ground = _said(lexicon.GROUND_NAMES, claims.ground, rng)
    if claims.sky and rng.random() < 0.5:
        scenery = f"{_said(lexicon.SKY_NAMES, claims.sky, rng)} over {ground}"
    else:
        scenery = f"{ground} {_said(lexicon.SKY_PHRASES, claims.sky, rng)}".strip()
    behind = _said(lexicon.BACKDROP_NAMES, claims.backdrop, rng)
    light = _said(lexicon.LIGHT_NAMES, claims.light, rng)
    things = _things_phrase(claims.things, rng) if claims.things else ""
    named = [part for part in (things, behind, f"the {light}" if light else "") if part]
    if not named:
        return scenery
    link = ", " if rng.random() < 0.3 else " with "
    return scenery + link + " and ".join(named)


def _keywords(claims: _Claims, rng: Generator) -> str:
    """ "red boat left, sea, sunset" """
    words = [_keyword_of(mention, rng) for mention in claims.things]
    tables = (
        (lexicon.GROUND_NAMES, claims.ground),
        (lexicon.SKY_NAMES, claims.sky),
        (lexicon.BACKDROP_NAMES, claims.backdrop),
        (lexicon.LIGHT_NAMES, claims.light),
    )
    words += [_said(table, name, rng) for table, name in tables if name]
    if claims.background:
        words.append(_background_phrase(lexicon.BACKGROUND_NAMES, claims.background, rng))
    return ", ".join(words)


def _keyword_of(mention: _Mention, rng: Generator) -> str:
    colour = _said(lexicon.COLOURS, mention.colour, rng)
    name = _pick(rng, lexicon.THINGS[mention.kind])
    place = _said(lexicon.PLACES, mention.place, rng)
    return " ".join(part for part in (colour, name, place) if part)


def _things_phrase(things: tuple[_Mention, ...], rng: Generator) -> str:
    link = " and " if rng.random() < 0.7 else _pick(rng, (" with ", " next to "))
    return link.join(_thing_phrase(mention, rng) for mention in things)


def _thing_phrase(mention: _Mention, rng: Generator) -> str:
    name = _pick(rng, lexicon.THINGS[mention.kind])
    colour = _said(lexicon.COLOURS, mention.colour, rng)
    if colour and rng.random() < 0.06:
        noun = f"{name} that is {colour}"
    else:
        noun = f"{colour} {name}".strip()
    if mention.kind not in lexicon.PLURALS:
        noun = f"{_article(noun)} {noun}"
    elif rng.random() < 0.3:
        noun = f"some {noun}"
    place = _said(lexicon.PLACES, mention.place, rng)
    return f"{noun} {place}".strip()


def _background_phrase(phrases: tuple[str, ...], background: str, rng: Generator) -> str:
    colour = _pick(rng, lexicon.COLOURS[background])
    return _pick(rng, phrases).format(a=_article(colour), colour=colour)


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _opened(text: str, rng: Generator) -> str:
    return f"{_pick(rng, lexicon.OPENINGS)} {text}" if rng.random() < 0.15 else text


def _said(table: Phrases, name: str, rng: Generator) -> str:
    return _pick(rng, table[name]) if name else ""


def _pick(rng: Generator, phrases: tuple[str, ...]) -> str:
    """The first, plainest phrase in half of the cases, else any."""
    return phrases[0] if rng.random() < 0.4 else phrases[int(rng.integers(len(phrases)))]


def _labels(claims: _Claims) -> frozenset[str]:
    scenery = {
        "sky": claims.sky,
        "ground": claims.ground,
        "backdrop": claims.backdrop,
        "light": claims.light,
        "background": claims.background,
    }
    labels = {f"{group}:{name}" for group, name in scenery.items() if name}
    for thing in claims.things:
        labels.add(f"thing:{thing.kind}")
        if thing.colour:
            labels.add(f"colour:{thing.kind}:{thing.colour}")
        if thing.place:
            labels.add(f"place:{thing.kind}:{thing.place}")
    return frozenset(labels)
