"""Autoencoders of both kinds train, meet their opponent in time, resume and are published."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.autoencoders.vq_model import VQModel

from studio.core.errors import BadInput, FileProblem
from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene
from studio.scenes.world import FAIR_WORLD
from studio.training import autoencoder as of_autoencoder
from studio.training.adversary import PatchDiscriminator
from studio.training.autoencoder import (
    AutoencoderTask,
    adversarial_share,
    autoencoder_of,
    autoencoder_settings,
    begin_as_mosaic,
    freeze_encoder,
    load_trained,
    publish_autoencoder,
    scaling_factor,
)
from studio.training.checkpoint import State, load_state, save_state
from studio.training.codebook import codebook_of, fill_codebook, is_filled
from studio.training.coding import (
    Autoencoder,
    coded,
    latents_of,
    likeness_of_channels,
    reconstructed,
)
from studio.training.initialisation import begin_with
from studio.training.kinds import AutoencoderKind, Regulariser
from studio.training.loop import train
from studio.training.losses import Judge, reconstruction_loss
from studio.training.networks import new_autoencoder, new_vq_autoencoder
from studio.training.pictures import random_crop, random_crops

CPU = torch.device("cpu")
SETTINGS = replace(autoencoder_settings(10), max_steps=2, log_steps=1)
TINY = (8, 8, 8, 8)
KINDS = (AutoencoderKind(), AutoencoderKind(Regulariser.VQ, 4))


def tiny(kind: AutoencoderKind = KINDS[0]) -> Autoencoder:
    torch.manual_seed(0)
    if kind.regulariser is Regulariser.VQ:
        autoencoder = new_vq_autoencoder((8, 8, 8), entries=16)
        fill_codebook(autoencoder, random_crops(np.random.default_rng(0), 2, 32), seed=0)
        return autoencoder
    return new_autoencoder(TINY)


def a_task(
    autoencoder: Autoencoder, judge: Judge | None = None, opponent: PatchDiscriminator | None = None
) -> AutoencoderTask:
    sizes = {"crop_px": 32, "crops": 2, "held_out": 3, "held_out_px": 32}
    return AutoencoderTask(autoencoder, judge, opponent, **sizes)


def small_opponent() -> PatchDiscriminator:
    torch.manual_seed(1)
    return PatchDiscriminator((8, 8))


def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replicas finish in any order; one alone adds gradients in one order."""
    monkeypatch.setattr(torch, "get_num_threads", lambda: 1)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_steps_lower_the_loss(kind: AutoencoderKind, judge: Judge):
    task = a_task(tiny(kind), judge)
    optimizer = torch.optim.AdamW(task.module.parameters(), 3e-3)
    history = []
    for _ in range(12):
        loss = task.losses(task.module, np.random.default_rng(0))["loss"]
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        history.append(float(loss.detach()))
    assert history[-1] < 0.9 * history[0]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_reported_loss_has_the_gradient_of_its_parts(kind: AutoencoderKind):
    autoencoder = tiny(kind)
    task = a_task(autoencoder)
    task.losses(autoencoder, np.random.default_rng(0))["loss"].backward()
    last_layer = autoencoder.get_parameter("decoder.conv_out.weight")
    learnt = last_layer.grad
    autoencoder.zero_grad()
    rng = np.random.default_rng(0)
    images = random_crops(rng, 2, 32)
    coding = coded(autoencoder, images, rng)
    error = reconstruction_loss(coding.decodings, images)
    (error + coding.regularisation).backward()
    torch.testing.assert_close(learnt, last_layer.grad)


def test_the_opponent_waits_for_its_time():
    task = a_task(tiny(), opponent=small_opponent())
    task.before_step(0, 0.6, task.module)
    assert "discriminator" not in task.losses(task.module, np.random.default_rng(0))
    task.before_step(1, 0.8, task.module)
    assert "discriminator" in task.losses(task.module, np.random.default_rng(0))


def test_the_adversarial_weight_grows_from_nothing():
    assert adversarial_share(0.5) == adversarial_share(0.75) == 0
    assert 0 < adversarial_share(0.8) < adversarial_share(0.85) == adversarial_share(1.0)


