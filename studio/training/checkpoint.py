"""The state of a run on disk, written so that a crash leaves the last whole one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class State:
    weights: dict[str, Tensor]
    averaged: dict[str, Tensor]
    optimizer: dict[str, Any]  # as torch's optimizers describe themselves
    step: int
    elapsed_s: float


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
