"""A student learns to draw in few steps what its teacher draws in many."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline, TCDScheduler, Transformer2DModel
from safetensors.torch import load_file
from torch import Tensor, nn

from studio.core.errors import BadInput, FileProblem, ModelBroken
from studio.engine.families import unet_kl
from studio.engine.few_steps import FOLDER, STEPS, WEIGHTS
from studio.engine.layout import FOLDER as LAYOUT_FOLDER
from studio.engine.layout import LayoutEncoder
from studio.engine.placement import Placement
from studio.training.checkpoint import load_state
from studio.training.commands import publish_drafts, train_few_steps
from studio.training.diffusion import noised
from studio.training.drawing import Models
from studio.training.few_steps import (
    FewStepsTask,
    Teacher,
    ends_between,
    few_steps_settings,
    jump_timesteps,
    load_teacher,
    new_student,
)
from studio.training.kinds import Prediction
from studio.training.latent_buffer import MOST_BOXES, LatentBuffer
from studio.training.led_unet import LedUNet
from studio.training.loop import train
from studio.training.networks import (
    new_autoencoder,
    new_scheduler,
    new_text_encoder,
    new_unet,
)
from studio.training.publish import assembled
from studio.training.recipe import Recipe
from studio.training.text_encoder import caption_tokenizer
from tests.tiny_models import save_tiny_model

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def models() -> Models:
    torch.manual_seed(0)
    tokenizer = caption_tokenizer()
    encoder = new_text_encoder(tokenizer, width=32, layers=1)
    return Models(new_autoencoder((8, 8, 8, 8)), encoder, tokenizer)


def a_network(*, fills: bool = False) -> LedUNet:
    """Small, and with something to say of words too: a new one would predict nothing but zero."""
    torch.manual_seed(1)
    unet = new_unet((32, 32), text_width=32, latent_side=8, fills=fills)
    nn.init.normal_(unet.conv_out.weight, std=0.05)
    for module in unet.modules():
        if isinstance(module, Transformer2DModel):
            nn.init.normal_(module.proj_out.get_parameter("weight"), std=0.3)
    return LedUNet(unet, LayoutEncoder(32, MOST_BOXES))


def a_task(models: Models, recipe: Recipe, *, knows_boxes: bool = True) -> FewStepsTask:
    network = a_network(fills=recipe.fills)
    teacher = Teacher(network, models, recipe, guidance_scale=4.0, knows_boxes=knows_boxes)
    task = FewStepsTask(teacher, a_buffer(models, recipe), CPU, batch_size=4)
    task.fill()
    return task


def a_buffer(models: Models, recipe: Recipe) -> LatentBuffer:
    return LatentBuffer(
        models.autoencoder, models.tokenizer, 16, 64, recipe.world, with_holes=recipe.fills
    )


@pytest.fixture
def task(models: Models) -> FewStepsTask:
    return a_task(models, Recipe())


@pytest.fixture
def small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs that begin at once, and are soon examined."""
    monkeypatch.setattr("studio.training.few_steps._CAPACITY", 16)
    monkeypatch.setattr("studio.training.drawing.JUDGED", 1)
    monkeypatch.setattr("studio.training.drawing.SHOWN", ("a red boat",))


@pytest.fixture
def model_folder(models: Models, tmp_path: Path) -> Path:
    """A published model that knows boxes."""
    network = a_network()
    folder = tmp_path / "model"
    assembled(models, Recipe(), network).save_pretrained(folder)
    network.layout_encoder.save_pretrained(folder / LAYOUT_FOLDER)
    return folder


def lora_of(module: nn.Module) -> dict[str, Tensor]:
    return {name: each.clone() for name, each in module.state_dict().items()}


def test_a_new_student_says_what_its_teacher_says():
    teacher = a_network()
    student = new_student(teacher)
    latents, states = torch.randn(2, 8, 8, 8), torch.randn(2, 5, 32)
    with torch.no_grad():
        asked = (latents, torch.tensor([10, 999]), states)
        torch.testing.assert_close(student(*asked), teacher(*asked))


