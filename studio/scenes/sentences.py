"""Claims in English: a number generator chooses among the many ways to say the same."""

from numpy.random import Generator

from studio.scenes import lexicon
from studio.scenes.claims import Claims, Mention
from studio.scenes.kinds import AIR, KINDS, WATER
from studio.scenes.lexicon import Phrases


def sentence_of(claims: Claims, rng: Generator) -> str:
    """One way to say what is claimed, which is something at least."""
    form = rng.random()
    if form < 0.12:
        return keywords(claims, rng)
    if claims.ground and (form < 0.32 or not claims.things):
        text = scenery_first(claims, rng)
    else:
        text = things_first(claims, rng)
    text = _styled(text, claims, rng)
    return f"{text[0].upper()}{text[1:]}." if rng.random() < 0.12 else text


def things_first(claims: Claims, rng: Generator) -> str:
    """ "a red boat on the left on the sea at sunset with mountains behind" """
    around = [
        _said(lexicon.SKY_PHRASES, claims.sky, rng),
        _said(lexicon.WEATHER_PHRASES, claims.weather, rng),
        _said(lexicon.BACKDROP_PHRASES, claims.backdrop, rng),
        _said(lexicon.LIGHT_PHRASES, claims.light, rng),
    ]
    if (claims.sky, claims.weather) in lexicon.MOOD_NAMES and rng.random() < 0.5:
        around[:2] = [f"on {_mood(claims, rng)}"]
    if rng.random() < 0.3:
        around = [around[int(index)] for index in rng.permutation(len(around))]
    head = _things_phrase(claims.things, rng) if claims.things else ""
    return _joined(head, _ground_phrase(claims, rng), _background_phrase(claims, rng), *around)


def scenery_first(claims: Claims, rng: Generator) -> str:
    """ "sunset over the sea with a red boat on the left" """
    ground = _said(lexicon.GROUND_NAMES, claims.ground, rng)
    weather = _said(lexicon.WEATHER_PHRASES, claims.weather, rng)
    if (claims.sky, claims.weather) in lexicon.MOOD_NAMES and rng.random() < 0.5:
        mood = _mood(claims, rng)
        scenery = f"{mood} over {ground}" if rng.random() < 0.3 else f"{ground} on {mood}"
    elif claims.sky and rng.random() < 0.5:
        scenery = _joined(_said(lexicon.SKY_NAMES, claims.sky, rng), "over", ground, weather)
    else:
        scenery = _joined(ground, _said(lexicon.SKY_PHRASES, claims.sky, rng), weather)
    named = [
        _things_phrase(claims.things, rng) if claims.things else "",
        _said(lexicon.BACKDROP_NAMES, claims.backdrop, rng),
        _said(lexicon.LIGHT_NAMES, claims.light, rng),
    ]
    listed = " and ".join(part for part in named if part)
    if not listed:
        return scenery
    return scenery + (", " if rng.random() < 0.3 else " with ") + listed


def keywords(claims: Claims, rng: Generator) -> str:
    """ "red boat left, sea, sunset" """
    words = [_noun(mention, rng, bare=True) for mention in claims.things]
    if (claims.sky, claims.weather) in lexicon.MOOD_NAMES and rng.random() < 0.4:
        moods = [_mood(claims, rng)]
    else:
        moods = [
            _said(lexicon.SKY_NAMES, claims.sky, rng),
            _said(lexicon.WEATHER_NAMES, claims.weather, rng),
        ]
    words += [
        _said(lexicon.GROUND_NAMES, claims.ground, rng),
        *moods,
        _said(lexicon.BACKDROP_NAMES, claims.backdrop, rng),
        _said(lexicon.LIGHT_NAMES, claims.light, rng),
        _background(lexicon.BACKGROUND_NAMES, claims, rng) if claims.background else "",
        _pick(rng, lexicon.PATTERN_PHRASES[claims.pattern])
        if claims.pattern and not claims.background
        else "",
    ]
    style = _said(lexicon.STYLE_NAMES, claims.style, rng)
    words = [style, *words] if rng.random() < 0.3 else [*words, style]
    return ", ".join(word for word in words if word)


def _styled(text: str, claims: Claims, rng: Generator) -> str:
    """With words for the style before or after, or a plain opening, or neither."""
    if claims.style:
        if rng.random() < 0.5:
            return f"{_pick(rng, lexicon.STYLE_OPENINGS[claims.style])} {text}"
        comma = "," if rng.random() < 0.4 else ""
        text = f"{text}{comma} {_pick(rng, lexicon.STYLE_PHRASES[claims.style])}"
    if not text.startswith(("on ", "in ", "with ", "at ", "to ")) and rng.random() < 0.14:
        if claims.things and text.startswith(_things_starts(claims)) and rng.random() < 0.3:
            return f"{'there are' if claims.things[0].several else 'there is'} {text}"
        return f"{_pick(rng, lexicon.OPENINGS)} {text}"
    return text


