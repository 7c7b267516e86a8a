"""Prompt -> Conditioning: weights of words, long prompts in windows, and a cache."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import (
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    T5EncoderModel,
    T5Tokenizer,
)

from studio.core.emphasis import weighted_parts
from studio.engine.model import Conditioning

_MOST_WINDOWS = 16
"""Words beyond would cost much and say little."""


class PromptCache:
    """Remembers the last prompts of one model, so that the same words are encoded once."""

    def __init__(self, encode: Callable[[str], Conditioning], capacity: int = 64) -> None:
        self._encode = encode
        self._capacity = capacity
        self._entries: OrderedDict[str, Conditioning] = OrderedDict()

    def __call__(self, text: str) -> Conditioning:
        if text not in self._entries:
            self._entries[text] = self._encode(text)
            if len(self._entries) > self._capacity:
                self._entries.popitem(last=False)
        self._entries.move_to_end(text)
        return self._entries[text]


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """A prompt as the text encoder takes it."""

    tokens: Tensor
    """(windows, length) ids: each window has its own start, end and padding."""
    weights: Tensor
    """Same shape: how much each token counts; 1 for all but weighted words."""


def windows_of(tokenizer: CLIPTokenizer, text: str, length: int) -> Windows:
    """length: tokens a window, start and end included."""
    words: list[tuple[int, float]] = []
    for part in weighted_parts(text):
        ids: Any = tokenizer(part.text, add_special_tokens=False, verbose=False)["input_ids"]
        words += [(token, part.weight) for token in ids]
    room = length - 2
    start, end, pad = tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id
    windows = [words[i : i + room] for i in range(0, max(len(words), 1), room)][:_MOST_WINDOWS]
    rows = [
        [(start, 1.0), *window, (end, 1.0)] + [(pad, 1.0)] * (room - len(window))
        for window in windows
    ]
    return Windows(
        torch.tensor([[token for token, _ in row] for row in rows]),
        torch.tensor([[weight for _, weight in row] for row in rows]),
    )


@torch.inference_mode()
def encode_with_clip(
    tokenizer: CLIPTokenizer, text_encoder: CLIPTextModel, text: str, length: int
) -> Conditioning:
    """Each window is encoded by itself; the network sees them side by side."""
    windows = windows_of(tokenizer, text, length)
    tokens = windows.tokens.to(text_encoder.device)
    uses_mask = getattr(text_encoder.config, "use_attention_mask", False)
    # Transformers types ids as anything that a lookup may return.
    end: Any = tokenizer.eos_token_id
    mask = _up_to_end(tokens, end) if uses_mask else None
    states = text_encoder(tokens, attention_mask=mask, return_dict=True).last_hidden_state
    return Conditioning(_in_a_row(_weighted(states, windows.weights)))


@torch.inference_mode()
def encode_with_two_clips(
    tokenizers: tuple[CLIPTokenizer, CLIPTokenizer],
    text_encoders: tuple[CLIPTextModel | CLIPTextModelWithProjection, CLIPTextModelWithProjection],
    text: str,
    length: int,
) -> Conditioning:
    """What the last layer but one of both says of each token, and those that project of the whole.

    Of a long text its first window stands for the whole. Source: SDXL, arXiv 2307.01952,
    section 2.1.
    """
    states: list[Tensor] = []
    pooled: list[Tensor] = []
    for tokenizer, text_encoder in zip(tokenizers, text_encoders, strict=True):
        windows = windows_of(tokenizer, text, length)
        tokens = windows.tokens.to(text_encoder.device)
        output: Any = text_encoder(tokens, output_hidden_states=True, return_dict=True)
        states.append(_in_a_row(_weighted(output.hidden_states[-2], windows.weights)))
        if isinstance(text_encoder, CLIPTextModelWithProjection):
            pooled.append(output.text_embeds[:1])
    return Conditioning(torch.cat(states, dim=-1), torch.cat(pooled, dim=-1))


@torch.inference_mode()
def pooled_by_clip(
    tokenizer: CLIPTokenizer, text_encoder: CLIPTextModel, text: str, length: int
) -> Tensor:
    """(1, width): what the first window of a text says as a whole."""
    tokens = windows_of(tokenizer, text, length).tokens[:1]
    output: Any = text_encoder(tokens.to(text_encoder.device), return_dict=True)
    return output.pooler_output


@torch.inference_mode()
def encode_with_t5(
    tokenizer: T5Tokenizer, text_encoder: T5EncoderModel, text: str, length: int
) -> Tensor:
    """(1, length, width). It was made for whole sentences: weights of words do not reach it."""
    words = "".join(part.text for part in weighted_parts(text))
    tokens: Any = tokenizer(
        words, padding="max_length", max_length=length, truncation=True, return_tensors="pt"
    )
    return text_encoder(tokens.input_ids.to(text_encoder.device), return_dict=False)[0]


def _in_a_row(states: Tensor) -> Tensor:
    """(windows, length, width) -> (1, windows · length, width)."""
    return states.reshape(1, -1, states.shape[-1])


def _weighted(states: Tensor, weights: Tensor) -> Tensor:
    """States (windows, length, width) scaled by their words' weights, as strong as before in all.

    Without the second step one heavy word would turn up every other.
    """
    if bool((weights == 1).all()):
        return states
    scaled = states * weights.to(states)[..., None]
    before, after = states.square().mean(), scaled.square().mean()
    return scaled * (before / after.clamp_min(1e-8)).sqrt()


def _up_to_end(tokens: Tensor, end: int) -> Tensor:
    """1 for every token up to the first end of text, 0 for the padding after it."""
    ends = (tokens == end).long()
    return (ends.cumsum(dim=1) - ends == 0).long()
