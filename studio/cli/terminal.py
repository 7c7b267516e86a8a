"""What the command line shows: a progress bar on standard error, results on standard output."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from studio.core.capabilities import ModelInfo
from studio.core.events import Cancelled, Failed, Finished, JobEvent, Loading, Stepped

if TYPE_CHECKING:
    from studio.engine.library import Library
    from studio.evaluation.rows import Row


def print_report(
    paths: Sequence[Path],
    finished: Sequence[Finished],
    seed: int | None,
    info: ModelInfo,
    library: Library,
    as_json: bool,
) -> None:
    seconds = sum(done.elapsed_s for done in finished)
    rate = sum(done.steps_per_second for done in finished) / len(finished)
    if not as_json:
        for path in paths:
            typer.echo(f"{path}")
        return
    print_json(
        {
            "files": [str(path) for path in paths],
            "seed": seed,
            "seconds": round(seconds, 3),
            "steps_per_second": round(rate, 3),
            "model": info.name,
            "device": library.placement.device.type,
        }
    )


@contextmanager
def progress_bar(count: int) -> Iterator[Callable[[JobEvent], None]]:
    """A bar on standard error over the steps of `count` jobs; none where that is a file."""
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(
        *columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal
    ) as progress:
        bar = progress.add_task("Starting", total=None)

        def follow(event: JobEvent) -> None:
            match event:
                case Loading(what=what):
                    progress.update(bar, description=what)
                case Stepped(job=job, step=step, total=total):
                    done = (job - 1) * total + step
                    title = f"Picture {job} of {count}" if count > 1 else "Working"
                    progress.update(bar, description=title, completed=done, total=count * total)
                case Finished() | Failed() | Cancelled():
                    pass
                case _:
                    assert_never(event)

        yield follow


@contextmanager
def part_bar() -> Iterator[Callable[[str, float], None]]:
    """A bar on standard error that is told what is done and how far, 0..1."""
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("Starting", total=1.0)

        def follow(what: str, part: float) -> None:
            progress.update(bar, description=what, completed=part)

        yield follow


def table_of_models(infos: Sequence[ModelInfo]) -> Table:
    table = Table("name", "title", "does", "px", box=None, pad_edge=False)
    for info in infos:
        table.add_row(info.name, info.title, ", ".join(info.tasks), str(info.native_extent))
    return table


def table_of_rows(rows: Sequence[Row]) -> Table:
    # Where it is narrow, what was measured takes more lines; figures stay whole.
    figures = [Column(name, no_wrap=True) for name in ("value", "peer", "ratio", "target", "holds")]
    table = Table("measured", *figures, box=None)
    for row in rows:
        value, peer = f"{row.value:.4g} {row.unit}", "" if row.peer is None else f"{row.peer:.4g}"
        ratio = "" if row.ratio is None else f"{row.ratio:.3f}"
        table.add_row(row.name, value, peer, ratio, row.target, "yes" if row.holds else "NO")
    return table


def print_json(content: object) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))
