"""Work that was not saved when a studio ended, as journals have it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from studio.core.errors import BadInput, FileProblem, StudioError
from studio.core.geometry import Bounds
from studio.document.compositing import composite_image
from studio.document.document import Document
from studio.document.files.journal.reading import Recovered, read_journal
from studio.document.files.journal.writing import FRESH_SUFFIX
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
        except FileProblem as error:
            log.warning("The journal %s cannot be read: %s", path, error)
            problems.append(f"{error} {_put_aside(path)}")
            continue
        except (BadInput, OSError) as error:
            # Another time there may be room for it, or leave to read it.
            log.warning("The journal %s cannot be read now: %s", path, error)
            problems.append(f"Work that was not saved cannot be read now: {_reason(error)}.")
            continue
        if lost is not None:
            return Found(lost, tuple(problems))
    return Found(None, tuple(problems))


def _lost(claim: Claim) -> Lost | None:
    """None where nothing of it is needed. Raises FileProblem, BadInput and OSError."""
    try:
        recovered = read_journal(claim.path, _opened)
        if recovered is not None and not recovered.is_saved:
            when = datetime.fromtimestamp(claim.path.stat().st_mtime)
            return Lost(claim, recovered, _thumbnail(recovered.document), when)
    except (StudioError, OSError):
        claim.give_up(delete=False)
        raise
    claim.give_up(delete=True)
    return None


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
    try:
        for suffix in (FRESH_SUFFIX, LOCK_SUFFIX):
            for path in folder.glob(f"*{suffix}"):
                if not path.with_suffix(SUFFIX).exists():
                    _remove_with_lock(path)
        for path in folder.glob(f"*{DAMAGED_SUFFIX}"):
            if time.time() - _written_at(path) > _DAMAGED_KEPT_S:
                path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("The folder of journals cannot be tidied up: %s", error)


def _remove_with_lock(path: Path) -> None:
    """Unless a living studio has it, whose journal is still to come."""
    lock = FileLock.take(path.with_suffix(LOCK_SUFFIX))
    if lock is not None:
        path.with_suffix(FRESH_SUFFIX).unlink(missing_ok=True)
        lock.release()


def _put_aside(path: Path) -> str:
    """Returns what has become of it, as a sentence."""
    try:
        path.replace(path.with_suffix(DAMAGED_SUFFIX))
        for suffix in (FRESH_SUFFIX, LOCK_SUFFIX):
            path.with_suffix(suffix).unlink(missing_ok=True)
    except OSError as error:
        log.warning("The journal %s cannot be put aside: %s", path, error)
        return "It stays where it is."
    return f"It was put aside as {path.stem}{DAMAGED_SUFFIX}."


def _reason(error: BadInput | OSError) -> str:
    words = error.strerror if isinstance(error, OSError) else str(error)
    return (words or "the disk refused it").removesuffix(".")


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
