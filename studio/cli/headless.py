"""The engine in the caller's own thread, without a window: choices in, picture files out.

Importing this loads no torch; `open_library` does.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from studio.core.capabilities import ModelInfo, TaskName
from studio.core.errors import BadInput, FileProblem, ModelNotFound, StudioError
from studio.core.events import Cancelled, Failed, Finished, JobEvent, JobId, Loading, Stepped
from studio.core.geometry import Extent
from studio.core.pixels import Pixels, check_extent
from studio.core.request import (
    LARGEST_COUNT,
    LARGEST_SEED,
    DiffusionTask,
    GenerationRequest,
    Prompt,
    Request,
    SamplerSettings,
    check_range,
    settings_with,
)
from studio.core.resources import user_models_folder
from studio.document.files.images import check_suffix, loses_transparency
from studio.engine.cancel import Cancel
from studio.engine.environment import prepare_environment

if TYPE_CHECKING:
    from studio.engine.library import Library

_SIZE = re.compile(r"\s*(\d{1,9})(?:\s*[x×X]\s*(\d{1,9}))?\s*")


class EngineFault(Exception):
    """A job failed for no fault of the input; `detail` is the traceback."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Choices:
    """How a picture shall be made; None = as suits the model."""

    model: str | None = None
    steps: int | None = None
    guidance_scale: float | None = None
    sampler: str | None = None
    schedule: str | None = None
    seed: int | None = None
    """None = a random one."""
    count: int = 1

    def __post_init__(self) -> None:
        check_range("The number of pictures", self.count, 1, LARGEST_COUNT)
        check_range("The seed", self.seed or 0, 0, LARGEST_SEED)

    def seeds(self) -> tuple[int, ...]:
        """One for each picture, counting up."""
        first = secrets.randbelow(LARGEST_SEED + 1) if self.seed is None else self.seed
        return tuple((first + i) % (LARGEST_SEED + 1) for i in range(self.count))

    def sampling(self, info: ModelInfo) -> SamplerSettings:
        """Where nothing was chosen, the model's own. Raises BadInput."""
        best = settings_with(info, self.sampler)
        steps, guidance_scale = self.steps, self.guidance_scale
        return replace(
            best,
            steps=best.steps if steps is None else steps,
            guidance_scale=best.guidance_scale if guidance_scale is None else guidance_scale,
            schedule=self.schedule,
        )


def parse_extent(text: str) -> Extent:
    """`WxH`, or `N` for a square, in px. Raises BadInput."""
    match = _SIZE.fullmatch(text)
    if match is None:
        raise BadInput(f"'{text[:40]}' is no size: write WIDTHxHEIGHT or one number, in px.")
    width, height = match.groups()
    extent = Extent(int(width), int(height or width))
    check_extent(extent)
    return extent


def output_paths(out: Path | None, names: Sequence[str]) -> tuple[Path, ...]:
    """One file a picture. out: a file (numbered where there are several), a folder, or nothing.

    names: what they are called where `out` names no file, without suffix.
    """
    if out is None or out.is_dir():
        return tuple((out or Path()) / f"{name}.png" for name in names)
    if len(names) == 1:
        return (out,)
    return tuple(out.with_name(f"{out.stem}-{i}{out.suffix}") for i in range(1, len(names) + 1))


def check_writable(path: Path, source: Pixels | None = None) -> None:
    """Before any work is done: can the result be saved there? Raises FileProblem and BadInput.

    source: a picture whose transparency the result keeps.
    """
    check_suffix(path)
    if source is not None and loses_transparency(path, source):
        raise BadInput(f"{path.name} cannot hold the picture's transparency: choose a .png file.")
    folder = path.parent
    if not folder.is_dir():
        raise FileProblem(f"{path} cannot be written: there is no folder {folder}.")
    if path.is_dir():
        raise FileProblem(f"{path} cannot be written: it is a folder.")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise FileProblem(f"{path} cannot be written: {error.strerror}.") from error


def open_library(precision: str | None) -> Library:
    """The models of the program and of the person; loads torch. Raises BadInput."""
    prepare_environment()
    from studio.engine.library import Library, known_folders  # noqa: PLC0415
    from studio.engine.placement import choose_placement  # noqa: PLC0415

    return Library(known_folders(), choose_placement(precision))


def choose_model(library: Library, name: str | None, task: TaskName) -> ModelInfo:
    """The named model, else the first that can do the task. Raises ModelNotFound, ModelBroken."""
    if name is not None:
        return library.info(name)
    for info in library.infos():
        if task in info.tasks:
            return info
    raise ModelNotFound(
        f"No model for {task} is installed; put one into {user_models_folder()},"
        " or name its folder with --model."
    )


def generation_requests(
    task: DiffusionTask, prompt: Prompt, choices: Choices, info: ModelInfo, seeds: Sequence[int]
) -> Iterator[GenerationRequest]:
    """One a seed, without previews, which nobody would see."""
    model = choices.model or info.name
    sampling = choices.sampling(info)
    for seed in seeds:
        yield GenerationRequest(task, model, prompt, seed, sampling, previews=False)


def finish(
    job: int, request: Request, library: Library, follow: Callable[[JobEvent], None]
) -> Finished:
    """Do one job here and now. Raises StudioError and EngineFault. follow: sees every event."""
    from studio.engine.worker import run_job  # noqa: PLC0415

    events: list[JobEvent] = []

    def emit(event: JobEvent) -> None:
        follow(event)
        events[:] = [event]

    run_job(JobId(job), request, library, Cancel(), emit)
    match closing := events[0]:
        case Finished():
            return closing
        case Failed(reason=reason, detail=detail) if detail:
            raise EngineFault(reason, detail)
        case Failed(reason=reason):
            raise StudioError(reason)
        case Loading() | Stepped() | Cancelled():
            raise AssertionError(f"nobody cancelled, yet the job ended in {closing}")
        case _:
            assert_never(closing)
