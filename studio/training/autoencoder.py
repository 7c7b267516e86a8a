"""The autoencoders: pictures to small latents and back, the first stage of latent diffusion.

Loss, after Rombach et al., "High-resolution image synthesis with latent diffusion models", 2022:
the reconstruction's pixels and features, the regulariser, and late a patch discriminator.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.autoencoders.vq_model import VQModel
from numpy.random import Generator
from torch import Tensor, nn

from studio.core.resources import kl_autoencoder_folder
from studio.evaluation.fidelity import psnr_db
from studio.scenes.painting import paint
from studio.scenes.sampling import random_scene
from studio.scenes.textures import random_texture
from studio.scenes.world import WHOLE_WORLD, World
from studio.training import processes
from studio.training.adversary import PatchDiscriminator, adaptive_weight, hinge_loss
from studio.training.checkpoint import has_state
from studio.training.codebook import codebook_use, is_filled, renew_codebook
from studio.training.coding import Autoencoder, coded, latents_of, reconstructed
from studio.training.folders import make_portable
from studio.training.initialisation import begin_with, start_as_mosaic
from studio.training.kinds import AutoencoderKind, LossPart, Regulariser
from studio.training.loop import Examination, LoopSettings, averaged_weights, train
from studio.training.losses import (
    Judge,
    perceptual_loss,
    reconstruction_loss,
)
from studio.training.networks import (
    LATENT_CHANNELS,
    device_of,
    new_autoencoder,
    new_vq_autoencoder,
)
from studio.training.pictures import as_picture, as_tensor, random_crops
from studio.training.players import Contest, sides

PICTURE_PX = 128
CHANNELS = {4: (16, 32, 64), 8: (16, 32, 64, 128), 16: (16, 32, 64, 128, 128)}
# As in Rombach et al., but for 8: there our small networks blur details with 4 channels.
_LATENT_CHANNELS = {4: 3, 8: LATENT_CHANNELS, 16: 16}
_EXAMINATION_SEED = 1_000_003
_PERCEPTUAL_WEIGHT = 0.05
_ADVERSARIAL_WEIGHT = 0.25
_ADVERSARIAL_FROM = 0.75  # part of the budget after which the discriminator learns
_ADVERSARIAL_FULLY = 0.85  # from here its whole wish counts; an untrained one has none worth it
_REVIVAL_STEPS = 50
_CODEBOOK_FROM = 0.35  # part of the budget after which latents are quantised
_REVIVAL_UNTIL = 0.8  # part of the budget after which the codebook's entries stay what they are
_CODEBOOK_CROPS = 32
_CROP_PX = 96


class AutoencoderTask:
    """Learn to encode and decode crops of scenes and textures."""

    def __init__(
        self,
        autoencoder: Autoencoder,
        judge: Judge | None = None,
        opponent: PatchDiscriminator | None = None,
        *,
        crop_px: int = _CROP_PX,
        crops: int = 4,
        held_out: int = 16,
        held_out_px: int = 256,
        world: World | None = None,
    ) -> None:
        """judge, opponent: what the perceptual and the adversarial loss need; None = without.

        held_out: how many scenes it is examined with, and half as many textures. world: whose
        scenes matter most, in crops as large as a whole one; None = none.
        """
        self.module = autoencoder if opponent is None else Contest(autoencoder, opponent)
        self._autoencoder = autoencoder
        self._judge = judge
        self._crop_px = crop_px
        self._crops = crops
        self._world = world
        self._spent = 0.0
        rng = np.random.default_rng(_EXAMINATION_SEED)
        drawn = [random_scene(rng, world or WHOLE_WORLD) for _ in range(held_out)]
        scenes = [paint(scene, held_out_px) for scene in drawn]
        textures = [random_texture(rng, held_out_px) for _ in range(held_out // 2)]
        self._scenes, self._textures = as_tensor(scenes), as_tensor(textures)

    def before_step(self, step: int, spent: float, average: nn.Module) -> None:
        self._spent = spent
        if not isinstance(self._autoencoder, VQModel) or not isinstance(average, VQModel):
            return
        is_due = step % _REVIVAL_STEPS == 0 or not is_filled(self._autoencoder)
        if is_due and _CODEBOOK_FROM <= spent < _REVIVAL_UNTIL:
            rng = np.random.default_rng((_EXAMINATION_SEED, step))
            images = random_crops(rng, _CODEBOOK_CROPS, self._crop_px)
            images = images.to(device_of(self._autoencoder))
            renew_codebook(self._autoencoder, average, images, step)
            processes.shared(self._autoencoder)
            processes.shared(average)

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        autoencoder, opponent = sides(module)
        images = random_crops(rng, self._crops, self._crop_px, self._world)
        images = images.to(device_of(module))
        coding = coded(autoencoder, images, rng)
        # The loss is taken by the decodings first: so each of its parts is differentiated once,
        # and the discriminator's loss cannot reach the autoencoder.
        pictures = coding.decodings.detach().requires_grad_()
        error, figures = self._error(pictures, images)
        (pull,) = torch.autograd.grad(error, pictures)
        contest = torch.zeros((), device=pictures.device)
        if opponent is not None and self._spent >= _ADVERSARIAL_FROM:
            real, drawn = opponent(images).float(), opponent(pictures).float()
            (wish,) = torch.autograd.grad(-drawn.mean(), pictures, retain_graph=True)
            weight = adaptive_weight(coding.decodings, _last_layer(autoencoder), pull, wish)
            pull = pull + adversarial_share(self._spent) * weight * wish
            contest = hinge_loss(real, drawn)
            figures |= {"discriminator": contest, "adversarial_weight": weight}
        carried = _with_gradient(error.detach(), coding.decodings, pull)
        loss = carried + coding.regularisation + contest
        return {"loss": loss, **figures, **coding.figures}

    def examine(self, module: nn.Module) -> Examination:
        device = device_of(module)
        scenes, textures = self._scenes.to(device), self._textures.to(device)
        redrawn, rewoven = reconstructed(module, scenes), reconstructed(module, textures)
        figures = {
            "psnr_db": float(psnr_db(redrawn, scenes).mean()),
            "textures_psnr_db": float(psnr_db(rewoven, textures).mean()),
        }
        if isinstance(module, VQModel) and is_filled(module):
            use = codebook_use(module, scenes)
            figures |= {"codebook_used": use.used, "codebook_perplexity": use.perplexity}
        originals = torch.cat([scenes[:12], textures[:4]])
        decodings = torch.cat([redrawn[:12], rewoven[:4]])
        pairs = torch.stack([originals, decodings], dim=1).flatten(0, 1)
        return Examination(figures, as_picture(pairs))

    def _error(self, pictures: Tensor, images: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        reconstruction = reconstruction_loss(pictures, images)
        if self._judge is None:
            return reconstruction, {"reconstruction": reconstruction}
        perceptual = perceptual_loss(self._judge, pictures, images)
        error = reconstruction + _PERCEPTUAL_WEIGHT * perceptual
        return error, {"reconstruction": reconstruction, "perceptual": perceptual}


def autoencoder_settings(minutes: float, steps: int | None = None) -> LoopSettings:
    return LoopSettings(
        minutes=minutes,
        steps=steps,
        learning_rate=4e-4,
        warmup_steps=300,
        betas=(0.9, 0.99),
        micro_batches=2,
        examine_seconds=120.0,
    )


def train_autoencoder_run(
    kind: AutoencoderKind,
    minutes: float,
    run_folder: Path,
    device: torch.device,
    judge: Judge | None,
    start: Path | None = None,
    steps: int | None = None,
) -> None:
    """Train until the run has taken `minutes` or `steps` in all.

    start: a diffusers folder whose weights a new run begins with.

    judge: for the perceptual loss; None where the kind is without one.
    """
    autoencoder = autoencoder_of(kind)
    if not has_state(run_folder):
        if start is None:
            begin_as_mosaic(autoencoder)
        else:
            begin_with(autoencoder, start)
    opponent = None if LossPart.ADVERSARIAL in kind.without else PatchDiscriminator()
    task = AutoencoderTask(autoencoder, judge, opponent)
    train(task, autoencoder_settings(minutes, steps), run_folder, device)


def train_decoder_run(
    minutes: float,
    autoencoder: AutoencoderKL,
    world: World,
    run_folder: Path,
    device: torch.device,
    judge: Judge | None,
) -> None:
    """Sharpen the decoder for `minutes`, most of all for scenes of the world.

    A diffusion model on its latents stays valid.
    """
    freeze_encoder(autoencoder)
    task = AutoencoderTask(
        autoencoder,
        judge,
        PatchDiscriminator(),
        crop_px=PICTURE_PX,
        held_out_px=PICTURE_PX,
        world=world,
    )
    train(task, autoencoder_settings(minutes), run_folder, device)


def freeze_encoder(autoencoder: Autoencoder) -> None:
    """And the codebook, if there is one: all but what decodes."""
    decoding = [autoencoder.get_submodule(part) for part in ("post_quant_conv", "decoder")]
    autoencoder.requires_grad_(False)
    for part in decoding:
        part.requires_grad_(True)


def sharpen(autoencoder: Autoencoder, run_folder: Path) -> None:
    """Give it the averaged weights of a decoder's run."""
    autoencoder.load_state_dict(averaged_weights(run_folder))


