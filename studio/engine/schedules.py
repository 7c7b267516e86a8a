"""Setting up diffusers' schedulers: noise levels, spacing, and where a run starts."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from diffusers.schedulers.scheduling_ddpm import DDPMScheduler
from diffusers.schedulers.scheduling_flow_match_euler_discrete import (
    FlowMatchEulerDiscreteScheduler,
)
from diffusers.schedulers.scheduling_heun_discrete import HeunDiscreteScheduler
from diffusers.schedulers.scheduling_lcm import LCMScheduler
from diffusers.schedulers.scheduling_tcd import TCDScheduler
from torch import Tensor

from studio.core.errors import BadInput
from studio.engine.denoiser import Moment

# A scheduler of diffusers: the classes share methods, but no base class that declares them.
Scheduler = Any

NoiseLevel = tuple[float, float, float]
"""alpha, sigma and scale, as Moment has them."""

_SCHEDULES: Mapping[str, Mapping[str, bool]] = {
    "normal": {},
    "karras": {"use_karras_sigmas": True},
    "exponential": {"use_exponential_sigmas": True},
}
SCHEDULE_NAMES = tuple(_SCHEDULES)
_NO_SCHEDULE = {
    "use_karras_sigmas": False,
    "use_exponential_sigmas": False,
    "use_beta_sigmas": False,
    "use_lu_lambdas": False,
}


EVEN_FLOW = "even_flow"
"""In a config: before they are shifted, the sigmas of a flow go evenly from 1 to 1 / steps."""


class FlowEulerScheduler(FlowMatchEulerDiscreteScheduler):
    """With what the other schedulers have: straight paths are seen as they are, and begin at 1."""

    init_noise_sigma = 1.0

    def scale_model_input(self, sample: Tensor, timestep: Tensor) -> Tensor:
        del timestep
        return sample


def flow_config(config: Mapping[str, Any], shift: float, **more: Any) -> dict[str, Any]:
    """A model's config as all solvers of a flow understand it. shift: towards noise, 1 = none."""
    steps = config.get("num_train_timesteps", 1000)
    known = {"prediction_type": "flow_prediction", "num_train_timesteps": steps}
    return {**known, "shift": shift, "flow_shift": shift, **more}


def levels_of_alphas(scheduler: Scheduler) -> list[NoiseLevel]:
    """For solvers that index the training's noise schedule by timestep."""
    alphas = scheduler.alphas_cumprod[scheduler.timesteps.long()].double()
    return [(a**0.5, (1 - a) ** 0.5, 1.0) for a in alphas.tolist()]


def levels_of_sigmas(scheduler: Scheduler) -> list[NoiseLevel]:
    """For solvers with sigmas (noise over signal) whose x keeps its variance."""
    sigmas = scheduler.sigmas[: len(scheduler.timesteps)].double().tolist()
    norms = [(1 + s * s) ** 0.5 for s in sigmas]
    return [(1 / norm, s / norm, 1.0) for s, norm in zip(sigmas, norms, strict=True)]


def levels_of_growing_sigmas(scheduler: Scheduler) -> list[NoiseLevel]:
    """For solvers whose x is `x0 + sigma * noise`, and is scaled down for the network."""
    levels = levels_of_sigmas(scheduler)
    return [(alpha, sigma, 1 / alpha) for alpha, sigma, _ in levels]


def levels_of_flow(scheduler: Scheduler) -> list[NoiseLevel]:
    """For straight paths from noise to picture: x is `(1 - sigma) * x0 + sigma * noise`."""
    sigmas = scheduler.sigmas[: len(scheduler.timesteps)].double().tolist()
    return [(1 - s, s, 1.0) for s in sigmas]


