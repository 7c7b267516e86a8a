"""The judge of pictures: one small network that says what is where, in which colour, before what.

Things are found as points of a heat map, after Zhou, Wang and Krähenbühl, "Objects as Points",
arXiv 1904.07850, and named by what is said at their middle: so what, colour, place and number come
from one reading, and a colour stays bound to its thing. Its stages serve a perceptual loss, its
pooled features the Fréchet distance.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from studio.core.resources import resources_folder
from studio.evaluation.attributes import ATTRIBUTES, THING_ATTRIBUTES

PICTURE_PX = 128
"""Side of the pictures that it learnt from."""
CELL_PX = 4
"""Of the grid on which things are found."""
_RGB, _GROUPS = 3, 8
_RARE = 0.003  # part of the cells with a thing's centre: where the heat map starts
_WEIGHTS_FILE, _CONFIG_FILE = "model.safetensors", "config.json"
_FORMAT = "scene-classifier"


@dataclass(frozen=True, slots=True)
class Maps:
    """What the network says, on a grid of cells of CELL_PX."""

    heat: Tensor
    """(B, 1, h, w), logits: is a thing centred here?"""
    box: Tensor
    """(B, 4, h, w): of the thing's centre from the cell's middle in cells, right and down; then
    the logarithms of width and height in parts of the picture's side."""
    things: Mapping[str, Tensor]
    """Each group of THING_ATTRIBUTES: (B, names, h, w), logits, for a thing centred there."""
    attributes: Mapping[str, Tensor]
    """Each group of ATTRIBUTES: (B, names), logits."""


class SceneClassifier(nn.Module):
    """Pictures are (B, 3, H, W) in -1..1, with sides that are multiples of 16."""

    def __init__(
        self,
        widths: Sequence[int] = (16, 32, 96, 160),
        blocks: Sequence[int] = (0, 1, 2, 1),
        embedding_width: int = 192,
    ) -> None:
        """widths: channels at a half, a quarter, an eighth and a sixteenth of the side."""
        super().__init__()
        self.config = {
            "widths": list(widths),
            "blocks": list(blocks),
            "embedding_width": embedding_width,
        }
        inputs = (_RGB, *widths[:-1])
        self.body = nn.ModuleList(
            nn.Sequential(
                _halving(before, width), *(_Residual(width) for _ in range(count)), nn.ReLU()
            )
            for before, width, count in zip(inputs, widths, blocks, strict=True)
        )
        middle = widths[2]
        self.from_fine = nn.Conv2d(widths[1], middle, 2, 2)
        self.from_coarse = nn.Conv2d(widths[3], middle, 1)
        self.from_colours = nn.Conv2d(_RGB * 4, middle, 3, padding=1)
        self.neck = nn.Sequential(_Residual(middle), nn.ReLU())
        self.channels = (1, 4, *map(len, THING_ATTRIBUTES.values()))
        self.head = nn.Conv2d(middle, 4 * sum(self.channels), 1)
        self.pooled = nn.Linear(4 * (widths[2] + widths[3]), embedding_width)
        self.heads = nn.ModuleDict(
            {name: nn.Linear(embedding_width, len(names)) for name, names in ATTRIBUTES.items()}
        )
        with torch.no_grad():
            self.head.bias[:4].fill_(math.log(_RARE / (1 - _RARE)))  # pyright: ignore
            self.head.weight.mul_(0.3)
        # Without this layout a step takes half as long again; torch's stubs do not know it.
        self.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]

    def forward(self, images: Tensor) -> Maps:
        stages = self.stages(images)
        _, fine, middle, coarse = stages
        enlarged = functional.interpolate(self.from_coarse(coarse), scale_factor=2.0)
        colours = functional.pixel_unshuffle(functional.avg_pool2d(images, CELL_PX), 2)
        cells = middle + self.from_fine(fine) + enlarged + self.from_colours(colours)
        heat, box, *said = (
            functional.pixel_shuffle(self.head(self.neck(cells)), 2)
            .float()
            .split(self.channels, dim=1)
        )
        whole = self._embedded(stages)
        attributes = {name: head(whole).float() for name, head in self.heads.items()}
        return Maps(heat, box, dict(zip(THING_ATTRIBUTES, said, strict=True)), attributes)

    def stages(self, images: Tensor) -> tuple[Tensor, ...]:
        """Features at a half, a quarter, an eighth and a sixteenth of the side, fine to coarse."""
        features = images.contiguous(memory_format=torch.channels_last)
        stages: list[Tensor] = []
        for stage in self.body:
            features = stage(features)
            stages.append(features)
        return tuple(stages)

    def embedding(self, images: Tensor) -> Tensor:
        """(B, D): what the picture is like as a whole."""
        return self._embedded(self.stages(images)).float()

    @property
    def embedding_width(self) -> int:
        return self.pooled.out_features

    def _embedded(self, stages: Sequence[Tensor]) -> Tensor:
        """Of the four quarters, since sky and ground differ in where they are."""
        pooled = [functional.adaptive_avg_pool2d(stage, 2).flatten(1) for stage in stages[2:]]
        return functional.relu(self.pooled(torch.cat(pooled, dim=1)))


def _halving(inputs: int, width: int) -> nn.Conv2d:
    size = 5 if inputs == _RGB else 3
    return nn.Conv2d(inputs, width, size, stride=2, padding=size // 2)


class _Residual(nn.Module):
    """Starts as the identity: its last convolution is zero."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(_GROUPS, width)
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.last = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)  # pyright: ignore[reportArgumentType]

    def forward(self, features: Tensor) -> Tensor:
        inner = functional.relu(self.first(functional.relu(self.norm(features))))
        return features + self.last(inner)


def save_classifier(network: SceneClassifier, folder: Path) -> None:
    """Write config.json and the weights in float16."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {"format": _FORMAT, **network.config, **_vocabulary()}
    text = json.dumps(config, indent=2) + "\n"
    (folder / _CONFIG_FILE).write_text(text, encoding="utf-8")
    tensors = {name: t.half().contiguous() for name, t in network.state_dict().items()}
    save_file(tensors, folder / _WEIGHTS_FILE)
    (folder / _WEIGHTS_FILE).chmod(0o644)  # the library makes it private


def load_classifier(folder: Path | None = None) -> SceneClassifier:
    """The judge that comes with the program, or that in `folder`: float32, frozen, eval.

    Raises FileNotFoundError where there is none, ValueError where it knows another world.
    """
    folder = folder or classifier_folder()
    config = json.loads((folder / _CONFIG_FILE).read_text(encoding="utf-8"))
    if config.pop("format", None) != _FORMAT:
        raise ValueError(f"{folder} holds no scene classifier.")
    vocabulary = _vocabulary()
    if {name: config.pop(name, None) for name in vocabulary} != vocabulary:
        raise ValueError(f"The classifier in {folder} knows other names; train it anew.")
    network = SceneClassifier(**config)
    network.load_state_dict(load_file(folder / _WEIGHTS_FILE))
    return network.eval().requires_grad_(False)


def classifier_folder() -> Path:
    """Where the judge lies that comes with the program."""
    return resources_folder() / "judges" / "scene-classifier"


def _vocabulary() -> dict[str, object]:
    return {
        "things": {name: list(names) for name, names in THING_ATTRIBUTES.items()},
        "attributes": {name: list(names) for name, names in ATTRIBUTES.items()},
    }
