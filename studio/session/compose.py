"""Document and settings to one frozen request; and what a press of the button will do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import shorten

from studio.core.capabilities import TASKS, ModelInfo, TaskName
from studio.core.errors import BadInput, ModelNotFound
from studio.core.geometry import Extent
from studio.core.pixels import Pixels, extent_of, frozen
from studio.core.request import (
    LARGEST_SEED,
    DiffusionTask,
    GenerationRequest,
    ImageToImage,
    Inpaint,
    InpaintSettings,
    Prompt,
    Request,
    SamplerSettings,
    TextToImage,
    UpscaleRequest,
    draft_settings,
    settings_with,
)
from studio.document.alpha import is_opaque
from studio.document.document import Document
from studio.document.picture import NamedMask
from studio.session.placing import layout_of, mask_to_fill, placing_masks, why_not_placed
from studio.session.settings import GenerationSettings

_USUAL_MULTIPLE = 8
"""Until the engine has told the model's: one latent cell of nearly every model."""
_TITLE_LENGTH = 60
_TITLES = {task.name: task.title for task in TASKS}


@dataclass(frozen=True, slots=True)
class Intent:
    """What Generate means for the picture as it is."""

    title: str
    task: TaskName
    can_run: bool
    why_not: str = ""
    """One sentence that says what is missing; empty where nothing is."""
    own: str = ""
    """What the active mask brings of its own instead of the panel's: “Sky”: a balloon · 60 %"""
    own_prompt: str = ""
    """“Sky”, where a mask of that name brings its own prompt."""
    placed: int = 0
    """How many masks say what shall be where."""


def settings_for(
    document: Document, settings: GenerationSettings, model: ModelInfo | None = None
) -> GenerationSettings:
    """With the prompt and the strength that the mask to be filled has of its own."""
    entry = mask_to_fill(document, settings, model)
    if entry is None or not (entry.prompt or entry.strength):
        return settings
    return replace(
        settings,
        prompt=entry.prompt or settings.prompt,
        strength=entry.strength or settings.strength,
    )


def intent_of(
    document: Document, settings: GenerationSettings, model: ModelInfo | None = None
) -> Intent:
    """Generate without a picture or at full strength, Refine below it; with a mask to be filled
    Fill or Refine masked. model: None while the engine has not told its models.
    """
    used = settings_for(document, settings, model)
    entry = mask_to_fill(document, settings, model)
    title, task = _title_and_task(document, used, entry)
    placed = len(placing_masks(document, settings, model))
    why_not = why_not_placed(placed, model)
    if not used.prompt.strip():
        why_not = "Say in the prompt what the picture shall show."
    intent = Intent(title, task, not why_not, why_not, placed=placed)
    if entry is None or used is settings:
        return intent
    own_prompt = f"“{entry.name}”" if entry.prompt else ""
    return replace(intent, own=_own_text(entry), own_prompt=own_prompt)


def generation_requests(
    document: Document, settings: GenerationSettings, model: ModelInfo | None, seed: int
) -> tuple[GenerationRequest, ...]:
    """As many as the settings count, frozen, with seeds that follow each other.

    model: None while the engine has not told its models; a request then holds the name that was
    chosen last, or an empty one. Raises BadInput where there is nothing to make.
    """
    intent = intent_of(document, settings, model)
    if not intent.can_run:
        raise BadInput(intent.why_not)
    layout = layout_of(document, settings, model)
    settings = settings_for(document, settings, model)
    first = GenerationRequest(
        task=_diffusion_task(intent.task, document, settings, model),
        model=model.name if model else settings.model,
        prompt=Prompt(settings.prompt.strip(), settings.negative.strip(), layout),
        seed=seed,
        sampling=sampling_for(settings, model),
        previews=settings.previews,
    )
    return tuple(
        replace(first, seed=(seed + number) % (LARGEST_SEED + 1))
        for number in range(settings.count)
    )


def with_model(
    request: Request,
    settings: GenerationSettings,
    model: ModelInfo | None,
    upscaler: ModelInfo | None,
) -> Request:
    """A request that was made before any model was known gets one, with what that brings.

    settings: those with the model's best size and sampling. Raises ModelNotFound.
    """
    if request.model:
        return request
    if isinstance(request, GenerationRequest):
        if model is None:
            raise ModelNotFound("There is no model here that draws pictures.")
        return _settled(request, settings, model)
    if upscaler is None:
        raise ModelNotFound("There is no model here that enlarges pictures.")
    return with_upscaler(request, settings, upscaler)


