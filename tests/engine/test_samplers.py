from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import (
    DDIMScheduler,
    DDPMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
    LCMScheduler,
    StableDiffusionPipeline,
    TCDScheduler,
    UniPCMultistepScheduler,
)

from studio.core.errors import BadInput
from studio.core.geometry import Extent
from studio.core.request import GenerationRequest, Prompt, SamplerSettings, TextToImage
from studio.engine.denoiser import Denoiser, Moment, Parameterisation
from studio.engine.families.unet_kl import UNetKL
from studio.engine.generate import denoise
from studio.engine.samplers import (
    SAMPLERS,
    Step,
    plan_schedule,
    sample,
)
from studio.engine.tasks import prepare

CPU = torch.device("cpu")
STABLE_DIFFUSION = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "epsilon",
    "steps_offset": 1,
    "timestep_spacing": "leading",
    "set_alpha_to_one": False,
}
ZERO_SNR = STABLE_DIFFUSION | {
    "prediction_type": "v_prediction",
    "rescale_betas_zero_snr": True,
    "timestep_spacing": "trailing",
}
SAMPLE = ZERO_SNR | {"prediction_type": "sample"}
EVERY_SAMPLER = [info.name for info in SAMPLERS]
EVERY_SCHEDULE = [(info.name, schedule) for info in SAMPLERS for schedule in info.schedules]


def run_with_perfect_network(
    config: dict[str, Any], settings: SamplerSettings, strength: float = 1.0
) -> tuple[torch.Tensor, list[Step]]:
    """A network that knows the picture; the picture, and the steps towards it."""
    generator = torch.Generator().manual_seed(3)
    picture = torch.randn(1, 4, 4, 4, generator=generator)
    network = Parameterisation.of(config)

    def predict(x: torch.Tensor, moment: Moment) -> torch.Tensor:
        return network.output_for(picture, x, moment)

    schedule = plan_schedule(settings, config, strength, generator, CPU)
    noise = torch.randn(picture.shape, generator=generator)
    start = schedule.noised(picture if strength < 1 else None, noise)
    denoiser = Denoiser(predict, network)
    return picture, list(sample(denoiser, schedule, start))


@pytest.mark.parametrize(("sampler", "schedule"), EVERY_SCHEDULE)
@pytest.mark.parametrize("config", [STABLE_DIFFUSION, ZERO_SNR, SAMPLE], ids=["sd", "zero", "x0"])
@pytest.mark.parametrize("strength", [1.0, 0.3])
def test_a_perfect_network_is_followed_to_its_picture(
    sampler: str, schedule: str, config: dict[str, Any], strength: float
) -> None:
    settings = SamplerSettings(sampler=sampler, schedule=schedule, steps=10)
    picture, steps = run_with_perfect_network(config, settings, strength)
    # Some stop at the first timestep, where a little noise is left by design.
    assert (steps[-1].x - picture).abs().max() < 0.1


@pytest.mark.parametrize("sampler", ["dpmpp_2m", "dpmpp_2m_sde", "unipc"])
def test_a_flow_is_followed_to_its_picture(sampler: str) -> None:
    config = {"prediction_type": "flow_prediction", "num_train_timesteps": 1000}
    picture, steps = run_with_perfect_network(config, SamplerSettings(sampler=sampler))
    assert (steps[-1].x - picture).abs().max() < 1e-3


@pytest.mark.parametrize("sampler", EVERY_SAMPLER)
@pytest.mark.parametrize("steps", [1, 2, 61, 998, 1000])
def test_steps_are_counted_as_a_person_does(sampler: str, steps: int) -> None:
    _, done = run_with_perfect_network(ZERO_SNR, SamplerSettings(sampler=sampler, steps=steps))
    assert [step.index for step in done] == list(range(1, steps + 1))
    assert all(step.total == steps and step.x.isfinite().all() for step in done)


def test_strength_leaves_out_the_noisiest_steps() -> None:
    _, steps = run_with_perfect_network(STABLE_DIFFUSION, SamplerSettings(steps=10), strength=0.7)
    assert len(steps) == 7


def test_the_least_strength_still_takes_a_step() -> None:
    _, steps = run_with_perfect_network(STABLE_DIFFUSION, SamplerSettings(steps=4), strength=0.01)
    assert len(steps) == 1


