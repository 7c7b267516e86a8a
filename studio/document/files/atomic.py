"""Writing a file so that at every moment either the old or the new one is there, whole."""

from __future__ import annotations

import os
import shutil
import time
import uuid
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from studio.core.errors import FileProblem

_PREFIX = ".latent-studio-"
_ORPHANED_AFTER_S = 3600


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the file, flush to the disk, then put it in its place.

    Links are followed; an older file's permissions are kept. Raises FileProblem.
    """
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Generator[BinaryIO]:
    """What is written into this file takes the place of `path` when the block ends well.

    Whatever is raised inside leaves the older file as it was. Raises FileProblem.
    """
    try:
        with _replaced(path.resolve()) as file:
            yield file
    except OSError as error:
        reason = error.strerror or "the disk refused it"
        raise FileProblem(f"{path} cannot be written: {reason}.") from error


@contextmanager
def _replaced(path: Path) -> Generator[BinaryIO]:
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(None, "it is write-protected")
    if path.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    _sweep(path.parent)
    temporary = path.with_name(f"{_PREFIX}{uuid.uuid4().hex}")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _flush_folder(path.parent)


def _sweep(folder: Path) -> None:
    """Remove what an earlier write left when the program was killed in the middle of it."""
    for orphan in folder.glob(f"{_PREFIX}*"):
        # One that is somebody else's, or that somebody else removes, hinders no save.
        with suppress(OSError):
            if time.time() - orphan.stat().st_mtime > _ORPHANED_AFTER_S:
                orphan.unlink()


def _flush_folder(folder: Path) -> None:
    """Make the new name last too; only POSIX can open a folder for it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
