"""Values as a person reads and types them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Protocol

from studio.core.geometry import Extent

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d*)?|[-+]?[.,]\d+")


class Format(Protocol):
    """Between a value and its text. Any: a field holds whatever its format reads."""

    @property
    def widest(self) -> str:
        """A text as wide as any that must be seen whole."""
        ...

    def text(self, value: Any) -> str: ...

    def parse(self, text: str) -> Any:
        """Raises ValueError for a text that means no value."""
        ...

    def stepped(self, value: Any, steps: int) -> Any:
        """The value that so many steps up, or down, make of it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """A float in a range, or None. A shown number is the value times `factor`."""

    low: float
    high: float
    step: float = 1.0
    decimals: int = 0
    factor: float = 1.0
    unit: str = ""
    none_text: str = ""
    """What stands for None; empty where None cannot be."""

    @property
    def widest(self) -> str:
        return max(self.text(self.low), self.text(self.high), self.none_text, key=len)

    def text(self, value: float | None) -> str:
        if value is None:
            return self.none_text
        number = f"{value * self.factor:.{self.decimals}f}"
        return f"{number} {self.unit}" if self.unit else number

    def parse(self, text: str) -> float | None:
        """The value of what was typed, within the range; None where it may be and nothing is."""
        found = _NUMBER.search(text)
        if found is not None:
            return self.clamped(float(found[0].replace(",", ".")) / self.factor)
        if self.none_text:
            return None
        raise ValueError(f"'{text}' holds no number.")

    def clamped(self, value: float) -> float:
        """Inside the range, on a multiple of what is shown."""
        scale = self.factor * 10**self.decimals
        return min(max(round(value * scale) / scale, self.low), self.high)

    def stepped(self, value: float | None, steps: int) -> float:
        return self.clamped((self.low if value is None else value) + steps * self.step)


@dataclass(frozen=True, slots=True)
class ExtentFormat:
    """A size in px: "640 x 512", "640×512", or one number for a square."""

    step_px: int = 8

    @property
    def widest(self) -> str:
        return "1024 × 1024"

    def text(self, value: Extent) -> str:
        return str(value)

    def parse(self, text: str) -> Extent:
        sides = [int(side) for side in re.findall(r"\d{1,9}", text)]
        if len(sides) not in (1, 2):
            raise ValueError(f"'{text}' is no size.")
        return Extent(sides[0], sides[-1])

    def stepped(self, value: Extent, steps: int) -> Extent:
        grow = steps * self.step_px
        return Extent(max(self.step_px, value.width + grow), max(self.step_px, value.height + grow))


PERCENT = NumberFormat(low=0.01, high=1.0, step=0.05, factor=100, unit="%")
