"""The diffusion model learns v from latents and captions of fresh scenes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from studio.engine.layout import LayoutEncoder
from studio.evaluation.classifier import SceneClassifier
from studio.scenes.description import Box
from studio.scenes.layout import layout_names, layout_of
from studio.scenes.sampling import random_scene
from studio.scenes.world import FAIR_WORLD
from studio.training.checkpoint import load_state
from studio.training.diffusion import (
    DiffusionTask,
    centred_timesteps,
    diffusion_settings,
    error_on_things,
    noised,
    stratified_timesteps,
)
from studio.training.drawing import Models, Sampling
from studio.training.kinds import Prediction
from studio.training.latent_buffer import MOST_BOXES, LatentBuffer, cells_of, layouts_of
from studio.training.led_unet import LedUNet, narrowed, new_led_unet, widened
from studio.training.loop import train
from studio.training.networks import new_autoencoder, new_text_encoder, new_unet, predicted
from studio.training.recipe import Recipe
from studio.training.text_encoder import caption_tokenizer
from studio.training.tokenizer import token_ids

CPU = torch.device("cpu")
TWO_STEPS = Sampling(steps=2, guidance_scale=4.0)


@pytest.fixture(scope="module")
def models() -> Models:
    tokenizer = caption_tokenizer()
    encoder = new_text_encoder(tokenizer, width=32, layers=1)
    return Models(new_autoencoder((8, 8, 8, 8)), encoder, tokenizer)


@pytest.fixture
def task(models: Models) -> DiffusionTask:
    return task_of(models, Recipe())


def task_of(models: Models, recipe: Recipe, judge: SceneClassifier | None = None) -> DiffusionTask:
    buffer = LatentBuffer(
        models.autoencoder, models.tokenizer, 16, 64, recipe.world, with_holes=recipe.fills
    )
    unet = new_unet((32, 32), text_width=32, latent_side=8, fills=recipe.fills)
    module = LedUNet(unet, LayoutEncoder(32, MOST_BOXES))
    task = DiffusionTask(module, models, CPU, buffer, recipe, judge=judge, batch_size=2)
    task.before_step(0, 0.5, module)
    return task


def test_training_takes_steps_and_resumes(task: DiffusionTask, tmp_path: Path):
    settings = replace(diffusion_settings(10), micro_batches=2, max_steps=2)
    train(task, settings, tmp_path, CPU)
    train(task, replace(settings, max_steps=3), tmp_path, CPU)
    assert load_state(tmp_path).step == 3
    assert len(list((tmp_path / "sheets").iterdir())) == 2


def test_text_encoder_and_autoencoder_are_frozen(task: DiffusionTask, models: Models):
    task.losses(task.module, np.random.default_rng(0))["loss"].backward()
    for frozen in (models.text_encoder, models.autoencoder):
        assert not any(parameter.requires_grad for parameter in frozen.parameters())


def test_samples_repeat_with_their_seed(task: DiffusionTask):
    with torch.no_grad():
        first, second = (
            task.drawing.sample(task.module, ["a red boat"], 5, sampling=TWO_STEPS)
            for _ in range(2)
        )
    assert first.shape == (1, 3, 64, 64)
    assert torch.equal(first, second)


def test_v_points_from_the_noisy_latents_to_both_ends():
    latents, noise = torch.randn(3, 4, 2, 2), torch.randn(3, 4, 2, 2)
    signal = torch.tensor([0.9, 0.5, 0.01]).view(-1, 1, 1, 1)
    noisy, v = noised(latents, noise, signal)
    torch.testing.assert_close(signal.sqrt() * noisy - (1 - signal).sqrt() * v, latents)
    torch.testing.assert_close((1 - signal).sqrt() * noisy + signal.sqrt() * v, noise)


def test_stratified_timesteps_hit_every_part_once():
    timesteps = stratified_timesteps(np.random.default_rng(1), count=10, total=1000)
    assert sorted(int(timestep) // 100 for timestep in timesteps) == list(range(10))


def test_centred_timesteps_are_mostly_in_the_middle_and_leave_none_out():
    rng = np.random.default_rng(1)
    timesteps = torch.cat([centred_timesteps(rng, 16, 1000) for _ in range(2000)])
    tenths = torch.histc(timesteps.float(), bins=10, min=0, max=1000) / len(timesteps)
    assert 0 <= timesteps.min() < 10 and 990 <= timesteps.max() < 1000
    assert tenths.argmax() in (5, 6)
    assert tenths[3:8].sum() > 0.7
    assert tenths.min() > 0.02


def test_the_cells_of_a_box_are_those_that_it_touches():
    boxes = torch.tensor([[[0.3, 0.0, 0.5, 0.2], [0.9, 0.9, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0]]])
    cells = cells_of(boxes, torch.tensor([[True, True, False]]), side=4)
    assert cells.int().tolist() == [[[[0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]]]


def test_an_error_on_a_thing_weighs_more_than_one_elsewhere():
    things = torch.tensor([[[[True, False], [False, False]]]])
    target = torch.zeros(1, 3, 2, 2)
    on_it, beside_it = target.clone(), target.clone()
    on_it[..., 0, 0], beside_it[..., 1, 1] = 2.0, 2.0
    torch.testing.assert_close(error_on_things(on_it, target, things), torch.tensor(4 * 3 / 6))
    torch.testing.assert_close(error_on_things(beside_it, target, things), torch.tensor(4 / 6))
    everywhere = torch.full_like(target, 2.0)
    for which in (things, ~things, things | True, things & False):
        torch.testing.assert_close(error_on_things(everywhere, target, which), torch.tensor(4.0))


def test_easy_scenes_come_first_and_give_way_to_all(models: Models):
    buffer = LatentBuffer(models.autoencoder, models.tokenizer, 24, 64, FAIR_WORLD)
    module = LedUNet(new_unet((32, 32), 32, latent_side=8), LayoutEncoder(32, MOST_BOXES))
    task = DiffusionTask(module, models, CPU, buffer, Recipe())
    shares: list[float] = []
    for spent in (0.0, 0.2, 0.35, 1.0):
        task.before_step(0, spent, module)
        shares.append(buffer.easy_share)
    assert buffer.full
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0.5 and shares[2:] == [0.0, 0.0]
    DiffusionTask(module, models, CPU, buffer, Recipe(fills=True)).before_step(0, 0.0, module)
    assert buffer.easy_share == 0.0
    buffer.easy_share = 1.0
    buffer.add(np.random.default_rng(0), 24)
    assert buffer.batch(np.random.default_rng(0), 64).layouts.present.sum(1).max() <= 1


def test_a_buffer_replaces_its_oldest_scenes(models: Models):
    buffer = LatentBuffer(models.autoencoder, models.tokenizer, capacity=4, picture_px=64)
    rng = np.random.default_rng(0)
    buffer.add(rng, 3)
    assert not buffer.full
    before = {tuple(row.flatten().tolist()) for row in buffer.batch(rng, 64).latents}
    buffer.add(rng, 3)
    after = {tuple(row.flatten().tolist()) for row in buffer.batch(rng, 64).latents}
    assert buffer.full
    assert len(after) == 4
    assert len(before & after) == 1


def test_some_captions_are_left_empty(models: Models):
    buffer = LatentBuffer(models.autoencoder, models.tokenizer, capacity=2, picture_px=64)
    rng = np.random.default_rng(0)
    buffer.add(rng, 2)
    empty = torch.tensor(token_ids(models.tokenizer, [""])[0])
    share = buffer.batch(rng, 2000).ids.eq(empty).all(1).float().mean()
    assert float(share) == pytest.approx(0.1, abs=0.03)


def test_a_run_goes_on_with_the_recipe_that_it_began_with(tmp_path: Path):
    recipe = Recipe(FAIR_WORLD, Prediction.EPSILON)
    recipe.save(tmp_path)
    assert Recipe.load(tmp_path) == recipe


def test_both_what_the_words_and_what_the_boxes_say_is_learnt(task: DiffusionTask):
    reached: set[str] = set()
    # An untrained output says nothing of what led to it; one that leads somewhere is needed.
    torch.nn.init.normal_(task.module.unet.conv_out.weight)
    for block in task.module.unet.modules():
        if isinstance(getattr(block, "proj_out", None), torch.nn.Module):
            torch.nn.init.normal_(block.get_submodule("proj_out").get_parameter("weight"))
    for seed in range(8):
        task.losses(task.module, np.random.default_rng(seed))["loss"].backward()
    for name, parameter in task.module.named_parameters():
        if parameter.grad is not None and bool(parameter.grad.abs().sum() > 0):
            reached.add(name.split(".")[0])
    assert reached == {"unet", "layout_encoder"}


def test_noise_can_be_learnt_in_place_of_v(models: Models):
    task = task_of(models, Recipe(FAIR_WORLD, Prediction.EPSILON))
    # An untrained network predicts zero, and noise has a variance of one.
    with torch.no_grad():
        losses = [task.losses(task.module, np.random.default_rng(s))["loss"] for s in range(12)]
    assert np.mean(losses) == pytest.approx(1.0, abs=0.15)


def test_a_judge_says_at_each_examination_how_much_is_obeyed(models: Models):
    torch.manual_seed(0)
    task = task_of(models, Recipe(), SceneClassifier().eval())
    with torch.no_grad():
        figures = task.examine(task.module).figures
    assert 0 <= figures["adherence_all"] <= 1
    assert 0 <= figures["found_in_box"] <= 1


def test_a_layout_names_the_things_of_a_scene_and_where_they_are():
    rng = np.random.default_rng(3)
    scenes = [random_scene(rng, FAIR_WORLD) for _ in range(20)]
    names = layout_names(FAIR_WORLD)
    layouts = layouts_of(scenes, {name: row for row, name in enumerate(names)}, rng)
    for row, scene in enumerate(scenes):
        told = {
            (names[int(name)], *(round(float(edge), 4) for edge in box))
            for name, box, there in zip(
                layouts.names[row], layouts.boxes[row], layouts.present[row], strict=True
            )
            if there
        }
        boxes = {
            (
                each.name,
                *(
                    round(e, 4)
                    for e in (each.box.left, each.box.top, each.box.right, each.box.bottom)
                ),
            )
            for each in layout_of(scene)
        }
        assert told <= boxes
        assert len(told) == min(len(boxes), MOST_BOXES)


def edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def test_what_is_untold_is_untold_in_words_and_boxes(models: Models):
    buffer = LatentBuffer(
        models.autoencoder, models.tokenizer, capacity=8, picture_px=64, world=FAIR_WORLD
    )
    rng = np.random.default_rng(0)
    buffer.add(rng, 8)
    empty = torch.tensor(token_ids(models.tokenizer, [""])[0])
    batch = buffer.batch(rng, 500)
    assert not batch.layouts.present[batch.ids.eq(empty).all(1)].any()
    assert batch.layouts.present.any()


def test_a_network_that_fills_learns_and_still_draws_whole_pictures(models: Models):
    task = task_of(models, Recipe(fills=True))
    task.losses(task.module, np.random.default_rng(0))["loss"].backward()
    with torch.no_grad():
        drawn = task.drawing.sample(task.module, ["a red boat"], 5, sampling=TWO_STEPS)
    assert drawn.shape == (1, 3, 64, 64)
    assert bool(drawn.isfinite().all())


def test_a_network_that_fills_draws_whole_pictures_without_the_channels_for_it(models: Models):
    network = task_of(models, Recipe(fills=True)).module
    drawing, first = narrowed(network.unet)
    assert first.in_channels == 2 * 8 + 1 and drawing.config["in_channels"] == 8
    latents, states = torch.randn(2, 8, 8, 8), torch.randn(2, 5, 32)
    with torch.no_grad():
        wide = torch.cat([latents, torch.zeros(2, 9, 8, 8)], dim=1)
        torch.testing.assert_close(
            predicted(drawing, latents, torch.tensor([3, 900]), states),
            predicted(network.unet, wide, torch.tensor([3, 900]), states),
        )


def test_what_is_known_is_the_picture_outside_of_the_hole(models: Models):
    buffer = LatentBuffer(models.autoencoder, models.tokenizer, 32, 64, with_holes=True)
    rng = np.random.default_rng(0)
    buffer.add(rng, 32)
    known = buffer.batch(rng, 32).known
    assert known is not None
    hole = known[:, :1]
    assert set(hole.unique().tolist()) == {0.0, 1.0}
    assert 0.1 < float(hole.mean()) < 0.7


def test_a_widened_network_draws_as_before(models: Models):
    torch.manual_seed(0)
    narrow, wide = new_led_unet(4), new_led_unet(4, fills=True)
    torch.nn.init.normal_(narrow.unet.conv_out.weight)
    wide.load_state_dict(widened(narrow.state_dict(), wide))
    latents, states, known = (
        torch.randn(1, 4, 16, 16),
        torch.randn(1, 48, 192),
        torch.randn(1, 5, 16, 16),
    )
    with torch.no_grad():
        before = narrow(latents, torch.tensor([500]), states)
        after = wide(torch.cat([latents, known], dim=1), torch.tensor([500]), states)
    torch.testing.assert_close(before, after)
