"""Pictures as a model draws them when it is judged: the engine's own way, with fixed seeds."""

from __future__ import annotations

from pathlib import Path

from studio.core.errors import ModelBroken
from studio.core.events import Finished, JobId
from studio.core.request import (
    DiffusionTask,
    GenerationRequest,
    Placed,
    Prompt,
    SamplerSettings,
    settings_with,
)
from studio.engine.cancel import Cancel
from studio.engine.generate import generate
from studio.engine.model import DiffusionModel
from studio.engine.model_files import read_json
from studio.evaluation.reading import Picture
from studio.scenes.world import WHOLE_WORLD, World


def drawn(
    model: DiffusionModel,
    task: DiffusionTask,
    text: str,
    seed: int,
    layout: tuple[Placed, ...] = (),
    settings: SamplerSettings | None = None,
) -> Picture:
    """settings: None = the model's own best."""
    prompt = Prompt(text, layout=layout)
    return finished(model, task, prompt, seed, settings or settings_with(model.info)).image


def finished(
    model: DiffusionModel, task: DiffusionTask, prompt: Prompt, seed: int, settings: SamplerSettings
) -> Finished:
    request = GenerationRequest(task, model.info.name, prompt, seed, settings, previews=False)
    *_, last = generate(JobId(1), request, model, Cancel())
    assert isinstance(last, Finished)
    return last


def world_of(model: DiffusionModel) -> World:
    """What the model learnt, by the file beside its weights; all there is where it does not say.

    Raises ModelBroken where that is damaged.
    """
    return world_in(Path(model.info.path))


def world_in(folder: Path) -> World:
    """The same of a model that is not loaded."""
    described = folder / "studio.json"
    if not described.is_file():
        return WHOLE_WORLD
    try:
        world = read_json(described, described.name).get("world")
        return WHOLE_WORLD if world is None else World.of(world)
    except (ValueError, AttributeError) as error:
        raise ModelBroken(f"The world of the model in '{folder}' is damaged.") from error
