"""A real diffusion model, only tiny: the classes are diffusers' and transformers' own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from studio.core.events import Finished, JobId
from studio.core.pixels import Pixels
from studio.core.request import GenerationRequest
from studio.engine.cancel import Cancel
from studio.engine.families import unet_kl
from studio.engine.generate import generate
from studio.engine.model import DiffusionModel
from studio.engine.placement import Placement

CPU = Placement(torch.device("cpu"), torch.float32)


def tiny_tokenizer() -> CLIPTokenizer:
    """Letters, digits and a few signs; a window of 16 tokens."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,!?-'"
    pieces = [*letters, *(letter + "</w>" for letter in letters)]
    vocabulary = {piece: i for i, piece in enumerate(pieces)}
    for special in ("<|startoftext|>", "<|endoftext|>"):
        vocabulary[special] = len(vocabulary)
    return CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=16)


def tiny_pipeline(unet_channels: int = 4, **scheduler: Any) -> StableDiffusionPipeline:
    """Random weights, the same each time: U-Net (32, 64), latents of 4 channels, 8 px a cell."""
    torch.manual_seed(0)
    unet = UNet2DConditionModel(
        sample_size=4,
        in_channels=unet_channels,
        block_out_channels=(32, 64),
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=32,
        attention_head_dim=8,
        norm_num_groups=8,
    )
    autoencoder = AutoencoderKL(
        block_out_channels=(8, 8, 16, 16),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
        norm_num_groups=4,
        sample_size=32,
        scaling_factor=0.5,
    )
    tokenizer = tiny_tokenizer()
    text_encoder = CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(tokenizer),
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=1,
            num_attention_heads=4,
            max_position_embeddings=16,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )
    config = {
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "clip_sample": False,
        "set_alpha_to_one": False,
        "steps_offset": 1,
    }
    return StableDiffusionPipeline(
        vae=autoencoder.eval(),
        text_encoder=text_encoder.eval(),
        tokenizer=tokenizer,
        unet=unet.eval(),
        scheduler=DDIMScheduler(**{**config, **scheduler}),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def save_tiny_model(folder: Path, unet_channels: int = 4, **scheduler: Any) -> Path:
    tiny_pipeline(unet_channels, **scheduler).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A StableDiffusionPipeline in diffusers' layout."""
    return save_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def tiny_model(tiny_folder: Path) -> unet_kl.UNetKL:
    return unet_kl.load(tiny_folder, CPU)


@pytest.fixture(scope="session")
def tiny_zero_snr_model(tmp_path_factory: pytest.TempPathFactory) -> unet_kl.UNetKL:
    """It predicts v, and its noise schedule ends in pure noise."""
    folder = save_tiny_model(
        tmp_path_factory.mktemp("models") / "zero-snr",
        prediction_type="v_prediction",
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
    )
    return unet_kl.load(folder, CPU)


@pytest.fixture(scope="session")
def tiny_inpaint_model(tmp_path_factory: pytest.TempPathFactory) -> unet_kl.UNetKL:
    """Its U-Net takes nine channels."""
    folder = save_tiny_model(tmp_path_factory.mktemp("models") / "inpaint", unet_channels=9)
    return unet_kl.load(folder, CPU)


@pytest.fixture
def picture_of() -> Callable[[GenerationRequest, DiffusionModel], Pixels]:
    """The finished picture of a request."""

    def run(request: GenerationRequest, model: DiffusionModel) -> Pixels:
        *_, finished = generate(JobId(1), request, model, Cancel())
        assert isinstance(finished, Finished)
        return finished.image

    return run
