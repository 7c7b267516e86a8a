"""The tokenizer takes any text; the encoder learns what captions claim."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import CLIPTokenizer

from studio.scenes.claims import all_labels
from studio.scenes.words import known_words
from studio.scenes.world import World
from studio.training.captions import label_targets, random_caption
from studio.training.checkpoint import load_state
from studio.training.loop import train
from studio.training.text_encoder import (
    TextTask,
    caption_tokenizer,
    load_text_encoder,
    new_reader,
    text_settings,
    train_text_encoder_run,
)
from studio.training.tokenizer import END, TOKENS, token_ids

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def tokenizer() -> CLIPTokenizer:
    return caption_tokenizer()


def test_every_known_word_is_one_token(tokenizer: CLIPTokenizer):
    words = sorted(known_words())
    pieces = [len(ids) - 2 for ids in tokenizer(words)["input_ids"]]
    assert [word for word, count in zip(words, pieces, strict=True) if count > 1] == []


def test_nearly_all_captions_fit_into_a_prompt(tokenizer: CLIPTokenizer):
    rng = np.random.default_rng(8)
    texts = [random_caption(rng).text for _ in range(2000)]
    lengths = [len(ids) for ids in tokenizer(texts)["input_ids"]]
    assert sum(length > TOKENS for length in lengths) <= 2


@pytest.mark.parametrize("text", ["", "Ünïcödé ☃ 漢字", "x" * 500, "boat " * 10_000])
def test_any_text_fills_exactly_the_tokens_of_a_prompt(tokenizer: CLIPTokenizer, text: str):
    (ids,) = token_ids(tokenizer, [text])
    assert len(ids) == TOKENS
    assert ids[-1] == tokenizer.get_vocab()[END]


def test_text_survives_the_tokenizer(tokenizer: CLIPTokenizer):
    ids = tokenizer("a zebra, déjà vu!")["input_ids"]
    assert tokenizer.decode(ids, skip_special_tokens=True).replace(" ", "") == "azebra,déjàvu!"


def test_a_saved_tokenizer_reads_the_same(tokenizer: CLIPTokenizer, tmp_path: Path):
    tokenizer.save_pretrained(tmp_path)
    loaded = CLIPTokenizer.from_pretrained(tmp_path)
    assert token_ids(loaded, ["a blue house"]) == token_ids(tokenizer, ["a blue house"])


def test_targets_mark_exactly_the_labels_of_a_caption():
    caption = random_caption(np.random.default_rng(4))
    (row,) = label_targets([caption])
    marked = {label for label, target in zip(all_labels(), row, strict=True) if target}
    assert marked == caption.labels


def test_padding_does_not_change_what_is_read(tokenizer: CLIPTokenizer):
    reader = new_reader(tokenizer, width=32, layers=1).eval()
    ids = torch.tensor(token_ids(tokenizer, ["a red boat", "night over the sea with a moon"]))
    alone, together = reader(ids[:1]), reader(ids)[:1]
    torch.testing.assert_close(alone, together)


def test_the_text_encoder_of_a_small_world_is_trained_and_loaded(tmp_path: Path):
    world = World(kinds=("boat", "house"), grounds=("sea", "meadow"), most_alike=1)
    train_text_encoder_run(0.001, tmp_path, CPU, world)
    text_encoder, tokenizer = load_text_encoder(tmp_path)
    ids = torch.tensor(token_ids(tokenizer, ["a red boat on the sea"]))
    assert torch.isfinite(text_encoder(ids).last_hidden_state).all()
    assert len(tokenizer("a red boat on the sea")["input_ids"]) == 6 + 2


def test_training_takes_steps_and_resumes(tokenizer: CLIPTokenizer, tmp_path: Path):
    task = TextTask(new_reader(tokenizer, width=32, layers=1), tokenizer, captions=4)
    settings = replace(text_settings(10), max_steps=2)
    train(task, settings, tmp_path, CPU)
    train(task, replace(settings, max_steps=3), tmp_path, CPU)
    assert load_state(tmp_path).step == 3
