"""Whether a picture shows what its caption says, as the classifier sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from studio.evaluation.accuracy import FOUND_OVERLAP, place_of
from studio.evaluation.reading import Found, Reading, overlap
from studio.scenes.claims import Claims, Mention
from studio.scenes.description import Box

BINDING = "binding"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One claim of a caption, and whether the picture shows it."""

    group: str
    """Such as sky, thing, colour, place."""
    label: str
    """Such as "colour:boat:red"."""
    holds: bool


def verdicts(reading: Reading, claims: Claims) -> tuple[Verdict, ...]:
    """One for each claim."""
    scenery = (
        Verdict(group, f"{group}:{name}", reading.attributes[group] == name)
        for group, name in claims.scenery.items()
    )
    things = (verdict for mention in claims.things for verdict in _of_thing(reading, mention))
    return (*scenery, *things)


def adherence(readings: Sequence[Reading], claims: Sequence[Claims]) -> dict[str, float]:
    """Part of all pictures' claims that hold, 0..1, as "all", and that of each group.

    binding: of the captions that name the colours of two things or more, the part whose pictures
    show all of them in theirs; not a part of "all".
    """
    judged: dict[str, list[bool]] = {}
    bound: list[bool] = []
    for reading, said in zip(readings, claims, strict=True):
        found = verdicts(reading, said)
        for verdict in found:
            judged.setdefault(verdict.group, []).append(verdict.holds)
        colours = [verdict.holds for verdict in found if verdict.group == "colour"]
        if len(colours) > 1:
            bound.append(all(colours))
    every = [holds for group in judged.values() for holds in group]
    shares = {group: float(np.mean(holds)) for group, holds in sorted(judged.items())}
    if bound:
        shares[BINDING] = float(np.mean(bound))
    return {"all": float(np.mean(every)) if every else 1.0, **shares}


def found_in_box(reading: Reading, kind: str, box: Box, colour: str = "") -> bool:
    """Is a thing of that kind, and colour if one is named, where it was asked for?"""
    return any(overlap(found.box, box) >= FOUND_OVERLAP for found in reading.of_kind(kind, colour))


def found_within(reading: Reading, kind: str, box: Box, colour: str = "") -> bool:
    """Is the middle of such a thing somewhere in the box? For masks, which leave room."""
    return any(_is_within(found.box, box) for found in reading.of_kind(kind, colour))


def _is_within(found: Box, box: Box) -> bool:
    across, down = found.left + found.width / 2, found.top + found.height / 2
    return box.left <= across <= box.right and box.top <= down <= box.bottom


def _of_thing(reading: Reading, mention: Mention) -> Iterator[Verdict]:
    found = reading.of_kind(mention.kind)
    yield Verdict("thing", f"thing:{mention.kind}", bool(found))
    if mention.count:
        yield _verdict(mention, "count", mention.count, len(found) == mention.count)
    elif mention.several:
        yield _verdict(mention, "count", "several", len(found) > 1)
    if mention.place:
        yield _verdict(mention, "place", mention.place, _place(found) == mention.place)
    for group in ("colour", "size", "distance"):
        if said := getattr(mention, group):
            matching = sum(getattr(each, group) == said for each in found)
            yield _verdict(mention, group, said, matching > len(found) / 2)


def _verdict(mention: Mention, group: str, said: object, holds: bool) -> Verdict:
    return Verdict(group, f"{group}:{mention.kind}:{said}", holds)


def _place(found: Sequence[Found]) -> str:
    """Of all of them together; "" of nothing."""
    if not found:
        return ""
    left, right = min(each.box.left for each in found), max(each.box.right for each in found)
    return place_of((left + right) / 2)
