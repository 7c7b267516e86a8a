"""Where files are: those that travel with the program, and a person's own models."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path

_PACKAGE = Path(__file__).resolve().parent.parent


def resources_folder() -> Path:
    """In a wheel they lie inside the package; in a checkout beside it."""
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def models_folder() -> Path:
    """The models that come with the program, one folder each."""
    return resources_folder() / "models"


def kl_autoencoder_folder() -> Path:
    """What text to image builds upon."""
    return models_folder() / "scenes" / "vae"


def vq_autoencoder_folder() -> Path:
    """What latent super-resolution builds upon."""
    return models_folder() / "upscaler-x4-detailed" / "vqvae"


def user_models_folder() -> Path:
    """Where a person puts models; it need not exist."""
    return user_data_path("latent-studio", appauthor=False) / "models"
