"""Work that was not saved when a studio ended, as journals have it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from studio.core.errors import FileProblem
from studio.core.geometry import Bounds
from studio.document.compositing import composite_image
from studio.document.document import Document
from studio.document.files.journal.reading import Recovered, read_journal
from studio.document.files.lock import FileLock
from studio.session import files
from studio.session.autosave import LOCK_SUFFIX, SUFFIX, Claim

log = logging.getLogger(__name__)

THUMBNAIL_PX = 192
DAMAGED_SUFFIX = ".damaged"
"""Of journals that cannot be read: they are offered no more, but a person may still want them."""
_DAMAGED_KEPT_S = 30 * 24 * 3600


@dataclass(frozen=True, slots=True, eq=False)
class Lost:
    claim: Claim
    recovered: Recovered
    thumbnail: QImage
    when: datetime
    """Of its last stroke."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    lost: Lost | None
    problems: tuple[str, ...]
    """Sentences about journals that nothing could be made of."""


def find_lost(folder: Path) -> Found:
    """The newest work in a folder that no living studio has. Takes away what is of no use."""
    problems: list[str] = []
    _sweep(folder)
    for path in _newest_first(folder):
        try:
            claim = Claim.taken(path)
            lost = None if claim is None else _lost(claim)
        except (FileProblem, OSError) as error:
            log.warning("The journal %s cannot be read: %s", path, error)
            problems.append(f"{error} It was put aside as {path.stem}{DAMAGED_SUFFIX}.")
            _put_aside(path)
            continue
        if lost is not None:
            return Found(lost, tuple(problems))
    return Found(None, tuple(problems))


def _lost(claim: Claim) -> Lost | None:
    """None where nothing of it is needed. Raises FileProblem."""
    try:
        recovered = read_journal(claim.path, _opened)
    except FileProblem:
        claim.give_up(delete=False)
        raise
    if recovered is None or recovered.is_saved:
        claim.give_up(delete=True)
        return None
    when = datetime.fromtimestamp(claim.path.stat().st_mtime)
    return Lost(claim, recovered, _thumbnail(recovered.document), when)


def _opened(path: Path) -> Document:
    return files.opened(path, lambda _: None).document


def _newest_first(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}"), key=_written_at, reverse=True)


def _written_at(path: Path) -> float:
    """Seconds of the epoch; long ago where another studio has taken it away meanwhile."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _sweep(folder: Path) -> None:
    """What belongs to no journal any longer, and what was put aside long ago."""
    for path in folder.glob(f"*{LOCK_SUFFIX}"):
        if not path.with_suffix(SUFFIX).exists() and (lock := FileLock.take(path)) is not None:
            lock.release()
    for path in folder.glob(f"*{DAMAGED_SUFFIX}"):
        if time.time() - _written_at(path) > _DAMAGED_KEPT_S:
            path.unlink(missing_ok=True)


def _put_aside(path: Path) -> None:
    path.replace(path.with_suffix(DAMAGED_SUFFIX))
    path.with_suffix(LOCK_SUFFIX).unlink(missing_ok=True)


def _thumbnail(document: Document) -> QImage:
    extent = document.extent
    # Every few pixels first, smoothly from there: all of a large picture would take its memory.
    scale = min(1.0, 4 * THUMBNAIL_PX / extent.longest_side)
    image = composite_image(document.picture.nodes, Bounds.of(extent), scale)
    if extent.longest_side <= THUMBNAIL_PX:
        return image
    return image.scaled(
        THUMBNAIL_PX,
        THUMBNAIL_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
