"""Options that several commands take."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from studio.cli.headless import Choices
from studio.core.boxes import read_box
from studio.core.request import Prompt

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
BoxesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--box",
        help="What shall be where, as 'LEFT,TOP,RIGHT,BOTTOM: WORDS', each edge from 0 to 1; once"
        " a box, for models that take boxes.",
    ),
]
OutOption = Annotated[
    Path | None, typer.Option("--out", help="File or folder for the result; PNG, JPEG, WebP, TIFF.")
]
PrecisionOption = Annotated[
    str | None, typer.Option("--precision", help="float32, bfloat16 or float16; else as probed.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object, nothing else.")]


@dataclass(frozen=True, slots=True)
class Drawing:
    """How pictures are drawn and where they go: an option a field."""

    model: ModelOption = None
    negative: NegativeOption = ""
    boxes: BoxesOption = None
    steps: StepsOption = None
    guidance: GuidanceOption = None
    sampler: SamplerOption = None
    schedule: ScheduleOption = None
    seed: SeedOption = None
    count: CountOption = 1
    out: OutOption = None
    precision: PrecisionOption = None
    as_json: JsonOption = False

    @property
    def choices(self) -> Choices:
        """Raises BadInput for a number outside its range."""
        return Choices(
            self.model,
            self.steps,
            self.guidance,
            self.sampler,
            self.schedule,
            self.seed,
            self.count,
        )

    def prompt(self, text: str) -> Prompt:
        """Raises BadInput for a box that is none, or that lies outside the picture."""
        return Prompt(text, self.negative, tuple(map(read_box, self.boxes or ())))


def takes_drawing(command: Callable[..., None]) -> Callable[..., None]:
    """Let the command line give a command's parameter `drawing` as the options of a Drawing."""
    own = inspect.signature(command, eval_str=True)
    options = inspect.signature(Drawing, eval_str=True).parameters

    @wraps(command)
    def run(**given: Any) -> None:
        drawing = Drawing(**{name: given.pop(name) for name in options})
        command(**given, drawing=drawing)

    kept = [parameter for name, parameter in own.parameters.items() if name != "drawing"]
    # Typer asks the signature for what the command line offers.
    shown = [*kept, *(each.replace(kind=each.KEYWORD_ONLY) for each in options.values())]
    run.__dict__["__signature__"] = own.replace(parameters=shown)
    return run
