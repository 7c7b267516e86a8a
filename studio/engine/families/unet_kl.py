"""Models with a U-Net, a KL autoencoder and CLIP's text encoder: Stable Diffusion 1 and its kin.

Folders in diffusers' layout, and single `.safetensors` files in the original layout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch
from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
from torch import Tensor, nn

from studio.core.capabilities import ModelInfo
from studio.core.errors import ModelBroken
from studio.core.request import Placed
from studio.engine.conditioning import encode_with_clip
from studio.engine.families.description import Usual, described
from studio.engine.families.files import index_of, names_parts, reading_weights
from studio.engine.families.kl_model import KLModel, settle
from studio.engine.families.original_file import STABLE_DIFFUSION_1, layout_of
from studio.engine.families.unet_kl_parts import Parts, load_parts
from studio.engine.few_steps import few_steps_unet
from studio.engine.filling import can_fill, filling_unet
from studio.engine.layout import name_states
from studio.engine.model import Conditioning
from studio.engine.placement import Placement

PARTS = {
    "unet": {"UNet2DConditionModel"},
    "vae": {"AutoencoderKL"},
    "text_encoder": {"CLIPTextModel"},
    "tokenizer": {"CLIPTokenizer", "CLIPTokenizerFast"},
}


_MakeUNet = Callable[[UNet2DConditionModel, Path], UNet2DConditionModel]
"""Of a U-Net and the folder of its model."""


@dataclass(frozen=True, eq=False)
class UNetKL(KLModel):
    """A loaded model; see DiffusionModel for what its members mean."""

    parts: Parts
    _twins: dict[str, UNetKL] = field(init=False, default_factory=dict)

    @property
    def inpaint_channels(self) -> bool:
        return self.parts.unet.config["in_channels"] == 2 * self.latent_channels + 1

    @property
    def networks(self) -> tuple[nn.Module, ...]:
        made = (twin.parts.unet for twin in self._all_twins)
        return *self.parts.networks, *made

    def suited_to(self, sampler: str, *, fills: bool) -> UNetKL:
        model = self
        if self.info.few_steps and sampler == self.info.few_steps_sampler:
            model = model._twin("few steps", few_steps_unet)
        if fills and not self.inpaint_channels and can_fill(Path(self.info.path)):
            model = model._twin("holes", filling_unet)
        return model

    def _twin(self, purpose: str, made_of: _MakeUNet) -> UNetKL:
        """Itself with another U-Net. Made when it is asked for: most pictures do without."""
        if purpose not in self._twins:
            twin = copy(self)
            unet = made_of(self.parts.unet, Path(self.info.path))
            object.__setattr__(twin, "parts", replace(self.parts, unet=unet))
            object.__setattr__(twin, "info", replace(self.info, few_steps=0))
            object.__setattr__(twin, "_twins", {})
            self._twins[purpose] = twin
        return self._twins[purpose]

    @property
    def _all_twins(self) -> tuple[UNetKL, ...]:
        return tuple(each for twin in self._twins.values() for each in (twin, *twin._all_twins))

    def encode_prompt(self, text: str, layout: Sequence[Placed] | None = None) -> Conditioning:
        words = super().encode_prompt(text, layout)
        return words if layout is None else words.followed_by(self._encode_layout(layout))

    @torch.inference_mode()
    def _encode_layout(self, layout: Sequence[Placed]) -> Tensor:
        """(1, most boxes, width)"""
        parts, encoder, most = self.parts, self.parts.layout_encoder, self.info.most_boxes
        assert encoder is not None, "what a model that takes boxes has"
        width = parts.unet.config["cross_attention_dim"]
        names = torch.zeros(1, most, width, device=self.device)
        boxes = torch.zeros(1, most, 4, device=self.device)
        for row, placed in enumerate(layout):
            (names[0, row],) = name_states(parts.tokenizer, parts.text_encoder, [placed.text])
            edges = (placed.left, placed.top, placed.right, placed.bottom)
            boxes[0, row] = torch.tensor(edges)
        present = torch.arange(most, device=self.device)[None] < len(layout)
        return encoder(names.to(self.dtype), boxes, present)

    def _encode_prompt(self, text: str) -> Conditioning:
        parts = self.parts
        length = self.info.prompt_tokens
        encoded = encode_with_clip(parts.tokenizer, parts.text_encoder, text, length)
        return encoded.to(self.dtype)

    @torch.inference_mode()
    def predict(self, x: Tensor, timestep: Tensor, conditioning: Conditioning) -> Tensor:
        output = self.parts.unet(
            x.to(self.dtype),
            timestep,
            encoder_hidden_states=conditioning.embeds,
            added_cond_kwargs=self._told_besides(x, conditioning),
            return_dict=False,
        )[0]
        return output.float()

    def _told_besides(self, x: Tensor, conditioning: Conditioning) -> dict[str, Tensor] | None:
        """What the U-Net is told beside words and timestep, by diffusers' names."""
        del x, conditioning
        return None


def detect(path: Path) -> bool:
    """Whether a folder or file looks like a model of this family. Never raises."""
    if path.suffix == ".safetensors":
        return layout_of(path) is STABLE_DIFFUSION_1
    index = index_of(path)
    return names_parts(index, PARTS) and "text_encoder_2" not in index


def inspect(path: Path) -> ModelInfo:
    """What can be said without reading weights. Raises ModelBroken."""
    return described(path, "unet", Usual())


def load(path: Path, placement: Placement) -> UNetKL:
    """Read the weights and put them where they compute. Raises ModelBroken."""
    info = inspect(path)
    with reading_weights(info.title, path):
        parts = load_parts(path, placement.dtype)
    check_fit(parts, parts.text_encoder.config.hidden_size, info)
    settle(parts, placement.device)
    return UNetKL(info, placement, parts)


def check_fit(parts: Parts, text_width: int, info: ModelInfo) -> None:
    """Parts of different models do not work together. text_width: of what is said of a token.

    Raises ModelBroken.
    """
    latent = parts.autoencoder.config["latent_channels"]
    fits_picture = parts.unet.config["in_channels"] in (latent, 2 * latent + 1)
    if not fits_picture or text_width != parts.unet.config["cross_attention_dim"]:
        raise ModelBroken(f"The parts of the model '{info.title}' do not belong together.")
