from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn.functional import one_hot

from studio.evaluation.accuracy import accuracies, held_out_scenes, place_of
from studio.evaluation.attributes import ATTRIBUTES, THING_ATTRIBUTES
from studio.evaluation.classifier import Maps, SceneClassifier
from studio.evaluation.reading import Reading, as_images, judge, overlap, readings_of
from studio.scenes.description import Box, Scene
from studio.scenes.painting import paint
from studio.training.classifier import targets_of


def perfect_maps(scene: Scene) -> Maps:
    """What a network would say that knows the scene."""
    truth = targets_of(scene)
    things = {
        group: one_hot(truth.things[i].clamp(min=0), len(names)).permute(2, 0, 1)[None].float()
        for i, (group, names) in enumerate(THING_ATTRIBUTES.items())
    }
    attributes = {
        group: one_hot(truth.attributes[i], len(names))[None].float()
        for i, (group, names) in enumerate(ATTRIBUTES.items())
    }
    return Maps(torch.logit(truth.heat[None], eps=1e-4), truth.box[None], things, attributes)


def perfect_reading(scene: Scene) -> Reading:
    return readings_of(perfect_maps(scene), threshold=0.9)[0]


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    return held_out_scenes(60)


def test_peaks_are_where_the_boxes_are(scenes: list[Scene]) -> None:
    for scene in scenes:
        found = perfect_reading(scene).things
        for thing in scene.things:
            for box in thing.boxes:
                best = max(found, key=lambda each: overlap(each.box, box))
                assert (best.kind, best.colour) == (thing.kind, thing.colour)
                assert (best.size, best.distance) == (thing.size, thing.distance)
                assert overlap(best.box, box) > 0.99


def test_nothing_is_found_twice(scenes: list[Scene]) -> None:
    for scene in scenes:
        assert len(perfect_reading(scene).things) == sum(thing.count for thing in scene.things)


def test_a_perfect_reading_has_everything_right(scenes: list[Scene]) -> None:
    shares = accuracies([perfect_reading(scene) for scene in scenes], scenes)
    assert {"what", "colour", "where", "count", "sky", "ground", "background"} <= shares.keys()
    assert set(shares.values()) == {1.0}


def test_a_wrong_sky_counts_against_the_sky_alone(scenes: list[Scene]) -> None:
    readings = [perfect_reading(scene) for scene in scenes]
    wrong = [replace(r, attributes=dict(r.attributes) | {"sky": "none"}) for r in readings]
    shares = accuracies(wrong, scenes)
    assert shares["sky"] == 0
    assert 0.8 < shares["all"] < 1
    assert shares["ground"] == shares["what"] == 1


def test_things_that_are_not_there_cost_precision_and_count(scenes: list[Scene]) -> None:
    readings = [perfect_reading(scene) for scene in scenes]
    seen = [
        replace(
            reading,
            things=reading.things
            + tuple(replace(thing, box=Box(2, 2, 1, 1)) for thing in reading.things),
        )
        for reading in readings
    ]
    shares = accuracies(seen, scenes)
    assert shares["precision"] == 0.5
    assert shares["count"] == 0
    assert shares["what"] == 1


def test_a_thing_seen_in_another_place_is_not_found(scenes: list[Scene]) -> None:
    readings = [
        replace(
            reading,
            things=tuple(
                replace(t, box=replace(t.box, top=t.box.top + t.box.height)) for t in reading.things
            ),
        )
        for reading in (perfect_reading(scene) for scene in scenes)
    ]
    assert accuracies(readings, scenes)["what"] < 0.1


def test_places_are_those_of_the_scenes(scenes: list[Scene]) -> None:
    for scene in scenes:
        for thing in scene.things:
            assert place_of(thing.box.left + thing.box.width / 2) == thing.place


def test_a_mirrored_picture_is_read_as_the_mirrored_reading(scenes: list[Scene]) -> None:
    torch.manual_seed(0)
    network = SceneClassifier(widths=(8, 8, 16, 16), embedding_width=12).eval()
    picture = paint(next(scene for scene in scenes if scene.things), 128)
    plain, mirrored = judge(network, [picture, picture[:, ::-1]], threshold=0)
    assert plain.attributes == mirrored.attributes
    seen, opposite = plain.things[0], mirrored.things[0]
    assert seen.kind == opposite.kind
    assert seen.box.left == pytest.approx(1 - opposite.box.right, abs=1e-3)


def test_overlap_is_intersection_over_union() -> None:
    assert overlap(Box(0, 0, 2, 2), Box(1, 0, 2, 2)) == pytest.approx(1 / 3)
    assert overlap(Box(0, 0, 1, 1), Box(2, 2, 1, 1)) == 0


def test_pictures_of_any_size_become_what_the_network_learnt_from() -> None:
    large = np.full((256, 200, 3), (255, 0, 127), np.uint8)
    images = as_images([large, large[:128, :128]])
    assert images.shape == (2, 3, 128, 128)
    assert images[0, :, 5, 5].tolist() == pytest.approx([1, -1, -0.004], abs=1e-3)
