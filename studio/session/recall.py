"""Settings from the text that a picture file holds about how it was made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from studio.core.boxes import read_box
from studio.core.capabilities import ModelInfo, SamplerInfo, suited_samplers
from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.core.parameters import BOXES, read_parameters
from studio.core.request import MOST_BOXES, Placed
from studio.session.choices import with_best_settings
from studio.session.settings import GenerationSettings

_NUMBERS: Mapping[str, tuple[str, type[int] | type[float]]] = {
    "Steps": ("steps", int),
    "CFG scale": ("guidance_scale", float),
    "Seed": ("seed", int),
    "Denoising strength": ("strength", float),
}


@dataclass(frozen=True, slots=True)
class Recalled:
    settings: GenerationSettings
    refused: tuple[str, ...]
    """Fields whose value cannot be used, as sentences."""
    layout: tuple[Placed, ...] = ()
    """What shall be where."""


def recalled(
    text: str,
    settings: GenerationSettings,
    models: Sequence[ModelInfo],
    samplers: Sequence[SamplerInfo],
) -> Recalled:
    """The settings with all that such a text says; what it does not say stays as it is.

    Raises BadInput where the text says nothing.
    """
    prompt, negative, fields = read_parameters(text)
    if not prompt and not fields:
        raise BadInput("This picture does not say how it was made.")
    model = next((m for m in models if fields.get("Model") in (m.name, m.title)), None)
    settings = with_best_settings(settings, model) if model else settings
    settings = replace(settings, prompt=prompt, negative=negative, draft=False)
    model = model or next((m for m in models if m.name == settings.model), None)
    settings = replace(settings, **_sampling(fields, suited_samplers(samplers, model)))
    refused: list[str] = []
    for key, changes in _numbers(fields):
        try:
            settings = replace(settings, **changes)
        except BadInput as error:
            refused.append(str(error))
        if not changes:
            refused.append(f"{key} is “{fields[key]}”, which is no number.")
    layout = _layout(fields, refused)
    return Recalled(replace(settings, places_words=bool(layout)), tuple(refused), layout)


def _numbers(fields: Mapping[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """Each number that is there, as changes of settings; without any where it is none."""
    found: list[tuple[str, dict[str, Any]]] = []
    for key, (name, kind) in _NUMBERS.items():
        if key in fields:
            try:
                found.append((key, {name: kind(fields[key])}))
            except ValueError:
                found.append((key, {}))
    if "Size" in fields:
        size = re.fullmatch(r"(\d{1,5})x(\d{1,5})", fields["Size"])
        found.append(("Size", {"extent": Extent(int(size[1]), int(size[2]))} if size else {}))
    return found


def _layout(fields: Mapping[str, str], refused: list[str]) -> tuple[Placed, ...]:
    lines = fields[BOXES].split("\n") if BOXES in fields else []
    found: list[Placed] = []
    for line in lines[:MOST_BOXES]:
        try:
            found.append(read_box(line))
        except BadInput as error:
            refused.append(str(error))
    if len(lines) > MOST_BOXES:
        refused.append(f"Only the first {MOST_BOXES} boxes are taken.")
    return tuple(found)


def _sampling(fields: Mapping[str, str], samplers: Sequence[SamplerInfo]) -> dict[str, Any]:
    """Sampler and schedule; older programs wrote the schedule behind the sampler's name."""
    said = fields.get("Sampler", "").casefold()
    schedule = fields.get("Schedule type", "").casefold()
    for sampler in samplers:
        for named in (sampler.title.casefold(), sampler.name.casefold()):
            if said in (named, *(f"{named} {other}" for other in sampler.schedules)):
                wanted = schedule or said.removeprefix(named).strip()
                return {
                    "sampler": sampler.name,
                    "schedule": wanted if wanted in sampler.schedules else None,
                }
    return {}
