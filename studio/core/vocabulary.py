"""Which words of a prompt a model was taught."""

from __future__ import annotations

import re
from collections.abc import Collection

Span = tuple[int, int]
"""Where a word begins and where it ends in a text."""

_WORD = re.compile(r"[^\W\d_]+")  # a number may be a weight, so it is nobody's word


def unknown_spans(text: str, known: Collection[str]) -> tuple[Span, ...]:
    """Words of a prompt that are not among the known ones, which are in lower case.

    Where nothing is known of what a model knows (an empty collection), no word is unknown.
    """
    if not known:
        return ()
    words = _WORD.finditer(text)
    return tuple(word.span() for word in words if word.group().lower() not in known)
