"""How far apart two sets of pictures are as wholes, and how varied and plain to read one is.

Fréchet distance after Heusel et al., arXiv 1706.08500; inception score after Salimans et al.,
arXiv 1606.03498. In the space of our own classifier, whose figures are not those of other papers,
or, where its weights are at hand, of the Inception network that everybody uses.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from torchmetrics.image.fid import FrechetInceptionDistance, NoTrainInceptionV3
from torchmetrics.image.inception import InceptionScore

from studio.core.errors import BadInput, FileProblem
from studio.evaluation.classifier import Maps, SceneClassifier
from studio.evaluation.reading import Picture, as_images

_BATCH = 32


class Embedding(nn.Module):
    """The classifier as the feature network of a Fréchet distance."""

    def __init__(self, network: SceneClassifier) -> None:
        super().__init__()
        self.network = network
        self.num_features = network.embedding_width

    def forward(self, images: Tensor) -> Tensor:
        return self.network.embedding(images)


class KindLogits(nn.Module):
    """The classifier as a judge of what is the one thing to see: (B, kinds)."""

    def __init__(self, network: SceneClassifier) -> None:
        super().__init__()
        self.network = network

    def forward(self, images: Tensor) -> Tensor:
        maps = cast(Maps, self.network(images))
        kinds = functional.log_softmax(maps.things["kind"], dim=1)
        return (kinds + functional.logsigmoid(maps.heat)).amax((2, 3))


def frechet_distance(
    network: nn.Module, pictures: Sequence[Picture], truths: Sequence[Picture]
) -> float:
    """Between the Gaussians fitted to the features of two sets; 0 = alike.

    network: such as Embedding: (B, 3, 128, 128) in -1..1 -> (B, features). It falls with the
    number of pictures, so compare only sets of the same size.
    """
    metric = FrechetInceptionDistance(network, normalize=True, input_img_size=(3, 128, 128))
    with torch.inference_mode():
        for images, real in ((truths, True), (pictures, False)):
            for batch in _batches(images):
                metric.update(batch, real=real)
        return float(metric.compute())


def inception_score(network: nn.Module, pictures: Sequence[Picture]) -> float:
    """1 = all alike or nothing to be recognised; at best the number of the network's classes.

    network: such as KindLogits: (B, 3, 128, 128) in -1..1 -> (B, classes), logits.
    """
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")  # of its memory, and of the spread of a single split
        metric = InceptionScore(network, splits=1)
        for batch in _batches(pictures):
            metric.update(batch)
        return float(metric.compute()[0])


def standard_distance_and_score(
    weights: Path, pictures: Sequence[Picture], truths: Sequence[Picture]
) -> tuple[float, float]:
    """FID and IS as the field reports them, with the weights file of that Inception network.

    Raises FileProblem where there is no such file, BadInput where torch-fidelity is missing.
    """
    if not weights.is_file():
        raise FileProblem(f"There is no file {weights} with Inception weights.")
    try:
        features, logits = (_inception(weights, part) for part in ("2048", "logits_unbiased"))
    except ModuleNotFoundError as error:
        raise BadInput(
            "The standard FID and IS need the package torch-fidelity: pip install torch-fidelity."
        ) from error
    return frechet_distance(features, pictures, truths), inception_score(logits, pictures)


class _AsBytes(nn.Module):
    """The standard network takes bytes."""

    def __init__(self, network: nn.Module, features: int) -> None:
        super().__init__()
        self.network = network
        self.num_features = features

    def forward(self, images: Tensor) -> Tensor:
        return self.network(images.add(1).mul(127.5).round().clamp(0, 255).to(torch.uint8))


def _inception(weights: Path, part: str) -> nn.Module:
    network = NoTrainInceptionV3(
        name="inception-v3-compat",
        features_list=[part],
        feature_extractor_weights_path=str(weights),
    )
    return _AsBytes(network, 2048)


def _batches(pictures: Sequence[Picture]) -> list[Tensor]:
    return [
        as_images(pictures[start : start + _BATCH]) for start in range(0, len(pictures), _BATCH)
    ]
