"""The training loop that every model shares: a budget of minutes, resumed where it stopped."""

import json
import math
import time
from collections import deque
from collections.abc import Collection, Iterator, Mapping
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

from studio.training import processes
from studio.training.checkpoint import State, has_state, load_state, save_state
from studio.training.computing import autocast, inner_threads, quick_attention
from studio.training.loss_plot import write_loss_plot
from studio.training.players import Player, add_gradients, replica_of, sides

_LOG = "log.jsonl"
_RECENT_STEPS = 20
_PAUSE_FACTOR = 30.0


@dataclass(frozen=True, slots=True)
class Examination:
    """How well a model does on pictures it never learnt from: figures and a picture to look at."""

    figures: Mapping[str, float] = field(default_factory=dict)
    sheet: NDArray[np.uint8] | None = None  # (height, width, 3) sRGB


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

    def before_step(self, step: int, spent: float, average: nn.Module) -> None:
        """Called before every step, while no losses are computed.

        spent: of the budget, 0..1. average: the averaged weights, for a task that moves weights
        by itself: what jumps must jump there too, and in all processes.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopSettings:
    minutes: float  # of the whole run; a resumed run goes on with what is left of them
    steps: int | None = None  # of the whole run, likewise; what is spent first ends it
    learning_rate: float
    betas: tuple[float, float] = (0.9, 0.98)
    opponent_rate: float = 3e-4  # the learning rate of a contest's opponent
    opponent_betas: tuple[float, float] = (0.5, 0.9)
    weight_decay: float = 0.01
    by_muon: bool = False  # moves the learner's matrices; AdamW all the rest
    warmup_steps: int = 100
    decay_from: float = 0.3  # part of the budget after which the rate falls along a cosine
    final_rate: float = 0.02  # part of the learning rate at the end
    ema_decay: float = 0.998
    micro_batches: int = 4  # gradients are averaged over so many calls of `losses` a step,
    # one for each process at least
    save_seconds: float = 180.0
    examine_seconds: float = 300.0
    log_steps: int = 20
    seed: int = 0
    max_steps: int | None = None  # ends a sitting, though the budget is not spent


def train(task: Task, settings: LoopSettings, run_folder: Path, device: torch.device) -> None:
    """Train until the budget is spent. State, log and sheets are kept in `run_folder`.

    Together with the other processes of a `processes.team`.
    """
    run_folder.mkdir(parents=True, exist_ok=True)
    run = _Run(task, settings, run_folder, device)
    run.resume()
    with _progress(settings) as (progress, row), run.pool, quick_attention(device):
        run.go(progress, row)
    processes.once(run.finish)


def averaged_weights(run_folder: Path) -> dict[str, Tensor]:
    """The averaged weights of a run, as they were saved last."""
    return load_state(run_folder).averaged


class _Run:
    def __init__(
        self, task: Task, settings: LoopSettings, folder: Path, device: torch.device
    ) -> None:
        self.task, self.settings, self.folder, self.device = task, settings, folder, device
        self.module = task.module.to(device).train()
        processes.shared(self.module)
        learner, opponent = sides(self.module)
        decay = settings.weight_decay
        self.learner = Player(
            learner, settings.learning_rate, settings.betas, decay, by_muon=settings.by_muon
        )
        self.opponent: Player | None = None
        if opponent is not None:
            rate, betas = settings.opponent_rate, settings.opponent_betas
            self.opponent = Player(opponent, rate, betas, decay)
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
        self.replicas = [self.module] + [replica_of(self.module) for _ in range(workers - 1)]
        self.pool = ThreadPoolExecutor(workers)
        self.micro_batches = max(settings.micro_batches, processes.count())
        self.step = 0
        self.elapsed_s = 0.0
        self.recent_s: deque[float] = deque(maxlen=_RECENT_STEPS)

    def resume(self) -> None:
        if has_state(self.folder):
            self.restore()
        processes.once(lambda: forget_after(self.step, self.folder / _LOG))

    def restore(self) -> None:
        state = load_state(self.folder)
        self.learner.restore(state.weights, state.optimizer)
        self.average.load_state_dict(state.averaged)
        if self.opponent is not None and state.opponent is not None:
            self.opponent.restore(**state.opponent)
        self.step, self.elapsed_s = state.step, state.elapsed_s

    def go(self, progress: Progress, row: TaskID) -> None:
        saved_s = examined_s = self.elapsed_s
        while self.spent < 1 and self.step != self.settings.max_steps:
            started = time.monotonic()
            figures = self.advance(self.spent)
            self.recent_s.append(charged_s(time.monotonic() - started, self.recent_s))
            self.elapsed_s = processes.agreed(self.elapsed_s + self.recent_s[-1], self.device)
            said = f"loss {figures['loss']:.4f}"
            progress.update(row, completed=self.elapsed_s, said=said, step=self.step)
            if processes.rank() != 0:
                continue
            if self.step % self.settings.log_steps == 0:
                self.log(figures)
            if self.elapsed_s - saved_s > self.settings.save_seconds:
                saved_s = self.elapsed_s
                self.save()
            if self.elapsed_s - examined_s > self.settings.examine_seconds:
                self.examine()
                examined_s = self.elapsed_s

    def finish(self) -> None:
        self.save()
        self.examine()

    @property
    def spent(self) -> float:
        """Part of the budget, 0..1."""
        of_steps = self.step / self.settings.steps if self.settings.steps else 0.0
        return max(self.elapsed_s / (self.settings.minutes * 60), of_steps)

    def advance(self, spent: float) -> dict[str, float]:
        """One step of each optimizer. spent: part of the budget, 0..1."""
        if isinstance(self.task, BudgetedTask):
            self.task.before_step(self.step, spent, self.average)
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

    def backward(self) -> dict[str, float]:
        """Average the gradients of all micro-batches into the module.

        Returns the mean losses of those that this process took.
        """
        waiting = iter(range(processes.rank(), self.micro_batches, processes.count()))
        with inner_threads(1 if len(self.replicas) > 1 else torch.get_num_threads()):
            work = self.pool.map(lambda replica: self._work(replica, waiting), self.replicas)
            shares = list(work)
        for replica in self.replicas[1:]:
            add_gradients(self.module, replica)
        processes.sum_gradients(self.module)
        losses = [figures for share in shares for figures in share]
        return {name: sum(each[name] for each in losses) / len(losses) for name in losses[0]}

    def _work(self, replica: nn.Module, waiting: Iterator[int]) -> list[dict[str, float]]:
        done: list[dict[str, float]] = []
        for index in waiting:
            rng = np.random.default_rng((self.settings.seed, self.step, index))
            with autocast(self.device):
                losses = self.task.losses(replica, rng)
            (losses["loss"] / self.micro_batches).backward()
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


def forget_after(step: int, log: Path) -> None:
    """Leave out of a log what a run did after its state was saved last, and does again."""
    if log.exists():
        lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if json.loads(line)["step"] <= step]
        log.write_text("".join(kept), encoding="utf-8")


def charged_s(took_s: float, recent_s: Collection[float]) -> float:
    """What a step costs the budget. One far longer than recent ones slept: it was stopped."""
    usual_s = median(recent_s) if recent_s else math.inf
    return usual_s if took_s > _PAUSE_FACTOR * usual_s else took_s


def rate_at(step: int, spent: float, settings: LoopSettings) -> float:
    """Part of the learning rate: warm-up by steps, then flat, then a cosine to the budget's end."""
    warmup = min(1.0, (step + 1) / max(1, settings.warmup_steps))
    fall = max(0.0, spent - settings.decay_from) / (1 - settings.decay_from)
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, fall)))
    return warmup * (settings.final_rate + (1 - settings.final_rate) * cosine)


@contextmanager
def _progress(settings: LoopSettings) -> Iterator[tuple[Progress, TaskID]]:
    columns = (
        TextColumn("step {task.fields[step]}"),
        BarColumn(),
        TextColumn("{task.fields[said]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, refresh_per_second=1, disable=processes.rank() != 0) as progress:
        yield progress, progress.add_task("", total=settings.minutes * 60, step=0, said="")
