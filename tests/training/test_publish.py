"""A published run is a folder that plain diffusers loads."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline
from safetensors.torch import load_file

from studio.scenes.words import known_words
from studio.training.checkpoint import State, save_state
from studio.training.commands import publish, train_decoder, train_diffusion
from studio.training.diffusion import Models, save_models
from studio.training.networks import new_autoencoder, new_text_encoder, new_unet
from studio.training.text_encoder import caption_tokenizer


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    tokenizer = caption_tokenizer()
    models = Models(new_autoencoder(), new_text_encoder(tokenizer), tokenizer)
    save_models(models, folder / "diffusion")
    weights = new_unet().state_dict()
    state = State(weights=weights, averaged=weights, optimizer={}, step=1, elapsed_s=1.0)
    save_state(state, folder / "diffusion")
    return folder


@pytest.fixture(scope="module")
def published(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "landscapes"
    publish(run_folder, folder)
    return folder


def test_plain_diffusers_draws_with_a_published_folder(published: Path):
    pipeline = StableDiffusionPipeline.from_pretrained(published, torch_dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    picture = pipeline("a red boat", num_inference_steps=2, output_type="np").images[0]
    assert picture.shape == (128, 128, 3)
    assert np.isfinite(picture).all()


def test_the_published_scheduler_predicts_v_down_to_zero_signal(published: Path):
    scheduler = DPMSolverMultistepScheduler.from_pretrained(published, subfolder="scheduler")
    assert scheduler.config["prediction_type"] == "v_prediction"
    assert scheduler.config["rescale_betas_zero_snr"]
    assert scheduler.config["timestep_spacing"] == "trailing"


def test_published_weights_are_in_half_precision(published: Path):
    for part in ("unet", "vae", "text_encoder"):
        (file,) = (published / part).glob("*.safetensors")
        assert {weight.dtype for weight in load_file(file).values()} == {torch.float16}


def test_a_published_folder_says_how_to_use_it(published: Path):
    settings = json.loads((published / "studio.json").read_text())
    assert settings["native_size"] == 128
    assert settings["words"] == sorted(known_words())


def test_training_without_an_autoencoder_says_what_is_missing(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="autoencoder"):
        train_diffusion(1, "cpu", tmp_path)


def test_sharpening_without_a_diffusion_run_says_what_is_missing(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="diffusion"):
        train_decoder(1, "cpu", tmp_path)
