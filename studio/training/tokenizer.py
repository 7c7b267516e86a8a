"""A small CLIP tokenizer: byte-level pairs learnt from captions, any other text in pieces."""

import json
from collections.abc import Iterable
from typing import Any

from tokenizers import pre_tokenizers, trainers
from transformers import CLIPTokenizer

TOKENS = 48  # of a prompt, its start and end included
START, END = "<|startoftext|>", "<|endoftext|>"  # the end token pads, too


def new_tokenizer(texts: Iterable[str], entries: int = 4096) -> CLIPTokenizer:
    """Learn pairs from texts, until each of their words is one entry or there are `entries`.

    Every byte stays an entry, so no text is unknown.
    """
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = _learnt_merges(texts, alphabet, entries)
    pieces = [START, END, *alphabet, *(f"{byte}</w>" for byte in alphabet)]
    pieces += ["".join(pair) for pair in merges]
    vocabulary = {piece: index for index, piece in enumerate(dict.fromkeys(pieces))}
    settings: dict[str, Any] = {"vocab": vocabulary, "merges": merges}
    return CLIPTokenizer(model_max_length=TOKENS, **settings)


def token_ids(tokenizer: CLIPTokenizer, texts: list[str]) -> list[list[int]]:
    """Ids padded to `TOKENS` with the end token, as diffusers' pipelines pad them."""
    encoded = tokenizer(texts, padding="max_length", truncation=True, max_length=TOKENS)
    return encoded["input_ids"]


def _learnt_merges(
    texts: Iterable[str], alphabet: list[str], entries: int
) -> list[tuple[str, str]]:
    backend = CLIPTokenizer().backend_tokenizer
    trainer = trainers.BpeTrainer(
        vocab_size=entries,
        special_tokens=[START, END],
        initial_alphabet=alphabet,
        end_of_word_suffix="</w>",
        show_progress=False,
    )
    backend.train_from_iterator(texts, trainer)
    merges = json.loads(backend.to_str())["model"]["merges"]
    return [(first, second) for first, second in merges]
