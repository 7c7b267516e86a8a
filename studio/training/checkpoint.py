"""The state of a run on disk, written so that a crash leaves the last whole one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

Described = dict[str, Any]
"""As torch's modules and optimizers describe themselves."""


@dataclass(frozen=True, slots=True)
class State:
    weights: dict[str, Tensor]
    averaged: dict[str, Tensor]
    optimizer: Described
    step: int
    elapsed_s: float
    opponent: dict[str, Described] | None = None  # its "weights" and "optimizer", if there is one


def save_state(state: State, folder: Path) -> None:
    unfinished = folder / "state.pt.unfinished"
    fields = {name: getattr(state, name) for name in State.__dataclass_fields__}
    torch.save(fields, unfinished)
    unfinished.replace(folder / "state.pt")


def has_state(folder: Path) -> bool:
    return (folder / "state.pt").exists()


def require_state(folder: Path) -> None:
    """Raises FileNotFoundError where no run has saved anything yet."""
    if not has_state(folder):
        raise FileNotFoundError(f"There is no training state in '{folder}'. Train first.")


def load_state(folder: Path) -> State:
    """Raises FileNotFoundError where no run has saved anything yet."""
    require_state(folder)
    return State(**torch.load(folder / "state.pt", map_location="cpu", weights_only=True))