def test_each_side_learns_from_its_own_loss(judge: Judge):
    autoencoder, opponent = tiny(), small_opponent()
    task = a_task(autoencoder, judge, opponent)
    task.before_step(
        0, 0.75, task.module
    )  # the discriminator learns, and its wish counts for nothing yet
    task.losses(task.module, np.random.default_rng(0))["loss"].backward()
    with_opponent = autoencoder.get_parameter("decoder.conv_out.weight").grad
    autoencoder.zero_grad()
    alone = a_task(autoencoder, judge)
    alone.losses(autoencoder, np.random.default_rng(0))["loss"].backward()
    torch.testing.assert_close(
        with_opponent, autoencoder.get_parameter("decoder.conv_out.weight").grad
    )
    assert all(parameter.grad is not None for parameter in opponent.parameters())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_resumed_contest_equals_one_without_a_break(
    kind: AutoencoderKind, judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    one_thread(monkeypatch)
    monkeypatch.setattr(of_autoencoder, "_ADVERSARIAL_FROM", -1.0)
    monkeypatch.setattr(of_autoencoder, "_ADVERSARIAL_FULLY", -0.5)
    settings = replace(SETTINGS, decay_from=0.99)

    def go_on(steps: int, folder: Path) -> None:
        task = a_task(tiny(kind), judge, small_opponent())
        train(task, replace(settings, max_steps=steps), folder, CPU)

    go_on(2, tmp_path / "broken")
    go_on(4, tmp_path / "broken")
    go_on(4, tmp_path / "whole")
    broken, whole = load_state(tmp_path / "broken"), load_state(tmp_path / "whole")
    assert whole.opponent is not None and broken.opponent is not None
    weights = whole.weights | whole.opponent["weights"]
    for name, weight in (broken.weights | broken.opponent["weights"]).items():
        assert torch.equal(weight, weights[name]), name


def test_latents_are_quantised_when_their_codebook_is_filled():
    autoencoder = new_vq_autoencoder((8, 8, 8), entries=16)
    task = a_task(autoencoder)
    task.before_step(0, 0.05, deepcopy(autoencoder))
    assert "codebook" not in task.losses(autoencoder, np.random.default_rng(0))
    task.before_step(7, 0.5, deepcopy(autoencoder))
    assert is_filled(autoencoder)
    assert "codebook" in task.losses(autoencoder, np.random.default_rng(0))


def test_a_codebook_is_renewed_in_the_course_of_a_run():
    autoencoder = tiny(KINDS[1])
    assert isinstance(autoencoder, VQModel)
    task = a_task(autoencoder)
    codebook = codebook_of(autoencoder).detach()
    codebook[:] = 1000
    task.before_step(50, 0.5, deepcopy(autoencoder))
    assert bool((codebook.abs().max(1).values < 100).any())


def test_a_codebook_rests_at_the_end_of_a_run():
    autoencoder = tiny(KINDS[1])
    assert isinstance(autoencoder, VQModel)
    task = a_task(autoencoder)
    before = codebook_of(autoencoder).clone()
    task.before_step(50, 0.9, deepcopy(autoencoder))
    assert torch.equal(codebook_of(autoencoder), before)


def test_an_examination_of_a_codebook_says_how_much_of_it_is_used():
    autoencoder = tiny(KINDS[1])
    with torch.no_grad():
        figures = a_task(autoencoder).examine(autoencoder).figures
    assert 0 < figures["codebook_used"] <= 1
    assert figures.keys() >= {"psnr_db", "textures_psnr_db"}


def test_crops_for_a_world_are_mostly_whole_scenes_of_it():
    whole = 0
    for seed in range(20):
        rng, again = np.random.default_rng(seed), np.random.default_rng(seed)
        crop = random_crop(rng, 48, FAIR_WORLD)
        again.random()
        whole += np.array_equal(crop, paint(random_scene(again, FAIR_WORLD), 48))
    assert 10 <= whole < 20


def test_sharpening_the_decoder_leaves_the_latents_as_they_were(tmp_path: Path):
    autoencoder = tiny()
    assert isinstance(autoencoder, AutoencoderKL)
    freeze_encoder(autoencoder)
    pictures = torch.rand(1, 3, 32, 32)
    before = latents_of(autoencoder, pictures)
    train(a_task(autoencoder, opponent=small_opponent()), SETTINGS, tmp_path, CPU)
    assert torch.equal(latents_of(autoencoder, pictures), before)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_scaled_latents_have_unit_variance(kind: AutoencoderKind):
    autoencoder = tiny(kind)
    assert scaling_factor(autoencoder, scenes=8) > 0
    assert scaling_factor(autoencoder, 8) == scaling_factor(autoencoder, 8)


def test_losses_repeat_with_their_generator():
    task = a_task(tiny())
    losses = [task.losses(task.module, np.random.default_rng(3))["loss"] for _ in range(2)]
    assert torch.equal(*losses)


@pytest.mark.parametrize("factor", [4, 8, 16])
def test_a_kind_says_by_how_much_a_side_is_reduced(factor: int):
    autoencoder = autoencoder_of(AutoencoderKind(downsampling=factor))
    with torch.no_grad():
        latents = latents_of(autoencoder, torch.zeros(1, 3, 32, 32))
    assert latents.shape[2:] == (32 // factor, 32 // factor)


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def trained(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[AutoencoderKind, Path]:
    """A run that has saved its state, of networks narrower than those really trained."""
    for levels, downsampling in ((3, 4), (4, 8)):
        monkeypatch.setitem(of_autoencoder.CHANNELS, downsampling, (8,) * levels)
    kind: AutoencoderKind = request.param
    autoencoder = autoencoder_of(kind)
    if isinstance(autoencoder, VQModel):
        fill_codebook(autoencoder, random_crops(np.random.default_rng(0), 8, 96), seed=0)
    weights = autoencoder.state_dict()
    state = State(weights=weights, averaged=weights, optimizer={}, step=1, elapsed_s=1.0)
    save_state(state, tmp_path)
    return kind, tmp_path


def test_plain_diffusers_reconstructs_as_the_run_does(
    trained: tuple[AutoencoderKind, Path], tmp_path: Path
):
    kind, run_folder = trained
    publish_autoencoder(kind, run_folder, tmp_path / "published")
    own = load_trained(kind, run_folder).half().float()
    loaded = type(own).from_pretrained(tmp_path / "published", local_files_only=True).eval()
    pictures = torch.rand(1, 3, 64, 64) * 2 - 1
    with torch.no_grad():
        assert torch.equal(loaded(pictures).sample, own(pictures).sample)
        torch.testing.assert_close(reconstructed(loaded, pictures), loaded(pictures).sample)
    assert loaded.config["scaling_factor"] == own.config["scaling_factor"]


def test_a_new_run_begins_with_the_weights_it_is_given(
    trained: tuple[AutoencoderKind, Path], tmp_path: Path
):
    kind, run_folder = trained
    publish_autoencoder(kind, run_folder, tmp_path / "published")
    autoencoder = autoencoder_of(kind)
    begin_with(autoencoder, tmp_path / "published")
    given = load_trained(kind, run_folder).half().float().state_dict()
    assert all(
        torch.equal(weight, given[name]) for name, weight in autoencoder.state_dict().items()
    )


def test_a_start_without_a_model_is_refused(tmp_path: Path):
    with pytest.raises(FileProblem, match="no model to start with"):
        begin_with(tiny(), tmp_path)


def test_a_start_with_other_groups_is_refused_though_its_weights_would_fit(tmp_path: Path):
    start = tiny()
    settings = {**start.config, "norm_num_groups": 8}
    AutoencoderKL.from_config(settings).save_pretrained(tmp_path)
    with pytest.raises(BadInput, match="another kind or size"):
        begin_with(tiny(), tmp_path)


def test_a_start_of_another_size_is_refused(tmp_path: Path):
    new_autoencoder((8, 8)).save_pretrained(tmp_path)
    with pytest.raises(BadInput, match="another kind or size"):
        begin_with(tiny(), tmp_path)


@pytest.mark.parametrize("kind", [AutoencoderKind(downsampling=4), KINDS[0], KINDS[1]])
def test_an_untrained_autoencoder_gives_flat_pictures_their_colours(kind: AutoencoderKind):
    torch.manual_seed(0)
    autoencoder = autoencoder_of(kind).eval()
    begin_as_mosaic(autoencoder, 24)
    colours = torch.tensor([[0.6, -0.5, -0.6], [-0.6, 0.3, -0.5], [-0.5, -0.5, 0.6]])
    pictures = colours[:, :, None, None].expand(-1, -1, 64, 64)
    with torch.no_grad():
        found = reconstructed(autoencoder, pictures)[..., 16:-16, 16:-16].mean((2, 3))
    assert (found.argmax(1) == colours.argmax(1)).all()


def test_channels_that_say_the_same_cost_more_than_those_that_differ():
    torch.manual_seed(0)
    apart = torch.randn(4, 3, 32, 32)
    alike = apart[:, :1].repeat(1, 3, 1, 1) + 0.1 * apart
    assert float(likeness_of_channels(apart)) < 0.01
    assert float(likeness_of_channels(alike)) > 1
