"""The denoising loop as a generator over diffusers' schedulers, and the table of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from diffusers.schedulers.scheduling_ddim import DDIMScheduler
from diffusers.schedulers.scheduling_ddpm import DDPMScheduler
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler
from diffusers.schedulers.scheduling_euler_ancestral_discrete import (
    EulerAncestralDiscreteScheduler,
)
from diffusers.schedulers.scheduling_euler_discrete import EulerDiscreteScheduler
from diffusers.schedulers.scheduling_heun_discrete import HeunDiscreteScheduler
from diffusers.schedulers.scheduling_lcm import LCMScheduler
from diffusers.schedulers.scheduling_unipc_multistep import UniPCMultistepScheduler
from torch import Tensor

from studio.core.capabilities import SamplerInfo
from studio.core.errors import BadInput
from studio.core.request import SamplerSettings
from studio.engine.denoiser import Denoiser, Moment, Parameterisation

# A scheduler of diffusers: the classes share methods, but no base class that declares them.
Scheduler = Any

NoiseLevel = tuple[float, float, float]
"""alpha, sigma and scale, as Moment has them."""

_SCHEDULE_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "normal": {"use_karras_sigmas": False, "use_exponential_sigmas": False},
    "karras": {"use_karras_sigmas": True, "use_exponential_sigmas": False},
    "exponential": {"use_karras_sigmas": False, "use_exponential_sigmas": True},
}
_ANY_SCHEDULE = tuple(_SCHEDULE_OPTIONS)
# Latents have no fixed range, so nothing may be clipped to one.
_UNCLIPPED = {"clip_sample": False, "thresholding": False}


def _levels_of_alphas(scheduler: Scheduler) -> list[NoiseLevel]:
    """For solvers that index the training's noise schedule by timestep."""
    alphas = scheduler.alphas_cumprod[scheduler.timesteps.long()].double()
    return [(a**0.5, (1 - a) ** 0.5, 1.0) for a in alphas.tolist()]


def _levels_of_sigmas(scheduler: Scheduler) -> list[NoiseLevel]:
    """For solvers with sigmas (noise over signal) whose x keeps its variance."""
    sigmas = scheduler.sigmas[: len(scheduler.timesteps)].double().tolist()
    norms = [(1 + s * s) ** 0.5 for s in sigmas]
    return [(1 / norm, s / norm, 1.0) for s, norm in zip(sigmas, norms, strict=True)]


def _levels_of_growing_sigmas(scheduler: Scheduler) -> list[NoiseLevel]:
    """For solvers whose x is `x0 + sigma * noise`, and is scaled down for the network."""
    levels = _levels_of_sigmas(scheduler)
    return [(alpha, sigma, 1 / alpha) for alpha, sigma, _ in levels]


def _levels_of_flow(scheduler: Scheduler) -> list[NoiseLevel]:
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
class Sampler:
    """One row of the table."""

    info: SamplerInfo
    solver: Solver
    flow: Solver | None = None
    """For models trained to follow a flow; None = cannot."""


def _row(
    name: str,
    title: str,
    solver: Solver,
    flow: Solver | None = None,
    schedules: tuple[str, ...] = ("normal",),
    is_stochastic: bool = False,
    uses_eta: bool = False,
) -> Sampler:
    return Sampler(SamplerInfo(name, title, schedules, is_stochastic, uses_eta), solver, flow)


_DPM = DPMSolverMultistepScheduler
_SDE = {"algorithm_type": "sde-dpmsolver++"}
_FLOW = {"use_flow_sigmas": True}

TABLE: tuple[Sampler, ...] = (
    _row(
        "dpmpp_2m",
        "DPM++ 2M",
        Solver(_DPM, _levels_of_sigmas, _UNCLIPPED),
        Solver(_DPM, _levels_of_flow, _FLOW),
        _ANY_SCHEDULE,
    ),
    _row(
        "dpmpp_2m_sde",
        "DPM++ 2M SDE",
        Solver(_DPM, _levels_of_sigmas, _UNCLIPPED | _SDE),
        Solver(_DPM, _levels_of_flow, _FLOW | _SDE),
        _ANY_SCHEDULE,
        is_stochastic=True,
    ),
    _row(
        "unipc",
        "UniPC",
        Solver(UniPCMultistepScheduler, _levels_of_sigmas, _UNCLIPPED),
        Solver(UniPCMultistepScheduler, _levels_of_flow, _FLOW),
        _ANY_SCHEDULE,
    ),
    _row(
        "euler",
        "Euler",
        Solver(EulerDiscreteScheduler, _levels_of_growing_sigmas),
        schedules=_ANY_SCHEDULE,
    ),
    _row(
        "euler_a",
        "Euler a",
        Solver(EulerAncestralDiscreteScheduler, _levels_of_growing_sigmas),
        is_stochastic=True,
    ),
    _row(
        "heun",
        "Heun",
        Solver(HeunDiscreteScheduler, _levels_of_growing_sigmas, _UNCLIPPED),
        schedules=_ANY_SCHEDULE,
    ),
    _row("ddim", "DDIM", Solver(DDIMScheduler, _levels_of_alphas, _UNCLIPPED), uses_eta=True),
    _row("ddpm", "DDPM", Solver(DDPMScheduler, _levels_of_alphas, _UNCLIPPED), is_stochastic=True),
    _row("lcm", "LCM", Solver(LCMScheduler, _levels_of_alphas, _UNCLIPPED), is_stochastic=True),
)
SAMPLERS: tuple[SamplerInfo, ...] = tuple(sampler.info for sampler in TABLE)


