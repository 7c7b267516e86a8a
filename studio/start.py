"""The entry point: the window without a command, else the command line.

What the window does not need (the commands, their terminal, decoders) is not loaded before it
is on screen.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from studio.document.files.images import READABLE_SUFFIXES
from studio.document.files.openraster.project import SUFFIX as PROJECT_SUFFIX

DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
NO_DISPLAY = (
    "There is no display to open the window on. These commands need none:"
    " generate, inpaint, upscale, train, evaluate, bench, models (--help explains them)."
)


def main() -> None:
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; returns the exit code."""
    picture = _picture_to_open(arguments)
    wants_window = picture is not None or not arguments
    if wants_window and _has_display():
        # Nothing that is loaded here becomes garbage: to look for it takes a tenth of the time to
        # the first paint, and later, among all the rest, would hold up a stroke. See `Tidying`.
        gc.disable()
        from studio import app  # noqa: PLC0415

        gc.freeze()
        return app.run(picture)
    from studio import cli  # noqa: PLC0415

    return cli.refuse(NO_DISPLAY) if wants_window else cli.run(arguments)


def _picture_to_open(arguments: Sequence[str]) -> Path | None:
    """`latent-studio picture.png` opens the window with the picture."""
    is_path = len(arguments) == 1 and Path(arguments[0]).suffix.lower() in (
        PROJECT_SUFFIX,
        *READABLE_SUFFIXES,
    )
    return Path(arguments[0]) if is_path else None


def _has_display() -> bool:
    return sys.platform != "linux" or any(os.environ.get(name) for name in DISPLAY_VARIABLES)
