"""The studio's own ×4 network: a folder of config.json and diffusion_pytorch_model.safetensors.

An optional studio.json beside them holds {"title": …}.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from studio.core.capabilities import ModelInfo, TaskName
from studio.core.errors import ModelBroken
from studio.core.geometry import Extent
from studio.engine.model_files import check_safetensors, read_json
from studio.engine.networks import ResidualUpscaler
from studio.engine.placement import Placement
from studio.engine.upscaling import Upscaler

_CLASS = "ResidualUpscaler"
_CONFIG = "config.json"
_WEIGHTS = "diffusion_pytorch_model.safetensors"
_TITLE = "studio.json"
# Past these a config is damaged rather than ambitious.
_RANGES = {"channels": (1, 1024), "block_count": (1, 1024), "upscale_factor": (4, 4)}


@dataclass(frozen=True, slots=True)
class _Shape:
    channels: int
    block_count: int
    upscale_factor: int
    has_strength: bool
    also_twice: bool


def detect(path: Path) -> bool:
    """Whether the folder's config names this network. A damaged config names none."""
    if not (path / _CONFIG).is_file():
        return False
    try:
        return read_json(path / _CONFIG, _CONFIG).get("_class_name") == _CLASS
    except ModelBroken:
        return False


def inspect(path: Path) -> ModelInfo:
    """What the folder's small files say. Raises ModelBroken where they say nothing sensible."""
    shape = _shape(path)
    described = path / _TITLE
    title = read_json(described, _named(described)).get("title") if described.exists() else None
    return ModelInfo(
        name=path.name,
        title=title if isinstance(title, str) and title else path.name,
        path=str(path),
        tasks=(TaskName.UPSCALE,),
        native_extent=Extent(512, 512),
        extent_multiple=1,
        default_sampler="",
        default_steps=1,
        default_guidance_scale=1.0,
        prompt_tokens=0,
        upscale_factor=shape.upscale_factor,
        takes_strength=shape.has_strength,
    )


def load(path: Path, placement: Placement) -> Upscaler:
    """The network with its weights. Raises ModelBroken where a file is missing or damaged."""
    info, shape, weights = inspect(path), _shape(path), path / _WEIGHTS
    if not weights.is_file():
        raise ModelBroken(f"{_named(weights)} is missing; please copy the model again.")
    check_safetensors(weights, _named(weights))
    network = _network(shape, weights).requires_grad_(False).eval()
    # diffusers' own `to` warns of modules that need float32 even where there are none.
    placed = nn.Module.to(network, device=placement.device, dtype=placement.dtype)
    return Upscaler(info, placed, network.factors)


def _network(shape: _Shape, weights: Path) -> ResidualUpscaler:
    network = ResidualUpscaler(**asdict(shape))
    try:
        network.load_state_dict(load_file(weights))
    except (RuntimeError, SafetensorError) as error:
        raise ModelBroken(f"{_named(weights)} does not fit its {_CONFIG}.") from error
    return network


def _shape(path: Path) -> _Shape:
    """The network's arguments, by the config."""
    file = path / _CONFIG
    config: dict[str, Any] = read_json(file, _named(file))
    numbers: dict[str, int] = {}
    for name, (low, high) in _RANGES.items():
        value = config.get(name)
        if not isinstance(value, int) or not low <= value <= high:
            raise ModelBroken(
                f"{_named(file)} gives {value!r} as {name};"
                f" it must be a whole number from {low} to {high}."
            )
        numbers[name] = value
    switches = {name: config.get(name, False) for name in ("has_strength", "also_twice")}
    for name, value in switches.items():
        if not isinstance(value, bool):
            raise ModelBroken(f"{_named(file)} gives {value!r} as {name}; it is true or false.")
    return _Shape(**numbers, **switches)


def _named(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"
