"""The training loop that every model shares: a budget of minutes, resumed where it stopped."""

import json
import math
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Protocol, runtime_checkable

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from torch import Tensor, nn

from studio.training.checkpoint import Described, State, has_state, load_state, save_state
from studio.training.loss_plot import write_loss_plot

_LOG = "log.jsonl"
_RECENT_STEPS = 20
_PAUSE_FACTOR = 30.0


@dataclass(frozen=True, slots=True)
class Examination:
    """How well a model does on pictures it never learnt from: figures and a picture to look at."""

    figures: Mapping[str, float] = field(default_factory=dict)
    sheet: NDArray[np.uint8] | None = None  # (height, width, 3) sRGB


class Contest(nn.Module):
    """A network that learns against another. Each has an optimizer of its own.

    The task's "loss" is then the sum of both losses, and it is the task's care that neither
    reaches the other's weights.
    """

    def __init__(self, learner: nn.Module, opponent: nn.Module) -> None:
        super().__init__()
        self.learner, self.opponent = learner, opponent


class Task(Protocol):
    """What is learnt: the module, the loss on a fresh small batch, and how to examine it."""

    @property
    def module(self) -> nn.Module:
        """The network that is trained, or a `Contest`."""
        ...

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        """Scalars on a fresh micro-batch drawn with `rng`; "loss" is the one that is minimised.

        Several threads call this at once, each with a replica of `module`.
        """
        ...

    def examine(self, module: nn.Module) -> Examination:
        """Called now and then with the averaged weights, without gradients.

        Of a contest, with the learner alone.
        """
        ...


@runtime_checkable
class BudgetedTask(Protocol):
    """A task that changes in the course of its run."""

    def before_step(self, step: int, spent: float) -> None:
        """Called before every step, while no losses are computed. spent: of the budget, 0..1."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopSettings:
    minutes: float  # of the whole run; a resumed run goes on with what is left of them
    learning_rate: float
    betas: tuple[float, float] = (0.9, 0.98)
    opponent_rate: float = 3e-4  # the learning rate of a contest's opponent
    opponent_betas: tuple[float, float] = (0.5, 0.9)
    weight_decay: float = 0.01
    warmup_steps: int = 100
    decay_from: float = 0.3  # part of the budget after which the rate falls along a cosine
    final_rate: float = 0.02  # part of the learning rate at the end
    ema_decay: float = 0.998
    micro_batches: int = 4  # gradients are averaged over so many calls of `losses` a step
    save_seconds: float = 180.0
    examine_seconds: float = 300.0
    log_steps: int = 20
    seed: int = 0
    max_steps: int | None = None


def train(task: Task, settings: LoopSettings, run_folder: Path, device: torch.device) -> None:
    """Train until the budget is spent. State, log and sheets are kept in `run_folder`."""
    run_folder.mkdir(parents=True, exist_ok=True)
    run = _Run(task, settings, run_folder, device)
    run.resume()
    with _progress(settings) as (progress, row), run.pool:
        run.go(progress, row)


def averaged_weights(run_folder: Path) -> dict[str, Tensor]:
    """The averaged weights of a run, as they were saved last."""
    return load_state(run_folder).averaged


class _Player:
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


class _Run:
    def __init__(
        self, task: Task, settings: LoopSettings, folder: Path, device: torch.device
    ) -> None:
        self.task, self.settings, self.folder, self.device = task, settings, folder, device
        self.module = task.module.to(device).train()
        self.learner, self.opponent = _players(self.module, settings)
        self.average = deepcopy(self.learner.module).eval().requires_grad_(False)
        self.averaged = [
            average
            for average, parameter in zip(
                self.average.parameters(), self.learner.module.parameters(), strict=True
            )
            if parameter.requires_grad
        ]
        # One thread a core, each with a replica that shares the weights, takes micro-batches as it
        # gets free. On a busy machine that beats threads inside each operation, which wait for the
        # slowest one after every operation.
        workers = torch.get_num_threads() if device.type == "cpu" else 1
        self.replicas = [self.module] + [_replica(self.module) for _ in range(workers - 1)]
        self.pool = ThreadPoolExecutor(workers)
        self.step = 0
        self.elapsed_s = 0.0
        self.recent_s: deque[float] = deque(maxlen=_RECENT_STEPS)

    def resume(self) -> None:
        if not has_state(self.folder):
            return
        state = load_state(self.folder)
        self.learner.restore(state.weights, state.optimizer)
        self.average.load_state_dict(state.averaged)
        if self.opponent is not None and state.opponent is not None:
            self.opponent.restore(**state.opponent)
        self.step, self.elapsed_s = state.step, state.elapsed_s

    def go(self, progress: Progress, row: TaskID) -> None:
        budget_s = self.settings.minutes * 60
        saved_s = examined_s = self.elapsed_s
        while self.elapsed_s < budget_s and self.step != self.settings.max_steps:
            started = time.monotonic()
            figures = self.advance(self.elapsed_s / budget_s)
            self.elapsed_s += self.counted_s(time.monotonic() - started)
            progress.update(row, completed=self.elapsed_s, loss=figures["loss"], step=self.step)
            if self.step % self.settings.log_steps == 0:
                self.log(figures)
            if self.elapsed_s - saved_s > self.settings.save_seconds:
                saved_s = self.elapsed_s
                self.save()
            if self.elapsed_s - examined_s > self.settings.examine_seconds:
                self.examine()
                examined_s = self.elapsed_s
        self.save()
        self.examine()

    def advance(self, spent: float) -> dict[str, float]:
        """One step of each optimizer. spent: part of the budget, 0..1."""
        if isinstance(self.task, BudgetedTask):
            self.task.before_step(self.step, spent)
        figures = self.backward()
        part_of_rate = rate_at(self.step, spent, self.settings)
        self.learner.step(part_of_rate)
        if self.opponent is not None:
            self.opponent.step(part_of_rate)
        self.step += 1
        decay = min(self.settings.ema_decay, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for averaged, parameter in zip(self.averaged, self.learner.parameters, strict=True):
                averaged.lerp_(parameter, 1 - decay)
        return figures

    def counted_s(self, took_s: float) -> float:
        """What a step is charged. One far beyond the recent ones slept: the process was stopped."""
        usual_s = median(self.recent_s) if self.recent_s else math.inf
        counted_s = usual_s if took_s > _PAUSE_FACTOR * usual_s else took_s
        self.recent_s.append(counted_s)
        return counted_s

    def backward(self) -> dict[str, float]:
        """Average the gradients of all micro-batches into the module; return the mean losses."""
        waiting = iter(range(self.settings.micro_batches))
        with inner_threads(1 if len(self.replicas) > 1 else torch.get_num_threads()):
            shares = list(
                self.pool.map(lambda replica: self._work(replica, waiting), self.replicas)
            )
        for replica in self.replicas[1:]:
            _add_gradients(self.module, replica)
        losses = [figures for share in shares for figures in share]
        return {name: sum(each[name] for each in losses) / len(losses) for name in losses[0]}

    def _work(self, replica: nn.Module, waiting: Iterator[int]) -> list[dict[str, float]]:
        done: list[dict[str, float]] = []
        for index in waiting:
            rng = np.random.default_rng((self.settings.seed, self.step, index))
            with autocast(self.device):
                losses = self.task.losses(replica, rng)
            (losses["loss"] / self.settings.micro_batches).backward()
            done.append({name: float(value.detach()) for name, value in losses.items()})
        return done

    def save(self) -> None:
        state = State(
            **self.learner.described(),
            averaged=self.average.state_dict(),
            step=self.step,
            elapsed_s=self.elapsed_s,
            opponent=self.opponent.described() if self.opponent is not None else None,
        )
        save_state(state, self.folder)

    def examine(self) -> None:
        with torch.no_grad():
            examination = self.task.examine(self.average)
        if examination.figures:
            self.log(examination.figures)
        if examination.sheet is not None:
            sheets = self.folder / "sheets"
            sheets.mkdir(exist_ok=True)
            Image.fromarray(examination.sheet).save(sheets / f"{self.step:06d}.png")
        write_loss_plot(self.folder / _LOG, self.folder / "losses.png")

    def log(self, figures: Mapping[str, float]) -> None:
        entry = {"step": self.step, "elapsed_s": round(self.elapsed_s, 1)}
        rounded = {name: round(value, 5) for name, value in figures.items()}
        with (self.folder / _LOG).open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry | rounded) + "\n")


def rate_at(step: int, spent: float, settings: LoopSettings) -> float:
    """Part of the learning rate: warm-up by steps, then flat, then a cosine to the budget's end."""
    warmup = min(1.0, (step + 1) / max(1, settings.warmup_steps))
    fall = max(0.0, spent - settings.decay_from) / (1 - settings.decay_from)
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, fall)))
    return warmup * (settings.final_rate + (1 - settings.final_rate) * cosine)


