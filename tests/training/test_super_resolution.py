import itertools
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL.Image import Resampling

from studio.core.errors import BadInput
from studio.engine.families import residual_upscaler
from studio.engine.networks import ResidualUpscaler
from studio.engine.placement import Placement
from studio.evaluation.classifier import SceneClassifier
from studio.training import degrading, super_resolution
from studio.training.degrading import reduced
from studio.training.initialisation import begin_with
from studio.training.large_pictures import LargePictures
from studio.training.loop import LoopSettings, train
from studio.training.super_resolution import (
    Example,
    SuperResolutionTask,
    as_images,
    enlarged,
    new_network,
    publish_super_resolution,
    train_super_resolution_run,
)

CPU = Placement(torch.device("cpu"), torch.float32)


def few_pictures() -> LargePictures:
    pictures = LargePictures(scene_share=1.0, first=1, most=1, renewal=0.0)
    pictures.crop(np.random.default_rng(9), 64)
    return pictures


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    task = SuperResolutionTask(new_network(), None, few_pictures(), crop_px=32, crops=2, held_out=1)
    settings = LoopSettings(minutes=10, learning_rate=1e-3, max_steps=2, micro_batches=1)
    folder = tmp_path_factory.mktemp("run")
    train(task, settings, folder, torch.device("cpu"))
    yield folder


@pytest.fixture(scope="module")
def published(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "fast"
    publish_super_resolution(run, folder)
    return folder


def test_training_changes_the_network(published: Path) -> None:
    network = residual_upscaler.load(published, CPU).networks[0]
    assert any(parameter.any() for parameter in network.get_submodule("conv_out").parameters())


def test_a_published_network_weighs_two_megabytes(published: Path) -> None:
    weights = published / "diffusion_pytorch_model.safetensors"
    assert 1.5e6 < weights.stat().st_size < 2.2e6


def test_a_published_network_can_be_told_how_damaged_a_picture_is(published: Path) -> None:
    assert residual_upscaler.inspect(published).takes_strength


def test_diffusers_loads_the_published_folder(published: Path) -> None:
    assert ResidualUpscaler.from_pretrained(published).config["upscale_factor"] == 4


def test_a_new_run_begins_with_a_published_network(published: Path) -> None:
    network = new_network()
    begin_with(network, published)
    given = residual_upscaler.load(published, CPU).networks[0].state_dict()
    weights = network.state_dict()
    assert all(torch.equal(weights[name], each.float()) for name, each in given.items())


def test_a_run_does_not_begin_with_an_older_kind(tmp_path: Path) -> None:
    ResidualUpscaler().save_pretrained(tmp_path / "older")
    with pytest.raises(BadInput, match="another kind or size"):
        train_super_resolution_run(
            1, tmp_path / "run", torch.device("cpu"), None, tmp_path / "older"
        )


def test_an_examination_shows_and_tells_of_clean_and_damaged_pictures(run: Path) -> None:
    log = (run / "log.jsonl").read_text("utf-8")
    for name in ("textures_gain_db", "scenes_gain_db", "damaged_gain_db", "twice_gain_db"):
        assert name in log
    assert list((run / "sheets").glob("*.png"))


def test_the_loss_of_an_untrained_network_is_that_of_bicubic() -> None:
    network = ResidualUpscaler(4, 1, has_strength=True, also_twice=True)
    task = SuperResolutionTask(network, None, few_pictures(), crop_px=32, crops=4, held_out=0)
    loss = float(task.losses(network, np.random.default_rng(0))["loss"].detach())
    by_hand = []
    rng = np.random.default_rng(0)
    for example in [task._example(rng, factor) for factor in (4, 4, 4, 2)]:
        image, truth = (as_images([each]) for each in (example.small, example.large))
        large = torch.nn.functional.interpolate(image, scale_factor=example.factor, mode="bicubic")
        by_hand.append(math.log(float((large - truth).square().mean())))
    assert loss == pytest.approx(np.mean(by_hand), rel=1e-4)


def test_both_sizes_are_learnt_in_every_step() -> None:
    network = ResidualUpscaler(4, 1, has_strength=True, also_twice=True)
    task = SuperResolutionTask(network, None, few_pictures(), crop_px=32, crops=4, held_out=0)
    task.losses(network, np.random.default_rng(0))["loss"].backward()
    assert network.conv_twice is not None
    for head in (network.conv_out, network.conv_twice):
        assert head.weight.grad is not None and head.weight.grad.abs().sum() > 0


def test_what_the_judge_sees_counts_late_in_a_run() -> None:
    torch.manual_seed(0)
    judge = SceneClassifier(widths=(8, 8, 16, 16), embedding_width=12).eval()
    network = ResidualUpscaler(4, 1, has_strength=True, also_twice=True)
    task = SuperResolutionTask(network, judge, few_pictures(), crop_px=64, crops=1, held_out=0)
    early = task.losses(network, np.random.default_rng(0))
    task.before_step(5, 0.9, network)
    late = task.losses(network, np.random.default_rng(0))
    assert float(early["perceptual"]) == 0
    assert float(late["perceptual"].detach()) > 0
    assert float(late["loss"].detach()) > float(late["pixels"].detach())


def test_a_crop_shows_the_same_place_in_both_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(super_resolution, "random_strength", lambda _rng: 0.0)
    # Filters round differently, by up to two levels.
    monkeypatch.setattr(degrading, "_IN_TWO_STEPS", 0.0)
    monkeypatch.setattr(degrading, "_random_kernel", lambda _rng: Resampling.BICUBIC)
    ramp = np.add.outer(np.arange(160) / 2, np.arange(160)) + 8
    pictures = few_pictures()
    pictures._pictures = [np.repeat(ramp[..., None], 3, axis=2).astype(np.uint8)]
    network = ResidualUpscaler(4, 1, has_strength=True, also_twice=True)
    task = SuperResolutionTask(network, None, pictures, crop_px=64, held_out=0)
    for seed, factor in itertools.product(range(8), (2, 4)):
        example = task._example(np.random.default_rng(seed), factor)
        shrunk = reduced(np.ascontiguousarray(example.large), factor=factor)
        assert example.small.shape == (16, 16, 3)
        assert example.large.shape == (16 * factor, 16 * factor, 3)
        assert abs(shrunk[2:-2, 2:-2].astype(int) - example.small[2:-2, 2:-2]).max() <= 1


def test_an_untrained_network_enlarges_bicubically() -> None:
    picture = np.random.default_rng(0).integers(60, 190, (16, 16, 3), dtype=np.uint8)
    peer = torch.nn.functional.interpolate(
        torch.from_numpy(picture).permute(2, 0, 1)[None].float(), scale_factor=4, mode="bicubic"
    )
    expected = peer[0].round().clamp(0, 255).to(torch.uint8).permute(1, 2, 0).numpy()
    by_network = enlarged(ResidualUpscaler(), Example(picture, 0.0, expected))
    assert np.abs(by_network.astype(int) - expected).max() <= 1
