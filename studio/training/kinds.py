"""The kinds of network that can be trained, by name; needs no torch."""

from dataclasses import dataclass
from enum import StrEnum

from studio.core.errors import BadInput

DOWNSAMPLINGS = (4, 8, 16)


class Regulariser(StrEnum):
    """What keeps the latents small: a pull towards the unit normal, or a codebook."""

    KL = "kl"
    VQ = "vq"


class LossPart(StrEnum):
    """A part of the loss that a run may do without."""

    PERCEPTUAL = "perceptual"
    ADVERSARIAL = "adversarial"


class Prediction(StrEnum):
    """What a diffusion model learns to tell; diffusers' names."""

    V = "v_prediction"
    EPSILON = "epsilon"


@dataclass(frozen=True, slots=True)
class AutoencoderKind:
    """Raises BadInput where `downsampling` is none that we have networks for."""

    regulariser: Regulariser = Regulariser.KL
    downsampling: int = 8  # pixels of the picture's side to one latent cell
    without: frozenset[LossPart] = frozenset()

    def __post_init__(self) -> None:
        if self.downsampling not in DOWNSAMPLINGS:
            known = ", ".join(map(str, DOWNSAMPLINGS))
            raise BadInput(f"There is no downsampling by {self.downsampling}, only by {known}.")

    @property
    def name(self) -> str:
        """Such as "kl-f8" or "kl-f8-without-perceptual"."""
        parts = [part for part in LossPart if part in self.without]
        return "-without-".join([f"{self.regulariser}-f{self.downsampling}", *parts])