def autocast(device: torch.device) -> torch.autocast:
    """bfloat16 where the device computes it at least as fast as float32."""
    return torch.autocast(device.type, torch.bfloat16, enabled=_fast_bfloat16(device))


@contextmanager
def inner_threads(count: int) -> Iterator[None]:
    """Let each torch operation use `count` threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _fast_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    return device.type == "cpu" and bool(torch.cpu.get_capabilities().get("avx512_bf16"))


def _players(module: nn.Module, settings: LoopSettings) -> tuple[_Player, _Player | None]:
    learner = module.learner if isinstance(module, Contest) else module
    decay = settings.weight_decay
    player = _Player(learner, settings.learning_rate, settings.betas, decay)
    if not isinstance(module, Contest):
        return player, None
    rate, betas = settings.opponent_rate, settings.opponent_betas
    return player, _Player(module.opponent, rate, betas, decay)


def _replica(module: nn.Module) -> nn.Module:
    """A copy that shares the weights and has gradients of its own."""
    replica = deepcopy(module)
    for copied, original in zip(replica.parameters(), module.parameters(), strict=True):
        copied.data = original.data
    return replica


def _add_gradients(module: nn.Module, replica: nn.Module) -> None:
    for parameter, copied in zip(module.parameters(), replica.parameters(), strict=True):
        if copied.grad is None:
            continue
        if parameter.grad is None:
            parameter.grad = copied.grad
        else:
            parameter.grad += copied.grad
        copied.grad = None


@contextmanager
def _progress(settings: LoopSettings) -> Iterator[tuple[Progress, TaskID]]:
    columns = (
        TextColumn("step {task.fields[step]}"),
        BarColumn(),
        TextColumn("loss {task.fields[loss]:.4f}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, refresh_per_second=1) as progress:
        yield progress, progress.add_task("", total=settings.minutes * 60, step=0, loss=math.nan)
