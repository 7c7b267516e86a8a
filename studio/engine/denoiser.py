"""What stands between the solver and the network: wrappers around one `predict`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import torch
from torch import Tensor

from studio.core.errors import ModelBroken
from studio.engine.model import Conditioning, DiffusionModel


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One call of the network: how noisy its input is, and how far the picture has come."""

    timestep: Tensor
    """A scalar on the network's device."""
    alpha: float
    sigma: float
    """The network's input is `alpha * x0 + sigma * noise`."""
    scale: float
    """The solver's x is the network's input times this."""
    position: float
    """0 = first step of the whole schedule, 1 = last."""
    remaining: float
    """Share of the steps of this run that is still to do: 1 at its first, towards 0."""

    def noised(self, latents: Tensor, noise: Tensor) -> Tensor:
        """Clean latents at this moment's noise level, in the solver's scale."""
        return (self.alpha * self.scale) * latents + (self.sigma * self.scale) * noise


Predict = Callable[[Tensor, Moment], Tensor]
"""(B, C, h, w) network input -> raw network output."""


class Parameterisation(StrEnum):
    """What the network was trained to tell; diffusers' names."""

    EPSILON = "epsilon"
    V_PREDICTION = "v_prediction"
    SAMPLE = "sample"
    FLOW = "flow_prediction"

    @classmethod
    def of(cls, scheduler_config: Mapping[str, Any]) -> Parameterisation:
        name = scheduler_config.get("prediction_type", cls.EPSILON)
        try:
            return cls(name)
        except ValueError as error:
            raise ModelBroken(f"The model predicts '{name}', which is not supported.") from error

    @property
    def for_solver(self) -> Parameterisation:
        """What solvers are told. Some cannot take x0 itself; all of them take v."""
        return Parameterisation.V_PREDICTION if self is Parameterisation.SAMPLE else self

    def x0_of(self, output: Tensor, x: Tensor, moment: Moment) -> Tensor:
        """The clean latents that a network output means. x: the network's input."""
        match self:
            case Parameterisation.EPSILON:
                # At zero signal noise tells nothing about x0; the floor keeps it finite.
                return (x - moment.sigma * output) / max(moment.alpha, 1e-4)
            case Parameterisation.V_PREDICTION:
                return moment.alpha * x - moment.sigma * output
            case Parameterisation.FLOW:
                return x - moment.sigma * output
            case Parameterisation.SAMPLE:
                return output

    def output_for(self, x0: Tensor, x: Tensor, moment: Moment) -> Tensor:
        """The network output that would have meant these clean latents."""
        match self:
            case Parameterisation.EPSILON:
                return (x - moment.alpha * x0) / moment.sigma
            case Parameterisation.V_PREDICTION:
                return (moment.alpha * x - x0) / moment.sigma
            case Parameterisation.FLOW:
                return (x - x0) / moment.sigma
            case Parameterisation.SAMPLE:
                return x0


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A picture that stays where the mask says so, while the rest is made to fit it."""

    latents: Tensor
    """(1, C, h, w), clean."""
    noise: Tensor
    """Same shape: the noise that the run starts from."""
    mask: Tensor
    """(1, 1, h, w) in 0..1: 0 = keep, 1 = regenerate, between = regenerate from later on."""

    def free(self, moment: Moment) -> Tensor:
        """1 where a cell may change at this moment; the threshold sinks with the noise level.

        Source: Differential Diffusion, arXiv 2306.00950, algorithm 1.
        """
        return ((self.mask >= moment.remaining) & (self.mask > 0)).to(self.latents.dtype)

    def blend_x(self, x: Tensor, moment: Moment) -> Tensor:
        """x in the solver's scale, before the model.

        Source: RePaint, arXiv 2201.09865, eq. 8.
        """
        free = self.free(moment)
        return free * x + (1 - free) * moment.noised(self.latents, self.noise)

    def blend_x0(self, x0: Tensor, moment: Moment) -> Tensor:
        """x0, after the model: so that no solver's history holds an unblended picture."""
        free = self.free(moment)
        return free * x0 + (1 - free) * self.latents


@dataclass(frozen=True, slots=True, eq=False)
class Denoiser:
    """A network as the solver sees it."""

    predict: Predict
    parameterisation: Parameterisation
    """What `predict` returns."""
    known: Known | None = None

    def held(self, x: Tensor, moment: Moment) -> Tensor:
        """The solver's x with the known region at its place."""
        return x if self.known is None else self.known.blend_x(x, moment)

    def __call__(self, x: Tensor, moment: Moment) -> tuple[Tensor, Tensor]:
        """Network input -> (output for the solver, x0)."""
        output = self.predict(x, moment)
        x0 = self.parameterisation.x0_of(output, x, moment)
        for_solver = self.parameterisation.for_solver
        if self.known is not None:
            x0 = self.known.blend_x0(x0, moment)
        elif self.parameterisation is for_solver:
            # As it came: a round trip through x0 would cost digits.
            return output, x0
        return for_solver.output_for(x0, x, moment), x0


def conditioned(model: DiffusionModel, conditioning: Conditioning) -> Predict:
    """The network under one prompt."""

    def predict(x: Tensor, moment: Moment) -> Tensor:
        return model.predict(x, moment.timestep, conditioning)

    return predict


def guided(
    model: DiffusionModel,
    positive: Conditioning,
    negative: Conditioning,
    guidance_scale: float,
    interval: tuple[float, float],
) -> Predict:
    """Classifier-free guidance (arXiv 2207.12598) inside an interval (arXiv 2404.07724).

    Both prompts go through the network as one batch, where their lengths allow it.
    """
    with_positive, with_negative = conditioned(model, positive), conditioned(model, negative)
    both = negative.joined(positive) if negative.can_join(positive) else None

    def predict(x: Tensor, moment: Moment) -> Tensor:
        if not interval[0] <= moment.position <= interval[1]:
            return with_positive(x, moment)
        if both is None:
            away, towards = with_negative(x, moment), with_positive(x, moment)
        else:
            away, towards = model.predict(torch.cat([x, x]), moment.timestep, both).chunk(2)
        return away + guidance_scale * (towards - away)

    return predict


def with_channels(predict: Predict, channels: Tensor) -> Predict:
    """For networks that see more than the noisy latents: mask and masked picture, (1, C, h, w)."""

    def predict_with_channels(x: Tensor, moment: Moment) -> Tensor:
        return predict(torch.cat([x, channels], dim=1), moment)

    return predict_with_channels
