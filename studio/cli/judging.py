"""Commands that say with numbers how good models and engine are."""

from __future__ import annotations

import os
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer
from rich.console import Console

from studio.cli.headless import (
    choose_model,
    open_library,
)
from studio.cli.options import (
    JsonOption,
    ModelOption,
)
from studio.cli.terminal import (
    part_bar,
    print_json,
    table_of_rows,
)
from studio.core.capabilities import TaskName
from studio.core.errors import BadInput
from studio.evaluation.kinds import Comparison

if TYPE_CHECKING:
    from studio.engine.library import Library

commands = typer.Typer()
bench = typer.Typer(help="Measure the program against its peers.", no_args_is_help=True)
commands.add_typer(bench, name="bench")


class Evaluable(StrEnum):
    AUTOENCODER = "autoencoder"
    TEXT_TO_IMAGE = "text-to-image"
    SUPER_RESOLUTION = "super-resolution"


@commands.command()
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
    compare: Annotated[
        Comparison | None,
        typer.Option("--compare", help="Of text-to-image: the same captions with other settings."),
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--page", help="Write figures and pictures here, as HTML.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array of rows.")] = False,
) -> None:
    """Say with numbers how good a model is, on scenes that no training saw."""
    if what is not Evaluable.TEXT_TO_IMAGE:
        for option, value in (("--inception", inception), ("--compare", compare)):
            if value is not None:
                raise BadInput(
                    f"{option} is for pictures drawn from text; others have no use of it."
                )
    library = open_library("float32" if what is not Evaluable.TEXT_TO_IMAGE else None)
    from studio.evaluation import commands as judges  # noqa: PLC0415
    from studio.evaluation.report import records, save_page  # noqa: PLC0415

    with part_bar() as follow:
        match what:
            case Evaluable.AUTOENCODER:
                evaluation = judges.judge_autoencoders(model, count, follow)
            case Evaluable.TEXT_TO_IMAGE:
                info = choose_model(library, model, TaskName.TEXT_TO_IMAGE)
                diffusion = library.diffusion(model or info.name)
                evaluation = (
                    judges.judge_text_to_image(diffusion, count, inception, follow)
                    if compare is None
                    else judges.compare_text_to_image(diffusion, compare, count, follow)
                )
            case Evaluable.SUPER_RESOLUTION:
                names = [model] if model else _upscalers(library)
                upscalers = [library.upscaler(name) for name in names]
                evaluation = judges.judge_super_resolution(upscalers, count, follow)
            case _:
                assert_never(what)
    if as_json:
        print_json(records(evaluation.rows))
    else:
        Console().print(table_of_rows(evaluation.rows))
    if page is not None:  # last, so that a page that cannot be written loses no figure
        save_page(f"Evaluation: {what}", evaluation, page)


def _upscalers(library: Library) -> list[str]:
    """All that are installed: one is judged beside the others. Raises ModelNotFound."""
    choose_model(library, None, TaskName.UPSCALE)
    return [info.name for info in library.infos() if TaskName.UPSCALE in info.tasks]


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


@bench.command("canvas")
def bench_canvas(as_json: JsonOption = False) -> None:
    """How soon the canvas answers up to 8192 x 8192 px, and what a document weighs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from studio.bench.canvas import measure_canvas  # noqa: PLC0415

    # The application must outlive all that is measured.
    app = QApplication([])
    rows = measure_canvas()
    if as_json:
        print_json([asdict(row) for row in rows])
    else:
        Console().print(table_of_rows(rows))
    app.quit()
