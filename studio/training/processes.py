"""Several processes that train one model together, as `torchrun` starts them.

Each takes its share of the micro-batches of every step, on a GPU of its own where there are any;
the first keeps the run's files. A single process finds none of this in its way.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import distributed, nn


@contextmanager
def team() -> Iterator[None]:
    """Work with the other processes, if any; ends when they do."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield
        return
    distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    try:
        yield
    finally:
        distributed.destroy_process_group()


def own_gpu() -> torch.device:
    return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))


def rank() -> int:
    """Which of them this is; 0 is the first."""
    return distributed.get_rank() if _are_several() else 0


def count() -> int:
    return distributed.get_world_size() if _are_several() else 1


def once(work: Callable[[], None]) -> None:
    """The first does it, the others wait."""
    if rank() == 0:
        work()
    if _are_several():
        distributed.barrier()


def shared(module: nn.Module) -> None:
    """Give the first one's weights to all."""
    if _are_several():
        for tensor in module.state_dict().values():
            distributed.broadcast(tensor, 0)


def agreed(value: float, device: torch.device) -> float:
    """What the first says."""
    if not _are_several():
        return value
    told = torch.tensor([value], dtype=torch.float64, device=device)
    distributed.broadcast(told, 0)
    return float(told)


def sum_gradients(module: nn.Module) -> None:
    """Over all processes, in one message."""
    if not _are_several():
        return
    learning = [parameter for parameter in module.parameters() if parameter.requires_grad]
    for parameter in learning:
        if parameter.grad is None:
            parameter.grad = torch.zeros_like(parameter)
    gradients = [parameter.grad for parameter in learning if parameter.grad is not None]
    flat = torch.cat([gradient.flatten() for gradient in gradients])
    distributed.all_reduce(flat)
    parts = flat.split([gradient.numel() for gradient in gradients])
    for gradient, part in zip(gradients, parts, strict=True):
        gradient.copy_(part.view_as(gradient))


def _are_several() -> bool:
    return distributed.is_available() and distributed.is_initialized()
