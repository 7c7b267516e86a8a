"""What stands in for the engine, and events as it would tell them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from studio.core.capabilities import DeviceInfo, ModelInfo, SamplerInfo, TaskName
from studio.core.events import Finished, JobId, Ready, Stepped
from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels, extent_of
from studio.core.request import Request
from studio.session.session import Session

LANDSCAPES = ModelInfo(
    name="landscapes",
    title="Landscapes",
    path="/models/landscapes",
    tasks=(TaskName.TEXT_TO_IMAGE, TaskName.IMAGE_TO_IMAGE, TaskName.INPAINT),
    native_extent=Extent(64, 64),
    extent_multiple=8,
    default_sampler="euler",
    default_steps=12,
    default_guidance_scale=3.0,
    prompt_tokens=77,
)
PORTRAITS = ModelInfo(
    name="portraits",
    title="Portraits",
    path="/models/portraits",
    tasks=(TaskName.TEXT_TO_IMAGE,),
    native_extent=Extent(96, 128),
    extent_multiple=16,
    default_sampler="dpmpp_2m",
    default_steps=30,
    default_guidance_scale=7.0,
    prompt_tokens=77,
)
UPSCALER = ModelInfo(
    name="upscaler-x4",
    title="Upscaler ×4",
    path="/models/upscaler-x4",
    tasks=(TaskName.UPSCALE,),
    native_extent=Extent(64, 64),
    extent_multiple=1,
    default_sampler="",
    default_steps=1,
    default_guidance_scale=1.0,
    prompt_tokens=0,
    upscale_factor=4,
)
SAMPLERS = (
    SamplerInfo("dpmpp_2m", "DPM++ 2M", ("normal", "karras"), False, False),
    SamplerInfo("euler", "Euler", ("normal",), False, False),
)
READY = Ready(
    DeviceInfo("cpu", "CPU", "float32", 8 << 30), (LANDSCAPES, PORTRAITS, UPSCALER), SAMPLERS
)


class FakeClient:
    """The thread border without a thread."""

    def __init__(self) -> None:
        self.submitted: list[Request] = []
        self.cancelled: list[JobId] = []
        self.rescans = 0
        self.added: list[Path] = []
        self.forgotten: list[Path] = []

    def submit(self, request: Request) -> JobId:
        self.submitted.append(request)
        return JobId(len(self.submitted))

    def cancel(self, job: JobId) -> None:
        self.cancelled.append(job)

    def rescan(self) -> None:
        self.rescans += 1

    def add_model(self, path: Path) -> None:
        self.added.append(path)

    def forget_model(self, path: Path) -> None:
        self.forgotten.append(path)


class Told:
    """What a session has said, in the order it was said."""

    def __init__(self, session: Session) -> None:
        self.problems: list[str] = []
        self.notices: list[str] = []
        self.changes: list[Bounds] = []
        session.problem.connect(self.problems.append)
        session.notice.connect(self.notices.append)
        session.document_changed.connect(self.changes.append)


def settle(qtbot: QtBot, session: Session) -> None:
    """Wait until nothing is opened or written any longer."""
    qtbot.waitUntil(lambda: session.background.is_idle)


def a_picture(width: int, height: int, value: int = 100, channels: int = 3) -> Pixels:
    pixels = np.full((height, width, channels), value, np.uint8)
    if channels == 4:
        pixels[..., 3] = 255
    return pixels


def stepped(job: int, step: int, total: int = 4, preview: Pixels | None = None) -> Stepped:
    return Stepped(JobId(job), step, total, Bounds(0, 0, 64, 64), preview)


def finished(job: int, image: Pixels, bounds: Bounds | None = None, said: str = "") -> Finished:
    whole = Bounds.of(extent_of(image))
    return Finished(JobId(job), image, bounds or whole, 1.0, 4.0, said or f"made by {job}")
