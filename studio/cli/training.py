"""The command that trains the default models."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, assert_never

import typer

from studio.core.errors import BadInput, FileProblem
from studio.engine.environment import prepare_environment
from studio.scenes.world import FAIR_WORLD, WHOLE_WORLD, World
from studio.training.kinds import AutoencoderKind, LossPart, Prediction, Regulariser
from studio.training.recipe import Recipe

commands = typer.Typer()


class Trainable(StrEnum):
    AUTOENCODER = "autoencoder"
    DIFFUSION = "diffusion"
    INPAINTING = "inpainting"
    FEW_STEPS = "few-steps"
    DECODER = "decoder"
    SUPER_RESOLUTION = "super-resolution"
    LATENT_SUPER_RESOLUTION = "latent-super-resolution"
    UPSCALER_DECODER = "upscaler-decoder"
    CLASSIFIER = "classifier"


_BEGINNERS = {
    *(Trainable.AUTOENCODER, Trainable.DIFFUSION),
    *(Trainable.SUPER_RESOLUTION, Trainable.LATENT_SUPER_RESOLUTION),
}
"""What can begin with a published folder."""


class WorldName(StrEnum):
    FAIR = "fair"
    WHOLE = "whole"

    @property
    def world(self) -> World:
        return FAIR_WORLD if self is WorldName.FAIR else WHOLE_WORLD


@commands.command()
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
        typer.Option("--start", help="A published model's folder that a new run begins with."),
    ] = None,
    steps: Annotated[
        int | None,
        typer.Option("--steps", min=1, help="Of an autoencoder: end after so many, if sooner."),
    ] = None,
    prediction: Annotated[
        Prediction, typer.Option("--prediction", help="Of a diffusion model: what it tells.")
    ] = Prediction.V,
    world: Annotated[
        WorldName, typer.Option("--world", help="Of a diffusion model: which scenes it learns.")
    ] = WorldName.FAIR,
    model: Annotated[
        Path | None,
        typer.Option("--model", help="Of few steps: the model's folder to make them for."),
    ] = None,
) -> None:
    """Train a part of the default models on scenes drawn by the program itself."""
    kind = AutoencoderKind(regulariser, downsampling, frozenset(without or ()))
    _check_suits(
        what,
        of_autoencoder=kind != AutoencoderKind() or steps is not None,
        of_diffusion=(prediction, world) != (Prediction.V, WorldName.FAIR),
        starts=start is not None,
        has_model=model is not None,
    )
    if what is Trainable.FEW_STEPS and publish is not None:
        _check_is_model(publish)
    for destination in (folder, publish):
        if destination is not None:
            _make_folder(destination)
    recipe = Recipe(world.world, prediction)
    prepare_environment()
    from studio.training import processes  # noqa: PLC0415

    with processes.team():
        _train(what, minutes, folder, kind, start, steps, recipe, model)
        if publish is not None:
            processes.once(lambda: _publish(what, folder, publish, kind))


def _train(
    what: Trainable,
    minutes: float,
    folder: Path | None,
    kind: AutoencoderKind,
    start: Path | None,
    steps: int | None,
    recipe: Recipe,
    model: Path | None,
) -> None:
    from studio.training import commands as training  # noqa: PLC0415

    try:
        match what:
            case Trainable.AUTOENCODER:
                training.train_autoencoder(
                    minutes, run_folder=folder, kind=kind, start=start, steps=steps
                )
            case Trainable.DIFFUSION:
                training.train_diffusion(minutes, run_folder=folder, recipe=recipe, start=start)
            case Trainable.INPAINTING:
                training.train_inpainting(minutes, run_folder=folder)
            case Trainable.FEW_STEPS:
                assert model is not None
                training.train_few_steps(minutes, model, run_folder=folder)
            case Trainable.DECODER:
                training.train_decoder(minutes, run_folder=folder)
            case Trainable.SUPER_RESOLUTION:
                training.train_super_resolution(minutes, run_folder=folder, start=start)
            case Trainable.LATENT_SUPER_RESOLUTION:
                training.train_latent_super_resolution(minutes, run_folder=folder, start=start)
            case Trainable.UPSCALER_DECODER:
                training.train_upscaler_decoder(minutes, run_folder=folder)
            case Trainable.CLASSIFIER:
                training.train_classifier(minutes, run_folder=folder)
            case _:
                assert_never(what)
    except FileNotFoundError as error:
        raise FileProblem(f"An earlier part is not trained yet. {error}") from error


def _check_suits(
    what: Trainable, *, of_autoencoder: bool, of_diffusion: bool, starts: bool, has_model: bool
) -> None:
    """Raises BadInput where an option was given that only other networks have."""
    if of_autoencoder and what is not Trainable.AUTOENCODER:
        raise BadInput("Kind and steps are an autoencoder's; other networks have none.")
    if of_diffusion and what is not Trainable.DIFFUSION:
        raise BadInput("Prediction and world are a diffusion model's; other networks have none.")
    if starts and what not in _BEGINNERS:
        raise BadInput(f"No folder can be the start of {what.value}.")
    if has_model is not (what is Trainable.FEW_STEPS):
        raise BadInput("Few steps need --model, the folder they are made for; others have none.")


def _check_is_model(folder: Path) -> None:
    if not (folder / "unet" / "config.json").is_file():
        raise FileProblem(f"There is no model in {folder} that few steps could be put beside.")


def _make_folder(path: Path) -> None:
    """Before minutes are spent on what could not be kept. Raises FileProblem."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(f"The folder {path} cannot be made: {error.strerror}.") from error
    if not os.access(path, os.W_OK):
        raise FileProblem(f"The folder {path} cannot be written to.")


def _publish(
    what: Trainable, folder: Path | None, destination: Path, kind: AutoencoderKind
) -> None:
    from studio.training import commands as training  # noqa: PLC0415

    match what:
        case Trainable.AUTOENCODER:
            training.publish_trained_autoencoder(folder, destination, kind)
        case Trainable.SUPER_RESOLUTION:
            training.publish_upscaler(folder, destination)
        case Trainable.LATENT_SUPER_RESOLUTION | Trainable.UPSCALER_DECODER:
            training.publish_latent_upscaler(folder, destination)
        case Trainable.FEW_STEPS:
            training.publish_drafts(folder, destination)
        case Trainable.CLASSIFIER:
            training.publish_judge(folder, destination)
        case Trainable.DIFFUSION | Trainable.DECODER | Trainable.INPAINTING:
            training.publish(folder, destination, fills=what is Trainable.INPAINTING)
        case _:
            assert_never(what)
