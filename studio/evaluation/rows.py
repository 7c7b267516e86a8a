"""One line of a benchmark's or an evaluation's result."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
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
    """value / peer; of many pairs the median of their ratios."""
    target: str
    """In words: "ratio <= 1.05"."""
    holds: bool


def at_most(name: str, value: float, unit: str, limit: float, peer: float | None = None) -> Row:
    """The value itself must not exceed a limit."""
    ratio = value / peer if peer else None
    return Row(name, value, unit, peer, ratio, f"value <= {limit:g}", value <= limit)


def at_least(name: str, value: float, unit: str, limit: float, peer: float | None = None) -> Row:
    """The value itself must reach a limit."""
    ratio = value / peer if peer else None
    return Row(name, value, unit, peer, ratio, f"value >= {limit:g}", value >= limit)


def between(name: str, value: float, unit: str, low: float, high: float) -> Row:
    target = f"{low:g} <= value <= {high:g}"
    return Row(name, value, unit, None, None, target, low <= value <= high)


def noted(name: str, value: float, unit: str) -> Row:
    """A figure without a target: it holds if it is a number."""
    return Row(name, value, unit, None, None, "", math.isfinite(value))


def pairs_at_most(
    name: str, values: Sequence[float], unit: str, peers: Sequence[float], limit: float
) -> Row:
    """Measured in pairs, side by side: the median of their ratios must not exceed a limit."""
    ratio = statistics.median(value / peer for value, peer in zip(values, peers, strict=True))
    value, peer = statistics.median(values), statistics.median(peers)
    return Row(name, value, unit, peer, ratio, f"ratio <= {limit:g}", ratio <= limit)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1]


def as_record(row: Row) -> dict[str, str | float | bool]:
    """What an evaluation prints of a row."""
    return {
        "name": row.name,
        "value": round(row.value, 4) + 0.0,  # never -0.0
        "unit": row.unit,
        "target": row.target,
        "holds": row.holds,
    }
