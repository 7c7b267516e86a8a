"""A network is moved by AdamW, or its matrices by Muon; either goes on where it was."""

from copy import deepcopy

import pytest
import torch
from torch import nn

from studio.training.players import Player

SHIFT = torch.randn(24, generator=torch.Generator().manual_seed(1))


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 24, 3, padding=1), nn.SiLU(), nn.Conv2d(24, 24, 1))


def player_of(module: nn.Module, *, by_muon: bool) -> Player:
    return Player(module, rate=1e-2, betas=(0.9, 0.98), weight_decay=0.01, by_muon=by_muon)


def step(player: Player, seed: int) -> float:
    images = torch.randn(8, 3, 6, 6, generator=torch.Generator().manual_seed(seed))
    target = images.mean(1, keepdim=True) + SHIFT[:, None, None]
    loss = (player.module(images) - target).square().mean()
    loss.backward()
    player.step(1.0)
    return loss.item()


@pytest.mark.parametrize("by_muon", [False, True])
def test_a_network_learns(by_muon: bool):
    player = player_of(network(), by_muon=by_muon)
    losses = [step(player, seed) for seed in range(60)]
    assert losses[-1] < 0.4 * losses[0]
    assert all(parameter.grad is None for parameter in player.parameters)


def test_muon_moves_a_matrix_in_all_directions_alike_and_the_rest_is_left_to_adamw():
    module = network()
    before = [parameter.detach().clone() for parameter in module.parameters()]
    step(player_of(module, by_muon=True), seed=0)
    moved = [
        (after.detach() - was).flatten(1 if was.ndim > 1 else 0)
        for after, was in zip(module.parameters(), before, strict=True)
    ]
    for matrix in (moved[0], moved[2]):
        stretches = torch.linalg.svdvals(matrix)
        assert stretches[len(stretches) // 2] > 0.6 * stretches[0]
    for bias in (moved[1], moved[3]):  # AdamW's first step is the rate, up or down
        torch.testing.assert_close(bias.abs(), torch.full_like(bias, 1e-2), rtol=0.05, atol=1e-4)


@pytest.mark.parametrize("by_muon", [False, True])
def test_a_restored_player_goes_on_as_if_it_had_not_stopped(by_muon: bool):
    player = player_of(network(), by_muon=by_muon)
    step(player, seed=0)
    other = player_of(network(), by_muon=by_muon)
    other.restore(**deepcopy(player.described()))
    assert step(other, seed=1) == step(player, seed=1)
    for left, right in zip(player.parameters, other.parameters, strict=True):
        torch.testing.assert_close(left, right)
