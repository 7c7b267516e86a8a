"""What a person has chosen, remembered from one start to the next."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any, TypeVar, cast

from PySide6.QtCore import QSettings

from studio.core.geometry import Extent
from studio.core.pixels import check_extent
from studio.core.request import (
    LARGEST_COUNT,
    LARGEST_GUIDANCE_SCALE,
    LARGEST_SEED,
    LARGEST_STEPS,
    check_range,
)
from studio.session.preferences import Preferences
from studio.session.stored import decoded_fields
from studio.session.tool_settings import ToolSettings
from studio.session.view_settings import ViewSettings

PROMPTS_KEPT = 100
USUAL_EXTENT = Extent(256, 256)
"""Until a model tells its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationSettings:
    """What the next picture shall be. Raises BadInput for a number outside its range."""

    prompt: str = ""
    negative: str = ""
    model: str = ""
    """A ModelInfo's name; empty until the engine has told which models there are."""
    sampler: str = "dpmpp_2m"
    schedule: str | None = None
    """None = the sampler's default."""
    steps: int = 20
    guidance_scale: float = 4.0
    eta: float = 0.0
    draft: bool = False
    """In place of the sampler, its steps and the guidance, where the model has drafts."""
    seed: int | None = None
    """None = a new one for each press of the button."""
    strength: float = 1.0
    extent: Extent = USUAL_EXTENT
    count: int = 1
    grow_px: int = 0
    feather_px: int | None = None
    context_px: int | None = None
    colour_match: bool = True
    places_words: bool = False
    """Masks with words say what shall be where, and are not filled: for models that take boxes."""
    previews: bool = True
    upscaler: str = ""
    """A ModelInfo's name; empty = the first that there is."""
    restoring: float = 0.0
    """How damaged a picture is that is enlarged, 0 = clean; for upscalers that take a strength."""

    def __post_init__(self) -> None:
        check_range("The number of steps", self.steps, 1, LARGEST_STEPS)
        check_range("The guidance scale", self.guidance_scale, 1.0, LARGEST_GUIDANCE_SCALE)
        check_range("The noise share eta", self.eta, 0.0, 1.0)
        check_range("The seed", self.seed or 0, 0, LARGEST_SEED)
        check_range("The strength", self.strength, 0.01, 1.0)
        check_range("The number of pictures", self.count, 1, LARGEST_COUNT)
        check_range("The growth of the mask", self.grow_px, 0, 1024)
        check_range("The feather", self.feather_px or 0, 0, 1024)
        check_range("The context", self.context_px or 0, 0, 16384)
        check_range("The strength of restoring", self.restoring, 0.0, 1.0)
        check_extent(self.extent)


def seed_of(settings: GenerationSettings) -> int:
    """The chosen one, or a new one."""
    return secrets.randbelow(LARGEST_SEED + 1) if settings.seed is None else settings.seed


Remembered = TypeVar("Remembered", GenerationSettings, ToolSettings, Preferences, ViewSettings)


def save_settings(
    store: QSettings, settings: GenerationSettings | ToolSettings | Preferences | ViewSettings
) -> None:
    store.setValue(type(settings).__name__, json.dumps(asdict(settings)))


def load_settings(store: QSettings, defaults: Remembered) -> Remembered:
    """What was saved last; a value that is missing or cannot be is taken from the defaults."""
    stored = _stored_json(store, type(defaults).__name__)
    if isinstance(stored, dict) and "size_px" in stored:
        # Until brushes were told apart there was one, which painted the mask.
        brush = cast(dict[str, Any], stored)
        stored = {"mask_brush": brush, "mask_eraser": brush, **brush}
    return decoded_fields(defaults, stored)


def load_prompts(store: QSettings) -> tuple[str, ...]:
    """Prompts used before, the oldest first."""
    stored = _stored_json(store, "Prompts")
    if not isinstance(stored, list):
        return ()
    prompts = [prompt for prompt in cast(list[Any], stored) if isinstance(prompt, str)]
    return tuple(prompts[-PROMPTS_KEPT:])


def save_prompts(store: QSettings, prompts: tuple[str, ...]) -> None:
    store.setValue("Prompts", json.dumps(prompts))


def with_prompt(prompts: tuple[str, ...], prompt: str) -> tuple[str, ...]:
    """The history with this prompt as its newest; each prompt is in it once."""
    if not prompt.strip():
        return prompts
    return (*(other for other in prompts if other != prompt), prompt)[-PROMPTS_KEPT:]


def _stored_json(store: QSettings, key: str) -> Any:
    """Any: a file on disk may hold anything. None where it holds no JSON."""
    try:
        return json.loads(str(store.value(key, "")))
    except (ValueError, RecursionError):
        return None
