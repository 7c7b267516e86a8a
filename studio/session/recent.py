"""The files that were opened or saved last, and the models that were added; the newest first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QSettings

RECENT_KEPT = 12


class Used(StrEnum):
    """What paths are remembered of, by their keys in the store."""

    FILES = "RecentFiles"
    MODELS = "AddedModels"


def load_recent(store: QSettings, of: Used) -> tuple[Path, ...]:
    try:
        stored = json.loads(str(store.value(of, "")))
    except (ValueError, RecursionError):
        return ()
    # Any: a file on disk may hold anything.
    paths = cast(list[Any], stored) if isinstance(stored, list) else []
    return tuple(Path(path) for path in paths if isinstance(path, str))[:RECENT_KEPT]


def save_recent(store: QSettings, of: Used, paths: Sequence[Path]) -> None:
    store.setValue(of, json.dumps([str(path) for path in paths]))


def with_file(paths: Sequence[Path], path: Path) -> tuple[Path, ...]:
    """The list with this file as its newest; each file is in it once."""
    newest = path.absolute()
    return (newest, *(other for other in paths if other != newest))[:RECENT_KEPT]


def without_file(paths: Sequence[Path], path: Path) -> tuple[Path, ...]:
    return tuple(other for other in paths if other != path.absolute())


def folder_text(path: Path) -> str:
    """Where a file is, from a person's own folder on."""
    home, folder = Path.home(), path.parent
    if folder == home:
        return "~"
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)
