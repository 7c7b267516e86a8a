"""What must be said to the model libraries before they are imported. Imports none of them."""

from __future__ import annotations

import os
import warnings

_SETTINGS = {
    # No file of a model may bring code along.
    "DIFFUSERS_DISABLE_REMOTE_CODE": "1",
    # Nothing is told to anyone, and nothing but our own words reaches the terminal.
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "DIFFUSERS_VERBOSITY": "error",
    "TRANSFORMERS_VERBOSITY": "error",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def prepare_environment() -> None:
    """Forbid remote code and telemetry and silence chatter; to be called by whoever starts the
    engine, before torch, diffusers or transformers are imported."""
    os.environ.update(_SETTINGS)
    for package in ("diffusers", "transformers", "torch", "huggingface_hub"):
        warnings.filterwarnings("ignore", module=rf"{package}(\.|$)")
