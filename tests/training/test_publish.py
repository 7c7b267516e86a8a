"""A published run is a folder that plain diffusers loads."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline
from safetensors.torch import load_file

from studio.core.errors import FileProblem
from studio.engine import few_steps, filling
from studio.engine.families import unet_kl
from studio.engine.layout import FOLDER, LayoutEncoder
from studio.engine.placement import Placement
from studio.scenes.words import known_words
from studio.scenes.world import FAIR_WORLD, World
from studio.training.checkpoint import State, has_state, save_state
from studio.training.commands import (
    publish,
    train_decoder,
    train_diffusion,
    train_inpainting,
)
from studio.training.diffusion import begin_run
from studio.training.drawing import Models
from studio.training.few_steps import load_teacher
from studio.training.led_unet import new_led_unet
from studio.training.networks import LATENT_CHANNELS, new_autoencoder, new_text_encoder
from studio.training.recipe import Recipe
from studio.training.text_encoder import caption_tokenizer
from tests.tiny_models import save_tiny_lora


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    tokenizer = caption_tokenizer()
    models = Models(new_autoencoder(), new_text_encoder(tokenizer), tokenizer)
    begin_run(models, Recipe(), folder / "diffusion")
    weights = new_led_unet(LATENT_CHANNELS).state_dict()
    state = State(weights=weights, averaged=weights, optimizer={}, step=1, elapsed_s=1.0)
    save_state(state, folder / "diffusion")
    return folder


@pytest.fixture(scope="module")
def published(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "landscapes"
    publish(run_folder, folder)
    return folder


@pytest.fixture
def small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs that begin at once, and are soon examined."""
    monkeypatch.setattr("studio.training.diffusion._CAPACITY", 16)
    monkeypatch.setattr("studio.training.drawing.JUDGED", 1)
    monkeypatch.setattr("studio.training.drawing.SHOWN", ("a red boat",))


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
    assert settings["words"] == sorted(known_words(FAIR_WORLD))
    assert World.of(settings["world"]) == FAIR_WORLD


def test_what_knows_of_boxes_lies_beside_the_parts_that_diffusers_knows(published: Path):
    encoder = LayoutEncoder.from_pretrained(published / FOLDER)
    assert encoder.config["width"] == 192
    assert FOLDER not in json.loads((published / "model_index.json").read_text())


@pytest.mark.usefixtures("small_runs")
def test_a_new_run_begins_with_a_published_model(published: Path, tmp_path: Path):
    train_diffusion(0.02, "cpu", tmp_path, start=published)
    began = load_file(published / "text_encoder" / "model.safetensors")
    kept = load_file(tmp_path / "diffusion" / "text_encoder" / "model.safetensors")
    torch.testing.assert_close(
        {name: weight.float() for name, weight in began.items()},
        {name: weight.float() for name, weight in kept.items()},
    )
    assert has_state(tmp_path / "diffusion")


@pytest.mark.usefixtures("small_runs")
def test_a_drawing_run_is_taught_to_fill(run_folder: Path, tmp_path: Path):
    train_inpainting(0.02, "cpu", run_folder)
    folder = tmp_path / "fills"
    save_tiny_lora(folder / few_steps.FOLDER)
    publish(run_folder, folder, fills=True)
    assert not (folder / few_steps.FOLDER).exists()  # it was made for other weights
    config = json.loads((folder / "unet" / "config.json").read_text())
    assert config["in_channels"] == LATENT_CHANNELS
    model = unet_kl.load(folder, Placement(torch.device("cpu"), torch.float32))
    assert not model.inpaint_channels
    assert model.suited_to("ddim", fills=True).inpaint_channels
    assert load_teacher(folder).recipe.fills
    publish(run_folder, folder)
    assert not (folder / filling.FOLDER).exists()


def test_a_sharpened_decoder_is_published_with_the_encoder_as_it_was(
    run_folder: Path, published: Path, tmp_path: Path
):
    shutil.copytree(run_folder, tmp_path / "run")
    train_decoder(0.02, "cpu", tmp_path / "run")
    publish(tmp_path / "run", tmp_path / "sharp")
    file = Path("vae") / "diffusion_pytorch_model.safetensors"
    before, after = load_file(published / file), load_file(tmp_path / "sharp" / file)
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed
    assert {name.split(".")[0] for name in changed} <= {"decoder", "post_quant_conv"}


def test_filling_is_taught_to_a_network_that_draws(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="diffusion"):
        train_inpainting(1, "cpu", tmp_path)


def test_a_folder_without_a_model_is_no_beginning(tmp_path: Path):
    with pytest.raises(FileProblem, match="no model to start with"):
        train_diffusion(1, "cpu", tmp_path, start=tmp_path / "nothing")


def test_sharpening_without_a_diffusion_run_says_what_is_missing(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="diffusion"):
        train_decoder(1, "cpu", tmp_path)
