"""How well an autoencoder keeps pictures, and how fit its latents are for a diffusion model."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from diffusers.models.autoencoders.vq_model import VQModel
from torch import Tensor

from studio.core.errors import ModelBroken, ModelNotFound
from studio.core.resources import kl_autoencoder_folder, vq_autoencoder_folder
from studio.evaluation.accuracy import held_out_accuracy
from studio.evaluation.classifier import SceneClassifier
from studio.evaluation.fidelity import psnr_db, ssim
from studio.evaluation.frechet import Embedding, frechet_distance
from studio.evaluation.pictures import (
    OTHER_SEED,
    held_out_pictures,
    photographs,
    side_by_side,
)
from studio.evaluation.reading import Picture
from studio.evaluation.report import Evaluation, Follow, follow_silently
from studio.evaluation.rows import Row, at_least, at_most, between, noted

PICTURE_PX = 256
ACCURACY = 0.97  # that a judge needs to be believed
_LEAST_PSNR = {"kl": 30.0, "vq": 32.0}
_LEAST_PHOTOGRAPH_PSNR = {"kl": 24.0}
_MOST_LOST_BY_SAMPLING = 1.5  # dB
_MEAN, _DEVIATION = (-0.25, 0.25), (0.8, 1.25)  # of latents near a standard normal
_SEED = 0


@dataclass(frozen=True, slots=True)
class Codec:
    """An autoencoder of diffusers, KL- or VQ-regularised, seen alike."""

    network: AutoencoderKL | VQModel

    @property
    def name(self) -> str:
        """Such as "kl-f8"."""
        return f"{self.regulariser}-f{self.downsampling}"

    @property
    def regulariser(self) -> str:
        return "vq" if isinstance(self.network, VQModel) else "kl"

    @property
    def downsampling(self) -> int:
        """Pixels a side of one latent cell."""
        return 2 ** (len(self._config.block_out_channels) - 1)

    @property
    def scaling_factor(self) -> float:
        return float(self._config.scaling_factor)

    @property
    def entries(self) -> int:
        """Of a VQ-regularised one's codebook."""
        return int(self._config.num_vq_embeddings)

    def posterior(self, images: Tensor) -> DiagonalGaussianDistribution:
        """Of a KL-regularised one. images: (B, 3, H, W) in -1..1."""
        return cast(Any, self.network).encode(images).latent_dist

    def encode(self, images: Tensor) -> Tensor:
        """(B, 3, H, W) in -1..1 -> the mean of the posterior, or what is not yet quantised."""
        if isinstance(self.network, VQModel):
            return cast(Any, self.network).encode(images).latents
        return self.posterior(images).mean

    def decode(self, latents: Tensor) -> Tensor:
        """-> (B, 3, H, W), -1..1; a VQ-regularised one quantises first."""
        return cast(Any, self.network).decode(latents).sample.clamp(-1, 1)

    @property
    def _config(self) -> Any:
        return cast(Any, self.network).config


def load_codec(folder: Path) -> Codec:
    """A folder of diffusers, in float32. Raises ModelNotFound and ModelBroken."""
    path = folder / "config.json"
    if not path.is_file():
        raise ModelNotFound(f"There is no autoencoder in {folder}: it has no config.json.")
    try:
        kind = json.loads(path.read_text(encoding="utf-8")).get("_class_name")
    except (ValueError, AttributeError) as error:
        raise ModelBroken(f"{path} is no description of an autoencoder.") from error
    classes = {"AutoencoderKL": AutoencoderKL, "VQModel": VQModel}
    if kind not in classes:
        raise ModelBroken(f"{folder} holds no AutoencoderKL and no VQModel, but '{kind}'.")
    network = classes[kind].from_pretrained(
        folder, local_files_only=True, use_safetensors=True, torch_dtype=torch.float32
    )
    return Codec(network.eval().requires_grad_(False))


def published_autoencoders() -> list[Path]:
    """The folders of those that come with the program."""
    return [kl_autoencoder_folder(), vq_autoencoder_folder()]


@torch.inference_mode()
def evaluate_autoencoders(
    folders: Sequence[Path],
    classifier: SceneClassifier,
    *,
    count: int = 96,
    follow: Follow = follow_silently,
) -> Evaluation:
    """All rows. count: scenes of each kind of measurement. Raises StudioError."""
    codecs = [load_codec(folder) for folder in folders]
    follow("The judge", 0.0)
    accuracy = held_out_accuracy(classifier, 4 * count)["all"]
    scenes = held_out_pictures(count, PICTURE_PX)
    floor = frechet_distance(
        Embedding(classifier), scenes, held_out_pictures(count, PICTURE_PX, OTHER_SEED)
    )
    evaluation = Evaluation(
        (
            at_least("held-out accuracy of the judge", accuracy, "", ACCURACY),
            noted("Fréchet distance of two sets of scenes", floor, ""),
        )
    )
    for index, codec in enumerate(codecs):
        follow(codec.name, (index + 0.2) / (len(codecs) + 0.2))
        evaluation = evaluation.joined(_evaluated(codec, classifier, scenes))
    follow("Done", 1.0)
    return evaluation


