"""The codebook of a VQ autoencoder: filled from encodings, and kept in use.

An entry that no encoding is nearest to gets no gradient and stays dead for good; so it is moved,
now and then, to where encodings are ill served (k-means++'s choice: by squared distance).
"""

from dataclasses import dataclass
from typing import cast

import torch
from diffusers.models.autoencoders.vq_model import VQModel
from torch import Tensor

from studio.training.networks import encodings


@dataclass(frozen=True, slots=True)
class CodebookUse:
    used: float  # share of the entries that were nearest to some encoding
    perplexity: float  # exp of the entropy of the entries: as many would be, equally used


def codebook_of(autoencoder: VQModel) -> Tensor:
    """The entries themselves, (entries, channels)."""
    return cast(Tensor, autoencoder.get_parameter("quantize.embedding.weight"))


def is_filled(autoencoder: VQModel) -> bool:
    return bool(codebook_of(autoencoder).any())


@torch.no_grad()
def fill_codebook(autoencoder: VQModel, images: Tensor, seed: int) -> None:
    """Make every entry a random encoding of `images`, repeated where there are too few."""
    entries = codebook_of(autoencoder)
    vectors = encoded_vectors(autoencoder, images)
    chances = torch.ones(len(vectors))
    chosen = _chosen(chances, len(entries), seed)
    entries.copy_(vectors[chosen.to(vectors.device)])


@torch.no_grad()
def revive_codebook(autoencoder: VQModel, images: Tensor, seed: int) -> Tensor:
    """Move entries that `images` do not use to encodings far from any; return which, as a mask."""
    entries = codebook_of(autoencoder)
    vectors = encoded_vectors(autoencoder, images)
    distances, nearest = nearest_entries(vectors, entries)
    unused = torch.bincount(nearest, minlength=len(entries)) == 0
    count = int(unused.sum())
    chances = distances.square().double().cpu() + 1e-12
    if count > 0:
        entries[unused] = vectors[_chosen(chances, count, seed).to(vectors.device)]
    return unused


@torch.no_grad()
def renew_codebook(autoencoder: VQModel, average: VQModel, images: Tensor, seed: int) -> None:
    """Fill an empty codebook, revive another; its averaged twin jumps along."""
    if not is_filled(autoencoder):
        fill_codebook(autoencoder, images, seed)
        codebook_of(average).copy_(codebook_of(autoencoder))
        return
    moved = revive_codebook(autoencoder, images, seed)
    codebook_of(average)[moved] = codebook_of(autoencoder)[moved]


@torch.no_grad()
def codebook_use(autoencoder: VQModel, images: Tensor) -> CodebookUse:
    entries = codebook_of(autoencoder)
    _, nearest = nearest_entries(encoded_vectors(autoencoder, images), entries)
    shares = torch.bincount(nearest, minlength=len(entries)).double() / len(nearest)
    entropy = torch.special.entr(shares).sum()
    return CodebookUse(float((shares > 0).double().mean()), float(entropy.exp()))


def nearest_entries(vectors: Tensor, entries: Tensor) -> tuple[Tensor, Tensor]:
    """Of each vector its distance from the nearest entry, and which that is."""
    # In parts, since all distances of a few large pictures take gigabytes.
    parts = [torch.cdist(part, entries).min(1) for part in vectors.split(4096)]
    return torch.cat([part.values for part in parts]), torch.cat([part.indices for part in parts])


@torch.no_grad()
def encoded_vectors(autoencoder: VQModel, images: Tensor) -> Tensor:
    """Every cell of the images' latents, (cells, channels) float32."""
    latents = torch.cat([encodings(autoencoder, part).float() for part in images.split(8)])
    return latents.permute(0, 2, 3, 1).flatten(0, 2)


def _chosen(chances: Tensor, count: int, seed: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.multinomial(chances, count, len(chances) < count, generator=generator)
