"""Real models of the real classes, a few kilobytes large, with random weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    FlowMatchEulerDiscreteScheduler,
    FluxPipeline,
    FluxTransformer2DModel,
    LDMSuperResolutionPipeline,
    SD3Transformer2DModel,
    StableDiffusion3Pipeline,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
    UNet2DModel,
    VQModel,
)
from peft import LoraConfig, get_peft_model_state_dict
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    T5Config,
    T5EncoderModel,
    T5Tokenizer,
)

from studio.engine.layout import FOLDER, LayoutEncoder
from studio.engine.networks import ResidualUpscaler

ZERO_SNR = {
    "prediction_type": "v_prediction",
    "rescale_betas_zero_snr": True,
    "timestep_spacing": "trailing",
}
"""The noise schedule ends in pure noise, as the default model's does."""


def save_tiny_models(folder: Path) -> None:
    """`tiny`, a Stable Diffusion pipeline for 64 px, and `tiny-x4`, an upscaler."""
    save_tiny_model(folder / "tiny", tokens=64, **ZERO_SNR)
    settings = {"title": "Tiny", "native_size": 64, "steps": 4, "guidance_scale": 4.0}
    (folder / "tiny" / "studio.json").write_text(json.dumps(settings), "utf-8")
    network = ResidualUpscaler(channels=4, block_count=1)
    network.save_pretrained(folder / "tiny-x4", safe_serialization=True)


def save_led_model(folder: Path, most_boxes: int = 2) -> None:
    """A tiny pipeline that can be told where things are."""
    save_tiny_model(folder, tokens=64)
    torch.manual_seed(0)
    LayoutEncoder(width=32, most_boxes=most_boxes).save_pretrained(folder / FOLDER)


def tiny_tokenizer(tokens: int = 16) -> CLIPTokenizer:
    """Letters, digits and a few signs; a window of that many tokens."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,!?-'"
    pieces = [*letters, *(letter + "</w>" for letter in letters)]
    vocabulary = {piece: i for i, piece in enumerate(pieces)}
    for special in ("<|startoftext|>", "<|endoftext|>"):
        vocabulary[special] = len(vocabulary)
    return CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=tokens)


def tiny_pipeline(
    unet_channels: int = 4, tokens: int = 16, **scheduler: Any
) -> StableDiffusionPipeline:
    """Random weights, the same each time: U-Net (32, 64), latents of 4 channels, 8 px a cell."""
    torch.manual_seed(0)
    unet = tiny_unet(in_channels=unet_channels)
    autoencoder = tiny_autoencoder()
    tokenizer = tiny_tokenizer(tokens)
    text_encoder = CLIPTextModel(tiny_text_config(tokenizer))
    return StableDiffusionPipeline(
        vae=autoencoder.eval(),
        text_encoder=text_encoder.eval(),
        tokenizer=tokenizer,
        unet=unet.eval(),
        scheduler=tiny_scheduler(**scheduler),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def tiny_xl_pipeline(tokens: int = 16) -> StableDiffusionXLPipeline:
    """The same with two text encoders, 32 and 16 wide, and a U-Net that is told sizes."""
    torch.manual_seed(0)
    unet = tiny_unet(
        cross_attention_dim=48,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=24 + 6 * 8,
    )
    autoencoder = tiny_autoencoder()
    tokenizer, tokenizer_2 = tiny_tokenizer(tokens), tiny_tokenizer(tokens)
    # As theirs: the second pads with its first entry.
    tokenizer_2.pad_token = "!"
    config_2 = tiny_text_config(tokenizer_2, hidden_size=16, projection_dim=24)
    return StableDiffusionXLPipeline(
        vae=autoencoder.eval(),
        text_encoder=CLIPTextModel(tiny_text_config(tokenizer)).eval(),
        text_encoder_2=CLIPTextModelWithProjection(config_2).eval(),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer_2,
        unet=unet.eval(),
        scheduler=tiny_scheduler(),
        add_watermarker=False,
    )


def tiny_sd3_pipeline(tokens: int = 16, *, with_t5: bool = True) -> StableDiffusion3Pipeline:
    """Two text encoders that project, 16 and 24 wide, a T5, and a transformer of two blocks."""
    torch.manual_seed(0)
    transformer = SD3Transformer2DModel(
        sample_size=8,
        patch_size=2,
        in_channels=4,
        num_layers=2,
        attention_head_dim=8,
        num_attention_heads=4,
        joint_attention_dim=48,
        caption_projection_dim=32,
        pooled_projection_dim=16 + 24,
        out_channels=4,
        pos_embed_max_size=16,
    )
    autoencoder = tiny_autoencoder(
        shift_factor=0.1, use_quant_conv=False, use_post_quant_conv=False
    )
    tokenizer, tokenizer_2 = tiny_tokenizer(tokens), tiny_tokenizer(tokens)
    tokenizer_2.pad_token = "!"
    config = tiny_text_config(tokenizer, hidden_size=16, projection_dim=16)
    config_2 = tiny_text_config(tokenizer_2, hidden_size=24, projection_dim=24)
    return StableDiffusion3Pipeline(
        transformer=transformer.eval(),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=autoencoder.eval(),
        text_encoder=CLIPTextModelWithProjection(config).eval(),
        tokenizer=tokenizer,
        text_encoder_2=CLIPTextModelWithProjection(config_2).eval(),
        tokenizer_2=tokenizer_2,
        text_encoder_3=tiny_t5().eval() if with_t5 else None,
        tokenizer_3=tiny_t5_tokenizer() if with_t5 else None,
    )


def tiny_flux_pipeline(*, is_told_guidance: bool) -> FluxPipeline:
    """A CLIP, a T5 and a transformer of two blocks. is_told_guidance: as "dev" is."""
    torch.manual_seed(0)
    transformer = FluxTransformer2DModel(
        in_channels=2 * 2 * 4,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=48,
        pooled_projection_dim=32,
        guidance_embeds=is_told_guidance,
        axes_dims_rope=(4, 6, 6),
    )
    own = {"shift_factor": 0.1, "use_quant_conv": False, "use_post_quant_conv": False}
    autoencoder = tiny_autoencoder(**own)
    tokenizer = tiny_tokenizer(77)
    clip = CLIPTextModel(tiny_text_config(tokenizer))
    shift = 3.0 if is_told_guidance else 1.0
    return FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(
            shift=shift, use_dynamic_shifting=is_told_guidance
        ),
        vae=autoencoder.eval(),
        text_encoder=clip.eval(),
        tokenizer=tokenizer,
        text_encoder_2=tiny_t5().eval(),
        tokenizer_2=tiny_t5_tokenizer(),
        transformer=transformer.eval(),
    )


def tiny_t5() -> T5EncoderModel:
    """48 wide."""
    shape = {"vocab_size": 32, "d_model": 48, "d_kv": 8, "d_ff": 32, "num_heads": 4}
    return T5EncoderModel(T5Config(num_layers=1, **shape))


def tiny_t5_tokenizer() -> T5Tokenizer:
    """Letters alone."""
    special = ("<pad>", "</s>", "<unk>", "▁")
    pieces = [*special, *"abcdefghijklmnopqrstuvwxyz"]
    return T5Tokenizer(vocab=[(piece, -float(i)) for i, piece in enumerate(pieces)], extra_ids=0)


def tiny_unet(**settings: Any) -> UNet2DConditionModel:
    shape = {
        "sample_size": 4,
        "block_out_channels": (32, 64),
        "layers_per_block": 1,
        "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D"),
        "cross_attention_dim": 32,
        "attention_head_dim": 8,
        "norm_num_groups": 8,
    }
    return UNet2DConditionModel(**shape | settings)


def tiny_autoencoder(**settings: Any) -> AutoencoderKL:
    shape = {
        "block_out_channels": (8, 8, 16, 16),
        "down_block_types": ("DownEncoderBlock2D",) * 4,
        "up_block_types": ("UpDecoderBlock2D",) * 4,
        "latent_channels": 4,
        "norm_num_groups": 4,
        "sample_size": 32,
        "scaling_factor": 0.5,
    }
    return AutoencoderKL(**shape | settings)


def tiny_text_config(tokenizer: CLIPTokenizer, **settings: Any) -> CLIPTextConfig:
    shape = {
        "vocab_size": len(tokenizer),
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 1,
        "num_attention_heads": 4,
        "max_position_embeddings": tokenizer.model_max_length,
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }
    return CLIPTextConfig(**shape | settings)


def tiny_scheduler(**settings: Any) -> DDIMScheduler:
    config = {
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "clip_sample": False,
        "set_alpha_to_one": False,
        "steps_offset": 1,
    }
    return DDIMScheduler(**config | settings)


def save_tiny_model(
    folder: Path, unet_channels: int = 4, tokens: int = 16, **scheduler: Any
) -> Path:
    tiny_pipeline(unet_channels, tokens, **scheduler).save_pretrained(folder)
    return folder


def save_tiny_lora(folder: Path, unet_channels: int = 4, rank: int = 2) -> None:
    """Random changes of some layers of such a pipeline's U-Net, as diffusers writes a LoRA."""
    _save_lora(tiny_pipeline(unet_channels).unet, folder, rank)


