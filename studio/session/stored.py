"""Choices as a store holds them: any of it may be missing, of another type or out of range."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, cast

from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.document.colour import Colour

COLOURS_KEPT = 64
_OPTIONAL: Mapping[str, type] = {"seed": int, "schedule": str, "feather_px": int, "context_px": int}


def decoded_fields(defaults: Any, stored: Any) -> Any:
    """A dataclass with what was stored of its fields. Any: whatever JSON can hold."""
    if not isinstance(stored, dict):
        return defaults
    settings, values = defaults, cast(dict[str, Any], stored)
    for field in fields(defaults):
        default = getattr(defaults, field.name)
        value = _decoded(field.name, default, values.get(field.name, default))
        with suppress(BadInput):
            settings = replace(settings, **{field.name: value})
    return settings


def _decoded(name: str, default: Any, value: Any) -> Any:
    """The stored value in its field's type, or the default where it is of another type."""
    if name in _OPTIONAL:
        return value if value is None or type(value) is _OPTIONAL[name] else default
    if is_dataclass(default) and not isinstance(default, Extent):
        return decoded_fields(default, value)
    if isinstance(default, Extent | Colour | tuple | StrEnum):
        return _decoded_value(default, value)
    if isinstance(default, float) and type(value) is int:
        return float(value)
    return value if type(value) is type(default) else default


def _decoded_value(default: Any, value: Any) -> Any:
    match default, value:
        case Extent(), {"width": int(width), "height": int(height)}:
            return Extent(width, height)
        case Colour(), _:
            return _colour(value) or default
        case tuple(), list():
            colours = map(_colour, cast(list[Any], value)[:COLOURS_KEPT])
            return tuple(colour for colour in colours if colour is not None)
        case StrEnum(), str() if value in set(type(default)):
            return type(default)(value)
        case _:
            return default


def _colour(value: Any) -> Colour | None:
    match value:
        case [int(red), int(green), int(blue)] if all(type(part) is int for part in value):
            colour = Colour(red, green, blue)
            return colour if colour.is_valid else None
        case _:
            return None