def autoencoder_of(kind: AutoencoderKind) -> Autoencoder:
    """A new network of the kind; wider ones take too long without a GPU."""
    channels, latent_channels = CHANNELS[kind.downsampling], _LATENT_CHANNELS[kind.downsampling]
    make = new_vq_autoencoder if kind.regulariser is Regulariser.VQ else new_autoencoder
    return make(channels, latent_channels)


def begin_as_mosaic(autoencoder: Autoencoder, scenes: int = 48) -> None:
    """Give a new network the colours of scenes, before it learns their shapes."""
    rng = np.random.default_rng(_EXAMINATION_SEED)
    start_as_mosaic(autoencoder, as_tensor([paint(random_scene(rng), 64) for _ in range(scenes)]))


def load_trained(kind: AutoencoderKind, run_folder: Path) -> Autoencoder:
    """The averaged weights of a run, its latents scaled to unit variance by the config."""
    autoencoder = autoencoder_of(kind)
    autoencoder.load_state_dict(averaged_weights(run_folder))
    autoencoder.eval()
    autoencoder.register_to_config(scaling_factor=scaling_factor(autoencoder))
    return autoencoder


def load_autoencoder(run_folder: Path) -> AutoencoderKL:
    """As `load_trained`, of the kind that text-to-image builds upon."""
    autoencoder = load_trained(AutoencoderKind(), run_folder)
    assert isinstance(autoencoder, AutoencoderKL)
    return autoencoder


