"""What the engine tells, one frozen message at a time. Every job ends in exactly one of
Finished, Failed and Cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from studio.core.capabilities import DeviceInfo, ModelInfo, SamplerInfo
from studio.core.geometry import Bounds
from studio.core.pixels import Pixels

JobId = NewType("JobId", int)


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine has started, or the models that it knows have changed."""

    device: DeviceInfo
    models: tuple[ModelInfo, ...]
    samplers: tuple[SamplerInfo, ...]


@dataclass(frozen=True, slots=True)
class ModelAdded:
    """A model that lies elsewhere is known from now on; Ready has told of it among the others."""

    model: ModelInfo


@dataclass(frozen=True, slots=True)
class ModelRefused:
    reason: str
    """One sentence that a person can act on."""


@dataclass(frozen=True, slots=True)
class Loading:
    """The job waits for a model, a text or a picture to be prepared."""

    job: JobId
    what: str


@dataclass(frozen=True, slots=True, eq=False)
class Stepped:
    """A step of denoising, or a tile of an enlargement, is done."""

    job: JobId
    step: int
    """1..total"""
    total: int
    bounds: Bounds
    """Where the preview belongs in the picture, in px of the finished picture."""
    preview: Pixels | None
    """(h, w, 3) sRGB, read-only, about one pixel a latent cell; None where previews are off."""


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    job: JobId
    image: Pixels
    """(h, w, 3), or (h, w, 4) where the source had alpha; read-only; the whole picture."""
    bounds: Bounds
    """The part that may differ from the source; all of it for a new picture."""
    elapsed_s: float
    steps_per_second: float
    parameters: str
    """The settings as one text, as picture files hold them (A1111's `parameters`)."""


@dataclass(frozen=True, slots=True)
class Failed:
    job: JobId | None
    """None: the engine itself could not start."""
    reason: str
    """One sentence that a person can act on."""
    detail: str = ""
    """The traceback, for the log."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    job: JobId


Event = Ready | ModelAdded | ModelRefused | Loading | Stepped | Finished | Failed | Cancelled
JobEvent = Loading | Stepped | Finished | Failed | Cancelled
