"""How much memory a device has left, and what its lack looks like."""

from __future__ import annotations

import psutil
import torch

_WHERE_UNKNOWN = 2 * 1024**3


def free_bytes(device: torch.device) -> int:
    """What new tensors may take at most; a guess on devices that do not tell."""
    match device.type:
        case "cuda":
            return int(torch.cuda.mem_get_info(device)[0])
        case "cpu":
            return int(psutil.virtual_memory().available)
        case _:
            return _WHERE_UNKNOWN


def is_out_of_memory(error: BaseException) -> bool:
    """torch has a class for it on some devices; elsewhere it is in the words."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    text = str(error)
    return isinstance(error, RuntimeError) and (
        "out of memory" in text or "can't allocate memory" in text
    )


def release_cached(device: torch.device) -> None:
    """Hand back what the allocator keeps for later."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
