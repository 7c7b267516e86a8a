"""One function a task: what the denoising starts from, what is known, and what is done after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from studio.core.geometry import Bounds, Extent
from studio.core.pixels import Pixels
from studio.core.region import InpaintPlan, Opacity, plan_region
from studio.core.request import DiffusionTask, ImageToImage, Inpaint, TextToImage
from studio.engine.inpainting import composited, filled_from_around, latent_mask, resized
from studio.engine.latents import edge_padded, encode
from studio.engine.model import DiffusionModel


@dataclass(frozen=True, slots=True, eq=False)
class Preparation:
    """A task, as far as the model is concerned."""

    cells: Extent
    """Size of the latents."""
    bounds: Bounds
    """The part of the finished picture that the latents show."""
    changed: Bounds
    """The part of the finished picture that may differ from the source."""
    strength: float
    finish: Callable[[Pixels], Pixels]
    """From what was decoded to the whole picture."""
    latents: Tensor | None = None
    """(1, C, h, w), clean: what the run starts from; None = from nothing but noise."""
    known: tuple[Tensor, Tensor] | None = None
    """Clean latents, and a mask (1, 1, h, w) of what may change in them."""
    channels: Tensor | None = None
    """(1, C + 1, h, w): mask and masked picture, for networks that look at them."""


def prepare(task: DiffusionTask, model: DiffusionModel) -> Preparation:
    match task:
        case TextToImage():
            return text_to_image(task, model)
        case ImageToImage():
            return image_to_image(task, model)
        case Inpaint():
            return inpaint(task, model)


def text_to_image(task: TextToImage, model: DiffusionModel) -> Preparation:
    whole = Bounds.of(task.extent)
    cells = _cells(task.extent.snapped_up(model.info.extent_multiple), model)
    return Preparation(
        cells=cells,
        bounds=whole,
        changed=whole,
        strength=1.0,
        finish=lambda decoded: decoded[whole.slices],
        channels=_all_free(cells, model),
    )


def image_to_image(task: ImageToImage, model: DiffusionModel) -> Preparation:
    whole = Bounds.of(task.extent)
    extent = task.extent.snapped_up(model.info.extent_multiple)
    cells = _cells(extent, model)
    return Preparation(
        cells=cells,
        bounds=whole,
        changed=whole,
        strength=task.strength,
        finish=lambda decoded: decoded[whole.slices],
        latents=encode(model, edge_padded(task.image[..., :3], extent)),
        channels=_all_free(cells, model),
    )


def inpaint(task: Inpaint, model: DiffusionModel) -> Preparation:
    info = model.info
    plan = plan_region(
        task.mask,
        task.extent,
        info.native_extent,
        info.extent_multiple,
        task.settings,
        task.strength,
    )
    cells = _cells(plan.working, model)
    original = task.image[plan.region.slices][..., :3]
    mask = latent_mask(plan.composite, cells)
    latents = _encode_surroundings(original, plan, task.strength, model)
    free = torch.from_numpy(mask)[None, None].to(model.device)
    return Preparation(
        cells=cells,
        bounds=plan.region,
        changed=plan.changed,
        strength=task.strength,
        finish=lambda decoded: composited(task.image, decoded, plan, task.settings.colour_match),
        latents=latents if task.strength < 1 else None,
        known=None if model.inpaint_channels else (latents, free),
        channels=_masked_channels(original, mask, plan, model),
    )


def _cells(extent: Extent, model: DiffusionModel) -> Extent:
    return Extent(extent.width // model.latent_scale, extent.height // model.latent_scale)


def _encode_surroundings(
    original: Pixels, plan: InpaintPlan, strength: float, model: DiffusionModel
) -> Tensor:
    """At full strength what is painted over must not shine through, so it is filled first."""
    if strength >= 1:
        original = filled_from_around(original, plan.composite)
    return encode(model, resized(original, plan.working))


def _masked_channels(
    original: Pixels, mask: Opacity, plan: InpaintPlan, model: DiffusionModel
) -> Tensor | None:
    """The mask, and the picture with grey in its place."""
    if not model.inpaint_channels:
        return None
    scale = model.latent_scale
    hidden = (mask > 0).repeat(scale, axis=0).repeat(scale, axis=1)
    masked = np.where(hidden[..., None], np.uint8(127), resized(original, plan.working))
    flags = torch.from_numpy((mask > 0).astype(np.float32))[None, None].to(model.device)
    return torch.cat([flags, encode(model, masked)], dim=1)


def _all_free(cells: Extent, model: DiffusionModel) -> Tensor | None:
    """For an inpainting network that is asked for a whole picture: all of it is masked."""
    if not model.inpaint_channels:
        return None
    scale = model.latent_scale
    grey = np.full((cells.height * scale, cells.width * scale, 3), 127, np.uint8)
    latents = encode(model, grey)
    return torch.cat([torch.ones_like(latents[:, :1]), latents], dim=1)
