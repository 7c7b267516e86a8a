"""A project file as a value, and the two ways to and from the disk.

Importing this loads no decoder; reading and writing may happen on any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studio.core.geometry import Bounds
from studio.core.pixels import Pixels
from studio.document.picture import Picture
from studio.document.source import Source

SUFFIX = ".ora"

Progress = Callable[[float], None]
"""Is told often how far the work is, 0..1. What it raises ends the work and leaves no trace."""


def no_progress(share: float) -> None:
    del share


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeptResult:
    """A finished picture that was neither accepted nor discarded yet."""

    image: Pixels
    """(h, w, 3) or (h, w, 4) with straight alpha."""
    bounds: Bounds
    """The part that may differ from the picture, in px."""
    seed: int | None
    parameters: str
    title: str
    batch: int
    """Pictures that were asked for together share it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Extras:
    """What belongs to a project besides its picture; other programs do not see it."""

    settings: Mapping[str, object] = field(default_factory=dict)
    """Of the next generation, as JSON knows them; whoever reads them checks each."""
    results: tuple[KeptResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Project:
    """What a file held."""

    picture: Picture
    source: Source
    extras: Extras
    notices: tuple[str, ...]
    """Sentences about what could not be read as it was meant."""


def write_project(
    path: Path,
    picture: Picture,
    source: Source | None = None,
    extras: Extras | None = None,
    progress: Progress = no_progress,
) -> None:
    """Put a project in the place of `path` when all of it is on the disk.

    Nobody may write into the surfaces meanwhile. The same project gives the same bytes.
    Raises FileProblem, and whatever `progress` raises; an older file is then as it was.
    """
    from studio.document.files.openraster.writing import write  # noqa: PLC0415

    write(path, picture, source or Source(), extras or Extras(), progress)


def read_project(path: Path, progress: Progress = no_progress) -> Project:
    """Open a file of this or another program. Raises FileProblem, and what `progress` raises."""
    from studio.document.files.openraster.reading import read  # noqa: PLC0415

    return read(path, progress)
