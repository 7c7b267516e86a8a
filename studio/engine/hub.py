"""Models that are named as on the Hugging Face hub, `owner/name`, and fetched on that word only."""

from __future__ import annotations

import re
from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError

from studio.core.errors import ModelNotFound

_HUB_ID = re.compile(r"[\w-][\w.-]{0,95}/[\w-][\w.-]{0,95}", re.ASCII)
# The parts of a pipeline's folder: no pickles, and each weight once.
_WANTED = ["model_index.json", "*/*.json", "*/*.txt", "*/*.model", "*/*.safetensors"]
_UNWANTED = ["safety_checker/*", "*.fp16.safetensors", "*.non_ema.safetensors", "*flax*", "*onnx*"]


def is_hub_id(name: str) -> bool:
    """Whether a name reads `owner/name`."""
    return _HUB_ID.fullmatch(name) is not None


def hub_snapshot(name: str) -> Path:
    """The folder of a hub's model: from the cache where it is, else downloaded.

    Raises ModelNotFound where the hub does not know it or cannot be reached.
    """
    try:
        return _download(name, local_files_only=True)
    except LocalEntryNotFoundError:
        pass  # not fetched yet
    try:
        return _download(name, local_files_only=False)
    except RepositoryNotFoundError as error:
        raise ModelNotFound(f"The hub knows no open model '{name}'.") from error
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelNotFound(
            f"'{name}' is not on this computer, and the hub cannot be reached to fetch it;"
            " please check the connection, or give the path of a model's folder."
        ) from error


def _download(name: str, *, local_files_only: bool) -> Path:
    folder = snapshot_download(
        name,
        allow_patterns=_WANTED,
        ignore_patterns=_UNWANTED,
        local_files_only=local_files_only,
    )
    return Path(folder)
