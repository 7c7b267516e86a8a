"""Where the files are that travel with the program: icons, theme, default models."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resources_folder() -> Path:
    """In a wheel they lie inside the package; in a checkout beside it."""
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def models_folder() -> Path:
    """The models that come with the program, one folder each."""
    return resources_folder() / "models"
