"""Weights of words in a prompt, written as this field writes them.

`(red boat:1.2)` weighs 1.2; `(red boat)` 1.1; `[red boat]` 1 / 1.1; nested ones multiply; a bracket
after a backslash is a bracket. A bracket without its partner is a bracket too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LOWEST, HIGHEST = 0.0, 4.0
_STEP = 1.1
_TOKEN = re.compile(r"\\[\\()\[\]]|[()\[\]]|:\s*(?:\d+\.?\d*|\.\d+)\s*(?=\))|[^\\()\[\]:]+|.", re.S)
_EXPLICIT = re.compile(r"\((?P<words>[^()\[\]\\]*):(?P<weight>\d+\.?\d*|\.\d+)\)")
_WORD = re.compile(r"[^\s,()\[\]]+")


@dataclass(frozen=True, slots=True)
class Weighted:
    """Some words of a prompt, and how much they count: 1 = as always, 0 = not at all."""

    text: str
    weight: float


def weighted_parts(prompt: str) -> tuple[Weighted, ...]:
    """The prompt without its brackets, in parts of one weight each; neighbours differ."""
    parts: list[Weighted] = []
    opened: list[tuple[str, int]] = []
    for token in _TOKEN.findall(prompt):
        if token in ("(", "["):
            opened.append((token, len(parts)))
            parts.append(Weighted(token, 1.0))
        elif token[0] == ":" and len(token) > 1 and opened and opened[-1][0] == "(":
            _close(parts, opened.pop()[1], float(token[1:]))
            opened.append(("closed", len(parts)))
        elif token == ")" and opened and opened[-1][0] in ("(", "closed"):
            kind, place = opened.pop()
            if kind == "(":
                _close(parts, place, _STEP)
        elif token == "]" and opened and opened[-1][0] == "[":
            _close(parts, opened.pop()[1], 1 / _STEP)
        else:
            parts.append(Weighted(token[-1] if token[0] == "\\" else token, 1.0))
    return _joined(parts)


def with_changed_weight(prompt: str, start: int, end: int, delta: float) -> tuple[str, int, int]:
    """Give the words in start..end, or the word there, another weight.

    Returns the new prompt and where the words are in it. A weight of 1 is not written.
    """
    around = _explicit_around(prompt, start, end)
    if around is not None:
        words, weight = around["words"], float(around["weight"])
        left, right = around.span()
    else:
        left, right = _words_at(prompt, start, end)
        words, weight = prompt[left:right], 1.0
    if not words.strip():
        return prompt, start, end
    weight = min(max(round(weight + delta, 2), LOWEST), HIGHEST)
    opening, closing = ("", "") if weight == 1 else ("(", f":{weight:g})")
    changed = prompt[:left] + opening + words + closing + prompt[right:]
    begin = left + len(opening)
    return changed, begin, begin + len(words)


def weighted_spans(prompt: str) -> tuple[tuple[int, int], ...]:
    """Where words with a written weight stand, brackets included, as (start, end)."""
    return tuple(match.span() for match in _EXPLICIT.finditer(prompt))


def _close(parts: list[Weighted], place: int, factor: float) -> None:
    """What stands after the opening bracket at that place counts so much more."""
    parts[place:] = [Weighted(p.text, _limited(p.weight * factor)) for p in parts[place + 1 :]]


def _limited(weight: float) -> float:
    return min(max(weight, LOWEST), HIGHEST)


def _joined(parts: list[Weighted]) -> tuple[Weighted, ...]:
    joined: list[Weighted] = []
    for part in parts:
        if joined and joined[-1].weight == part.weight:
            part = Weighted(joined.pop().text + part.text, part.weight)  # noqa: PLW2901
        joined.append(part)
    return tuple(part for part in joined if part.text)


def _explicit_around(prompt: str, start: int, end: int) -> re.Match[str] | None:
    """The written weight whose words hold start..end."""
    for match in _EXPLICIT.finditer(prompt):
        if match.start() <= start and end <= match.end():
            return match
    return None


def _words_at(prompt: str, start: int, end: int) -> tuple[int, int]:
    if start != end:
        return start, end
    for match in _WORD.finditer(prompt):
        if match.start() <= start <= match.end():
            return match.span()
    return start, end
