"""What `evaluate` runs: each kind of model, judged with the classifier that comes along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from studio.core.errors import ModelBroken, ModelNotFound
from studio.engine.enlarging import AnyUpscaler
from studio.engine.model import DiffusionModel
from studio.evaluation.autoencoders import evaluate_autoencoders, published_autoencoders
from studio.evaluation.classifier import SceneClassifier, classifier_folder, load_classifier
from studio.evaluation.comparing import compare
from studio.evaluation.kinds import Comparison
from studio.evaluation.report import Evaluation, Follow
from studio.evaluation.super_resolution import evaluate_super_resolution
from studio.evaluation.text_to_image import evaluate_text_to_image

_SCENES = {"autoencoder": 96, "text-to-image": 500, "super-resolution": 32}
_COMPARED = 64  # captions, drawn with each of the settings that are compared


def judge_autoencoders(model: str | None, count: int | None, follow: Follow) -> Evaluation:
    """model: a folder of diffusers; None = those that come with the program."""
    folders = published_autoencoders() if model is None else [Path(model).expanduser()]
    count = count or _SCENES["autoencoder"]
    return evaluate_autoencoders(folders, _judge(), count=count, follow=follow)


def judge_text_to_image(
    model: DiffusionModel, count: int | None, inception: Path | None, follow: Follow
) -> Evaluation:
    count = count or _SCENES["text-to-image"]
    return evaluate_text_to_image(model, _judge(), count=count, inception=inception, follow=follow)


def compare_text_to_image(
    model: DiffusionModel, what: Comparison, count: int | None, follow: Follow
) -> Evaluation:
    return compare(model, _judge(), what, count=count or _COMPARED, follow=follow)


def judge_super_resolution(
    models: Sequence[AnyUpscaler], count: int | None, follow: Follow
) -> Evaluation:
    count = count or _SCENES["super-resolution"]
    return evaluate_super_resolution(models, _judge(), count=count, follow=follow)


def _judge() -> SceneClassifier:
    """Raises ModelNotFound and ModelBroken."""
    folder = classifier_folder()
    try:
        return load_classifier(folder)
    except FileNotFoundError as error:
        raise ModelNotFound(
            f"There is no classifier in {folder}; train one: train classifier --publish."
        ) from error
    except ValueError as error:
        raise ModelBroken(str(error)) from error
