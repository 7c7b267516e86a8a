"""What a reconstruction costs is nothing for a perfect one, and more for a worse one."""

import pytest
import torch
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution

from studio.training.losses import (
    Judge,
    mean_divergence,
    perceptual_loss,
    pixel_loss,
    reconstruction_loss,
)


def test_a_perfect_reconstruction_costs_nothing():
    pictures = torch.rand(2, 3, 32, 32)
    assert float(reconstruction_loss(pictures, pictures)) == 0


def test_a_blurred_edge_costs_more_than_its_pixels():
    sharp = torch.ones(1, 3, 32, 32)
    sharp[..., 16:] = -1
    blurred = torch.nn.functional.avg_pool2d(sharp, 5, stride=1, padding=2)
    assert reconstruction_loss(blurred, sharp) > (blurred - sharp).abs().mean()


def test_equal_pictures_look_the_same_to_a_judge(judge: Judge):
    pictures = torch.rand(2, 3, 32, 32)
    assert float(perceptual_loss(judge, pictures, pictures)) == 0


def test_a_judge_sees_more_difference_where_there_is_more(judge: Judge):
    pictures, noise = torch.rand(2, 3, 32, 32), torch.randn(2, 3, 32, 32)
    little, much = (perceptual_loss(judge, pictures + part * noise, pictures) for part in (0.1, 1))
    assert 0 < little < much


def test_the_perceptual_loss_does_not_ask_how_strong_features_are(judge: Judge):
    class Louder:
        def stages(self, images: torch.Tensor) -> tuple[torch.Tensor, ...]:
            return tuple(10 * stage for stage in judge.stages(images))

    one, other = torch.rand(2, 3, 32, 32), torch.rand(2, 3, 32, 32)
    softly = float(perceptual_loss(judge, one, other))
    assert float(perceptual_loss(Louder(), one, other)) == pytest.approx(softly, rel=0.01)


def test_the_divergence_of_a_unit_normal_is_zero():
    unit = DiagonalGaussianDistribution(torch.zeros(1, 8, 4, 4))
    assert float(mean_divergence(unit)) == 0


def test_a_dim_crop_counts_as_much_as_one_of_high_contrast() -> None:
    truth = torch.rand(2, 3, 16, 16, generator=torch.Generator().manual_seed(0))
    truth[0] = 0.5 + truth[0] / 10
    errors = torch.stack([truth[0] - 0.55, truth[1] - 0.5]).requires_grad_()
    pixel_loss(truth + errors, truth).backward()
    assert errors.grad is not None
    moved = (errors.grad * errors).detach().sum(dim=(1, 2, 3))
    assert moved.tolist() == pytest.approx([1, 1], rel=0.02)


def test_what_nobody_sees_costs_next_to_nothing() -> None:
    truth = torch.full((1, 3, 8, 8), 0.5)
    nothing, little = pixel_loss(truth, truth), pixel_loss(truth + 0.05 / 255, truth)
    visible = pixel_loss(truth + 5 / 255, truth)
    assert torch.isfinite(nothing)
    assert little - nothing < 0.02
    assert visible - nothing > 4
