"""Only the decoder learns, and it learns what is left when the colours are set right."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import VQModel
from safetensors.torch import load_file
from torch import Tensor

from studio.core.resources import vq_autoencoder_folder
from studio.training.checkpoint import State, save_state
from studio.training.commands import publish_latent_upscaler, train_upscaler_decoder
from studio.training.large_pictures import LargePictures
from studio.training.latent_super_resolution import new_unet, shipped_vq_autoencoder
from studio.training.loop import LoopSettings, averaged_weights, train
from studio.training.losses import Judge
from studio.training.upscaler_decoder import UpscalerDecoderTask

CPU = torch.device("cpu")


def a_task(autoencoder: VQModel, judge: Judge | None = None, held_out: int = 0):
    pictures = LargePictures(scene_share=1.0, first=1, most=1, renewal=0.0)
    return UpscalerDecoderTask(autoencoder, judge, pictures, crop_px=64, crops=2, held_out=held_out)


def changed(before: Mapping[str, Tensor], after: Mapping[str, Tensor]) -> set[str]:
    """The parts of the network that differ."""
    names = [name for name in before if not torch.equal(before[name], after[name])]
    return {name.split(".")[0] for name in names}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of one step, beside one of a U-Net."""
    folder = tmp_path_factory.mktemp("run")
    settings = LoopSettings(minutes=10, learning_rate=1e-3, max_steps=1, micro_batches=1)
    train(a_task(shipped_vq_autoencoder(), held_out=1), settings, folder / "upscaler_decoder", CPU)
    (folder / "latent_super_resolution").mkdir()
    weights = new_unet().state_dict()
    state = State(weights=weights, averaged=weights, optimizer={}, step=1, elapsed_s=1.0)
    save_state(state, folder / "latent_super_resolution")
    return folder


def test_latents_and_codes_stay_as_they_were(run: Path) -> None:
    weights = averaged_weights(run / "upscaler_decoder")
    assert changed(shipped_vq_autoencoder().state_dict(), weights) == {"decoder", "post_quant_conv"}


def test_an_examination_tells_of_scenes_and_textures(run: Path) -> None:
    log = (run / "upscaler_decoder" / "log.jsonl").read_text("utf-8")
    assert "scenes_psnr_db" in log and "textures_psnr_db" in log
    assert list((run / "upscaler_decoder" / "sheets").glob("*.png"))


def test_colours_that_the_small_picture_sets_right_cost_next_to_nothing() -> None:
    autoencoder = shipped_vq_autoencoder()
    before = a_task(autoencoder).losses(autoencoder, np.random.default_rng(0))
    with torch.no_grad():
        autoencoder.get_parameter("decoder.conv_out.bias").add_(0.4)  # a fifth of the range
    after = a_task(autoencoder).losses(autoencoder, np.random.default_rng(0))
    assert float((after["pixels"] - before["pixels"]).detach()) < 0.1
    assert float((after["alone"] - before["alone"]).detach()) > 2


def test_what_the_judge_sees_counts(judge: Judge) -> None:
    autoencoder = shipped_vq_autoencoder()
    losses = a_task(autoencoder, judge).losses(autoencoder, np.random.default_rng(0))
    without = a_task(autoencoder).losses(autoencoder, np.random.default_rng(0))
    assert float(losses["perceptual"].detach()) > 0
    assert float((losses["loss"] - without["loss"]).detach()) > 0


def test_a_decoder_is_sharpened_for_a_network_that_draws(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="latent_super_resolution"):
        train_upscaler_decoder(1, "cpu", tmp_path)


def test_it_is_published_with_the_network_that_draws(run: Path, tmp_path: Path) -> None:
    publish_latent_upscaler(run, tmp_path / "sharp")
    file = "diffusion_pytorch_model.safetensors"
    before = load_file(vq_autoencoder_folder() / file)
    after = load_file(tmp_path / "sharp" / "vqvae" / file)
    assert changed(before, after) == {"decoder", "post_quant_conv"}
    assert (tmp_path / "sharp" / "unet" / file).exists()


def test_without_a_run_it_is_published_as_it_was(run: Path, tmp_path: Path) -> None:
    shutil.copytree(run / "latent_super_resolution", tmp_path / "latent_super_resolution")
    publish_latent_upscaler(tmp_path, tmp_path / "as it was")
    file = "diffusion_pytorch_model.safetensors"
    before = load_file(vq_autoencoder_folder() / file)
    assert changed(before, load_file(tmp_path / "as it was" / "vqvae" / file)) == set()
