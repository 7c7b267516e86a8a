from __future__ import annotations

import pytest
import torch

from studio.core.request import LONGEST_PROMPT
from studio.engine.conditioning import PromptCache, windows_of
from studio.engine.families.unet_kl import UNetKL
from studio.engine.model import Conditioning
from tests.tiny_models import tiny_tokenizer


def test_the_same_prompt_is_encoded_once() -> None:
    encoded: list[str] = []

    def encode(text: str) -> Conditioning:
        encoded.append(text)
        return Conditioning(torch.zeros(1, 1, 1))

    cache = PromptCache(encode)
    first, again = cache("a boat"), cache("a boat")
    assert first is again
    assert encoded == ["a boat"]


def test_the_cache_forgets_what_was_used_longest_ago() -> None:
    encoded: list[str] = []

    def encode(text: str) -> Conditioning:
        encoded.append(text)
        return Conditioning(torch.zeros(1, 1, 1))

    cache = PromptCache(encode, capacity=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        cache(text)
    assert encoded == ["a", "b", "c", "b"]


def test_the_same_prompt_again_calls_no_text_encoder(tiny_model: UNetKL) -> None:
    calls: list[int] = []
    handle = tiny_model.parts.text_encoder.register_forward_hook(lambda *_: calls.append(1))
    for _ in range(3):
        tiny_model.encode_prompt("never said before")
    handle.remove()
    assert len(calls) == 1


def test_a_short_prompt_is_tokenised_as_pipelines_do() -> None:
    tokenizer = tiny_tokenizer()
    expected = tokenizer(
        "a red boat", padding="max_length", max_length=16, truncation=True, return_tensors="pt"
    ).input_ids
    assert windows_of(tokenizer, "a red boat", 16).tokens.tolist() == expected.tolist()


def test_a_long_prompt_is_seen_in_windows() -> None:
    tokenizer = tiny_tokenizer()
    windows = windows_of(tokenizer, "a" * 20, 16).tokens
    assert windows.shape == (2, 16)
    assert (windows[:, 0] == tokenizer.bos_token_id).all()


@pytest.mark.parametrize("text", ["", " ", "\n", "☂ 漢字", "a " * (LONGEST_PROMPT // 2)])
def test_any_prompt_can_be_encoded(tiny_model: UNetKL, text: str) -> None:
    embeds = tiny_model.encode_prompt(text).embeds
    assert embeds.shape[1] % 16 == 0
    assert embeds.isfinite().all()


def test_a_weight_is_no_word_itself() -> None:
    tokenizer = tiny_tokenizer()
    plain, weighted = (windows_of(tokenizer, t, 16) for t in ("a red boat", "a (red:1.5) boat"))
    assert weighted.tokens.tolist() == plain.tokens.tolist()
    assert weighted.weights[0].tolist() == [1, 1, 1.5, 1.5, 1.5] + [1] * 11


def test_a_heavier_word_changes_what_the_network_sees(tiny_model: UNetKL) -> None:
    plain = tiny_model.encode_prompt("a red boat").embeds
    weighted = tiny_model.encode_prompt("a (red:1.5) boat").embeds
    assert weighted.square().mean() == pytest.approx(plain.square().mean().item(), rel=1e-4)
    share = weighted.square().sum(-1)[0] / plain.square().sum(-1)[0]
    assert share[2:5].min() > share[:2].max()
