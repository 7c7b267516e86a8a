"""What several families ask of a model's files. `model_files` has looked them over before."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from studio.core.errors import ModelBroken
from studio.engine.memory import is_out_of_memory
from studio.engine.model_files import read_json

INDEX = "model_index.json"


def number(values: Mapping[str, Any], key: str, default: float, low: float, high: float) -> float:
    """A number from a file, or the default. Raises ModelBroken outside low..high."""
    value = values.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ModelBroken(f"The model says that its {key} is {value!r}, which cannot be.")
    return value


def index_of(path: Path) -> dict[str, Any]:
    """A folder's `model_index.json`; empty where there is none that can be read."""
    if not (path / INDEX).is_file():
        return {}
    try:
        return read_json(path / INDEX, INDEX)
    except ModelBroken:
        return {}


def names_parts(index: Mapping[str, Any], parts: Mapping[str, Collection[str]]) -> bool:
    """Whether the index names each part, of one of its classes."""
    return all(_class_of(index, part) in classes for part, classes in parts.items())


@contextmanager
def reading_weights(title: str, path: Path) -> Generator[None]:
    """What the libraries raise about files that are missing or damaged becomes ModelBroken."""
    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError, TypeError) as error:
        if is_out_of_memory(error):
            raise
        raise ModelBroken(
            f"The model '{title}' cannot be loaded: files in {path} are missing or damaged."
        ) from error


def local_options(folder: Path) -> dict[str, Any]:
    """Options of `from_pretrained` that keep a load on this disk and away from pickles."""
    names = {file.name.split(".", 1)[1] for file in folder.glob("*.safetensors")}
    if not names:
        raise ModelBroken(f"There is no .safetensors file in {folder}.")
    # Of several pieces each has its number behind that.
    is_half = all(name.startswith("fp16") for name in names)
    variant = {"variant": "fp16"} if is_half else {}
    return {"use_safetensors": True, "local_files_only": True, **variant}


def _class_of(index: Mapping[str, Any], part: str) -> str | None:
    entry = index.get(part)
    return str(entry[1]) if isinstance(entry, list) and len(entry) == 2 else None  # noqa: PLR2004
