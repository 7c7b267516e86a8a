"""One job at a time. Whatever happens in a job ends in one event; the thread goes on."""

from __future__ import annotations

import queue
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import assert_never

from studio.core import garbage
from studio.core.errors import StudioError
from studio.core.events import (
    Cancelled,
    Event,
    Failed,
    Finished,
    JobEvent,
    JobId,
    Loading,
    ModelAdded,
    ModelRefused,
    Ready,
    Stepped,
)
from studio.core.request import GenerationRequest, Request, UpscaleRequest
from studio.engine.cancel import Cancel, Interrupted
from studio.engine.commands import AddModel, Command, ForgetModel, Rescan, Stop, Submit
from studio.engine.enlarging import enlarge
from studio.engine.generate import generate
from studio.engine.library import Collect, Library, known_folders
from studio.engine.memory import is_out_of_memory
from studio.engine.placement import choose_placement, device_info
from studio.engine.samplers import SAMPLERS

_OUT_OF_MEMORY = "There is not enough memory for this; please choose a smaller size."


def run_job(
    job: JobId,
    request: Request,
    library: Library,
    cancel: Cancel,
    emit: Callable[[JobEvent], None],
) -> None:
    """Do one job. Calls `emit` from this thread; the last event is the only closing one."""
    emit(_closing_event(job, request, library, cancel, emit))


def _closing_event(
    job: JobId,
    request: Request,
    library: Library,
    cancel: Cancel,
    emit: Callable[[JobEvent], None],
) -> Finished | Failed | Cancelled:
    try:
        return _completed(job, request, library, cancel, emit)
    except Interrupted:
        return Cancelled(job)
    except StudioError as error:
        return Failed(job, str(error))
    except Exception as error:  # noqa: BLE001
        detail = traceback.format_exc()
        out_of_memory = is_out_of_memory(error)
        # The frames hold the tensors that did not fit.
        traceback.clear_frames(error.__traceback__)
        reason = f"Something went wrong in the engine: {_first_line(error)}"
    if out_of_memory:
        library.release()
        reason = _OUT_OF_MEMORY
    library.tidy()
    return Failed(job, reason, detail)


def _completed(
    job: JobId,
    request: Request,
    library: Library,
    cancel: Cancel,
    emit: Callable[[JobEvent], None],
) -> Finished:
    cancel.check()
    if not library.is_loaded(request.model):
        emit(Loading(job, f"Loading {library.info(request.model).title}"))
    for event in _events(job, request, library, cancel):
        if isinstance(event, Finished):
            return event
        emit(event)
    raise RuntimeError("a job's events ended without a picture")


def _events(
    job: JobId, request: Request, library: Library, cancel: Cancel
) -> Iterator[Stepped | Finished]:
    match request:
        case GenerationRequest():
            return generate(job, request, library.diffusion(request.model), cancel)
        case UpscaleRequest():
            return enlarge(job, request, library.upscaler(request.model), cancel)
        case _:
            assert_never(request)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    text = f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
    return text.rstrip(".")[:300] + "."


def serve(
    commands: queue.SimpleQueue[Command],
    emit: Callable[[Event], None],
    folders: Sequence[Path] | None = None,
    precision: str | None = None,
    collect: Collect = garbage.collect,
    models: Sequence[Path] = (),
) -> None:
    """Load what is needed, tell Ready, and follow commands until Stop.

    folders: where models are; `known_folders()` by default. precision: see `choose_placement`.
    collect, models: see `Library`.
    """
    placement = choose_placement(precision)
    places = known_folders() if folders is None else folders
    library = Library(places, placement, models=models, collect=collect)
    device = device_info(placement)

    def tell_models() -> None:
        emit(Ready(device, library.infos(), SAMPLERS))

    tell_models()
    while True:
        match command := commands.get():
            case Submit(job=job, request=request, cancel=cancel):
                if command.claim():
                    run_job(job, request, library, cancel, emit)
            case Rescan():
                library.rescan()
                tell_models()
            case AddModel(path=path):
                try:
                    model = library.add(path)
                except StudioError as error:
                    emit(ModelRefused(str(error)))
                else:
                    tell_models()
                    emit(ModelAdded(model))
            case ForgetModel(path=path):
                library.forget(path)
                tell_models()
            case Stop():
                return
            case _:
                assert_never(command)
