"""What can be compared, without what it takes to do so."""

from enum import StrEnum


class Comparison(StrEnum):
    """Of what the same captions are drawn with several settings."""

    GUIDANCE = "guidance"
    SAMPLERS = "samplers"