def sampler_named(name: str) -> Sampler:
    """Raises BadInput for a name that is not in the table."""
    for sampler in TABLE:
        if sampler.info.name == name:
            return sampler
    known = ", ".join(info.name for info in SAMPLERS)
    raise BadInput(f"There is no sampler named '{name}'. Known are: {known}.")


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


def plan_schedule(
    settings: SamplerSettings,
    scheduler_config: Mapping[str, Any],
    strength: float,
    generator: torch.Generator,
    device: torch.device,
) -> Schedule:
    """A fresh scheduler for one run. strength below 1 leaves out the noisiest steps.

    Raises BadInput where sampler, schedule and model do not go together.
    """
    sampler = sampler_named(settings.sampler)
    scheduler, levels = _build_scheduler(sampler, settings, scheduler_config)
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
    return Schedule(scheduler, timesteps, moments, _step_options(scheduler, settings, generator))


def solver_parameterisation(scheduler_config: Mapping[str, Any]) -> Parameterisation:
    """What schedulers are told. Some cannot take x0 itself; all of them take v."""
    network = Parameterisation.of(scheduler_config)
    return Parameterisation.V_PREDICTION if network is Parameterisation.SAMPLE else network


def _build_scheduler(
    sampler: Sampler, settings: SamplerSettings, scheduler_config: Mapping[str, Any]
) -> tuple[Scheduler, list[NoiseLevel]]:
    parameterisation = solver_parameterisation(scheduler_config)
    solver = sampler.flow if parameterisation is Parameterisation.FLOW else sampler.solver
    if solver is None:
        raise BadInput(f"The sampler {sampler.info.title} does not suit this model.")
    config = {**scheduler_config, **solver.options}
    config |= _schedule_options(sampler.info, settings.schedule, parameterisation)
    config |= _spacing_option(settings.steps, config.get("num_train_timesteps", 1000))
    config["prediction_type"] = parameterisation.value
    if solver.scheduler is HeunDiscreteScheduler and config.get("rescale_betas_zero_snr"):
        config["trained_betas"] = _almost_zero_snr_betas(config)
    scheduler = solver.scheduler(**_accepted(solver.scheduler, config))
    # LCM skips through a schedule of its own, which must not be shorter than the run.
    is_lcm = solver.scheduler is LCMScheduler
    more: dict[str, Any] = {"original_inference_steps": max(50, settings.steps)} if is_lcm else {}
    scheduler.set_timesteps(settings.steps, **more)
    _drop_step_below_zero(scheduler)
    return scheduler, solver.levels(scheduler)


def _drop_step_below_zero(scheduler: Scheduler) -> None:
    """With trailing spacing rounding adds a step at timestep -1 to some counts, 61 for one."""
    if scheduler.timesteps[-1] >= 0:
        return
    order = scheduler.order
    scheduler.timesteps = scheduler.timesteps[:-order]
    if hasattr(scheduler, "sigmas"):
        scheduler.sigmas = torch.cat([scheduler.sigmas[: -order - 1], scheduler.sigmas[-1:]])


def _schedule_options(
    info: SamplerInfo, schedule: str | None, parameterisation: Parameterisation
) -> Mapping[str, Any]:
    schedules = info.schedules[:1] if parameterisation is Parameterisation.FLOW else info.schedules
    if schedule is None:
        schedule = schedules[0]
    if schedule not in schedules:
        raise BadInput(
            f"The sampler {info.title} has no schedule '{schedule}' for this model;"
            f" it has: {', '.join(schedules)}."
        )
    return _SCHEDULE_OPTIONS[schedule]


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


def _step_options(
    scheduler: Scheduler, settings: SamplerSettings, generator: torch.Generator
) -> dict[str, Any]:
    options = {"generator": generator, "eta": settings.eta, "return_dict": False}
    return _accepted(scheduler.step, options)


def _accepted(function: Callable[..., Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Those options that a function or class has a parameter for."""
    parameters = inspect.signature(function).parameters
    return {key: value for key, value in options.items() if key in parameters}


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What is known after a step."""

    index: int
    """1..total"""
    total: int
    timestep: Tensor
    x: Tensor
    """(1, C, h, w), in the solver's scale; after the last step the finished latents."""
    x0: Tensor
    """(1, C, h, w): the picture as the network foresees it."""


@torch.inference_mode()
def sample(denoiser: Denoiser, schedule: Schedule, x: Tensor) -> Iterator[Step]:
    """Denoise from x, which is at the noise level of the first moment. Closing it cancels."""
    scheduler, last = schedule.scheduler, len(schedule.moments) - 1
    pace = _Pace(x.device)
    for call, moment in enumerate(schedule.moments):
        timestep = schedule.timesteps[call]
        pace.wait()
        x = denoiser.held(x, moment)
        output, x0 = denoiser(scheduler.scale_model_input(x, timestep), moment)
        x = scheduler.step(output, timestep, x, **schedule.step_options)[0]
        pace.mark()
        index, rest = divmod(call + 1, schedule.calls_per_step)
        if rest == 0 or call == last:
            yield Step(index + (rest > 0), schedule.total, moment.timestep, x, x0)


class _Pace:
    """Keeps one call at most in a GPU's queue beside the one that runs.

    Without it the loop runs ahead, and a cancel waits for all that is queued already.
    """

    def __init__(self, device: torch.device) -> None:
        self._is_needed = device.type == "cuda"
        self._marks: list[torch.cuda.Event] = []

    def mark(self) -> None:
        if self._is_needed:
            event = torch.cuda.Event()
            event.record()
            self._marks.append(event)

    def wait(self) -> None:
        """Until the call before the last one is done."""
        if len(self._marks) > 1:
            self._marks.pop(0).synchronize()
