"""Commands that make pictures, and list the models that can."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console

from studio.cli.headless import (
    Choices,
    check_writable,
    choose_model,
    finish,
    generation_requests,
    open_library,
    output_paths,
    parse_extent,
)
from studio.cli.options import (
    Drawing,
    JsonOption,
    ModelOption,
    OutOption,
    PrecisionOption,
    SamplerOption,
    SeedOption,
    StepsOption,
    takes_drawing,
)
from studio.cli.terminal import (
    print_json,
    print_report,
    progress_bar,
    table_of_models,
)
from studio.core.boxes import check_boxes
from studio.core.capabilities import TaskName
from studio.core.errors import BadInput
from studio.core.events import Finished
from studio.core.pixels import Pixels
from studio.core.request import (
    DiffusionTask,
    ImageToImage,
    Inpaint,
    InpaintSettings,
    TextToImage,
    UpscaleRequest,
)
from studio.core.resources import user_models_folder
from studio.document.alpha import RGB, over_white, premultiplied
from studio.document.files.images import open_mask, open_picture, save_picture
from studio.document.source import Source

commands = typer.Typer()


@commands.command()
@takes_drawing
def generate(
    prompt: Annotated[str, typer.Argument(help="What the picture shall show.")],
    *,
    image: Annotated[
        Path | None, typer.Option("--image", help="A picture to start from; see --strength.")
    ] = None,
    strength: Annotated[
        float, typer.Option("--strength", help="How much of --image may change, 0.01 to 1.")
    ] = 0.6,
    size: Annotated[
        str | None, typer.Option("--size", help="WIDTHxHEIGHT or one number, in px.")
    ] = None,
    drawing: Drawing,
) -> None:
    """Draw a picture from words, or from words and another picture."""
    if not prompt.strip():
        raise BadInput("The prompt is empty: say in words what the picture shall show.")
    if image is not None and size is not None:
        raise BadInput("--size and --image exclude each other: the result is as large as --image.")
    task = TextToImage(parse_extent(size)) if size else None
    if image is not None:
        task = ImageToImage(_opaque(open_picture(image).pixels), strength)
    name = TaskName.TEXT_TO_IMAGE if image is None else TaskName.IMAGE_TO_IMAGE
    _make_pictures(name, task, prompt, drawing)


@commands.command()
@takes_drawing
def inpaint(
    image: Annotated[Path, typer.Argument(help="The picture to change.")],
    mask: Annotated[Path, typer.Argument(help="As large; white = replace, black = keep.")],
    prompt: Annotated[str, typer.Argument(help="What belongs there; may be empty.")],
    *,
    strength: Annotated[
        float, typer.Option("--strength", help="How much may change there, 0.01 to 1.")
    ] = 1.0,
    grow: Annotated[int, typer.Option("--grow", help="Widen the mask by this many px.")] = 0,
    feather: Annotated[
        int | None, typer.Option("--feather", help="Width of the blend at its edge, in px.")
    ] = None,
    drawing: Drawing,
) -> None:
    """Replace the masked part of a picture; outside the mask nothing changes."""
    source, painted = open_picture(image).pixels, open_mask(mask)
    task = Inpaint(source[..., :RGB], painted, strength, InpaintSettings(grow, feather))
    _make_pictures(TaskName.INPAINT, task, prompt, drawing, source)


@commands.command()
def upscale(
    image: Annotated[Path, typer.Argument(help="The picture to enlarge.")],
    *,
    scale: Annotated[int, typer.Option("--scale", help="2 or 4 times a side.")] = 4,
    model: ModelOption = None,
    strength: Annotated[
        float,
        typer.Option("--strength", help="0 = the picture is clean, 1 = badly damaged: restore it."),
    ] = 0.0,
    seed: SeedOption = None,
    steps: StepsOption = None,
    sampler: SamplerOption = None,
    out: OutOption = None,
    precision: PrecisionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Enlarge a picture and keep it sharp. Seed, steps and sampler are a diffusion model's."""
    source = open_picture(image).pixels
    choices = Choices(model, steps, sampler=sampler, seed=seed)
    # Refuses what cannot be before torch is loaded.
    request = UpscaleRequest(source, scale, "", strength, choices.seeds()[0])
    (path,) = output_paths(out, [f"{image.stem}-x{scale}"])
    check_writable(path, source)
    library = open_library(precision)
    info = choose_model(library, model, TaskName.UPSCALE)
    if info.is_stochastic:
        request = replace(request, sampling=choices.sampling(info))
    elif (seed, steps, sampler) != (None, None, None):
        raise BadInput(f"The model '{info.title}' has no seed, steps or sampler.")
    with progress_bar(1) as follow:
        finished = finish(1, replace(request, model=model or info.name), library, follow)
    save_picture(path, finished.image)
    told_seed = request.seed if info.is_stochastic else None
    print_report([path], [finished], told_seed, info, library, as_json)


@commands.command()
def models(as_json: JsonOption = False) -> None:
    """List the models that are installed."""
    infos = open_library(None).infos()
    if as_json:
        print_json([asdict(info) for info in infos])
        return
    Console().print(table_of_models(infos))
    typer.echo(f"Models of your own belong into {user_models_folder()}")


def _make_pictures(
    name: TaskName,
    task: DiffusionTask | None,
    text: str,
    drawing: Drawing,
    source: Pixels | None = None,
) -> None:
    """task: None = a new picture of the model's own size. source: whose alpha is kept, if any."""
    choices, prompt = drawing.choices, drawing.prompt(text)
    seeds = choices.seeds()
    paths = output_paths(drawing.out, [f"latent-{seed}" for seed in seeds])
    for path in paths:
        check_writable(path, source)
    library = open_library(drawing.precision)
    info = choose_model(library, choices.model, name)
    check_boxes(len(prompt.layout), info)  # before it is loaded
    task = task or TextToImage(info.native_extent)
    finished: list[Finished] = []
    with progress_bar(len(seeds)) as follow:
        requests = generation_requests(task, prompt, choices, info, seeds)
        for path, request in zip(paths, requests, strict=True):
            done = finish(len(finished) + 1, request, library, follow)
            image = done.image if source is None else np.dstack((done.image, source[..., RGB:]))
            save_picture(path, image, Source(done.parameters))
            finished.append(done)
    print_report(paths, finished, seeds[0], info, library, drawing.as_json)


def _opaque(pixels: Pixels) -> Pixels:
    return over_white(premultiplied(pixels))
