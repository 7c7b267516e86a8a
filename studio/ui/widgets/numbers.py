"""Numbers as a person reads and types them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d*)?|[-+]?[.,]\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """Between a value and its text. A shown number is the value times `factor`."""

    low: float
    high: float
    step: float = 1.0
    decimals: int = 0
    factor: float = 1.0
    unit: str = ""
    none_text: str = ""
    """What stands for None; empty where None cannot be."""

    def text(self, value: float | None) -> str:
        if value is None:
            return self.none_text
        number = f"{value * self.factor:.{self.decimals}f}"
        return f"{number} {self.unit}" if self.unit else number

    def parse(self, text: str) -> float | None:
        """The value of what was typed, within the range.

        Raises ValueError for a text without a number, unless None can be.
        """
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


PERCENT = NumberFormat(low=0.01, high=1.0, step=0.05, factor=100, unit="%")
