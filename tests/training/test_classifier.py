from pathlib import Path

import numpy as np
import pytest
import torch

from studio.evaluation.accuracy import held_out_scenes
from studio.evaluation.classifier import PICTURE_PX, Maps, SceneClassifier, load_classifier
from studio.scenes.painting import paint
from studio.training.classifier import (
    ClassifierTask,
    as_if_generated,
    focal_loss,
    losses_of,
    publish_classifier,
    targets_of,
)
from studio.training.loop import LoopSettings, train
from studio.training.pictures import as_tensor

CPU = torch.device("cpu")


def small_task(held_out: int = 2) -> ClassifierTask:
    torch.manual_seed(0)
    return ClassifierTask(SceneClassifier(), batch=4, fresh=2, pool=4, held_out=held_out)


def test_a_run_is_published_as_a_judge_that_loads(tmp_path: Path) -> None:
    task = small_task()
    before = task.module.head.weight.detach().clone()
    settings = LoopSettings(
        minutes=10, learning_rate=1e-3, max_steps=2, micro_batches=1, warmup_steps=1
    )
    train(task, settings, tmp_path / "run", CPU)
    publish_classifier(tmp_path / "run", tmp_path / "judge")
    assert not torch.allclose(load_classifier(tmp_path / "judge").head.weight, before, atol=1e-4)


def test_an_examination_shows_the_share_of_each_group_and_a_sheet() -> None:
    task = small_task(held_out=3)
    examination = task.examine(task.module.eval())
    assert {"all", "what", "style"} <= examination.figures.keys()
    assert examination.sheet is not None and examination.sheet.shape[0] == PICTURE_PX


def test_some_steps_on_a_few_pictures_lower_every_loss() -> None:
    task = small_task(held_out=0)
    samples = [(paint(scene, PICTURE_PX), scene) for scene in held_out_scenes(4)]
    images = as_tensor([picture for picture, _ in samples])
    stacked = [
        torch.stack(parts) for parts in zip(*(targets_of(s) for _, s in samples), strict=True)
    ]
    targets = type(targets_of(samples[0][1]))(*stacked)
    optimizer = torch.optim.AdamW(task.module.parameters(), lr=2e-3)
    with torch.no_grad():
        first = losses_of(task.module(images), targets)
    for _ in range(25):
        losses = losses_of(task.module(images), targets)
        losses["loss"].backward()
        optimizer.step()
        optimizer.zero_grad()
    assert all(float(losses[name].detach()) < 0.8 * float(first[name]) for name in first)


def test_mirrored_targets_are_the_targets_of_the_mirrored_picture() -> None:
    scene = next(scene for scene in held_out_scenes(20) if scene.things)
    plain, mirrored = targets_of(scene), targets_of(scene, mirrored=True)
    # A middle on the border of two cells may fall to either; what matters is where it is.
    for truth, expected in ((plain, 1), (mirrored, -1)):
        rows, columns = torch.nonzero(truth.heat.amax(0) == 1, as_tuple=True)
        middles = (columns + 0.5 + truth.box[0, rows, columns]) / truth.heat.shape[1]
        boxes = [box for thing in scene.things for box in thing.boxes]
        truths = sorted(box.left + box.width / 2 for box in boxes)
        seen = sorted(middle if expected > 0 else 1 - middle for middle in middles.tolist())
        assert seen == pytest.approx(truths, abs=1e-4)


def test_being_surely_right_costs_nothing_and_being_surely_wrong_much() -> None:
    heat = torch.zeros(1, 1, 8, 8)
    heat[0, 0, 3, 3] = 1
    right = torch.where(heat == 1, 12.0, -12.0)
    assert float(focal_loss(right, heat)) < 1e-3
    assert float(focal_loss(-right, heat)) > 10


def test_box_and_attributes_of_a_thing_are_asked_for_only_where_a_thing_is() -> None:
    targets = [part[None] for part in targets_of(held_out_scenes(1)[0])]
    stacked = type(targets_of(held_out_scenes(1)[0]))(*targets)
    network = SceneClassifier().eval()
    maps = network(torch.zeros(1, 3, PICTURE_PX, PICTURE_PX))
    nowhere = stacked.things[:, :1] < 0
    things = {g: said + 9 * nowhere * torch.randn_like(said) for g, said in maps.things.items()}
    disturbed = Maps(maps.heat, maps.box + 9 * nowhere, things, maps.attributes)
    for name in ("thing", "box"):
        assert losses_of(disturbed, stacked)[name] == losses_of(maps, stacked)[name]


def test_damage_leaves_a_picture_much_as_it_was() -> None:
    rng = np.random.default_rng(0)
    image = as_tensor([paint(held_out_scenes(1)[0], PICTURE_PX)])[0]
    for _ in range(20):
        damaged = as_if_generated(image, rng)
        assert damaged.shape == image.shape
        assert float(damaged.abs().max()) <= 1
        assert 0 < float((damaged - image).abs().mean()) < 0.2
