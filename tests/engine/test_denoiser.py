from __future__ import annotations

from typing import Any

import pytest
import torch

from studio.core.errors import ModelBroken
from studio.core.request import SamplerSettings
from studio.engine.denoiser import (
    Denoiser,
    Known,
    Moment,
    Parameterisation,
    guided,
    with_channels,
)
from studio.engine.families.unet_kl import UNetKL
from studio.engine.model import Conditioning
from studio.engine.samplers import SAMPLERS, plan_schedule, sample

CONFIG: dict[str, Any] = {"prediction_type": "epsilon", "set_alpha_to_one": True}


def a_moment(alpha: float = 0.6, position: float = 0.5, remaining: float = 0.5) -> Moment:
    timestep = torch.tensor(500)
    return Moment(timestep, alpha, (1 - alpha**2) ** 0.5, 1.0, position, remaining)


@pytest.mark.parametrize("parameterisation", list(Parameterisation))
def test_output_and_x0_are_two_ways_to_say_the_same(parameterisation: Parameterisation) -> None:
    x, x0 = torch.randn(2, 1, 4, 3, 3)
    moment = a_moment()
    output = parameterisation.output_for(x0, x, moment)
    torch.testing.assert_close(parameterisation.x0_of(output, x, moment), x0)


def test_noise_prediction_means_the_noise() -> None:
    x0, noise = torch.randn(2, 1, 4, 3, 3)
    moment = a_moment()
    x = moment.noised(x0, noise)
    torch.testing.assert_close(Parameterisation.EPSILON.output_for(x0, x, moment), noise)


def test_an_unknown_parameterisation_is_a_broken_model() -> None:
    with pytest.raises(ModelBroken, match="predicts 'score'"):
        Parameterisation.of({"prediction_type": "score"})


def test_a_soft_mask_frees_cells_later_the_softer_it_is() -> None:
    mask = torch.tensor([0.0, 0.3, 0.7, 1.0]).reshape(1, 1, 1, 4)
    known = Known(torch.zeros(1, 1, 1, 4), torch.zeros(1, 1, 1, 4), mask)
    free = [known.free(a_moment(remaining=r)).flatten().tolist() for r in (1.0, 0.5, 0.1)]
    assert free == [[0, 0, 0, 1], [0, 0, 1, 1], [0, 1, 1, 1]]


@pytest.mark.parametrize("sampler", [info.name for info in SAMPLERS])
def test_the_known_region_is_kept_by_every_solver(sampler: str) -> None:
    generator = torch.Generator().manual_seed(0)
    schedule = plan_schedule(
        SamplerSettings(sampler=sampler, steps=6), CONFIG, 1.0, generator, torch.device("cpu")
    )
    known, noise = torch.randn(2, 1, 4, 4, 4, generator=generator)
    mask = torch.zeros(1, 1, 4, 4)
    mask[..., :2] = 1
    network = Parameterisation.EPSILON
    denoiser = Denoiser(lambda x, _: x.sin(), network, Known(known, noise, mask))
    *_, last = sample(denoiser, schedule, schedule.noised(None, noise))
    # TCD ends at timestep 0, where a little of the noise is left.
    left = 0.1 if sampler == "tcd" else 1e-3
    torch.testing.assert_close(last.x[..., 2:], known[..., 2:], atol=left, rtol=0)
    torch.testing.assert_close(last.x0[..., 2:], known[..., 2:])


class CountingModel:
    """Predicts the mean of the conditioning, and notes how large its batches were."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def predict(
        self, x: torch.Tensor, _timestep: torch.Tensor, conditioning: Conditioning
    ) -> torch.Tensor:
        self.batches.append(len(x))
        return torch.zeros_like(x) + conditioning.embeds.mean(dim=(1, 2))[:, None, None, None]


def conditioning_of(value: float, tokens: int = 3) -> Conditioning:
    return Conditioning(torch.full((1, tokens, 2), value))


def guide(model: Any, negative: Conditioning, position: float = 0.5) -> float:
    predict = guided(model, conditioning_of(3.0), negative, 4.0, (0.2, 0.8))
    return predict(torch.zeros(1, 4, 2, 2), a_moment(position=position)).mean().item()


def test_guidance_leads_away_from_the_negative_prompt_in_one_batch() -> None:
    model = CountingModel()
    assert guide(model, conditioning_of(1.0)) == 1 + 4 * (3 - 1)
    assert model.batches == [2]


def test_prompts_of_different_lengths_are_guided_in_two_calls() -> None:
    model = CountingModel()
    assert guide(model, conditioning_of(1.0, tokens=6)) == 1 + 4 * (3 - 1)
    assert model.batches == [1, 1]


@pytest.mark.parametrize("position", [0.1, 0.9])
def test_outside_its_interval_guidance_costs_nothing(position: float) -> None:
    model = CountingModel()
    assert guide(model, conditioning_of(1.0), position) == 3
    assert model.batches == [1]


def test_more_channels_follow_the_latents() -> None:
    seen: list[torch.Tensor] = []

    def predict(x: torch.Tensor, moment: Moment) -> torch.Tensor:
        seen.append(x)
        return x[:, :4]

    with_channels(predict, torch.ones(1, 5, 2, 2))(torch.zeros(1, 4, 2, 2), a_moment())
    assert seen[0].mean(dim=(0, 2, 3)).tolist() == [0] * 4 + [1] * 5


def test_a_nine_channel_network_sees_nine_channels(tiny_inpaint_model: UNetKL) -> None:
    assert tiny_inpaint_model.inpaint_channels
