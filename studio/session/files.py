"""Documents from files and back; on any thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from studio.document.document import Document
from studio.document.files.export import ExportOptions
from studio.document.files.images import (
    ALL_OR_NOTHING_SUFFIXES,
    READABLE_SUFFIXES,
    WRITABLE_SUFFIXES,
    check_suffix,
    open_picture,
    save_picture,
)
from studio.document.files.openraster.project import SUFFIX as PROJECT_SUFFIX
from studio.document.files.openraster.project import Extras, read_project, write_project
from studio.document.layer import Group
from studio.document.picture import Picture
from studio.document.snapshot import Snapshot
from studio.document.source import Source

OPENABLE_SUFFIXES = (PROJECT_SUFFIX, *READABLE_SUFFIXES)
SAVABLE_SUFFIXES = (PROJECT_SUFFIX, *WRITABLE_SUFFIXES)

_FLATTENING, _ENCODED = 0.3, 0.9
"""Shares of a flat picture's save that pass until its layers are one, and until it is bytes."""

Tell = Callable[[float], None]
"""How far the work is, 0..1; what it raises ends the work and leaves no trace."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    document: Document
    extras: Extras
    notices: tuple[str, ...] = ()
    """Sentences about what could not be read as it was meant."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """All of a document that a file can hold, as it was when it was asked for."""

    snapshot: Snapshot
    source: Source
    extras: Extras


@dataclass(frozen=True, slots=True)
class Loss:
    """What a file of some kind cannot hold of a picture."""

    layers: bool
    masks: bool
    """That mean more than the place that was filled last."""
    painted: bool
    """Something is masked."""

    @property
    def any(self) -> bool:
        return self.layers or self.masks or self.painted

    @property
    def needs_project(self) -> bool:
        """Whether work is lost that a person has put into it."""
        return self.layers or self.masks

    @property
    def words(self) -> str:
        mask = "masks" if self.masks else "the mask" if self.painted else ""
        return " or ".join(word for word in ("layers" if self.layers else "", mask) if word)


def loss_in(picture: Picture, path: Path) -> Loss:
    """What a file of that name would lose."""
    if is_project(path):
        return Loss(False, False, False)
    masks = picture.masks
    return Loss(
        layers=len(picture.nodes) > 1 or any(isinstance(node, Group) for node in picture.nodes),
        masks=len(masks) > 1 or any(entry.prompt or entry.strength is not None for entry in masks),
        painted=not all(entry.mask.is_empty for entry in masks),
    )


def is_project(path: Path) -> bool:
    """Whether a file of that name holds layers and masks."""
    return path.suffix.lower() == PROJECT_SUFFIX


def opened(path: Path, tell: Tell) -> Opened:
    """A document with the file's name. Raises FileProblem or BadInput where it is no picture.

    Where not all of the file could be taken as it was, saving will ask for another one: what is
    still in it shall not be lost.
    """
    if is_project(path):
        project = read_project(path, tell)
        document = Document.of(project.picture, path.stem)
        document.source = project.source
        return _named(Opened(document, project.extras, project.notices), path)
    found = open_picture(path)
    tell(0.8)
    document = Document.from_pixels(found.pixels, path.stem)
    document.source = found.source
    return _named(Opened(document, Extras(), found.notices), path)


def _named(opened: Opened, path: Path) -> Opened:
    if opened.notices:
        return replace(opened, notices=(*opened.notices, "Saving will ask for a new file."))
    if path.suffix.lower() not in ALL_OR_NOTHING_SUFFIXES:
        opened.document.path = path
    return opened


def write(
    shot: Shot, path: Path, flatten: bool, tell: Tell, options: ExportOptions | None = None
) -> None:
    """A project, or the layers as one picture; where that fails, an older file stays.

    flatten: on white paper where the format holds no transparency. Raises FileProblem, and
    BadInput on a name that says no known format or where transparency would be lost.
    """
    if is_project(path):
        write_project(path, shot.snapshot.picture, shot.source, shot.extras, tell)
        return
    check_suffix(path)
    save_picture(
        path,
        shot.snapshot.flattened(lambda share: tell(_FLATTENING * share)),
        shot.source,
        options,
        flatten=flatten,
        check=lambda: tell(_ENCODED),
    )
