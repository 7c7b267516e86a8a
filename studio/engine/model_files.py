"""Looks a model's files over before any library parses them: nothing runs code, nothing is cut off.

Only the standard library reads here, with a limit on everything, since the files may come from
anyone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.core.errors import ModelBroken

LARGEST_CONFIG_BYTES = 2 * 2**20
LARGEST_TOKENIZER_BYTES = 32 * 2**20
LARGEST_HEADER_BYTES = 4 * 2**20
"""Parsing a longer safetensors header would stall the window: it holds the interpreter."""

_HEADER_LENGTH_BYTES = 8
_PICKLES = frozenset({".bin", ".ckpt", ".pt", ".pth", ".pkl"})
_TOKENIZER_FILES = frozenset({"tokenizer.json", "vocab.json"})
_LIBRARIES = frozenset({"diffusers", "transformers"})
_CLASS_NAME = re.compile(r"[A-Za-z]\w{0,99}", re.ASCII)
# Folders of the Stable Diffusion 1 family name a class of diffusers by its pipeline's module.
_OTHER_CLASSES = frozenset({("stable_diffusion", "StableDiffusionSafetyChecker")})


def check_model(path: Path) -> None:
    """Refuse a model's folder or file that is incomplete, damaged or could run code.

    Raises ModelBroken with one sentence that names the file.
    """
    if path.is_file():
        _check_weights_file(path, path.name)
        return
    for file in _files(path):
        if file.suffix == ".json":
            _check_json(file, path)
        elif file.suffix == ".safetensors":
            _check_weights_file(file, _title(file, path))
    _check_index(path)
    _check_components(path)


def read_json(path: Path, title: str, largest_bytes: int = LARGEST_CONFIG_BYTES) -> dict[str, Any]:
    """An object from a JSON file of limited size. Raises ModelBroken where it is none."""
    try:
        if path.stat().st_size > largest_bytes:
            raise ModelBroken(f"{title} is larger than {largest_bytes // 2**20} MB.")
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelBroken(f"{title} cannot be read as JSON: {_short(error)}.") from error
    if not isinstance(content, dict):
        raise ModelBroken(f"{title} holds no JSON object.")
    return content


def check_safetensors(path: Path, title: str) -> None:
    """Compare a safetensors file's header with the file. Raises ModelBroken where they differ."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(_HEADER_LENGTH_BYTES), "little")
            if not 0 < length <= min(LARGEST_HEADER_BYTES, size - _HEADER_LENGTH_BYTES):
                raise ModelBroken(f"{title} is no safetensors file, or it is cut off.")
            tensors = json.loads(file.read(length))
        ends = [t["data_offsets"][1] for name, t in tensors.items() if name != "__metadata__"]
        expected = _HEADER_LENGTH_BYTES + length + max(ends, default=0)
    except (OSError, ValueError, RecursionError, AttributeError, LookupError, TypeError) as error:
        raise ModelBroken(f"{title} is damaged: {_short(error)}.") from error
    if size != expected:
        raise ModelBroken(
            f"{title} is damaged: it has {size} bytes and should have {expected};"
            " please copy or download it again."
        )


def weights_bytes(path: Path) -> int:
    """Size of all weights of a model's folder or file, in bytes."""
    files = [path] if path.is_file() else path.rglob("*.safetensors")
    return sum(file.stat().st_size for file in files)


def _check_weights_file(path: Path, title: str) -> None:
    if path.suffix in _PICKLES:
        raise ModelBroken(
            f"{title} is a pickle file, which could run code;"
            " please use the model's .safetensors version."
        )
    check_safetensors(path, title)


def _check_json(file: Path, folder: Path) -> None:
    title = _title(file, folder)
    if file.name in _TOKENIZER_FILES:
        if file.stat().st_size > LARGEST_TOKENIZER_BYTES:
            raise ModelBroken(f"{title} is larger than {LARGEST_TOKENIZER_BYTES // 2**20} MB.")
        return
    if "auto_map" in read_json(file, title):
        raise ModelBroken(f"{title} asks for code of its own, which is never run.")


def _check_index(folder: Path) -> None:
    """Every class that a pipeline's index names belongs to diffusers or transformers."""
    index = folder / "model_index.json"
    if not index.is_file():
        return
    title = _title(index, folder)
    content = read_json(index, title)
    for name, value in content.items():
        if not isinstance(value, list) or value == [None, None]:
            continue
        if not _is_known_class(value):
            raise ModelBroken(
                f"{title} names {value} as its {name}; only classes of diffusers and transformers"
                " are loaded."
            )


def _is_known_class(value: list[Any]) -> bool:
    match value:
        case [str() as library, str() as name]:
            is_named = library in _LIBRARIES and _CLASS_NAME.fullmatch(name) is not None
            return is_named or (library, name) in _OTHER_CLASSES
        case _:
            return False


def _check_components(folder: Path) -> None:
    """No part of the model has its weights in pickles alone."""
    for part in (folder, *(entry for entry in sorted(folder.iterdir()) if entry.is_dir())):
        names = {file.suffix: file.name for file in part.iterdir() if file.is_file()}
        pickle = next((names[suffix] for suffix in sorted(_PICKLES & names.keys())), None)
        if pickle and ".safetensors" not in names and part.name != "safety_checker":
            raise ModelBroken(
                f"{_title(part / pickle, folder)} is a pickle file, which could run code;"
                " please use the model's .safetensors version."
            )


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def _title(file: Path, folder: Path) -> str:
    return f"{folder.name}/{file.relative_to(folder).as_posix()}"


def _short(error: BaseException) -> str:
    """An error's first line, without the full stop, to be put into a sentence."""
    text = str(error).strip().splitlines() or [type(error).__name__]
    return text[0].rstrip(".")[:160]
