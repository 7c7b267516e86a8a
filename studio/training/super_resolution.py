"""Super-resolution ×4 and ×2 in one pass: learnt from drawn pictures, good for photographs too."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image
from PIL.Image import Resampling
from torch import Tensor, nn

from studio.engine.networks import ResidualUpscaler
from studio.evaluation.enlargements import luma_psnr_db
from studio.training.checkpoint import has_state
from studio.training.degrading import (
    FACTOR,
    compressed,
    degraded,
    quality_of,
    random_strength,
    reduced,
)
from studio.training.folders import make_portable
from studio.training.initialisation import begin_with
from studio.training.large_pictures import LargePictures, random_large_picture
from studio.training.loop import Examination, LoopSettings, averaged_weights, train
from studio.training.losses import Judge, perceptual_loss, pixel_loss
from studio.training.networks import device_of

TITLE = "Fast"
_EXAMINATION_SEED = 1_000_003
_SCENE_SHARE = 0.65
_PERCEPTUAL_FROM = 0.9  # part of the budget after which features count beside pixels
_PERCEPTUAL_WEIGHT = 0.05  # its gradient is then a twentieth of the pixels', as measured
_AROUND = 8  # px of the small picture beside a crop, so that it has neighbours at each edge
_TWICE_SHARE = 0.2  # of the crops, which are enlarged twice only
_RENEWAL = 0.06  # new pictures a crop: crops are large, so that there are few of them
_RESTORED = 0.5  # the strength that the damaged ones are examined with

Picture = NDArray[np.uint8]
"""(height, width, 3) sRGB."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """What a network sees, how damaged it is told that is, and what it should make of it."""

    small: Picture
    strength: float
    large: Picture
    """Two or four times as large a side."""

    @property
    def factor(self) -> int:
        return self.large.shape[0] // self.small.shape[0]


class SuperResolutionTask:
    """Learn what a bicubic enlargement of a reduced picture lacks."""

    def __init__(
        self,
        network: ResidualUpscaler,
        judge: Judge | None = None,
        pictures: LargePictures | None = None,
        *,
        crop_px: int = 192,
        crops: int = 5,
        held_out: int = 16,
    ) -> None:
        """judge: for the perceptual loss; None = without.

        crop_px: side of a crop that is four times as large, a multiple of 4; of others half of it.
        """
        self.module = network
        self._judge = judge
        self._crop_px, self._crops = crop_px, crops
        self._pictures = pictures or LargePictures(_SCENE_SHARE, renewal=_RENEWAL)
        self._spent = 0.0
        rng = np.random.default_rng(_EXAMINATION_SEED)
        self._held_out = {
            "textures": [_clean(random_large_picture(rng, 0.0)) for _ in range(held_out)],
            "scenes": [_clean(random_large_picture(rng, 1.0)) for _ in range(held_out)],
        }
        clean = [example for examples in self._held_out.values() for example in examples]
        self._held_out["damaged"] = list(map(_damaged, clean))
        self._held_out["twice"] = [_clean(example.large, 2) for example in clean]

    def before_step(self, step: int, spent: float, average: nn.Module) -> None:  # noqa: ARG002
        self._spent = spent

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        twice = round(_TWICE_SHARE * self._crops)
        shares = ((FACTOR, self._crops - twice), (2, twice))
        pixels = torch.zeros((), device=device_of(module))
        features = torch.zeros_like(pixels)
        for factor, count in shares:
            if count == 0:
                continue
            enlarged, large = self._enlarged(module, rng, factor, count)
            share = count / self._crops
            pixels = pixels + share * pixel_loss(enlarged, large)
            if self._judge is not None and self._spent >= _PERCEPTUAL_FROM:
                seen = perceptual_loss(self._judge, 2 * enlarged - 1, 2 * large - 1)
                features = features + share * seen
        loss = pixels + _PERCEPTUAL_WEIGHT * features
        return {"loss": loss, "pixels": pixels, "perceptual": features}

    def _enlarged(
        self, module: nn.Module, rng: Generator, factor: int, count: int
    ) -> tuple[Tensor, Tensor]:
        """So many crops as the network enlarges them, and as they should be."""
        examples = [self._example(rng, factor) for _ in range(count)]
        device = device_of(module)
        small = as_images([example.small for example in examples]).to(device)
        large = as_images([example.large for example in examples]).to(device)
        strengths = torch.tensor([example.strength for example in examples], device=device)
        return module(small, strengths, factor), large

    def examine(self, module: nn.Module) -> Examination:
        """Gain over Lanczos in dB of luma on pictures that are never learnt from."""
        figures: dict[str, float] = {}
        for name, examples in self._held_out.items():
            gains = [gain_over_lanczos_db(module, example) for example in examples]
            figures[f"{name}_gain_db"] = float(np.mean(gains))
        shown = [example for examples in self._held_out.values() for example in examples[:3]]
        return Examination(figures, np.vstack([_row(module, example) for example in shown]))

    def _example(self, rng: Generator, factor: int = FACTOR) -> Example:
        side = self._crop_px // FACTOR
        whole = self._pictures.crop(rng, factor * (side + _AROUND))
        strength = random_strength(rng)
        small = degraded(rng, whole, strength, factor)
        top, left = rng.integers(_AROUND + 1, size=2)
        part = small[top : top + side, left : left + side]
        rows, columns = (slice(factor * at, factor * (at + side)) for at in (top, left))
        return Example(part, strength, whole[rows, columns])


def new_network() -> ResidualUpscaler:
    """As large as two cores can teach in a few hours; 0.9 M parameters."""
    return ResidualUpscaler(channels=64, block_count=12, has_strength=True, also_twice=True)


def super_resolution_settings(minutes: float) -> LoopSettings:
    return LoopSettings(
        minutes=minutes,
        learning_rate=2e-3,
        betas=(0.9, 0.99),
        weight_decay=0.0,
        by_muon=True,
        decay_from=0.0,
        ema_decay=0.999,
        micro_batches=2,
        log_steps=50,
    )


def train_super_resolution_run(
    minutes: float,
    run_folder: Path,
    device: torch.device,
    judge: Judge | None,
    start: Path | None = None,
) -> None:
    """Train a network, or go on with the one in `run_folder`, until the budget is spent.

    start: a published folder that a new run begins with.
    """
    network = new_network()
    if start is not None and not has_state(run_folder):
        begin_with(network, start)
    task = SuperResolutionTask(network, judge)
    train(task, super_resolution_settings(minutes), run_folder, device)


def publish_super_resolution(run_folder: Path, destination: Path) -> None:
    """Write a run's averaged weights as a diffusers model folder in float16."""
    network = new_network()
    network.load_state_dict(averaged_weights(run_folder))
    network.half().save_pretrained(destination, safe_serialization=True)
    description = json.dumps({"title": TITLE}, ensure_ascii=False, indent=2)
    (destination / "studio.json").write_text(description + "\n", encoding="utf-8")
    make_portable(destination)


