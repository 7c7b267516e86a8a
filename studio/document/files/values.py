"""Frozen values as JSON and back, for what has fields of plain types: names, numbers, switches."""

from __future__ import annotations

import math
import types
from dataclasses import fields, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from studio.core.errors import BadInput

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
_PLAIN = (str, bool, int, float)
_LONGEST_TEXT = 100_000


def plain_fields(value: DataclassInstance) -> dict[str, object]:
    """Those fields that JSON can hold."""
    found = {each.name: getattr(value, each.name) for each in fields(value)}
    return {
        name: content.value if isinstance(content, Enum) else content
        for name, content in found.items()
        if content is None or isinstance(content, (*_PLAIN, Enum))
    }


def with_fields(value: T, read: object) -> T:
    """An instance with those fields of a JSON object that fit; others stay as they are."""
    if not isinstance(read, dict):
        return value
    hints = get_type_hints(type(value))
    for name, hint in hints.items():
        if name in read and _fits(read[name], hint):
            value = _replaced(value, name, _converted(read[name], hint))
    return value


def _replaced(value: T, name: str, content: object) -> T:
    try:
        return replace(value, **{name: content})
    except BadInput:
        return value  # a number outside its range


def _fits(content: object, hint: Any) -> bool:
    if get_origin(hint) in (Union, types.UnionType):
        return any(_fits(content, each) for each in get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return any(content == each.value for each in hint)
    if hint is float:
        if isinstance(content, bool) or not isinstance(content, (int, float)):
            return False
        return math.isfinite(content)
    if hint is str:
        return isinstance(content, str) and len(content) <= _LONGEST_TEXT
    return hint in (bool, int, type(None)) and type(content) is hint


def _converted(content: object, hint: Any) -> object:
    return hint(content) if isinstance(hint, type) and issubclass(hint, Enum) else content