@dataclass(frozen=True, slots=True, eq=False)
class Solver:
    """A scheduler class of diffusers, and what makes it this sampler."""

    scheduler: type[Scheduler]
    levels: Callable[[Scheduler], list[NoiseLevel]]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """One run of one sampler: its scheduler, set up, and the calls that it will make."""

    scheduler: Scheduler
    timesteps: Tensor
    """One a call of the network, on the CPU, so that the scheduler never waits for a device."""
    moments: tuple[Moment, ...]
    step_options: Mapping[str, Any]

    @property
    def calls_per_step(self) -> int:
        return int(self.scheduler.order)

    @property
    def total(self) -> int:
        """Steps as a person counts them. The last one of a two-call solver makes one call."""
        return -(-len(self.moments) // self.calls_per_step)

    def noised(self, latents: Tensor | None, noise: Tensor) -> Tensor:
        """Where the run starts: these latents at its noise level; None = nothing but noise."""
        if latents is None:
            return noise * self.scheduler.init_noise_sigma
        return self.moments[0].noised(latents, noise)


def build_scheduler(
    solver: Solver, scheduler_config: Mapping[str, Any], schedule: str, steps: int
) -> Scheduler:
    """Set up for that many steps. Raises BadInput where the model does not allow so many."""
    config = {**scheduler_config, **solver.options, **_NO_SCHEDULE, **_SCHEDULES[schedule]}
    config |= _spacing_option(steps, config.get("num_train_timesteps", 1000))
    if solver.scheduler is HeunDiscreteScheduler and config.get("rescale_betas_zero_snr"):
        config["trained_betas"] = _almost_zero_snr_betas(config)
    scheduler = solver.scheduler(**_accepted(solver.scheduler, config))
    # These skip through a schedule of their own, which must not be shorter than the run.
    more: dict[str, Any] = {}
    if solver.scheduler is LCMScheduler:
        more["original_inference_steps"] = max(50, steps)
    if solver.scheduler is TCDScheduler and steps > scheduler.config["original_inference_steps"]:
        more["original_inference_steps"] = steps
    if solver.scheduler is FlowEulerScheduler and config.get(EVEN_FLOW):
        more["sigmas"] = [1 - step / steps for step in range(steps)]
    scheduler.set_timesteps(steps, **more)
    _drop_step_below_zero(scheduler)
    return scheduler


def laid_out(
    scheduler: Scheduler,
    levels: Sequence[NoiseLevel],
    strength: float,
    device: torch.device,
    step_options: Mapping[str, Any],
) -> Schedule:
    """The calls of a run, from where strength lets it start. Options: what its steps may take."""
    order, calls = scheduler.order, len(scheduler.timesteps)
    steps = -(-calls // order)
    # The small share undoes rounding: 10 steps at a strength of 0.7 are 7.
    skipped = steps - min(max(int(steps * strength + 1e-6), 1), steps)
    first = skipped * order
    if hasattr(scheduler, "set_begin_index"):
        # Without it schedulers search for the timestep, and take the wrong one of two equal ones.
        scheduler.set_begin_index(first)
    timesteps = scheduler.timesteps[first:]
    on_device = timesteps.to(device)
    moments = tuple(
        Moment(
            timestep=on_device[call],
            alpha=alpha,
            sigma=sigma,
            scale=scale,
            position=(skipped + call // order + 0.5) / steps,
            remaining=1 - (call // order) / (steps - skipped),
        )
        for call, (alpha, sigma, scale) in enumerate(levels[first:])
    )
    options = _accepted(scheduler.step, {**step_options, "return_dict": False})
    return Schedule(scheduler, timesteps, moments, options)


def _drop_step_below_zero(scheduler: Scheduler) -> None:
    """With trailing spacing rounding adds a step at timestep -1 to some counts, 61 for one."""
    if scheduler.timesteps[-1] >= 0:
        return
    order = scheduler.order
    scheduler.timesteps = scheduler.timesteps[:-order]
    if hasattr(scheduler, "sigmas"):
        scheduler.sigmas = torch.cat([scheduler.sigmas[: -order - 1], scheduler.sigmas[-1:]])


def _spacing_option(steps: int, num_train_timesteps: int) -> Mapping[str, str]:
    """With a step for each timestep other spacings visit one twice, or leave the range."""
    if steps > num_train_timesteps:
        raise BadInput(f"This model allows at most {num_train_timesteps} steps.")
    return {"timestep_spacing": "trailing"} if steps >= num_train_timesteps - 1 else {}


def _almost_zero_snr_betas(config: Mapping[str, Any]) -> list[float]:
    """Betas of a noise schedule that ends in pure noise, for a scheduler that knows no such thing.

    The last one stops short of 1, as diffusers does elsewhere, or the first sigma is infinite.
    Source: arXiv 2305.08891, algorithm 1.
    """
    betas = DDPMScheduler(**_accepted(DDPMScheduler, config)).betas
    alphas = torch.cumprod(1 - betas.double(), dim=0)
    alphas[-1] = 2**-24
    return (1 - alphas / torch.cat([torch.ones(1).double(), alphas[:-1]])).tolist()


def _accepted(function: Callable[..., Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Those options that a function or class has a parameter for."""
    parameters = inspect.signature(function).parameters
    return {key: value for key, value in options.items() if key in parameters}