def _evaluated(codec: Codec, classifier: SceneClassifier, scenes: list[Picture]) -> Evaluation:
    name = codec.name
    images = _as_images(scenes)
    parts = images.split(4)
    latents = [codec.encode(part) for part in parts]
    decodings = torch.cat([codec.decode(part) for part in latents])
    psnr = float(psnr_db(decodings, images).mean())
    redrawn = _as_pictures(decodings)
    distance = frechet_distance(Embedding(classifier), redrawn, scenes)
    least = _LEAST_PSNR[codec.regulariser]
    rows = (
        at_least(f"{name}: PSNR of scenes at {PICTURE_PX} px", psnr, "dB", least),
        noted(f"{name}: SSIM of scenes", float(ssim(decodings, images).mean()), ""),
        noted(f"{name}: Fréchet distance of reconstructions", distance, ""),
        noted(f"{name}: rate", bits_a_pixel(codec, parts), "bits a pixel"),
        *_latent_rows(codec, parts, latents, psnr),
    )
    pairs = [picture for pair in zip(scenes, redrawn, strict=True) for picture in pair]
    sheets = {f"{name}: scenes and their reconstructions": side_by_side(pairs[:32])}
    return Evaluation(rows, sheets).joined(_with_photographs(codec))


def bits_a_pixel(codec: Codec, images: Sequence[Tensor]) -> float:
    """How much of a picture its latents hold; 24 is all of it.

    Of a codebook the logarithm of its entries; else the logarithm of how many widths of their
    posterior the latents spread over, as if both were normal.
    """
    pixels = codec.downsampling**2
    if codec.regulariser == "vq":
        return math.log2(codec.entries) / pixels
    posteriors = [codec.posterior(part) for part in images]
    spread = torch.cat([posterior.mean for posterior in posteriors]).std()
    bits = torch.cat([(spread / posterior.std).log2().clamp(min=0) for posterior in posteriors])
    return float(bits.mean()) * bits.shape[1] / pixels


def _with_photographs(codec: Codec) -> Evaluation:
    psnrs: list[float] = []
    sheets: dict[str, Picture] = {}
    for name, photograph in photographs(codec.downsampling).items():
        truth = _as_images([photograph])
        decoding = codec.decode(codec.encode(truth))
        psnrs.append(float(psnr_db(decoding, truth)))
        pair = [photograph, *_as_pictures(decoding)]
        sheets[f"{codec.name}: {name} and its reconstruction"] = side_by_side(pair)
    said, mean = f"{codec.name}: PSNR of photographs", sum(psnrs) / len(psnrs)
    least = _LEAST_PHOTOGRAPH_PSNR.get(codec.regulariser)
    row = noted(said, mean, "dB") if least is None else at_least(said, mean, "dB", least)
    return Evaluation((row,), sheets)


def _latent_rows(
    codec: Codec, parts: Sequence[Tensor], latents: Sequence[Tensor], psnr_of_means: float
) -> tuple[Row, ...]:
    name, scaled = codec.name, torch.cat(list(latents)) * codec.scaling_factor
    normal = (
        between(f"{name}: mean of the scaled latents", float(scaled.mean()), "", *_MEAN),
        between(f"{name}: deviation of the scaled latents", float(scaled.std()), "", *_DEVIATION),
    )
    if codec.regulariser == "vq":
        return normal
    generator = torch.Generator().manual_seed(_SEED)
    psnrs = [psnr_db(codec.decode(codec.posterior(part).sample(generator)), part) for part in parts]
    lost = psnr_of_means - float(torch.cat(psnrs).mean())
    row = at_most(f"{name}: lost by sampling the posterior", lost, "dB", _MOST_LOST_BY_SAMPLING)
    return (*normal, row)


def _as_images(pictures: Sequence[Picture]) -> Tensor:
    stacked = torch.stack([torch.from_numpy(picture.copy()) for picture in pictures])
    return stacked.permute(0, 3, 1, 2).float().div_(127.5).sub_(1.0)


def _as_pictures(images: Tensor) -> list[Picture]:
    levels = images.add(1).mul(127.5).round().clamp(0, 255).to(torch.uint8)
    return list(levels.permute(0, 2, 3, 1).contiguous().numpy())
