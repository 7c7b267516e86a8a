"""Where networks compute, and in which precision."""

from __future__ import annotations

import copy
import json
import logging
import math
import os
import platform
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import psutil
import torch
from torch import Tensor, nn

from studio.core.capabilities import DeviceInfo
from studio.core.errors import BadInput

_log = logging.getLogger(__name__)

PRECISIONS: Mapping[str, torch.dtype] = {
    "float32": torch.float32,
    "bfloat16": torch.bfloat16,
    "float16": torch.float16,
}
PRECISION_VARIABLE = "LATENT_STUDIO_PRECISION"

# Half of the mantissa is given away only for a gain that one can feel.
_SMALLEST_GAIN = 1.2
_LARGEST_ERROR = 0.05
_PROBE_RUNS = 9


@dataclass(frozen=True, slots=True)
class Placement:
    """Device and number format of every network that is loaded."""

    device: torch.device
    dtype: torch.dtype


def choose_placement(precision: str | None = None, cache_file: Path | None = None) -> Placement:
    """The fastest device here, and the fastest precision that computes rightly on it.

    precision: a key of PRECISIONS that overrides the probe; without one the environment variable
    LATENT_STUDIO_PRECISION does. cache_file: where probes are remembered, so that the same seed
    gives the same picture at every start. Raises BadInput for another precision.
    """
    device = best_device()
    wanted = precision or os.environ.get(PRECISION_VARIABLE)
    name = _checked(wanted) if wanted else _probed_once(device, cache_file or _cache_file())
    return Placement(device, PRECISIONS[name])


def best_device() -> torch.device:
    """cuda, mps or xpu where one answers, else the processor."""
    if torch.cuda.is_available():
        return torch.device("cuda", torch.cuda.current_device())
    if torch.backends.mps.is_available():
        return torch.device("mps")
    if torch.xpu.is_available():
        return torch.device("xpu", torch.xpu.current_device())
    return torch.device("cpu")


def device_info(placement: Placement) -> DeviceInfo:
    """The same in words that a person can be shown."""
    device = placement.device
    return DeviceInfo(
        name=device.type,
        title=_title(device),
        precision=precision_name(placement.dtype),
        memory_bytes=_memory_bytes(device),
    )


def precision_name(dtype: torch.dtype) -> str:
    """The key of PRECISIONS for a dtype."""
    return next(name for name, candidate in PRECISIONS.items() if candidate == dtype)


def probe_precision(device: torch.device) -> str:
    """The fastest precision whose results are finite and near float32's; takes about a second."""
    network, sample = _probe_network().to(device), _probe_input().to(device)
    reference = _run(network, sample, torch.float32)
    right = [
        name
        for name in _candidates(device)
        if _agrees(_run(network, sample, PRECISIONS[name]), reference)
    ]
    fastest_s = _fastest_s(network, sample, ["float32", *right])
    # float32 is put ahead, so that another must be clearly faster.
    fastest_s["float32"] /= _SMALLEST_GAIN
    return min(fastest_s, key=lambda name: fastest_s[name])


def _checked(name: str) -> str:
    if name not in PRECISIONS:
        raise BadInput(f"No precision is named '{name}'. Choose one of {', '.join(PRECISIONS)}.")
    return name


def _candidates(device: torch.device) -> tuple[str, ...]:
    """float16 has no fast path on processors, and overflows where bfloat16 does not."""
    return ("bfloat16",) if device.type == "cpu" else ("float16", "bfloat16")


def _probe_network() -> nn.Sequential:
    """What a small U-Net is made of, at the size that it works at."""
    generator = torch.Generator().manual_seed(0)
    network = nn.Sequential(
        nn.Conv2d(4, 64, 3, padding=1),
        nn.GroupNorm(32, 64),
        nn.SiLU(),
        nn.Conv2d(64, 64, 3, padding=1),
        nn.Flatten(2),
        nn.Linear(32 * 32, 512),
        nn.SiLU(),
        nn.Linear(512, 32 * 32),
    )
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.03)
    return network.eval().requires_grad_(False)


def _probe_input() -> Tensor:
    return torch.randn(2, 4, 32, 32, generator=torch.Generator().manual_seed(1))


def _run(network: nn.Sequential, sample: Tensor, dtype: torch.dtype) -> Tensor:
    with torch.inference_mode():
        return copy.deepcopy(network).to(dtype)(sample.to(dtype)).float().cpu()


def _fastest_s(network: nn.Sequential, sample: Tensor, names: Sequence[str]) -> dict[str, float]:
    """Seconds of each precision's best run, taken in turns: so other programs disturb least."""
    cast = {name: copy.deepcopy(network).to(PRECISIONS[name]) for name in names}
    fastest_s = dict.fromkeys(names, math.inf)
    with torch.inference_mode(), _one_thread():
        for _ in range(_PROBE_RUNS):
            for name in names:
                start = time.perf_counter()
                # Reading one number back waits for the device.
                float(cast[name](sample.to(PRECISIONS[name])).flatten()[0])
                fastest_s[name] = min(fastest_s[name], time.perf_counter() - start)
    return fastest_s


@contextmanager
def _one_thread() -> Iterator[None]:
    """Threads wait for each other, and on a busy machine that is all one would measure."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _agrees(result: Tensor, reference: Tensor) -> bool:
    error = (result - reference).abs().mean() / reference.abs().mean()
    return bool(torch.isfinite(result).all()) and float(error) < _LARGEST_ERROR


def _probed_once(device: torch.device, cache_file: Path) -> str:
    key = f"{_title(device)}, torch {torch.__version__}"
    known = _read_cache(cache_file)
    if known.get(key) in PRECISIONS:
        return known[key]
    name = probe_precision(device)
    try:
        _write_cache(cache_file, {**known, key: name})
    except OSError as error:
        _log.warning("The probed precision cannot be remembered in %s: %s", cache_file, error)
    return name


def _cache_file() -> Path:
    return platformdirs.user_cache_path("latent-studio", appauthor=False) / "precision.json"


def _read_cache(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("The probed precisions in %s cannot be read: %s", path, error)
        return {}
    if not isinstance(content, dict):
        return {}
    return {str(key): str(value) for key, value in content.items()}


def _write_cache(path: Path, content: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two programs may start at once: each replaces the file whole.
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        json.dump(content, file, indent=2)
    Path(file.name).replace(path)


def _title(device: torch.device) -> str:
    match device.type:
        case "cuda":
            return torch.cuda.get_device_name(device)
        case "xpu":
            return str(torch.xpu.get_device_name(device))
        case "mps":
            return "Apple GPU"
        case _:
            threads = torch.get_num_threads()
            return f"{_processor_name()}, {threads} thread{'s' if threads > 1 else ''}"


def _processor_name() -> str:
    """What the processor calls itself; the platform's word where nothing says."""
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        _log.debug("no /proc/cpuinfo")
    return platform.processor() or platform.machine() or "processor"


def _memory_bytes(device: torch.device) -> int:
    match device.type:
        case "cuda":
            return torch.cuda.get_device_properties(device).total_memory
        case "xpu":
            return int(torch.xpu.get_device_properties(device).total_memory)
        case _:
            return psutil.virtual_memory().total