def test_each_step_shows_the_foreseen_picture() -> None:
    picture, steps = run_with_perfect_network(ZERO_SNR, SamplerSettings(sampler="heun", steps=3))
    assert all((step.x0 - picture).abs().max() < 1e-3 for step in steps)


def test_an_unknown_sampler_is_named_in_the_error() -> None:
    with pytest.raises(BadInput, match="no sampler named 'plms'"):
        run_with_perfect_network(ZERO_SNR, SamplerSettings(sampler="plms"))


def test_a_schedule_that_a_sampler_lacks_is_refused() -> None:
    with pytest.raises(BadInput, match="it has: normal"):
        run_with_perfect_network(ZERO_SNR, SamplerSettings(sampler="ddim", schedule="karras"))


def test_a_sampler_that_cannot_follow_a_flow_is_refused() -> None:
    with pytest.raises(BadInput, match="DDPM does not suit this model"):
        run_with_perfect_network(
            {"prediction_type": "flow_prediction"}, SamplerSettings(sampler="ddpm")
        )


def test_more_steps_than_timesteps_are_refused() -> None:
    with pytest.raises(BadInput, match="at most 100 steps"):
        run_with_perfect_network(
            ZERO_SNR | {"num_train_timesteps": 100}, SamplerSettings(steps=101)
        )


PEERS: list[tuple[SamplerSettings, Any, dict[str, Any]]] = [
    (SamplerSettings(sampler="dpmpp_2m"), DPMSolverMultistepScheduler, {}),
    (
        SamplerSettings(sampler="dpmpp_2m", schedule="karras"),
        DPMSolverMultistepScheduler,
        {"use_karras_sigmas": True},
    ),
    (
        SamplerSettings(sampler="dpmpp_2m_sde"),
        DPMSolverMultistepScheduler,
        {"algorithm_type": "sde-dpmsolver++"},
    ),
    (SamplerSettings(sampler="unipc"), UniPCMultistepScheduler, {}),
    (SamplerSettings(sampler="euler"), EulerDiscreteScheduler, {}),
    (
        SamplerSettings(sampler="euler", schedule="exponential"),
        EulerDiscreteScheduler,
        {"use_exponential_sigmas": True},
    ),
    (SamplerSettings(sampler="euler_a"), EulerAncestralDiscreteScheduler, {}),
    (SamplerSettings(sampler="heun"), HeunDiscreteScheduler, {}),
    (SamplerSettings(sampler="ddim"), DDIMScheduler, {}),
    (SamplerSettings(sampler="ddim", eta=0.7), DDIMScheduler, {}),
    (SamplerSettings(sampler="ddpm"), DDPMScheduler, {"clip_sample": False}),
    (SamplerSettings(sampler="lcm"), LCMScheduler, {}),
    (SamplerSettings(sampler="tcd"), TCDScheduler, {}),
    (SamplerSettings(sampler="tcd", eta=0.3), TCDScheduler, {}),
]


@pytest.mark.parametrize(("settings", "scheduler", "options"), PEERS)
def test_final_latents_agree_with_the_pipeline_of_diffusers(
    tiny_model: UNetKL,
    tiny_folder: Path,
    settings: SamplerSettings,
    scheduler: Any,
    options: dict[str, Any],
) -> None:
    settings = replace(settings, steps=6, guidance_scale=5.0)
    request = GenerationRequest(
        TextToImage(Extent(48, 32)), "tiny", Prompt("a red boat", "fog"), 7, settings
    )
    *_, last = denoise(request, prepare(request, tiny_model), tiny_model)

    pipeline = StableDiffusionPipeline.from_pretrained(tiny_folder)
    pipeline.scheduler = scheduler.from_config(pipeline.scheduler.config, **options)
    pipeline.set_progress_bar_config(disable=True)
    expected = pipeline(
        "a red boat",
        negative_prompt="fog",
        width=48,
        height=32,
        num_inference_steps=6,
        guidance_scale=5.0,
        eta=settings.eta,
        generator=torch.Generator().manual_seed(7),
        output_type="latent",
    ).images
    assert (last.x - expected).abs().max() < 1e-5
