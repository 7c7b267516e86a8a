"""The discriminator judges patches, and its pull is made as strong as the reconstruction's."""

import pytest
import torch

from studio.training.adversary import PatchDiscriminator, adaptive_weight, hinge_loss


def test_a_discriminator_judges_patches():
    assert PatchDiscriminator()(torch.zeros(2, 3, 96, 96)).shape == (2, 1, 11, 11)


@torch.no_grad()
def test_a_patch_is_judged_by_itself():
    discriminator = PatchDiscriminator((8,))
    pictures = torch.zeros(1, 3, 64, 64)
    changed = pictures.clone()
    changed[..., :8, :8] = 1
    difference = (discriminator(changed) - discriminator(pictures)).abs()[0, 0]
    assert difference[0, 0] > 0
    assert float(difference[8:, 8:].max()) == 0


def test_a_sure_and_right_discriminator_has_nothing_to_learn():
    assert float(hinge_loss(torch.full((4,), 2.0), torch.full((4,), -2.0))) == 0


def test_a_clueless_discriminator_loses_one():
    assert float(hinge_loss(torch.zeros(4), torch.zeros(4))) == 1


def test_the_adaptive_weight_is_the_ratio_of_the_gradients_at_the_last_layer():
    last_layer = torch.randn(3, 5, requires_grad=True)
    decodings = last_layer @ torch.randn(5, 7)
    error_pull, adversarial_pull = torch.randn(3, 7), torch.randn(3, 7)
    weight = adaptive_weight(decodings, last_layer, error_pull, adversarial_pull)
    error, adversarial = (
        torch.autograd.grad((decodings * pull).sum(), last_layer, retain_graph=True)[0].norm()
        for pull in (error_pull, adversarial_pull)
    )
    assert float(weight) == pytest.approx(float(error / adversarial), rel=1e-4)


def test_the_adaptive_weight_stays_bounded_where_the_discriminator_has_no_wish():
    last_layer = torch.ones(3, 5, requires_grad=True)
    decodings = last_layer * 1.0
    weight = adaptive_weight(decodings, last_layer, torch.ones(3, 5), torch.zeros(3, 5))
    assert float(weight) == 1e4
