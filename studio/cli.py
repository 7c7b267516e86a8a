"""The studio's commands: `latent-studio COMMAND`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, assert_never

import numpy as np
import typer
from rich.console import Console

from studio.core.capabilities import TaskName
from studio.core.errors import BadInput, FileProblem, StudioError
from studio.core.events import Finished
from studio.core.pixels import Pixels
from studio.core.request import (
    DiffusionTask,
    ImageToImage,
    Inpaint,
    InpaintSettings,
    Prompt,
    TextToImage,
    UpscaleRequest,
)
from studio.core.resources import user_models_folder
from studio.document.alpha import RGB, over_white, premultiplied
from studio.document.files.images import open_mask, open_picture, save_picture
from studio.engine.environment import prepare_environment
from studio.headless import (
    Choices,
    EngineFault,
    check_writable,
    choose_model,
    finish,
    generation_requests,
    open_library,
    output_paths,
    parse_extent,
)
from studio.terminal import (
    part_bar,
    print_json,
    print_report,
    progress_bar,
    table_of_models,
    table_of_rows,
)
from studio.training.kinds import AutoencoderKind, LossPart, Regulariser

BAD_INPUT = 2
FAULT = 1
INTERRUPTED = 130

app = typer.Typer(
    help="Generate, fill and enlarge pictures. Without a command the window opens.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
)
bench = typer.Typer(help="Measure the program against its peers.", no_args_is_help=True)
app.add_typer(bench, name="bench")

ModelOption = Annotated[
    str | None, typer.Option("--model", help="Name, folder or file of a model; see `models`.")
]
StepsOption = Annotated[int | None, typer.Option("--steps", help="Steps of denoising.")]
GuidanceOption = Annotated[
    float | None, typer.Option("--guidance", help="How strictly to follow the prompt; 1 = freely.")
]
SamplerOption = Annotated[
    str | None, typer.Option("--sampler", help="Such as dpmpp_2m, euler, ddim, unipc, lcm.")
]
ScheduleOption = Annotated[
    str | None, typer.Option("--schedule", help="Noise schedule, such as normal or karras.")
]
SeedOption = Annotated[
    int | None, typer.Option("--seed", help="The same seed gives the same picture; else random.")
]
CountOption = Annotated[int, typer.Option("--count", help="How many pictures, seeds counting up.")]
NegativeOption = Annotated[str, typer.Option("--negative", help="What the picture shall not show.")]
OutOption = Annotated[
    Path | None, typer.Option("--out", help="File or folder for the result; PNG, JPEG, WebP, TIFF.")
]
PrecisionOption = Annotated[
    str | None, typer.Option("--precision", help="float32, bfloat16 or float16; else as probed.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object, nothing else.")]


class Trainable(StrEnum):
    AUTOENCODER = "autoencoder"
    DIFFUSION = "diffusion"
    DECODER = "decoder"
    SUPER_RESOLUTION = "super-resolution"
    CLASSIFIER = "classifier"


class Evaluable(StrEnum):
    AUTOENCODER = "autoencoder"
    TEXT_TO_IMAGE = "text-to-image"
    SUPER_RESOLUTION = "super-resolution"


@app.command()
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
    model: ModelOption = None,
    negative: NegativeOption = "",
    steps: StepsOption = None,
    guidance: GuidanceOption = None,
    sampler: SamplerOption = None,
    schedule: ScheduleOption = None,
    seed: SeedOption = None,
    count: CountOption = 1,
    out: OutOption = None,
    precision: PrecisionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draw a picture from words, or from words and another picture."""
    if not prompt.strip():
        raise BadInput("The prompt is empty: say in words what the picture shall show.")
    if image is not None and size is not None:
        raise BadInput("--size and --image exclude each other: the result is as large as --image.")
    choices = Choices(model, steps, guidance, sampler, schedule, seed, count)
    task = TextToImage(parse_extent(size)) if size else None
    if image is not None:
        task = ImageToImage(_opaque(open_picture(image).pixels), strength)
    name = TaskName.TEXT_TO_IMAGE if image is None else TaskName.IMAGE_TO_IMAGE
    _make_pictures(name, task, Prompt(prompt, negative), choices, out, precision, as_json)


