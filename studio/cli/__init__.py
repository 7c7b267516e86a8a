"""The studio's commands: `latent-studio COMMAND`."""

from collections.abc import Sequence

import typer

from studio.cli import judging, pictures, training
from studio.cli.headless import EngineFault
from studio.core.errors import StudioError

BAD_INPUT = 2
FAULT = 1
INTERRUPTED = 130

app = typer.Typer(
    help="Generate, fill and enlarge pictures. Without a command the window opens.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
)
for each in (pictures, training, judging):
    app.add_typer(each.commands)


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
