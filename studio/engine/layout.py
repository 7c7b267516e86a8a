"""Words in boxes -> tokens that stand beside those of the prompt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from diffusers.configuration_utils import ConfigMixin, register_to_config
from diffusers.models.modeling_utils import ModelMixin
from torch import Tensor, nn
from transformers import CLIPTextModel, CLIPTokenizer

from studio.core.geometry import Bounds, Extent
from studio.core.request import LEAST_BOX, Placed

FOLDER = "layout_encoder"
"""Beside the parts of a model that diffusers knows, which leaves it alone."""


class LayoutEncoder(ModelMixin, ConfigMixin):
    """A token for each box, from where it is and what its words mean.

    A box that is not there has learnt values in place of both. As in GLIGEN (arXiv 2301.07093,
    eq. 5), but its tokens are attended to together with the prompt's, not by layers of their own.
    """

    @register_to_config
    def __init__(self, width: int = 192, most_boxes: int = 6, frequencies: int = 6) -> None:
        """width: of a token, as of the text encoder's states."""
        super().__init__()
        self.most_boxes = most_boxes
        self.frequencies = frequencies
        places = 8 * frequencies
        self.no_name = nn.Parameter(torch.zeros(width))
        self.no_place = nn.Parameter(torch.zeros(places))
        self.mlp = nn.Sequential(
            nn.Linear(width + places, 2 * width),
            nn.SiLU(),
            nn.Linear(2 * width, width),
            nn.LayerNorm(width),
        )

    def forward(self, names: Tensor, boxes: Tensor, present: Tensor) -> Tensor:
        """names: (B, N, width); boxes: (B, N, 4), left, top, right, bottom in 0..1; present:
        (B, N) bool -> (B, N, width).
        """
        there = present[..., None]
        names = torch.where(there, names, self.no_name.to(names.dtype))
        places = fourier_features(boxes.float(), self.frequencies)
        places = torch.where(there, places, self.no_place.float())
        return self.mlp(torch.cat([names, places.to(names.dtype)], dim=-1))


def fourier_features(values: Tensor, frequencies: int) -> Tensor:
    """(..., n) in 0..1 -> sines and cosines, (..., 2 · n · frequencies)."""
    octaves = math.pi * 2.0 ** torch.arange(frequencies, device=values.device)
    angles = (values[..., None] * octaves).flatten(-2)
    return torch.cat([angles.sin(), angles.cos()], dim=-1)


@torch.inference_mode()
def name_states(
    tokenizer: CLIPTokenizer, text_encoder: CLIPTextModel, names: Sequence[str]
) -> Tensor:
    """What the words of each name mean: the mean of their states, (names, width)."""
    means: list[Tensor] = []
    for name in names:
        ids: Any = tokenizer(name, truncation=True, return_tensors="pt")["input_ids"]
        states = text_encoder(ids.to(text_encoder.device)).last_hidden_state[0]
        # Without the start, and without the end unless there is nothing else.
        words = states[1:-1] if len(states) > 2 else states[-1:]  # noqa: PLR2004
        means.append(words.mean(0))
    return torch.stack(means)


def seen_within(layout: Sequence[Placed], extent: Extent, bounds: Bounds) -> tuple[Placed, ...]:
    """The layout of a part of the picture: what lies in it, in parts of its sides."""
    across, along = extent.width / bounds.width, extent.height / bounds.height
    left, top = bounds.x / bounds.width, bounds.y / bounds.height

    def inside(edge: float, scale: float, start: float) -> float:
        return min(max(edge * scale - start, 0.0), 1.0)

    edges = [
        (
            placed.text,
            inside(placed.left, across, left),
            inside(placed.top, along, top),
            inside(placed.right, across, left),
            inside(placed.bottom, along, top),
        )
        for placed in layout
    ]
    return tuple(
        Placed(*each)
        for each in edges
        if each[3] >= each[1] + LEAST_BOX and each[4] >= each[2] + LEAST_BOX
    )
