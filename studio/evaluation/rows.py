"""One line of a benchmark's result."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A figure beside its peer's and its target."""

    name: str
    value: float
    unit: str
    peer: float | None
    """The same of the program that is compared with; None where there is none."""
    ratio: float | None
    """value / peer."""
    target: str
    """In words: "ratio <= 1.05"."""
    holds: bool


def at_most(name: str, value: float, unit: str, limit: float, peer: float | None = None) -> Row:
    """The value itself must not exceed a limit."""
    ratio = value / peer if peer else None
    return Row(name, value, unit, peer, ratio, f"value <= {limit:g}", value <= limit)


def ratio_at_most(name: str, value: float, unit: str, peer: float, limit: float) -> Row:
    """The value must not exceed the peer's times a limit."""
    ratio = value / peer
    return Row(name, value, unit, peer, ratio, f"ratio <= {limit:g}", ratio <= limit)
