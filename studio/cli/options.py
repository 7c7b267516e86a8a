"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

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