def save_xl_lora(folder: Path) -> None:
    """The same of a `tiny_xl_pipeline`."""
    _save_lora(tiny_xl_pipeline().unet, folder)


def _save_lora(unet: UNet2DConditionModel, folder: Path, rank: int = 2) -> None:
    layers = ["to_q", "to_v", "conv1"]
    unet.add_adapter(LoraConfig(r=rank, target_modules=layers, init_lora_weights=False))
    lora = {name: each.half() for name, each in get_peft_model_state_dict(unet).items()}
    StableDiffusionPipeline.save_lora_weights(folder, unet_lora_layers=lora)


def save_tiny_latent_upscaler(folder: Path, **unet: Any) -> Path:
    """unet: what its U-Net has otherwise."""
    shape = {"block_out_channels": (8, 8, 8), "norm_num_groups": 4}
    down, up = ("DownEncoderBlock2D",) * 3, ("UpDecoderBlock2D",) * 3
    vqvae = VQModel(down_block_types=down, up_block_types=up, num_vq_embeddings=16, **shape)
    network = UNet2DModel(
        **{
            "in_channels": 6,
            "out_channels": 3,
            "block_out_channels": (8, 16),
            "layers_per_block": 1,
            "down_block_types": ("DownBlock2D",) * 2,
            "up_block_types": ("UpBlock2D",) * 2,
            "norm_num_groups": 4,
            "add_attention": False,
        }
        | unet
    )
    scheduler = DPMSolverMultistepScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", **ZERO_SNR
    )
    pipeline = LDMSuperResolutionPipeline(vqvae.eval(), network.eval(), scheduler)
    pipeline.save_pretrained(folder, safe_serialization=True)
    settings = {"title": "Tiny detailed", "steps": 3}
    (folder / "studio.json").write_text(json.dumps(settings), "utf-8")
    return folder