def test_only_the_lora_is_learnt_and_kept():
    student = new_student(a_network())
    learnt = {name for name, each in student.named_parameters() if each.requires_grad}
    assert learnt == set(student.state_dict())
    assert all(".few_steps." in name for name in learnt)


def test_a_state_is_taken_over_by_another_student():
    first, second = new_student(a_network()), new_student(a_network())
    for each in first.state_dict().values():
        each.normal_()
    second.load_state_dict(first.state_dict())
    for name, each in second.state_dict().items():
        assert torch.equal(each, first.state_dict()[name])


def test_the_jumps_are_the_steps_that_diffusers_draws_with():
    scheduler = TCDScheduler.from_config(new_scheduler(Prediction.V).config)
    scheduler.set_timesteps(STEPS)
    timesteps = jump_timesteps(Prediction.V)
    assert timesteps.tolist() == [*scheduler.timesteps.tolist(), 0]
    x = torch.randn(1, 8, 4, 4)
    for start, end in pairwise(timesteps):
        output = torch.randn(1, 8, 4, 4)
        nearer = scheduler.step(output, start, x, eta=0.0).prev_sample
        signals = scheduler.alphas_cumprod[start], scheduler.alphas_cumprod[end]
        clean, noise = ends_between(x, signals[0], nearer, signals[1])
        _, v = noised(clean, noise, signals[0])
        torch.testing.assert_close(v, output, rtol=1e-3, atol=1e-3)
        x = nearer


