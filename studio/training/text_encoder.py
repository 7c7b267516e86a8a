"""The text encoder: a small CLIP that first learns, alone, to say what a caption claims.

Taught so before the diffusion model sees a picture, it binds colours and places to their things
many times sooner than one that learns along with it.
"""

from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn
from torch.nn import functional
from transformers import CLIPTextModel, CLIPTokenizer

from studio.scenes.claims import all_labels
from studio.scenes.sampling import random_scene
from studio.scenes.words import caption_of, known_words
from studio.scenes.world import WHOLE_WORLD, World
from studio.training.captions import label_targets, random_caption
from studio.training.loop import Examination, LoopSettings, averaged_weights, train
from studio.training.networks import device_of, new_text_encoder, text_states
from studio.training.tokenizer import END, new_tokenizer, token_ids

_WIDTH, _LAYERS = 192, 3
_TOKENIZER_CAPTIONS = 2000
_EXAMINATION_SEED = 2_000_003


class CaptionReader(nn.Module):
    """A text encoder with a head that reads labels off its states.

    A label is there if any token says so (a soft maximum over the tokens), so that what is said of
    a thing gathers in the states of the thing's own words, where cross-attention finds it.
    """

    def __init__(self, text_encoder: CLIPTextModel, end_token: int, labels: int) -> None:
        """labels: how many there are to read."""
        super().__init__()
        self.text_encoder = text_encoder
        self.end_token = end_token
        self.head = nn.Linear(text_encoder.config.hidden_size, labels)
        nn.init.constant_(self.head.bias, -6.0)

    def forward(self, ids: Tensor) -> Tensor:
        """ids: (batch, tokens) int64, at least one end token each -> logits (batch, labels)."""
        length = int(ids.ne(self.end_token).sum(1).max()) + 1
        ids = ids[:, :length]  # attention looks back only: what follows changes nothing
        logits = self.head(text_states(self.text_encoder, ids)).float()
        padding = ids.eq(self.end_token).cumsum(1) > 1
        return logits.masked_fill(padding[..., None], -torch.inf).logsumexp(1)


class TextTask:
    """Learn to name the labels of captions."""

    def __init__(
        self,
        reader: CaptionReader,
        tokenizer: CLIPTokenizer,
        captions: int = 48,
        world: World = WHOLE_WORLD,
    ) -> None:
        self.module = reader
        self._tokenizer = tokenizer
        self._world = world
        self._captions = captions

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        logits, targets = self._read(module, rng, self._captions)
        loss = functional.binary_cross_entropy_with_logits(logits, targets) * targets.shape[1]
        return {"loss": loss}

    def examine(self, module: nn.Module) -> Examination:
        logits, targets = self._read(module, np.random.default_rng(_EXAMINATION_SEED), 512)
        found = (logits > 0).float()
        hits = (found * targets).sum()
        recall, precision = hits / targets.sum(), hits / found.sum().clamp(min=1)
        return Examination({"recall": float(recall), "precision": float(precision)})

    def _read(self, module: nn.Module, rng: Generator, count: int) -> tuple[Tensor, Tensor]:
        captions = [random_caption(rng, self._world) for _ in range(count)]
        device = device_of(module)
        ids = torch.tensor(token_ids(self._tokenizer, [caption.text for caption in captions]))
        return module(ids.to(device)), label_targets(captions, self._world).to(device)


def new_reader(
    tokenizer: CLIPTokenizer, width: int = _WIDTH, layers: int = _LAYERS, world: World = WHOLE_WORLD
) -> CaptionReader:
    text_encoder = new_text_encoder(tokenizer, width, layers)
    return CaptionReader(text_encoder, tokenizer.get_vocab()[END], len(all_labels(world)))


def caption_tokenizer(world: World = WHOLE_WORLD) -> CLIPTokenizer:
    """Always the same tokenizer, learnt from the same captions and all words of the world."""
    rng = np.random.default_rng(_EXAMINATION_SEED + 1)
    scenes = (random_scene(rng, world) for _ in range(_TOKENIZER_CAPTIONS))
    captions = (caption_of(scene, rng).text for scene in scenes)
    return new_tokenizer(chain(captions, sorted(known_words(world))))


def text_settings(minutes: float) -> LoopSettings:
    return LoopSettings(
        minutes=minutes,
        learning_rate=1e-3,
        ema_decay=0.99,
        micro_batches=2,
        examine_seconds=60,
        save_seconds=60,
    )


def train_text_encoder_run(
    minutes: float, run_folder: Path, device: torch.device, world: World = WHOLE_WORLD
) -> None:
    """Train and keep the tokenizer beside the run's state."""
    tokenizer = caption_tokenizer(world)
    run_folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save_pretrained(run_folder / "tokenizer")
    task = TextTask(new_reader(tokenizer, world=world), tokenizer, world=world)
    train(task, text_settings(minutes), run_folder, device)


def load_text_encoder(run_folder: Path) -> tuple[CLIPTextModel, CLIPTokenizer]:
    """The averaged weights of a run, of whichever world it learnt, and its tokenizer."""
    tokenizer = CLIPTokenizer.from_pretrained(run_folder / "tokenizer")
    text_encoder = new_text_encoder(tokenizer, _WIDTH, _LAYERS)
    weights = averaged_weights(run_folder)
    prefix = "text_encoder."
    text_encoder.load_state_dict(
        {k.removeprefix(prefix): v for k, v in weights.items() if k.startswith(prefix)}
    )
    return text_encoder.eval(), tokenizer
