"""Super-resolution ×4: learnt from drawn textures and scenes, good for photographs too."""

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image
from PIL.Image import Resampling
from torch import Tensor, nn
from torch.nn import functional

from studio.engine.networks import ResidualUpscaler
from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene
from studio.scenes.textures import random_texture
from studio.training.folders import make_portable
from studio.training.loop import Examination, LoopSettings, averaged_weights, train

FACTOR = 4
PICTURE_PX = 256
TITLE = "Detail ×4"
_EXAMINATION_SEED = 1_000_003
_SCENE_SHARE = 0.2
_DAMAGED_SHARE = 0.12
_KERNELS = {
    Resampling.BICUBIC: 0.45,
    Resampling.LANCZOS: 0.25,
    Resampling.BOX: 0.2,
    Resampling.BILINEAR: 0.1,
}

Picture = NDArray[np.uint8]
"""(height, width, 3) sRGB."""
Pair = tuple[Picture, Picture]
"""A picture a quarter as large, and the picture itself."""


class SuperResolutionTask:
    """Learn what a bicubic enlargement of a reduced picture lacks."""

    def __init__(
        self,
        network: ResidualUpscaler,
        *,
        crop_px: int = 128,
        crops: int = 10,
        pool: int = 96,
        held_out: int = 16,
    ) -> None:
        """crop_px: side of the large crops, a multiple of 4. pool: pictures kept for cropping."""
        self.module = network
        self._crop_px, self._crops, self._pool_size = crop_px, crops, pool
        self._pool: list[Pair] = []
        rng = np.random.default_rng(_EXAMINATION_SEED)
        self._held_out = {
            "textures": [_clean_pair(random_texture(rng, PICTURE_PX)) for _ in range(held_out)],
            "scenes": [_clean_pair(paint(random_scene(rng), PICTURE_PX)) for _ in range(held_out)],
        }

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        self._renew_pool(rng)
        pairs = [self._crop(rng) for _ in range(self._crops)]
        device = next(module.parameters()).device
        small, large = (as_images([pair[side] for pair in pairs]).to(device) for side in (0, 1))
        return {"loss": functional.l1_loss(module(small), large)}

    def examine(self, module: nn.Module) -> Examination:
        """Gain over Lanczos in dB of luma on pictures that are never learnt from."""
        figures: dict[str, float] = {}
        for name, pairs in self._held_out.items():
            gains = [gain_over_lanczos_db(module, small, large) for small, large in pairs]
            figures[f"{name}_gain_db"] = float(np.mean(gains))
        return Examination(figures)

    def _renew_pool(self, rng: Generator) -> None:
        """Fill the pool at first, then replace a picture every other step."""
        while len(self._pool) < self._pool_size:
            self._pool.append(random_pair(rng))
        if rng.random() < 0.5:
            self._pool[rng.integers(self._pool_size)] = random_pair(rng)

    def _crop(self, rng: Generator) -> Pair:
        small, large = self._pool[rng.integers(self._pool_size)]
        side = self._crop_px // FACTOR
        top, left = rng.integers(small.shape[0] - side + 1, size=2)
        crop = small[top : top + side, left : left + side]
        rows, columns = (
            slice(FACTOR * top, FACTOR * (top + side)),
            slice(FACTOR * left, FACTOR * (left + side)),
        )
        turns, mirrored = int(rng.integers(4)), rng.random() < 0.5
        return _turned(crop, turns, mirrored), _turned(large[rows, columns], turns, mirrored)


def super_resolution_settings(minutes: float) -> LoopSettings:
    return LoopSettings(
        minutes=minutes,
        learning_rate=1e-3,
        betas=(0.9, 0.99),
        weight_decay=0.0,
        ema_decay=0.999,
        micro_batches=1,
        log_steps=100,
    )


def train_super_resolution_run(minutes: float, run_folder: Path, device: torch.device) -> None:
    """Train a new network, or go on with the one in `run_folder`, until the budget is spent."""
    task = SuperResolutionTask(ResidualUpscaler())
    train(task, super_resolution_settings(minutes), run_folder, device)


def publish_super_resolution(run_folder: Path, destination: Path) -> None:
    """Write a run's averaged weights as a diffusers model folder in float16."""
    network = ResidualUpscaler()
    network.load_state_dict(averaged_weights(run_folder))
    network.half().save_pretrained(destination, safe_serialization=True)
    description = json.dumps({"title": TITLE}, ensure_ascii=False, indent=2)
    (destination / "studio.json").write_text(description + "\n", encoding="utf-8")
    make_portable(destination)


def random_pair(rng: Generator) -> Pair:
    """A drawn picture and its reduction, now and then with a camera's or a file's damage."""
    if rng.random() < _SCENE_SHARE:
        large = paint(random_scene(rng), PICTURE_PX)
    else:
        large = random_texture(rng, PICTURE_PX)
    kernel = Resampling(rng.choice(list(_KERNELS), p=list(_KERNELS.values())))
    small = reduced(large, kernel)
    if rng.random() < _DAMAGED_SHARE:
        small = damaged(rng, small)
    return small, large


def reduced(picture: Picture, kernel: Resampling = Resampling.BICUBIC) -> Picture:
    """A quarter of each side, antialiased; sides must be multiples of 4."""
    height, width = picture.shape[:2]
    image = Image.fromarray(picture).resize((width // FACTOR, height // FACTOR), kernel)
    return np.asarray(image)


def damaged(rng: Generator, picture: Picture) -> Picture:
    """Light noise, or a JPEG file's losses."""
    if rng.random() < 0.5:
        noisy = picture + rng.normal(0, rng.uniform(0.5, 3.0), picture.shape)
        return np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "jpeg", quality=int(rng.integers(70, 97)))
    return np.asarray(Image.open(file))


def enlarged(module: nn.Module, picture: Picture) -> Picture:
    """The whole picture at once, for measuring."""
    device = next(module.parameters()).device
    with torch.no_grad():
        images = module(as_images([picture]).to(device))
    bytes_ = images[0].float().mul(255).round().clamp(0, 255).to(torch.uint8)
    return bytes_.permute(1, 2, 0).cpu().numpy()


def gain_over_lanczos_db(module: nn.Module, small: Picture, large: Picture) -> float:
    size = (large.shape[1], large.shape[0])
    lanczos = np.asarray(Image.fromarray(small).resize(size, Resampling.LANCZOS))
    return luma_psnr_db(enlarged(module, small), large) - luma_psnr_db(lanczos, large)


def luma_psnr_db(picture: Picture, truth: Picture) -> float:
    """Peak signal-to-noise ratio of BT.601 luma; a border of 4 px is left out, as is usual."""
    inner = (slice(FACTOR, -FACTOR), slice(FACTOR, -FACTOR))
    difference = picture[inner].astype(np.float64) - truth[inner]
    error = np.mean(np.square(difference @ (0.299, 0.587, 0.114)))
    return float(10 * np.log10(255**2 / max(float(error), 1e-9)))


def as_images(pictures: Sequence[Picture]) -> Tensor:
    """(height, width, 3) sRGB bytes -> (batch, 3, height, width) in 0..1."""
    stacked = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2)
    return stacked.contiguous().float().div_(255)


def _clean_pair(large: Picture) -> Pair:
    return reduced(large), large


def _turned(picture: Picture, turns: int, mirrored: bool) -> Picture:
    turned = np.rot90(picture, turns)
    return turned[:, ::-1] if mirrored else turned
