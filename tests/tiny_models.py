"""Real models of the real classes, a few kilobytes large, with random weights."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

from studio.engine.networks import ResidualUpscaler
from studio.training.tokenizer import TOKENS, new_tokenizer

WIDTH = 16
"""Of the text encoder's states."""


def save_tiny_models(folder: Path) -> None:
    """`tiny`, a Stable Diffusion pipeline for 64 px, and `tiny-x4`, an upscaler."""
    torch.manual_seed(0)
    tiny_pipeline().save_pretrained(folder / "tiny", safe_serialization=True)
    settings = {"title": "Tiny", "native_size": 64, "steps": 4, "guidance_scale": 4.0}
    (folder / "tiny" / "studio.json").write_text(json.dumps(settings), "utf-8")
    network = ResidualUpscaler(channels=4, block_count=1)
    network.save_pretrained(folder / "tiny-x4", safe_serialization=True)


def tiny_pipeline() -> StableDiffusionPipeline:
    tokenizer = new_tokenizer(["a red boat on the sea at sunset"], 600)
    text_config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=WIDTH,
        intermediate_size=2 * WIDTH,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=TOKENS,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return StableDiffusionPipeline(
        vae=AutoencoderKL(
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            block_out_channels=(8, 8, 8, 8),
            norm_num_groups=4,
            sample_size=64,
        ),
        text_encoder=CLIPTextModel(text_config),
        tokenizer=tokenizer,
        unet=UNet2DConditionModel(
            sample_size=8,
            down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
            up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
            block_out_channels=(8, 16),
            layers_per_block=1,
            norm_num_groups=4,
            cross_attention_dim=WIDTH,
            attention_head_dim=4,
        ),
        scheduler=DDIMScheduler(
            beta_schedule="scaled_linear",
            beta_start=0.00085,
            beta_end=0.012,
            prediction_type="v_prediction",
            rescale_betas_zero_snr=True,
            timestep_spacing="trailing",
            clip_sample=False,
            set_alpha_to_one=False,
            steps_offset=1,
        ),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