@app.command()
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
    model: ModelOption = None,
    negative: NegativeOption = "",
    steps: StepsOption = None,
    guidance: GuidanceOption = None,
    sampler: SamplerOption = None,
    schedule: ScheduleOption = None,
    seed: SeedOption = None,
    count: CountOption = 1,
    out: OutOption = None,
    precision: PrecisionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Replace the masked part of a picture; outside the mask nothing changes."""
    choices = Choices(model, steps, guidance, sampler, schedule, seed, count)
    source, painted = open_picture(image).pixels, open_mask(mask)
    task = Inpaint(source[..., :RGB], painted, strength, InpaintSettings(grow, feather))
    prompts = Prompt(prompt, negative)
    _make_pictures(TaskName.INPAINT, task, prompts, choices, out, precision, as_json, source)


@app.command()
def upscale(
    image: Annotated[Path, typer.Argument(help="The picture to enlarge.")],
    scale: Annotated[int, typer.Option("--scale", help="2 or 4 times a side.")] = 4,
    model: ModelOption = None,
    out: OutOption = None,
    precision: PrecisionOption = None,
    as_json: JsonOption = False,
) -> None:
    """Enlarge a picture and keep it sharp."""
    source = open_picture(image).pixels
    UpscaleRequest(source, scale, "")  # refuses another scale before torch is loaded
    (path,) = output_paths(out, [f"{image.stem}-x{scale}"])
    check_writable(path, source)
    library = open_library(precision)
    info = choose_model(library, model, TaskName.UPSCALE)
    request = UpscaleRequest(source, scale, model or info.name)
    with progress_bar(1) as follow:
        finished = finish(1, request, library, follow)
    save_picture(path, finished.image)
    print_report([path], [finished], None, info, library, as_json)


@app.command()
def models(as_json: JsonOption = False) -> None:
    """List the models that are installed."""
    infos = open_library(None).infos()
    if as_json:
        print_json([asdict(info) for info in infos])
        return
    Console().print(table_of_models(infos))
    typer.echo(f"Models of your own belong into {user_models_folder()}")


@app.command()
def train(
    what: Annotated[Trainable, typer.Argument(help="Which network.")],
    *,
    minutes: Annotated[
        float, typer.Option("--minutes", min=0.01, help="How long the run may take in all.")
    ],
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where the run is kept, and resumed.")
    ] = None,
    publish: Annotated[
        Path | None, typer.Option("--publish", help="Write the model here when it is trained.")
    ] = None,
    regulariser: Annotated[
        Regulariser, typer.Option("--regulariser", help="Of an autoencoder: what keeps it small.")
    ] = Regulariser.KL,
    downsampling: Annotated[
        int, typer.Option("--downsampling", help="Of an autoencoder: 4, 8 or 16 px to a cell.")
    ] = 8,
    without: Annotated[
        list[LossPart] | None,
        typer.Option("--without", help="Of an autoencoder: leave out a part of its loss."),
    ] = None,
    start: Annotated[
        Path | None,
        typer.Option("--start", help="Of an autoencoder: a diffusers folder to begin with."),
    ] = None,
    steps: Annotated[
        int | None,
        typer.Option("--steps", min=1, help="Of an autoencoder: end after so many, if sooner."),
    ] = None,
) -> None:
    """Train a part of the default models on scenes drawn by the program itself."""
    kind = AutoencoderKind(regulariser, downsampling, frozenset(without or ()))
    if what is not Trainable.AUTOENCODER and (
        kind != AutoencoderKind() or start is not None or steps is not None
    ):
        raise BadInput("Kind, start and steps are an autoencoder's; other networks have none.")
    prepare_environment()
    from studio.training import commands  # noqa: PLC0415

    try:
        match what:
            case Trainable.AUTOENCODER:
                commands.train_autoencoder(
                    minutes, run_folder=folder, kind=kind, start=start, steps=steps
                )
            case Trainable.DIFFUSION:
                commands.train_diffusion(minutes, run_folder=folder)
            case Trainable.DECODER:
                commands.train_decoder(minutes, run_folder=folder)
            case Trainable.SUPER_RESOLUTION:
                commands.train_super_resolution(minutes, run_folder=folder)
            case Trainable.CLASSIFIER:
                commands.train_classifier(minutes, run_folder=folder)
            case _:
                assert_never(what)
    except FileNotFoundError as error:
        raise FileProblem(f"An earlier part is not trained yet: {error}.") from error
    if publish is not None:
        _publish(what, folder, publish, kind)


def _publish(
    what: Trainable, folder: Path | None, destination: Path, kind: AutoencoderKind
) -> None:
    from studio.training import commands  # noqa: PLC0415

    match what:
        case Trainable.AUTOENCODER:
            commands.publish_trained_autoencoder(folder, destination, kind)
        case Trainable.SUPER_RESOLUTION:
            commands.publish_upscaler(folder, destination)
        case Trainable.CLASSIFIER:
            commands.publish_judge(folder, destination)
        case Trainable.DIFFUSION | Trainable.DECODER:
            commands.publish(folder, destination)
        case _:
            assert_never(what)


@app.command()
def evaluate(
    what: Annotated[Evaluable, typer.Argument(help="Which kind of model.")],
    model: ModelOption = None,
    count: Annotated[
        int | None, typer.Option("--count", min=4, help="How many scenes to judge by.")
    ] = None,
    inception: Annotated[
        Path | None,
        typer.Option("--inception", help="Of text-to-image: weights for the standard FID and IS."),
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--page", help="Write figures and pictures here, as HTML.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array of rows.")] = False,
) -> None:
    """Say with numbers how good a model is, on scenes that no training saw."""
    if inception is not None and what is not Evaluable.TEXT_TO_IMAGE:
        raise BadInput("--inception judges pictures drawn from text; the others have no use of it.")
    library = open_library("float32" if what is not Evaluable.TEXT_TO_IMAGE else None)
    from studio.evaluation import commands  # noqa: PLC0415
    from studio.evaluation.report import records, save_page  # noqa: PLC0415

    with part_bar() as follow:
        match what:
            case Evaluable.AUTOENCODER:
                evaluation = commands.judge_autoencoders(model, count, follow)
            case Evaluable.TEXT_TO_IMAGE:
                info = choose_model(library, model, TaskName.TEXT_TO_IMAGE)
                evaluation = commands.judge_text_to_image(
                    library.diffusion(model or info.name), count, inception, follow
                )
            case Evaluable.SUPER_RESOLUTION:
                info = choose_model(library, model, TaskName.UPSCALE)
                evaluation = commands.judge_super_resolution(
                    library.upscaler(model or info.name), count, follow
                )
            case _:
                assert_never(what)
    if page is not None:
        save_page(f"Evaluation: {what}", evaluation, page)
    if as_json:
        print_json(records(evaluation.rows))
    else:
        Console().print(table_of_rows(evaluation.rows))


@bench.command("engine")
def bench_engine(model: ModelOption = None, as_json: JsonOption = False) -> None:
    """Speed, cancelling and caching of the engine, beside diffusers' own pipeline."""
    library = open_library("float32")
    from studio.evaluation.bench_engine import measure_engine  # noqa: PLC0415

    info = choose_model(library, model, TaskName.TEXT_TO_IMAGE)
    rows = measure_engine(library.diffusion(model or info.name))
    if as_json:
        print_json([asdict(row) for row in rows])
    else:
        Console().print(table_of_rows(rows))