def shipped_autoencoder() -> AutoencoderKL:
    """The one that comes with the program, in float32."""
    return AutoencoderKL.from_pretrained(
        kl_autoencoder_folder(), torch_dtype=torch.float32, local_files_only=True
    )


def publish_autoencoder(kind: AutoencoderKind, run_folder: Path, destination: Path) -> None:
    """Write a run's averaged weights as a folder that diffusers loads, in half precision."""
    load_trained(kind, run_folder).half().save_pretrained(destination, safe_serialization=True)
    make_portable(destination)


@torch.no_grad()
def scaling_factor(autoencoder: Autoencoder, scenes: int = 48) -> float:
    """One over the standard deviation of scenes' latents."""
    rng = np.random.default_rng(_EXAMINATION_SEED + 1)
    images = as_tensor([paint(random_scene(rng), PICTURE_PX) for _ in range(scenes)])
    return float(1 / latents_of(autoencoder, images.to(device_of(autoencoder))).std())


def adversarial_share(spent: float) -> float:
    """The weight of the adversarial loss, before it adapts; grows while its opponent learns."""
    grown = (spent - _ADVERSARIAL_FROM) / (_ADVERSARIAL_FULLY - _ADVERSARIAL_FROM)
    return _ADVERSARIAL_WEIGHT * min(1.0, max(0.0, grown))


def _last_layer(autoencoder: nn.Module) -> Tensor:
    return autoencoder.get_parameter("decoder.conv_out.weight")


def _with_gradient(value: Tensor, decodings: Tensor, gradient: Tensor) -> Tensor:
    """A loss of the given value whose gradient by the decodings is the given one."""
    carrier = (decodings * gradient.detach()).sum()
    return value + carrier - carrier.detach()