def test_a_student_that_goes_as_its_teacher_does_errs_in_nothing(
    models: Models, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("studio.training.few_steps._TEACHER_STEPS", 1)
    network = a_network()
    teacher = Teacher(network, models, Recipe(), guidance_scale=1.0, knows_boxes=True)
    task = FewStepsTask(teacher, a_buffer(models, Recipe()), CPU, batch_size=4)
    task.fill()
    with torch.no_grad():
        losses = [task.losses(task.module, np.random.default_rng(i))["loss"] for i in range(4)]
    assert float(torch.stack(losses).max()) < 1e-8


@pytest.mark.parametrize("prediction", list(Prediction))
def test_the_loss_is_finite_at_every_noise_level(models: Models, prediction: Prediction):
    task = a_task(models, Recipe(prediction=prediction))
    losses = [task.losses(task.module, np.random.default_rng(seed))["loss"] for seed in range(6)]
    assert bool(torch.stack(losses).isfinite().all())


def test_a_student_learns_to_do_without_guidance(
    task: FewStepsTask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("studio.training.few_steps._TEACHER_STEPS", 1)
    parameters = [each for each in task.module.parameters() if each.requires_grad]
    optimizer = torch.optim.Adam(parameters, lr=1e-2)
    losses: list[float] = []
    for _ in range(20):
        # The same noise each time, so that only what is learnt changes the loss.
        loss = task.losses(task.module, np.random.default_rng(0))["loss"]
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.5 * losses[0]


def test_the_teacher_stays_as_it_is(task: FewStepsTask):
    task.losses(task.module, np.random.default_rng(0))["loss"].backward()
    frozen = [each for name, each in task.module.named_parameters() if ".few_steps." not in name]
    assert all(each.grad is None for each in frozen)


def test_boxes_are_told_to_a_model_that_knows_them_alone(models: Models):
    def told(knows_boxes: bool) -> set[bool]:
        task = a_task(models, Recipe(), knows_boxes=knows_boxes)
        seen: list[bool] = []
        task.module.register_forward_pre_hook(lambda _, given: seen.append(given[3] is not None))
        for seed in range(8):
            task.losses(task.module, np.random.default_rng(seed))
        return set(seen)

    assert told(knows_boxes=True) == {True, False}
    assert told(knows_boxes=False) == {False}


def test_a_network_that_fills_has_a_student_too(models: Models):
    task = a_task(models, Recipe(fills=True))
    task.losses(task.module, np.random.default_rng(0))["loss"].backward()
    assert task.examine(task.module).sheet is not None


def test_training_takes_steps_and_resumes(task: FewStepsTask, tmp_path: Path):
    settings = replace(few_steps_settings(10), max_steps=2)
    train(task, settings, tmp_path, CPU)
    before = lora_of(task.module)
    train(task, replace(settings, max_steps=3), tmp_path, CPU)
    assert load_state(tmp_path).step == 3
    assert set(load_state(tmp_path).averaged) == set(before)
    assert any(not torch.equal(each, before[name]) for name, each in lora_of(task.module).items())


def test_plain_diffusers_draws_with_what_is_published(
    small_runs: None, model_folder: Path, tmp_path: Path
):
    train_few_steps(0.01, model_folder, "cpu", tmp_path / "run")
    publish_drafts(tmp_path / "run", model_folder)
    pipeline = StableDiffusionPipeline.from_pretrained(model_folder, torch_dtype=torch.float32)
    pipeline.scheduler = TCDScheduler.from_pretrained(model_folder / FOLDER)
    pipeline.load_lora_weights(model_folder / FOLDER)
    pipeline.set_progress_bar_config(disable=True)
    images = pipeline("a red boat", num_inference_steps=STEPS, guidance_scale=1.0).images
    assert images[0].size == (64, 64)
    lora = load_file(model_folder / FOLDER / WEIGHTS)
    assert {each.dtype for each in lora.values()} == {torch.float16}
    assert unet_kl.inspect(model_folder).few_steps_sampler == "tcd"
    model = unet_kl.load(model_folder, Placement(CPU, torch.float32))
    assert model.suited_to("tcd", fills=False) is not model


def test_the_judge_compares_the_student_with_its_teacher(
    small_runs: None, model_folder: Path, tmp_path: Path
):
    train_few_steps(0.01, model_folder, "cpu", tmp_path / "run")
    (log,) = (tmp_path / "run").rglob("log.jsonl")
    assert "adherence_all" in log.read_text()
    assert "adherence_of_teacher" in log.read_text()


def test_what_a_published_folder_says_is_what_its_student_learns_with(model_folder: Path):
    teacher = load_teacher(model_folder)
    assert teacher.recipe.prediction is Prediction.V
    assert not teacher.recipe.fills
    assert teacher.knows_boxes


def test_a_folder_without_a_model_teaches_nothing(tmp_path: Path):
    with pytest.raises(FileProblem, match="There is no model"):
        load_teacher(tmp_path)


def test_a_damaged_model_teaches_nothing(model_folder: Path):
    (weights,) = (model_folder / "unet").glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:-10])
    with pytest.raises(ModelBroken, match="damaged"):
        load_teacher(model_folder)


def test_a_run_of_another_model_is_refused(
    small_runs: None, models: Models, model_folder: Path, tmp_path: Path
):
    train_few_steps(0.01, model_folder, "cpu", tmp_path / "run")
    other = LedUNet(new_unet((32, 64), text_width=32, latent_side=8), LayoutEncoder(32, MOST_BOXES))
    assembled(models, Recipe(), other).save_pretrained(tmp_path / "other")
    with pytest.raises(BadInput, match="another model"):
        train_few_steps(0.02, tmp_path / "other", "cpu", tmp_path / "run")
    with pytest.raises(BadInput, match="another model"):
        publish_drafts(tmp_path / "run", tmp_path / "other")
    assert not (tmp_path / "other" / FOLDER).exists()


def test_a_model_that_only_fills_holes_is_no_teacher(tmp_path: Path):
    folder = save_tiny_model(tmp_path / "nine", unet_channels=9)
    with pytest.raises(BadInput, match="only fills holes"):
        load_teacher(folder)