def _make_pictures(
    name: TaskName,
    task: DiffusionTask | None,
    prompt: Prompt,
    choices: Choices,
    out: Path | None,
    precision: str | None,
    as_json: bool,
    source: Pixels | None = None,
) -> None:
    """task: None = a new picture of the model's own size. source: whose alpha is kept, if any."""
    seeds = choices.seeds()
    paths = output_paths(out, [f"latent-{seed}" for seed in seeds])
    for path in paths:
        check_writable(path, source)
    library = open_library(precision)
    info = choose_model(library, choices.model, name)
    task = task or TextToImage(info.native_extent)
    finished: list[Finished] = []
    with progress_bar(len(seeds)) as follow:
        requests = generation_requests(task, prompt, choices, info, seeds)
        for path, request in zip(paths, requests, strict=True):
            done = finish(len(finished) + 1, request, library, follow)
            image = done.image if source is None else np.dstack((done.image, source[..., RGB:]))
            save_picture(path, image, parameters=done.parameters)
            finished.append(done)
    print_report(paths, finished, seeds[0], info, library, as_json)


def _opaque(pixels: Pixels) -> Pixels:
    return over_white(premultiplied(pixels))


def run(arguments: Sequence[str]) -> int:
    """Do what a command says; returns the exit code. Bad input gives one line on stderr."""
    try:
        result = app(list(arguments), prog_name="latent-studio", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except StudioError as error:
        return refuse(str(error))
    except typer.TyperException as error:
        return refuse(error.format_message())
    except EngineFault as error:
        typer.echo(f"{error}\n\n{error.detail}", err=True)
        return FAULT
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED


def refuse(reason: str) -> int:
    """Bad input, told in one line; returns the exit code."""
    typer.echo(" ".join(reason.split()), err=True)
    return BAD_INPUT
