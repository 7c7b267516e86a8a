"""What can be said of a model on KL latents before its weights are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.capabilities import ModelInfo, TaskName
from studio.core.errors import ModelBroken
from studio.core.geometry import Extent
from studio.core.request import LARGEST_GUIDANCE_SCALE, LARGEST_STEPS, MOST_BOXES
from studio.engine.families.files import number
from studio.engine.families.unet_kl_parts import configs_of, tokenizer_folder
from studio.engine.few_steps import STEPS, few_steps_sampler, has_few_steps
from studio.engine.layout import FOLDER as LAYOUT_FOLDER
from studio.engine.model_files import read_json
from studio.engine.samplers import SAMPLERS

_TASKS = (TaskName.TEXT_TO_IMAGE, TaskName.IMAGE_TO_IMAGE, TaskName.INPAINT)
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds of a family where a model's own files say nothing."""

    steps: int = 20
    guidance_scale: float = 7.0
    cells: int = 64
    """A side of the latents that it learnt from."""
    patch: int = 1
    """Cells a side that go together through the network."""


def described(path: Path, network: str, usual: Usual) -> ModelInfo:
    """network: the folder of what denoises. Raises ModelBroken."""
    configs = configs_of(path)
    denoiser, vae = _json(configs, f"{network}/config.json"), _json(configs, "vae/config.json")
    scale = _latent_scale(vae, path)
    multiple = scale * max(int(number(denoiser, "patch_size", 1, 1, 16)), usual.patch)
    side = int(number(denoiser, "sample_size", usual.cells, 1, 1024)) * scale
    best = _best_settings(configs)
    native = int(number(best, "native_size", side, multiple, 4096))
    native = max(native // multiple, 1) * multiple
    return ModelInfo(
        name=_name(path),
        title=_title(best, path),
        path=str(path),
        tasks=_TASKS,
        native_extent=Extent(native, native),
        extent_multiple=multiple,
        default_sampler=_default_sampler(best),
        default_steps=int(number(best, "steps", usual.steps, 1, LARGEST_STEPS)),
        default_guidance_scale=number(
            best, "guidance_scale", usual.guidance_scale, 1, LARGEST_GUIDANCE_SCALE
        ),
        prompt_tokens=_prompt_tokens(path),
        words=_words(best),
        most_boxes=_most_boxes(path),
        few_steps=STEPS if has_few_steps(path) else 0,
        few_steps_sampler=few_steps_sampler(path),
    )


def _json(folder: Path, name: str) -> dict[str, Any]:
    return read_json(folder / name, f"{folder.name}/{name}")


def _latent_scale(vae: Mapping[str, Any], path: Path) -> int:
    blocks = vae.get("block_out_channels")
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= 8:  # noqa: PLR2004
        raise ModelBroken(f"The autoencoder of the model in {path} is not described.")
    return 2 ** (len(blocks) - 1)


def _words(best: Mapping[str, Any]) -> tuple[str, ...]:
    words = best.get("words")
    return tuple(map(str, words)) if isinstance(words, list) else ()


def _most_boxes(path: Path) -> int:
    if not (path / LAYOUT_FOLDER).is_dir():
        return 0
    config = _json(path, f"{LAYOUT_FOLDER}/config.json")
    return int(number(config, "most_boxes", 0, 0, MOST_BOXES))


def _best_settings(path: Path) -> dict[str, Any]:
    """`studio.json` beside the index: title, native_size, steps, guidance_scale, sampler, words."""
    return _json(path, "studio.json") if (path / "studio.json").is_file() else {}


def _name(path: Path) -> str:
    return path.stem if path.is_file() else path.name


def _title(best: Mapping[str, Any], path: Path) -> str:
    words = _name(path).replace("-", " ").replace("_", " ")
    return str(best.get("title") or words.capitalize())[:_LONGEST_TITLE]


def _default_sampler(best: Mapping[str, Any]) -> str:
    sampler = best.get("sampler", SAMPLERS[0].name)
    if sampler not in {info.name for info in SAMPLERS}:
        raise ModelBroken(f"The model asks for the sampler {sampler!r}, which is not known.")
    return sampler


def _prompt_tokens(path: Path) -> int:
    config = _json(configs_of(path), "text_encoder/config.json")
    # Older files wrap the numbers of the text half.
    config = config.get("text_config", config)
    longest = number(config, "max_position_embeddings", 77, 3, 4096)
    tokenizer = tokenizer_folder(path)
    if not (tokenizer / "tokenizer_config.json").is_file():
        return int(longest)
    # Where a tokenizer knows no limit, its file holds 10 to the power of 30.
    described = _json(tokenizer, "tokenizer_config.json")
    return int(min(longest, number(described, "model_max_length", longest, 3, 1e31)))
