"""What `train` runs: each model by minutes, resumed from one run folder, published on demand.

A run folder holds an `autoencoder-…` of every kind that was trained, `text_encoder`, `diffusion`,
`inpainting`, `few_steps`, `decoder`, `super_resolution`, `latent_super_resolution`,
`upscaler_decoder` and `classifier`, each with its state, its log, its plot and its sample sheets.
"""

from dataclasses import replace
from pathlib import Path

import torch
from platformdirs import user_cache_path

from studio.core.errors import FileProblem
from studio.evaluation.classifier import load_classifier
from studio.scenes.world import World
from studio.training import processes
from studio.training.autoencoder import (
    load_autoencoder,
    publish_autoencoder,
    sharpen,
    shipped_autoencoder,
    train_autoencoder_run,
    train_decoder_run,
)
from studio.training.checkpoint import has_state, require_state
from studio.training.classifier import publish_classifier, train_classifier_run
from studio.training.diffusion import begin_run, load_models, train_diffusion_run
from studio.training.drawing import Models
from studio.training.few_steps import publish_few_steps, train_few_steps_run
from studio.training.kinds import AutoencoderKind, LossPart
from studio.training.latent_super_resolution import (
    publish_latent_super_resolution,
    shipped_vq_autoencoder,
    train_latent_super_resolution_run,
)
from studio.training.loop import averaged_weights
from studio.training.losses import Judge
from studio.training.publish import publish_models
from studio.training.recipe import Recipe
from studio.training.super_resolution import (
    publish_super_resolution,
    train_super_resolution_run,
)
from studio.training.text_encoder import load_text_encoder, train_text_encoder_run
from studio.training.upscaler_decoder import train_upscaler_decoder_run

_TEXT_PART = 0.1  # of the minutes given to diffusion, spent on the text encoder first
_TEXT_MINUTES = 4.0  # beyond these it has nothing left to learn


def default_run_folder() -> Path:
    return user_cache_path("latent-studio") / "training" / "scenes"


def train_autoencoder(
    minutes: float,
    device: str | None = None,
    run_folder: Path | None = None,
    kind: AutoencoderKind | None = None,
    start: Path | None = None,
    steps: int | None = None,
) -> None:
    """Train an autoencoder until its run has taken `minutes`, or `steps`, in all.

    start: a diffusers folder to begin with; a run that has begun goes on with its own weights.
    Raises FileProblem where `start` holds no model, BadInput where it holds another kind.
    """
    kind = kind or AutoencoderKind()
    where = training_device(device)
    judge = None if LossPart.PERCEPTUAL in kind.without else trained_judge(where)
    folder = autoencoder_folder(run_folder, kind)
    train_autoencoder_run(kind, minutes, folder, where, judge, start, steps)


def publish_trained_autoencoder(
    run_folder: Path | None, destination: Path, kind: AutoencoderKind | None = None
) -> None:
    """Write a trained autoencoder as a folder that the studio and diffusers load."""
    kind = kind or AutoencoderKind()
    publish_autoencoder(kind, autoencoder_folder(run_folder, kind), destination)


def train_diffusion(
    minutes: float,
    device: str | None = None,
    run_folder: Path | None = None,
    recipe: Recipe | None = None,
    start: Path | None = None,
) -> None:
    """Train the text encoder, then the diffusion model, until the run has taken `minutes` in all.

    A run keeps the recipe, the autoencoder and the text encoder that it began with. It begins
    with the run's own autoencoder, or else the one that comes with the program.
    start: a published model; a new run goes on with its U-Net, autoencoder and text encoder.
    Raises FileProblem where `start` holds no model, BadInput where it holds another kind.
    """
    run_folder, recipe = run_folder or default_run_folder(), recipe or Recipe()
    folder = run_folder / "diffusion"
    where = training_device(device)
    text_minutes = 0.0 if start is not None else min(_TEXT_MINUTES, _TEXT_PART * minutes)
    if not has_state(folder):
        models = _first_models(run_folder, text_minutes, where, recipe.world, start)
        processes.once(lambda: begin_run(models, recipe, folder))
    train_diffusion_run(minutes - text_minutes, folder, where, load_classifier().to(where), start)


def train_inpainting(
    minutes: float, device: str | None = None, run_folder: Path | None = None
) -> None:
    """Teach a trained diffusion model to fill holes, until its run has taken `minutes` in all.

    It goes on drawing whole pictures. Raises FileNotFoundError where there is no diffusion run.
    """
    run_folder = run_folder or default_run_folder()
    begun, folder = run_folder / "diffusion", run_folder / "inpainting"
    where = training_device(device)
    weights = averaged_weights(begun)
    if not has_state(folder):
        models, recipe = load_models(begun), replace(Recipe.load(begun), fills=True)
        processes.once(lambda: begin_run(models, recipe, folder))
    judge = load_classifier().to(where)
    train_diffusion_run(minutes, folder, where, judge, weights=weights)


def train_few_steps(
    minutes: float, model: Path, device: str | None = None, run_folder: Path | None = None
) -> None:
    """Teach a LoRA of a published model to draw in few steps, for `minutes` in all.

    Raises StudioError where the folder holds no model, or the run is of another one.
    """
    where = training_device(device)
    judge = load_classifier().to(where)
    train_few_steps_run(minutes, model, few_steps_folder(run_folder), where, judge)


def publish_drafts(run_folder: Path | None, model: Path) -> None:
    """Write the run's LoRA into a model's folder. Raises BadInput where it does not fit."""
    publish_few_steps(few_steps_folder(run_folder), model)


