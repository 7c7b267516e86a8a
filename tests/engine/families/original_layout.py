"""Writes a tiny model as one file with the names of Stable Diffusion 1 or XL themselves."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline
from safetensors.torch import save_file

_RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
_UNET_ENDS = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "mid_block.resnets.0": "middle_block.0",
    "mid_block.attentions.0": "middle_block.1",
    "mid_block.resnets.1": "middle_block.2",
}
_ATTENTION = {
    "group_norm": "norm",
    "to_q": "q",
    "to_k": "k",
    "to_v": "v",
    "to_out.0": "proj_out",
}


_OPEN_CLIP = {
    "text_model.encoder.layers": "transformer.resblocks",
    "text_model.embeddings.token_embedding": "token_embedding",
    "text_model.embeddings.position_embedding.weight": "positional_embedding",
    "text_model.final_layer_norm": "ln_final",
    "text_projection.weight": "text_projection",
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
    "self_attn.out_proj": "attn.out_proj",
}


def write_original_file(
    pipeline: StableDiffusionPipeline | StableDiffusionXLPipeline, folder: Path, path: Path
) -> None:
    """For a U-Net of two blocks of one layer. folder: the same model in diffusers' layout."""
    tensors: dict[str, torch.Tensor] = {}
    for name, value in pipeline.unet.state_dict().items():
        tensors["model.diffusion_model." + _unet_name(name)] = value
    blocks = len(pipeline.vae.config["block_out_channels"])
    for name, value in pipeline.vae.state_dict().items():
        is_attention = ".attentions." in name and value.dim() == 2
        shaped = value[:, :, None, None] if is_attention else value
        tensors["first_stage_model." + _autoencoder_name(name, blocks)] = shaped
    is_xl = isinstance(pipeline, StableDiffusionXLPipeline)
    text = "conditioner.embedders.0." if is_xl else "cond_stage_model."
    for name, value in pipeline.text_encoder.state_dict().items():
        tensors[f"{text}transformer.text_model.{name}"] = value
    if is_xl:
        for name, value in _open_clip(pipeline.text_encoder_2.state_dict()).items():
            tensors[f"conditioner.embedders.1.model.{name}"] = value
    save_file({name: value.clone().contiguous() for name, value in tensors.items()}, path)
    shutil.copytree(folder, path.with_suffix(""), ignore=shutil.ignore_patterns("*.safetensors"))
    (path.with_suffix("") / "model_index.json").unlink()


def _open_clip(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Queries, keys and values are one matrix there, and the projection is turned."""
    tensors: dict[str, torch.Tensor] = {}
    for name, value in weights.items():
        theirs = name
        for ours, other in _OPEN_CLIP.items():
            theirs = theirs.replace(ours, other)
        match = re.match(r"(.*)self_attn\.([qkv])_proj\.(weight|bias)", theirs)
        if match is None:
            tensors[theirs] = value.T if theirs == "text_projection" else value
        elif match[2] == "q":
            parts = [weights[name.replace("q_proj", f"{which}_proj")] for which in "qkv"]
            tensors[f"{match[1]}attn.in_proj_{match[3]}"] = torch.cat(parts)
    return tensors


def _unet_name(name: str) -> str:
    for ours, theirs in _UNET_ENDS.items():
        if name.startswith(ours + "."):
            return theirs + _resnet(name[len(ours) :])
    match = re.match(r"(down|up)_blocks\.(\d)\.(resnets|attentions|\w+samplers)\.(\d)(.*)", name)
    assert match
    way, block, part, layer, rest = match.groups()
    # One layer a block and a sampler after each but the last; going up there is one layer more.
    place = 1 + 2 * int(block) if way == "down" else 2 * int(block) + int(layer)
    where = "input_blocks" if way == "down" else "output_blocks"
    match part:
        case "resnets":
            return f"{where}.{place}.0{_resnet(rest)}"
        case "attentions":
            return f"{where}.{place}.1{rest}"
        case "downsamplers":
            return f"{where}.{place + 1}.0.op{rest.removeprefix('.conv')}"
        case _:
            return f"{where}.{place + 1}.1{rest}"


def _resnet(rest: str) -> str:
    for ours, theirs in _RESNET.items():
        if rest.startswith(f".{ours}."):
            return f".{theirs}.{rest.removeprefix(f'.{ours}.')}"
    return rest


def _autoencoder_name(name: str, blocks: int) -> str:
    name = name.replace("mid_block.attentions.0", "mid.attn_1")
    name = re.sub(r"mid_block\.resnets\.(\d)", lambda m: f"mid.block_{int(m[1]) + 1}", name)
    name = re.sub(r"down_blocks\.(\d)\.resnets\.", r"down.\1.block.", name)
    name = re.sub(r"down_blocks\.(\d)\.downsamplers\.0", r"down.\1.downsample", name)
    last = blocks - 1
    name = re.sub(r"up_blocks\.(\d)\.resnets\.", lambda m: f"up.{last - int(m[1])}.block.", name)
    name = re.sub(
        r"up_blocks\.(\d)\.upsamplers\.0", lambda m: f"up.{last - int(m[1])}.upsample", name
    )
    name = name.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
    for ours, theirs in _ATTENTION.items():
        name = name.replace(f"attn_1.{ours}.", f"attn_1.{theirs}.")
    return name
