from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from studio.core.errors import FileProblem
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.frechet import (
    Embedding,
    KindLogits,
    frechet_distance,
    inception_score,
    standard_distance_and_score,
)
from studio.evaluation.reading import Picture


class MeanColours(nn.Module):
    """Three features whose Gaussians the test knows."""

    def forward(self, images: Tensor) -> Tensor:
        return images.double().mean((2, 3))


def plain_pictures(colours: np.ndarray) -> list[Picture]:
    """colours: (count, 3) in -1..1."""
    levels = np.clip(np.rint((colours + 1) * 127.5), 0, 255).astype(np.uint8)
    return [np.tile(level, (16, 16, 1)) for level in levels]


def normal(count: int, mean: float, deviation: float, seed: int = 0) -> np.ndarray:
    values = np.random.default_rng(seed).standard_normal((count, 3))
    values = (values - values.mean(0)) / values.std(0, ddof=1)
    return mean + deviation * values


def test_a_set_is_at_no_distance_from_itself() -> None:
    pictures = plain_pictures(normal(100, 0.1, 0.2))
    assert frechet_distance(MeanColours(), pictures, pictures) == pytest.approx(0, abs=1e-9)


def test_the_distance_of_two_gaussians_is_that_of_the_closed_form() -> None:
    here, there = normal(200, -0.2, 0.1), normal(200, 0.3, 0.25)
    # The same draws, scaled: covariances commute, so the roots may be taken one by one.
    covariances = [np.linalg.eigvalsh(np.cov(each.T)) for each in (here, there)]
    spread = np.sum((np.sqrt(covariances[0]) - np.sqrt(covariances[1])) ** 2)
    expected = 3 * 0.5**2 + spread
    distance = frechet_distance(MeanColours(), plain_pictures(here), plain_pictures(there))
    assert distance == pytest.approx(expected, rel=0.02)


def test_the_distance_grows_with_a_shift_in_the_classifiers_space() -> None:
    torch.manual_seed(0)
    network = Embedding(SceneClassifier(widths=(8, 8, 16, 16), embedding_width=8).eval())
    colours = normal(64, 0.0, 0.2)
    truths = plain_pictures(colours)
    distances = [
        frechet_distance(network, plain_pictures(colours + shift), truths)
        for shift in (0.0, 0.1, 0.3, 0.6)
    ]
    assert distances == sorted(distances)
    assert distances[0] == pytest.approx(0, abs=1e-6)
    assert distances[-1] > 10 * distances[1]


class Sorter(nn.Module):
    """As sure as can be which of three channels is the brightest."""

    def forward(self, images: Tensor) -> Tensor:
        return 30 * images.mean((2, 3))


def test_the_score_is_the_number_of_kinds_that_are_plain_to_see() -> None:
    colours = np.eye(3) * 2 - 1
    assert inception_score(Sorter(), plain_pictures(colours)) == pytest.approx(3, rel=1e-4)
    alike = plain_pictures(np.tile(colours[0], (6, 1)))
    assert inception_score(Sorter(), alike) == pytest.approx(1, rel=1e-4)


def test_the_classifier_scores_kinds() -> None:
    logits = KindLogits(SceneClassifier(widths=(8, 8, 16, 16)).eval())
    assert 1 <= inception_score(logits, plain_pictures(normal(4, 0, 0.3))) <= 4


def test_missing_inception_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"no file .*weights\.pth"):
        standard_distance_and_score(tmp_path / "weights.pth", [], [])
