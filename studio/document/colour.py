"""A colour as bytes of sRGB."""

from __future__ import annotations

import re
from typing import NamedTuple

from studio.core.errors import BadInput

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_SHORT = 3


class Colour(NamedTuple):
    """Each 0..255."""

    red: int
    green: int
    blue: int

    @classmethod
    def of_hex(cls, text: str) -> Colour:
        """From "#1e90ff", "1e90ff" or "#19f". Raises BadInput for any other text."""
        found = _HEX.fullmatch(text.strip())
        if found is None:
            raise BadInput(f"“{text}” is no colour: write it like #1e90ff.")
        digits = found[1]
        if len(digits) == _SHORT:
            digits = "".join(2 * digit for digit in digits)
        return cls(*bytes.fromhex(digits))

    @property
    def is_valid(self) -> bool:
        """Whether all three are bytes, as files may deny."""
        return all(0 <= part <= 255 for part in self)  # noqa: PLR2004 - a byte

    @property
    def hex(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)