def enlarged(module: nn.Module, example: Example) -> Picture:
    """The whole picture at once, for measuring."""
    device = device_of(module)
    strengths = torch.tensor([example.strength], device=device)
    with torch.no_grad():
        images = module(as_images([example.small]).to(device), strengths, example.factor)
    bytes_ = images[0].float().mul(255).round().clamp(0, 255).to(torch.uint8)
    return bytes_.permute(1, 2, 0).cpu().numpy()


def gain_over_lanczos_db(module: nn.Module, example: Example) -> float:
    by_network, by_filter = enlarged(module, example), _by_lanczos(example)
    return luma_psnr_db(by_network, example.large) - luma_psnr_db(by_filter, example.large)


def as_images(pictures: Sequence[Picture]) -> Tensor:
    """(height, width, 3) sRGB bytes -> (batch, 3, height, width) in 0..1."""
    stacked = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2)
    return stacked.contiguous().float().div_(255)


def _clean(picture: Picture, factor: int = FACTOR) -> Example:
    height, width = (side - side % factor for side in picture.shape[:2])
    large = picture[:height, :width]
    return Example(reduced(large, factor=factor), 0.0, large)


def _damaged(example: Example) -> Example:
    return Example(compressed(example.small, quality_of(_RESTORED)), _RESTORED, example.large)


def _by_lanczos(example: Example) -> Picture:
    height, width = example.large.shape[:2]
    return np.asarray(Image.fromarray(example.small).resize((width, height), Resampling.LANCZOS))


def _row(module: nn.Module, example: Example, side: int = 160) -> Picture:
    """A corner by Lanczos, by the network, and as it is."""
    pictures = (_by_lanczos(example), enlarged(module, example), example.large)
    return np.hstack([picture[:side, :side] for picture in pictures])
