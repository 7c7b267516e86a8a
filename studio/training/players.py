"""Networks as the training loop moves them: one alone, or two against each other."""

from copy import deepcopy

import torch
from torch import nn

from studio.training.checkpoint import Described


class Contest(nn.Module):
    """A network that learns against another. Each has an optimizer of its own.

    The task's "loss" is then the sum of both losses, and it is the task's care that neither
    reaches the other's weights.
    """

    def __init__(self, learner: nn.Module, opponent: nn.Module) -> None:
        super().__init__()
        self.learner, self.opponent = learner, opponent


def sides(module: nn.Module) -> tuple[nn.Module, nn.Module | None]:
    """The learner and its opponent, if it has one."""
    return (module.learner, module.opponent) if isinstance(module, Contest) else (module, None)


class Player:
    """A network and the optimizer that moves it."""

    def __init__(
        self, module: nn.Module, rate: float, betas: tuple[float, float], weight_decay: float
    ) -> None:
        self.module, self.rate = module, rate
        self.parameters = [p for p in module.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            self.parameters, lr=rate, betas=betas, weight_decay=weight_decay, fused=True
        )

    def step(self, part_of_rate: float) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * part_of_rate
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)

    def described(self) -> dict[str, Described]:
        return {"weights": self.module.state_dict(), "optimizer": self.optimizer.state_dict()}

    def restore(self, weights: Described, optimizer: Described) -> None:
        self.module.load_state_dict(weights)
        self.optimizer.load_state_dict(optimizer)


def replica_of(module: nn.Module) -> nn.Module:
    """A copy that shares the weights and has gradients of its own."""
    replica = deepcopy(module)
    for copied, original in zip(replica.parameters(), module.parameters(), strict=True):
        copied.data = original.data
    return replica


def add_gradients(module: nn.Module, replica: nn.Module) -> None:
    for parameter, copied in zip(module.parameters(), replica.parameters(), strict=True):
        if copied.grad is None:
            continue
        if parameter.grad is None:
            parameter.grad = copied.grad
        else:
            parameter.grad += copied.grad
        copied.grad = None
