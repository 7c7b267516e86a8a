"""The judge that comes with the program: is it fit to judge?"""

from __future__ import annotations

import pytest

from studio.evaluation.accuracy import held_out_accuracy, held_out_scenes
from studio.evaluation.classifier import SceneClassifier, classifier_folder, load_classifier
from studio.evaluation.frechet import Embedding, frechet_distance
from studio.evaluation.pictures import OTHER_SEED, held_out_pictures
from studio.evaluation.reading import judge
from studio.scenes.description import Scene
from studio.scenes.painting import paint


@pytest.fixture(scope="module")
def classifier() -> SceneClassifier:
    return load_classifier()


@pytest.fixture(scope="module")
def shares(classifier: SceneClassifier) -> dict[str, float]:
    return held_out_accuracy(classifier, 64)


def test_it_is_right_about_scenes_that_it_never_saw(shares: dict[str, float]) -> None:
    assert shares["all"] >= 0.96


@pytest.mark.parametrize("group", ["what", "colour", "where", "sky", "ground", "precision"])
def test_no_group_is_guessed(shares: dict[str, float], group: str) -> None:
    assert shares[group] >= 0.9


def test_it_reads_a_picture_of_twice_the_size_alike(classifier: SceneClassifier) -> None:
    scenes: list[Scene] = held_out_scenes(24)
    small, large = (
        judge(classifier, [paint(scene, side) for scene in scenes]) for side in (128, 256)
    )
    same = [
        {(t.kind, t.colour) for t in a.things} == {(t.kind, t.colour) for t in b.things}
        for a, b in zip(small, large, strict=True)
    ]
    assert sum(same) >= 20


def test_scenes_are_nearer_to_scenes_than_to_scenes_upside_down(
    classifier: SceneClassifier,
) -> None:
    truths, others = held_out_pictures(96, 128), held_out_pictures(96, 128, OTHER_SEED)
    network = Embedding(classifier)
    turned = [picture[::-1] for picture in others]
    floor = frechet_distance(network, others, truths)
    assert frechet_distance(network, turned, truths) > 1.5 * floor


def test_its_files_are_small_readable_and_name_no_machine() -> None:
    files = list(classifier_folder().iterdir())
    assert sum(file.stat().st_size for file in files) <= 3.1e6
    assert all(file.stat().st_mode & 0o444 == 0o444 for file in files)
    assert "/" not in (classifier_folder() / "config.json").read_text("utf-8")
