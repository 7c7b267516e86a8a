"""The denoising loop as a generator over diffusers' schedulers, and the table of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
from diffusers.schedulers.scheduling_tcd import TCDScheduler
from diffusers.schedulers.scheduling_unipc_multistep import UniPCMultistepScheduler
from torch import Tensor

from studio.core.capabilities import SamplerInfo
from studio.core.errors import BadInput
from studio.core.request import SamplerSettings
from studio.engine.denoiser import Denoiser, Parameterisation
from studio.engine.schedules import (
    SCHEDULE_NAMES,
    FlowEulerScheduler,
    Schedule,
    Solver,
    build_scheduler,
    laid_out,
    levels_of_alphas,
    levels_of_flow,
    levels_of_growing_sigmas,
    levels_of_sigmas,
)

# Latents have no fixed range, so nothing may be clipped to one.
_UNCLIPPED = {"clip_sample": False, "thresholding": False}


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
    follows_flow = flow is not None
    info = SamplerInfo(name, title, schedules, is_stochastic, uses_eta, follows_flow)
    return Sampler(info, solver, flow)


_DPM = DPMSolverMultistepScheduler
# A model's own config may ask for other variants than those that the table names.
_ODE = {"algorithm_type": "dpmsolver++", "solver_order": 2}
_SDE = {"algorithm_type": "sde-dpmsolver++", "solver_order": 2}
_FLOW = {"use_flow_sigmas": True}

TABLE: tuple[Sampler, ...] = (
    _row(
        "dpmpp_2m",
        "DPM++ 2M",
        Solver(_DPM, levels_of_sigmas, _UNCLIPPED | _ODE),
        Solver(_DPM, levels_of_flow, _FLOW | _ODE),
        SCHEDULE_NAMES,
    ),
    _row(
        "dpmpp_2m_sde",
        "DPM++ 2M SDE",
        Solver(_DPM, levels_of_sigmas, _UNCLIPPED | _SDE),
        Solver(_DPM, levels_of_flow, _FLOW | _SDE),
        SCHEDULE_NAMES,
        is_stochastic=True,
    ),
    _row(
        "unipc",
        "UniPC",
        Solver(UniPCMultistepScheduler, levels_of_sigmas, _UNCLIPPED),
        Solver(UniPCMultistepScheduler, levels_of_flow, _FLOW),
        SCHEDULE_NAMES,
    ),
    _row(
        "euler",
        "Euler",
        Solver(EulerDiscreteScheduler, levels_of_growing_sigmas),
        Solver(FlowEulerScheduler, levels_of_flow),
        SCHEDULE_NAMES,
    ),
    _row(
        "euler_a",
        "Euler a",
        Solver(EulerAncestralDiscreteScheduler, levels_of_growing_sigmas),
        is_stochastic=True,
    ),
    _row(
        "heun",
        "Heun",
        Solver(HeunDiscreteScheduler, levels_of_growing_sigmas, _UNCLIPPED),
        schedules=SCHEDULE_NAMES,
    ),
    _row("ddim", "DDIM", Solver(DDIMScheduler, levels_of_alphas, _UNCLIPPED), uses_eta=True),
    _row("ddpm", "DDPM", Solver(DDPMScheduler, levels_of_alphas, _UNCLIPPED), is_stochastic=True),
    _row("lcm", "LCM", Solver(LCMScheduler, levels_of_alphas, _UNCLIPPED), is_stochastic=True),
    _row("tcd", "TCD", Solver(TCDScheduler, levels_of_alphas, _UNCLIPPED), uses_eta=True),
)
SAMPLERS: tuple[SamplerInfo, ...] = tuple(sampler.info for sampler in TABLE)


def sampler_named(name: str) -> Sampler:
    """Raises BadInput for a name that is not in the table."""
    for sampler in TABLE:
        if sampler.info.name == name:
            return sampler
    known = ", ".join(info.name for info in SAMPLERS)
    raise BadInput(f"There is no sampler named '{name}'. Known are: {known}.")


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
    parameterisation = Parameterisation.of(scheduler_config)
    is_flow = parameterisation is Parameterisation.FLOW
    solver = sampler.flow if is_flow else sampler.solver
    if solver is None:
        raise BadInput(f"The sampler {sampler.info.title} does not suit this model.")
    schedules = sampler.info.schedules[:1] if is_flow else sampler.info.schedules
    schedule = settings.schedule or schedules[0]
    if schedule not in schedules:
        raise BadInput(
            f"The sampler {sampler.info.title} has no schedule '{schedule}' for this model;"
            f" it has: {', '.join(schedules)}."
        )
    config = {**scheduler_config, "prediction_type": parameterisation.for_solver.value}
    scheduler = build_scheduler(solver, config, schedule, settings.steps)
    levels = solver.levels(scheduler)
    return laid_out(
        scheduler, levels, strength, device, {"generator": generator, "eta": settings.eta}
    )


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
