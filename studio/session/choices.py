"""How one choice settles others: a model brings its best settings, a sampler its schedules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from studio.core.capabilities import ModelInfo, suited_samplers
from studio.session.engine_state import EngineState, diffusion_models, samplers
from studio.session.settings import GenerationSettings


def with_best_settings(settings: GenerationSettings, model: ModelInfo) -> GenerationSettings:
    """The model chosen, with the sampler, steps, guidance and size that suit it best."""
    return replace(
        settings,
        model=model.name,
        sampler=model.default_sampler,
        schedule=None,
        steps=model.default_steps,
        guidance_scale=model.default_guidance_scale,
        extent=model.native_extent,
    )


def changed(
    settings: GenerationSettings, engine: EngineState, changes: dict[str, Any]
) -> GenerationSettings:
    """The settings with these changes and what follows from them.

    Raises BadInput for a number outside its range.
    """
    model = _model_named(engine, changes.get("model", settings.model))
    if model is not None and model.name != settings.model:
        settings = with_best_settings(settings, model)
    return _with_allowed_schedule(replace(settings, **changes), engine)


def fitted(settings: GenerationSettings, engine: EngineState) -> GenerationSettings:
    """The remembered settings where they suit what the engine has, else its first model's."""
    models = diffusion_models(engine)
    if models and _model_named(engine, settings.model) is None:
        return with_best_settings(settings, models[0])
    suited = suited_samplers(samplers(engine), _model_named(engine, settings.model))
    known = [sampler.name for sampler in suited]
    if known and settings.sampler not in known:
        settings = replace(settings, sampler=known[0], schedule=None)
    return _with_allowed_schedule(settings, engine)


def _model_named(engine: EngineState, name: str) -> ModelInfo | None:
    return next((model for model in diffusion_models(engine) if model.name == name), None)


def _with_allowed_schedule(settings: GenerationSettings, engine: EngineState) -> GenerationSettings:
    for sampler in suited_samplers(samplers(engine), _model_named(engine, settings.model)):
        if sampler.name == settings.sampler and settings.schedule not in sampler.schedules:
            return replace(settings, schedule=None)
    return settings
