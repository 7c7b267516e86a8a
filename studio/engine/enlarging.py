"""Whichever upscaler a person has chosen: one entry for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from studio.core.events import Finished, JobId, Stepped
from studio.core.request import UpscaleRequest
from studio.engine.cancel import Cancel
from studio.engine.latent_upscaling import LatentUpscaler, upscale_by_diffusion
from studio.engine.upscaling import Upscaler, upscale

AnyUpscaler = Upscaler | LatentUpscaler


def enlarge(
    job: JobId, request: UpscaleRequest, model: AnyUpscaler, cancel: Cancel
) -> Iterator[Stepped | Finished]:
    """Enlarge a picture as the model does it; the last event is Finished.

    Raises Interrupted where it is cancelled, BadInput where the request does not suit the model.
    """
    match model:
        case Upscaler():
            return upscale(job, request, model, cancel)
        case LatentUpscaler():
            return upscale_by_diffusion(job, request, model, cancel)
        case _:
            assert_never(model)
