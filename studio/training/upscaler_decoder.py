"""The decoder of the latent upscaler, sharpened for what the studio does with its pictures.

They are corrected until they agree with the small picture (`engine/agreement.py`): their colours
are right whatever the decoder says, so that it may spend itself on what is fine. The encoder and
the codebook stay as they are, and with them what a U-Net knows of the latents.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from diffusers.models.autoencoders.vq_model import VQModel
from numpy.random import Generator
from torch import Tensor, nn

from studio.engine.agreement import agreeing_with
from studio.evaluation.fidelity import psnr_db
from studio.training.autoencoder import freeze_encoder
from studio.training.degrading import degraded, reduced
from studio.training.large_pictures import LargePictures, random_large_picture
from studio.training.latent_super_resolution import shipped_vq_autoencoder
from studio.training.loop import Examination, LoopSettings, train
from studio.training.losses import Judge, perceptual_loss, pixel_loss
from studio.training.networks import decoded, device_of, encodings
from studio.training.pictures import as_picture
from studio.training.super_resolution import as_images

_EXAMINATION_SEED = 6_000_101
_SCENE_SHARE = 0.65
_PERCEPTUAL_WEIGHT = 0.5
_ALONE_WEIGHT = 0.1  # of what is not corrected, as other programs show it


class UpscalerDecoderTask:
    """Learn to decode crops so that, corrected, they are what was encoded."""

    def __init__(
        self,
        autoencoder: VQModel,
        judge: Judge | None = None,
        pictures: LargePictures | None = None,
        *,
        crop_px: int = 128,
        crops: int = 6,
        held_out: int = 16,
    ) -> None:
        """judge: for the perceptual loss; None = without. crop_px: a multiple of 4.

        Freezes all but the decoder.
        """
        freeze_encoder(autoencoder)
        self.module = autoencoder
        self._judge = judge
        self._crop_px, self._crops = crop_px, crops
        self._pictures = pictures or LargePictures(_SCENE_SHARE)
        rng = np.random.default_rng(_EXAMINATION_SEED)
        self._held_out = {
            name: [random_large_picture(rng, share)[:crop_px, :crop_px] for _ in range(held_out)]
            for name, share in (("scenes", 1.0), ("textures", 0.0))
        }

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        crops = [self._pictures.crop(rng, self._crop_px) for _ in range(self._crops)]
        small = as_images([degraded(rng, crop, 0.0) for crop in crops]).to(device_of(module))
        large = as_images(crops).to(device_of(module))
        alone = _decoded_again(module, large)
        agreed = agreeing_with(small, alone, 0.0)
        pixels, alone_pixels = pixel_loss(agreed, large), pixel_loss(alone, large)
        features = torch.zeros_like(pixels)
        if self._judge is not None:
            features = perceptual_loss(self._judge, 2 * agreed - 1, 2 * large - 1)
        loss = pixels + _ALONE_WEIGHT * alone_pixels + _PERCEPTUAL_WEIGHT * features
        return {"loss": loss, "pixels": pixels, "alone": alone_pixels, "perceptual": features}

    def examine(self, module: nn.Module) -> Examination:
        """Rows of truth and what is decoded and corrected; its likeness in dB."""
        figures: dict[str, float] = {}
        rows: list[Tensor] = []
        for name, pictures in self._held_out.items():
            large = as_images(pictures).to(device_of(module))
            small = as_images([reduced(picture) for picture in pictures]).to(large.device)
            parts = [_decoded_again(module, part) for part in large.split(4)]
            agreed = agreeing_with(small, torch.cat(parts), 0.0).clamp(0, 1)
            figures[f"{name}_psnr_db"] = float(psnr_db(2 * agreed - 1, 2 * large - 1).mean())
            rows.append(torch.stack([large[:8], agreed[:8]], dim=1).flatten(0, 1))
        return Examination(figures, as_picture(2 * torch.cat(rows) - 1))


def train_upscaler_decoder_run(
    minutes: float, run_folder: Path, device: torch.device, judge: Judge | None
) -> None:
    """Train the decoder that comes with the program until the run has taken `minutes` in all."""
    task = UpscalerDecoderTask(shipped_vq_autoencoder(), judge)
    train(task, upscaler_decoder_settings(minutes), run_folder, device)


def upscaler_decoder_settings(minutes: float) -> LoopSettings:
    return LoopSettings(
        minutes=minutes,
        learning_rate=1e-3,
        betas=(0.9, 0.99),
        decay_from=0.2,
        micro_batches=2,
    )


def _decoded_again(module: nn.Module, images: Tensor) -> Tensor:
    """(B, 3, h, w) in 0..1 -> the same, encoded, quantised and decoded, about 0..1."""
    return decoded(module, encodings(module, 2 * images - 1)).float() / 2 + 0.5