def _first_models(
    run_folder: Path,
    text_minutes: float,
    device: torch.device,
    world: World,
    start: Path | None,
) -> Models:
    """What a new run is trained with."""
    if start is not None:
        if not (start / "unet" / "config.json").exists():
            raise FileProblem(f"There is no model to start with in '{start}'.")
        return load_models(start)
    own = autoencoder_folder(run_folder, AutoencoderKind())
    autoencoder = load_autoencoder(own) if has_state(own) else shipped_autoencoder()
    train_text_encoder_run(text_minutes, run_folder / "text_encoder", device, world)
    return Models(autoencoder, *load_text_encoder(run_folder / "text_encoder"))


def train_decoder(
    minutes: float, device: str | None = None, run_folder: Path | None = None
) -> None:
    """Sharpen the decoder of a diffusion run; its latents, and so its U-Net, stay valid.

    Raises FileNotFoundError where there is no such run.
    """
    run_folder = run_folder or default_run_folder()
    begun, folder = run_folder / "diffusion", run_folder / "decoder"
    require_state(begun)
    autoencoder, world = load_models(begun).autoencoder, Recipe.load(begun).world
    where = training_device(device)
    train_decoder_run(minutes, autoencoder, world, folder, where, trained_judge(where))


def train_super_resolution(
    minutes: float,
    device: str | None = None,
    run_folder: Path | None = None,
    start: Path | None = None,
) -> None:
    """Train the ×4 network until its run has taken `minutes` in all.

    start: a published folder that a new run begins with. Raises FileProblem where it holds no
    model, BadInput where it holds another kind.
    """
    folder = (run_folder or default_run_folder()) / "super_resolution"
    where = training_device(device)
    train_super_resolution_run(minutes, folder, where, trained_judge(where), start)


def train_latent_super_resolution(
    minutes: float,
    device: str | None = None,
    run_folder: Path | None = None,
    start: Path | None = None,
) -> None:
    """Train the ×4 diffusion model until its run has taken `minutes` in all.

    start: as of `train_super_resolution`.
    """
    folder = (run_folder or default_run_folder()) / "latent_super_resolution"
    train_latent_super_resolution_run(minutes, folder, training_device(device), start)


def train_upscaler_decoder(
    minutes: float, device: str | None = None, run_folder: Path | None = None
) -> None:
    """Sharpen the decoder of the ×4 diffusion model; its latents, and so its U-Net, stay valid.

    Raises FileNotFoundError where there is no such run.
    """
    run_folder = run_folder or default_run_folder()
    require_state(run_folder / "latent_super_resolution")
    folder = run_folder / "upscaler_decoder"
    where = training_device(device)
    train_upscaler_decoder_run(minutes, folder, where, trained_judge(where))


def train_classifier(
    minutes: float, device: str | None = None, run_folder: Path | None = None
) -> None:
    """Train the judge of scenes until its run has taken `minutes` in all."""
    train_classifier_run(minutes, classifier_folder(run_folder), training_device(device))


def publish_judge(run_folder: Path | None, destination: Path) -> None:
    """Write the run's classifier as the judge that the studio loads."""
    publish_classifier(classifier_folder(run_folder), destination)


def publish_upscaler(run_folder: Path | None, destination: Path) -> None:
    """Write the run's ×4 network as a folder that the studio and diffusers load."""
    run_folder = run_folder or default_run_folder()
    publish_super_resolution(run_folder / "super_resolution", destination)


def publish_latent_upscaler(run_folder: Path | None, destination: Path) -> None:
    """Write the run's ×4 diffusion model as a folder that the studio and diffusers load.

    With the sharpened decoder, if any.
    """
    run_folder = run_folder or default_run_folder()
    autoencoder, decoder = shipped_vq_autoencoder(), run_folder / "upscaler_decoder"
    if has_state(decoder):
        sharpen(autoencoder, decoder)
    drawn_by = run_folder / "latent_super_resolution"
    publish_latent_super_resolution(drawn_by, destination, autoencoder)


def publish(run_folder: Path | None, destination: Path, *, fills: bool = False) -> None:
    """Write the run's models as a folder that diffusers loads, the sharpened decoder if any.

    fills: the network that learnt to fill holes.
    """
    run_folder = run_folder or default_run_folder()
    require_state(run_folder / "diffusion")
    decoder = None
    if has_state(run_folder / "decoder"):
        decoder = load_models(run_folder / "diffusion").autoencoder
        sharpen(decoder, run_folder / "decoder")
    drawn_by = run_folder / ("inpainting" if fills else "diffusion")
    publish_models(drawn_by, decoder, destination)


def autoencoder_folder(run_folder: Path | None, kind: AutoencoderKind) -> Path:
    return (run_folder or default_run_folder()) / f"autoencoder-{kind.name}"


def trained_judge(device: torch.device) -> Judge:
    """The scene classifier, whose features the perceptual loss compares."""
    return load_classifier().to(device)


def few_steps_folder(run_folder: Path | None) -> Path:
    return (run_folder or default_run_folder()) / "few_steps"


def classifier_folder(run_folder: Path | None) -> Path:
    return (run_folder or default_run_folder()) / "classifier"


def training_device(name: str | None) -> torch.device:
    """The named device, or the best that is there."""
    if name is not None:
        return torch.device(name)
    return processes.own_gpu() if torch.cuda.is_available() else torch.device("cpu")
