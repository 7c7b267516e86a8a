"""How the engine is, in words the window can show."""

from __future__ import annotations

from dataclasses import dataclass

from studio.core.capabilities import ModelInfo, SamplerInfo, TaskName
from studio.core.events import Ready


@dataclass(frozen=True, slots=True)
class Starting:
    what: str = "Starting the engine"


@dataclass(frozen=True, slots=True)
class Running:
    ready: Ready


@dataclass(frozen=True, slots=True)
class Broken:
    """It cannot start, or has died; pictures can still be painted, opened and saved."""

    reason: str


EngineState = Starting | Running | Broken


def diffusion_models(state: EngineState) -> tuple[ModelInfo, ...]:
    """Those that draw from a prompt."""
    return _models_for(state, TaskName.TEXT_TO_IMAGE)


def upscalers(state: EngineState) -> tuple[ModelInfo, ...]:
    return _models_for(state, TaskName.UPSCALE)


def samplers(state: EngineState) -> tuple[SamplerInfo, ...]:
    return state.ready.samplers if isinstance(state, Running) else ()


def _models_for(state: EngineState, task: TaskName) -> tuple[ModelInfo, ...]:
    if not isinstance(state, Running):
        return ()
    return tuple(model for model in state.ready.models if task in model.tasks)
