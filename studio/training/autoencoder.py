"""The KL autoencoder: an eighth of the picture's side, four channels."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from numpy.random import Generator
from torch import Tensor, nn
from torch.nn import functional

from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene
from studio.training.loop import Examination, LoopSettings, averaged_weights, train
from studio.training.networks import decoded, device_of, encoded, new_autoencoder, sampled
from studio.training.pictures import as_picture, as_tensor, random_crop

PICTURE_PX = 128
_EXAMINATION_SEED = 1_000_003
_KL_WEIGHT = 5e-4


class AutoencoderTask:
    """Learn to encode and decode crops of scenes."""

    def __init__(
        self, autoencoder: AutoencoderKL, crop_px: int = 80, crops: int = 5, held_out: int = 48
    ) -> None:
        self.module = autoencoder
        self._crop_px = crop_px
        self._crops = crops
        rng = np.random.default_rng(_EXAMINATION_SEED)
        self._held_out = as_tensor([paint(random_scene(rng), PICTURE_PX) for _ in range(held_out)])

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        crops = [random_crop(rng, PICTURE_PX, self._crop_px, 0.1) for _ in range(self._crops)]
        images = as_tensor(crops).to(device_of(module))
        posterior = encoded(module, images)
        noise = torch.from_numpy(rng.normal(size=tuple(posterior.mean.shape)))
        decoding = decoded(module, sampled(posterior, noise)).float()
        reconstruction = reconstruction_loss(decoding, images)
        divergence = mean_divergence(posterior)
        loss = reconstruction + _KL_WEIGHT * divergence
        return {"loss": loss, "reconstruction": reconstruction, "kl": divergence}

    def examine(self, module: nn.Module) -> Examination:
        images = self._held_out.to(device_of(module))
        decodings = torch.cat([reconstructed(module, part) for part in images.split(16)])
        pairs = torch.stack([images[:32], decodings[:32]], dim=1).flatten(0, 1)
        return Examination({"psnr_db": psnr_db(decodings, images)}, as_picture(pairs))


class DecoderTask(AutoencoderTask):
    """Learn on with the decoder alone: a diffusion model on these latents stays valid."""

    def __init__(self, autoencoder: AutoencoderKL, crop_px: int = 80, crops: int = 5) -> None:
        super().__init__(autoencoder, crop_px, crops)
        autoencoder.get_submodule("encoder").requires_grad_(False)
        autoencoder.get_submodule("quant_conv").requires_grad_(False)


def autoencoder_settings(minutes: float) -> LoopSettings:
    return LoopSettings(minutes=minutes, learning_rate=9e-4, betas=(0.9, 0.99), micro_batches=2)


def train_autoencoder_run(minutes: float, run_folder: Path, device: torch.device) -> None:
    train(AutoencoderTask(new_autoencoder()), autoencoder_settings(minutes), run_folder, device)


def train_decoder_run(
    minutes: float, autoencoder: AutoencoderKL, run_folder: Path, device: torch.device
) -> None:
    """Sharpen the decoder for `minutes`, the encoder frozen."""
    train(DecoderTask(autoencoder), autoencoder_settings(minutes), run_folder, device)


def sharpened_autoencoder(autoencoder: AutoencoderKL, run_folder: Path) -> AutoencoderKL:
    """The autoencoder with the averaged weights of a decoder's run."""
    autoencoder.load_state_dict(averaged_weights(run_folder))
    return autoencoder.eval()


def load_autoencoder(run_folder: Path) -> AutoencoderKL:
    """The averaged weights of a run, its latents scaled to unit variance by the config."""
    autoencoder = new_autoencoder()
    autoencoder.load_state_dict(averaged_weights(run_folder))
    autoencoder.eval()
    autoencoder.register_to_config(scaling_factor=scaling_factor(autoencoder))
    return autoencoder


@torch.no_grad()
def scaling_factor(autoencoder: AutoencoderKL, scenes: int = 96) -> float:
    """One over the standard deviation of scenes' latents."""
    rng = np.random.default_rng(_EXAMINATION_SEED + 1)
    images = as_tensor([paint(random_scene(rng), PICTURE_PX) for _ in range(scenes)])
    return float(1 / encoded(autoencoder, images.to(device_of(autoencoder))).mean.std())


def reconstruction_loss(decodings: Tensor, images: Tensor) -> Tensor:
    """Colours and edges at three scales, of (batch, 3, height, width) in -1..1."""
    loss = functional.l1_loss(decodings, images) + 2 * functional.mse_loss(decodings, images)
    for scale in (1, 2, 4):
        small, truth = functional.avg_pool2d(decodings, scale), functional.avg_pool2d(images, scale)
        for dim in (2, 3):
            loss = loss + 0.3 * functional.l1_loss(small.diff(dim=dim), truth.diff(dim=dim))
    blurred, truth = functional.avg_pool2d(decodings, 8), functional.avg_pool2d(images, 8)
    return loss + functional.l1_loss(blurred, truth)


def mean_divergence(posterior: DiagonalGaussianDistribution) -> Tensor:
    """Kullback-Leibler divergence from the unit normal, a latent value, in nats."""
    mean, logvar = posterior.mean.float(), posterior.logvar.float()
    return 0.5 * (mean.square() + logvar.exp() - 1.0 - logvar).mean()


def psnr_db(decodings: Tensor, images: Tensor) -> float:
    """Peak signal-to-noise ratio of pictures in -1..1, the mean of theirs."""
    errors = (decodings.clamp(-1, 1) - images).square().flatten(1).mean(1)
    return float((10 * torch.log10(4 / errors)).mean())


def reconstructed(autoencoder: nn.Module, images: Tensor) -> Tensor:
    return decoded(autoencoder, encoded(autoencoder, images).mean)
