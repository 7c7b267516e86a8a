"""Stopping a job inside a step: each block of each network asks before it computes.

Importing this loads no torch: the window's thread raises the flag.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

# By name, since their classes would bring torch along.
_BLOCKS = (
    "ResnetBlock2D",
    "BasicTransformerBlock",
    "JointTransformerBlock",
    "FluxTransformerBlock",
    "FluxSingleTransformerBlock",
)


class Interrupted(Exception):
    """The job was cancelled. Not a failure: the worker answers with Cancelled."""


class Cancel:
    """A flag that any thread may raise and that the engine's thread looks at."""

    def __init__(self) -> None:
        self._requested = threading.Event()

    def request(self) -> None:
        self._requested.set()

    def check(self) -> None:
        """Raises Interrupted once a cancel was requested."""
        if self._requested.is_set():
            raise Interrupted


@contextmanager
def interruptible(networks: Iterable[nn.Module], cancel: Cancel) -> Iterator[None]:
    """Let a cancel stop these networks before their next block, as long as the context lasts."""

    def check(_module: nn.Module, _args: object) -> None:
        cancel.check()

    handles = [
        block.register_forward_pre_hook(check)
        for network in networks
        for block in _blocks_of(network)
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _blocks_of(network: nn.Module) -> list[nn.Module]:
    """Its residual and attention blocks; in a network without these, every layer."""
    blocks = [module for module in network.modules() if type(module).__name__ in _BLOCKS]
    return blocks or [module for module in network.modules() if not any(module.children())]