def upscale_request(
    document: Document,
    settings: GenerationSettings,
    upscaler: ModelInfo | None,
    scale: int,
    seed: int = 0,
) -> UpscaleRequest:
    """The whole picture, larger. Raises BadInput without a picture, or where it gets too large.

    upscaler: None while the engine has not told of any; `with_model` then brings it later.
    """
    if document.is_blank:
        raise BadInput("There is no picture yet: open one, or accept a result, to enlarge it.")
    image = document.flattened()
    if is_opaque(image):
        image = image[..., :3]
    request = UpscaleRequest(frozen(image), scale, "", seed=seed)
    return request if upscaler is None else with_upscaler(request, settings, upscaler)


def with_upscaler(
    request: UpscaleRequest, settings: GenerationSettings, upscaler: ModelInfo
) -> UpscaleRequest:
    """With a strength where the upscaler takes one, and its own sampling where it samples."""
    strength = settings.restoring if upscaler.takes_strength else 0.0
    sampling = settings_with(upscaler) if upscaler.is_stochastic else None
    return replace(request, model=upscaler.name, strength=strength, sampling=sampling)


def job_title(intent: Intent, settings: GenerationSettings) -> str:
    """What the lists of jobs, results and undo steps call it."""
    return f"{intent.title}: {shorten(settings.prompt, _TITLE_LENGTH, placeholder=' …')}"


def extent_asked_for(request: Request) -> Extent:
    """Size of the finished picture in px."""
    match request:
        case GenerationRequest(task=task):
            return task.extent
        case UpscaleRequest(image=image, scale=scale):
            return extent_of(image).scaled(scale)


def _own_text(entry: NamedMask) -> str:
    strength = "" if entry.strength is None else f"{entry.strength:.0%}".replace("%", " %")
    parts = (shorten(entry.prompt, _TITLE_LENGTH, placeholder=" …"), strength)
    return f"“{entry.name}”: {' · '.join(part for part in parts if part)}"


def _title_and_task(
    document: Document, settings: GenerationSettings, to_fill: NamedMask | None
) -> tuple[str, TaskName]:
    whole = settings.strength >= 1.0
    if to_fill is not None:
        return _TITLES[TaskName.INPAINT] if whole else "Refine masked", TaskName.INPAINT
    if document.is_blank or whole:
        return _TITLES[TaskName.TEXT_TO_IMAGE], TaskName.TEXT_TO_IMAGE
    return _TITLES[TaskName.IMAGE_TO_IMAGE], TaskName.IMAGE_TO_IMAGE


def _diffusion_task(
    task: TaskName, document: Document, settings: GenerationSettings, model: ModelInfo | None
) -> DiffusionTask:
    if task is TaskName.TEXT_TO_IMAGE:
        multiple = model.extent_multiple if model else _USUAL_MULTIPLE
        return TextToImage(settings.extent.snapped_up(multiple))
    image: Pixels = frozen(document.flattened_rgb())
    if task is TaskName.IMAGE_TO_IMAGE:
        return ImageToImage(image, settings.strength)
    how = InpaintSettings(
        grow_px=settings.grow_px,
        feather_px=settings.feather_px,
        context_px=settings.context_px,
        colour_match=settings.colour_match,
    )
    return Inpaint(image, frozen(document.mask.pixels), settings.strength, how)


def is_draft(settings: GenerationSettings, model: ModelInfo | None) -> bool:
    """Whether a draft is wanted, and the model has a network for it."""
    return settings.draft and model is not None and model.few_steps > 0


def sampling_for(settings: GenerationSettings, model: ModelInfo | None) -> SamplerSettings:
    """What is chosen, or while drafts are wanted what gives one."""
    if model is not None and is_draft(settings, model):
        return draft_settings(model)
    return SamplerSettings(
        sampler=settings.sampler,
        steps=settings.steps,
        guidance_scale=settings.guidance_scale,
        schedule=settings.schedule,
        eta=settings.eta,
    )


def why_nothing_kept_out(settings: GenerationSettings, model: ModelInfo | None) -> str:
    """In a few words, why the negative prompt will change nothing; empty where it is heard."""
    if model is not None and model.is_told_guidance:
        return "not with this model"
    if is_draft(settings, model):
        return "not in drafts"
    return "not with a guidance of 1" if settings.guidance_scale == 1 else ""


def _settled(
    request: GenerationRequest, settings: GenerationSettings, model: ModelInfo
) -> GenerationRequest:
    task = request.task
    if isinstance(task, TextToImage):
        task = TextToImage(settings.extent.snapped_up(model.extent_multiple))
    prompt = request.prompt if model.most_boxes else replace(request.prompt, layout=())
    sampling = sampling_for(settings, model)
    return replace(request, task=task, model=model.name, prompt=prompt, sampling=sampling)
