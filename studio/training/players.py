"""Networks as the training loop moves them: one alone, or two against each other."""

from copy import deepcopy

import torch
from torch import nn

from studio.training.checkpoint import Described

_SMALLEST_SIDE = 16  # of a matrix; one with few rows, such as a last layer, is AdamW's


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
    """A network and what moves it: AdamW, or Muon for its matrices and AdamW for the rest.

    Muon moves a matrix by the nearest orthogonal one to its gradients, as far in the mean as AdamW
    would. A convolution's kernels are one matrix, with a row for each channel that comes out.
    Source: Liu et al., arXiv 2502.16982.
    """

    def __init__(
        self,
        module: nn.Module,
        rate: float,
        betas: tuple[float, float],
        weight_decay: float,
        *,
        by_muon: bool = False,
    ) -> None:
        self.module, self.rate = module, rate
        self.parameters = [p for p in module.parameters() if p.requires_grad]
        self.matrices = [p for p in self.parameters if by_muon and _is_worth_muon(p)]
        others = [p for p in self.parameters if not (by_muon and _is_worth_muon(p))]
        # Muon takes nothing but matrices, so that it gets views that share the numbers.
        self.views = [nn.Parameter(p.data.view(len(p), -1)) for p in self.matrices]
        self.optimizers: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(others, lr=rate, betas=betas, weight_decay=weight_decay, fused=True)
        ]
        if self.matrices:
            muon = torch.optim.Muon(
                self.views, lr=rate, weight_decay=weight_decay, adjust_lr_fn="match_rms_adamw"
            )
            self.optimizers.append(muon)

    def step(self, part_of_rate: float) -> None:
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        for view, matrix in zip(self.views, self.matrices, strict=True):
            view.grad = None if matrix.grad is None else matrix.grad.flatten(1)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = self.rate * part_of_rate
            optimizer.step()
        for parameter in (*self.parameters, *self.views):
            parameter.grad = None

    def described(self) -> dict[str, Described]:
        optimizers = {
            type(optimizer).__name__: optimizer.state_dict() for optimizer in self.optimizers
        }
        return {"weights": self.module.state_dict(), "optimizer": optimizers}

    def restore(self, weights: Described, optimizer: Described) -> None:
        self.module.load_state_dict(weights)
        for each in self.optimizers:
            each.load_state_dict(optimizer[type(each).__name__])


def _is_worth_muon(parameter: nn.Parameter) -> bool:
    return parameter.ndim > 1 and min(parameter.flatten(1).shape) >= _SMALLEST_SIDE


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