def _things_starts(claims: Claims) -> tuple[str, ...]:
    """How a sentence may begin that names the first thing first."""
    first = claims.things[0]
    if first.kind in lexicon.PLURALS:
        return ()
    if first.several:
        return (*lexicon.COUNTS.get(first.count, ()), *lexicon.SOME)
    return ("a ", "an ", "one ")


def _things_phrase(things: tuple[Mention, ...], rng: Generator) -> str:
    phrases = [_thing_phrase(mention, rng) for mention in things]
    if rng.random() < 0.1:
        phrases[0] = _thing_phrase(things[0], rng, where_first=True)
    if len(phrases) > 2 and rng.random() < 0.6:
        return f"{', '.join(phrases[:-1])} and {phrases[-1]}"
    link = " and " if rng.random() < 0.75 else " with "
    if len(phrases) == 2 and rng.random() < 0.1 and not (things[0].place or things[0].distance):
        link = " next to "
    return link.join(phrases)


def _thing_phrase(mention: Mention, rng: Generator, *, where_first: bool = False) -> str:
    """ "two small red boats on the left in the distance" """
    where = [
        _said(lexicon.PLACES, mention.place, rng),
        _said(lexicon.DISTANCES, mention.distance, rng),
    ]
    if rng.random() < 0.3:
        where.reverse()
    noun = _noun(mention, rng)
    return _joined(*where, noun) if where_first else _joined(noun, *where)


def _noun(mention: Mention, rng: Generator, *, bare: bool = False) -> str:
    """The thing with what is said of it. bare: as a keyword, without articles."""
    name = _pick(rng, lexicon.THINGS[mention.kind])
    plural = mention.several or mention.kind in lexicon.PLURALS
    if mention.several and mention.kind not in lexicon.PLURALS:
        name = lexicon.plural_of(name)
    colour = _said(lexicon.COLOURS, mention.colour, rng)
    size = _said(lexicon.SIZES, mention.size, rng)
    if colour and mention.kind in lexicon.WEARERS and rng.random() < 0.8:
        clothes = _pick(rng, lexicon.CLOTHES).format(colour=colour)
        noun = _joined(size, name, clothes)
    elif colour and not bare and rng.random() < 0.05:
        noun = _joined(size, name, "that are" if plural else "that is", colour)
    else:
        noun = _joined(size, colour, name)
    if bare:
        place = mention.place if rng.random() < 0.5 else _said(lexicon.PLACES, mention.place, rng)
        far = _said(lexicon.DISTANCES, mention.distance, rng)
        return _joined(_count(mention, rng) if mention.several else "", noun, place, far)
    return _joined(_determiner(mention, noun, rng), noun)


def _determiner(mention: Mention, noun: str, rng: Generator) -> str:
    if mention.kind in lexicon.PLURALS:
        return "some" if rng.random() < 0.3 else ""
    if mention.several:
        return _count(mention, rng)
    if mention.count and rng.random() < 0.06:
        return _pick(rng, lexicon.COUNTS[1])
    return _article(noun)


def _count(mention: Mention, rng: Generator) -> str:
    if mention.count:
        return _pick(rng, lexicon.COUNTS[mention.count])
    return _pick(rng, lexicon.SOME) if rng.random() < 0.6 else ""


def _ground_phrase(claims: Claims, rng: Generator) -> str:
    """As it goes with the thing that was named last."""
    if not claims.ground:
        return ""
    lives = KINDS[claims.things[-1].kind].lives
    if lives == AIR and rng.random() < 0.8:
        return f"over {_said(lexicon.GROUND_NAMES, claims.ground, rng)}"
    if lives == WATER and claims.ground in lexicon.AFLOAT_PHRASES:
        return _said(lexicon.AFLOAT_PHRASES, claims.ground, rng)
    return _said(lexicon.GROUND_PHRASES, claims.ground, rng)


def _background_phrase(claims: Claims, rng: Generator) -> str:
    if claims.background:
        return _background(lexicon.BACKGROUND_PHRASES, claims, rng)
    return _said(lexicon.PATTERN_PHRASES, claims.pattern, rng)


def _background(phrases: Phrases, claims: Claims, rng: Generator) -> str:
    colour = _pick(rng, lexicon.COLOURS[claims.background])
    second = _said(lexicon.COLOURS, claims.second, rng)
    # Nobody sees which colour of stripes or checks is the ground.
    if claims.pattern in ("stripes", "checks") and rng.random() < 0.5:
        colour, second = second, colour
    template = _pick(rng, phrases[claims.pattern or "plain"])
    return template.format(a=_article(colour), colour=colour, second=second)


def _mood(claims: Claims, rng: Generator) -> str:
    return _pick(rng, lexicon.MOOD_NAMES[claims.sky, claims.weather])


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _said(table: Phrases, name: str, rng: Generator) -> str:
    return _pick(rng, table[name]) if name else ""


def _pick(rng: Generator, phrases: tuple[str, ...]) -> str:
    """The first, plainest phrase in four of ten cases, else any."""
    return phrases[0] if rng.random() < 0.4 else phrases[int(rng.integers(len(phrases)))]
