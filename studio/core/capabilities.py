"""What the engine can do, in words the window can show without knowing torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from studio.core.geometry import Extent


class TaskName(StrEnum):
    TEXT_TO_IMAGE = "text-to-image"
    IMAGE_TO_IMAGE = "image-to-image"
    INPAINT = "inpaint"
    UPSCALE = "upscale"


@dataclass(frozen=True, slots=True)
class TaskInfo:
    """A task as a person is shown it."""

    name: TaskName
    title: str


TASKS: tuple[TaskInfo, ...] = (
    TaskInfo(TaskName.TEXT_TO_IMAGE, "Generate"),
    TaskInfo(TaskName.IMAGE_TO_IMAGE, "Refine"),
    TaskInfo(TaskName.INPAINT, "Fill"),
    TaskInfo(TaskName.UPSCALE, "Upscale"),
)


@dataclass(frozen=True, slots=True)
class SamplerInfo:
    """A sampler that can be chosen. `name` is what metadata, settings and `--sampler` hold."""

    name: str
    title: str
    schedules: tuple[str, ...]
    """Noise schedules that it allows, the default first: "normal", "karras", "exponential" …"""
    is_stochastic: bool
    uses_eta: bool
    follows_flow: bool = False
    """Whether it suits models of a flow, too; then only with its default schedule."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model that can be chosen, with the settings that suit it best."""

    name: str
    title: str
    path: str
    tasks: tuple[TaskName, ...]
    native_extent: Extent
    extent_multiple: int
    """Sides must be whole multiples of this, in px."""
    default_sampler: str
    default_steps: int
    default_guidance_scale: float
    prompt_tokens: int
    """Longest prompt in tokens that one encoding takes."""
    is_flow: bool = False
    """Its pictures come from noise along straight paths, which only some samplers follow."""
    is_told_guidance: bool = False
    """The guidance scale is an input of its network, so that no words lead away from anything."""
    is_elsewhere: bool = False
    """It was added, and lies in none of the folders where models are looked for."""
    words: tuple[str, ...] = ()
    """The words that it was taught, in lower case; empty = nobody knows, as with large models."""
    most_boxes: int = 0
    """How many things it can be told the places of; 0 = it knows only words."""
    few_steps: int = 0
    """How many steps give a draft; 0 = it has no network for that."""
    few_steps_sampler: str = "lcm"
    """The sampler that such a network is made for; it is used with no other."""
    upscale_factor: int = 1
    """What one pass of an upscaler multiplies each side by; 1 for other models."""
    takes_strength: bool = False
    """Of an upscaler: whether it can be told how damaged a picture is."""
    is_stochastic: bool = False
    """Of an upscaler: whether it invents detail, another with each seed, and samples in steps."""


def suited_samplers(
    samplers: Sequence[SamplerInfo], model: ModelInfo | None
) -> tuple[SamplerInfo, ...]:
    """Those that a model can be used with, with their schedules for it; None = any."""
    if model is None or not model.is_flow:
        return tuple(samplers)
    return tuple(
        replace(sampler, schedules=sampler.schedules[:1])
        for sampler in samplers
        if sampler.follows_flow
    )


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """Where the engine computes."""

    name: str
    """torch's word: "cpu", "cuda", "mps", "xpu"."""
    title: str
    precision: str
    """What networks compute in, after the probe: "float32", "bfloat16", "float16"."""
    memory_bytes: int
