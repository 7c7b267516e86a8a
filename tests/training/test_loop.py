"""The loop keeps to its budget, resumes where it stopped and averages what it learns."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.random import Generator
from torch import Tensor, nn

from studio.training.checkpoint import has_state, load_state
from studio.training.loop import (
    Examination,
    LoopSettings,
    averaged_weights,
    charged_s,
    rate_at,
    train,
)
from studio.training.players import Contest

CPU = torch.device("cpu")
SETTINGS = LoopSettings(minutes=10, learning_rate=0.05, warmup_steps=1, log_steps=1, max_steps=4)


class LineTask:
    """Fit y = 2x + 1, and count the micro-batches."""

    def __init__(self) -> None:
        torch.manual_seed(0)
        self.module = nn.Linear(1, 1)
        self.seen: list[float] = []

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        x = torch.from_numpy(rng.random((8, 1)).astype(np.float32))
        self.seen.append(float(x[0]))
        return {"loss": (module(x).float() - (2 * x + 1)).square().mean()}

    def examine(self, module: nn.Module) -> Examination:
        (weight, bias) = (float(value) for value in module.parameters())
        return Examination({"weight": weight, "bias": bias}, np.zeros((8, 8, 3), np.uint8))


class TugTask:
    """A number that wants to be 1, and an opponent that wants to be where the number is."""

    def __init__(self) -> None:
        torch.manual_seed(0)
        self.module = Contest(nn.Linear(1, 1, bias=False), nn.Linear(1, 1, bias=False))
        self.followed: list[tuple[int, float]] = []

    def before_step(self, step: int, spent: float, average: nn.Module) -> None:
        assert not average.training
        self.followed.append((step, spent))

    def losses(self, module: nn.Module, rng: Generator) -> Mapping[str, Tensor]:
        assert isinstance(module, Contest)
        learner, opponent = module.learner.weight, module.opponent.weight
        follows = (opponent - learner.detach()).square().sum()
        goal = 1 + 1e-3 * rng.normal()
        return {"loss": (learner - goal).square().sum() + follows}

    def examine(self, module: nn.Module) -> Examination:
        return Examination({"parts": len(list(module.parameters()))})


def logged(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def test_a_run_learns(tmp_path: Path):
    train(LineTask(), replace(SETTINGS, max_steps=150), tmp_path, CPU)
    losses = [entry["loss"] for entry in logged(tmp_path) if "loss" in entry]
    assert losses[-1] < 0.1 * losses[0]


def test_a_run_ends_when_its_minutes_are_spent(tmp_path: Path):
    train(LineTask(), replace(SETTINGS, minutes=0.002, max_steps=None), tmp_path, CPU)
    assert 0.12 <= load_state(tmp_path).elapsed_s < 1


def test_a_run_ends_when_its_steps_are_spent_having_followed_them(tmp_path: Path):
    task = TugTask()
    train(task, replace(SETTINGS, steps=4, max_steps=None), tmp_path, CPU)
    assert [spent for _, spent in task.followed] == pytest.approx([0, 0.25, 0.5, 0.75], abs=0.01)


def test_a_resumed_run_goes_on_at_its_step_and_time(tmp_path: Path):
    train(LineTask(), SETTINGS, tmp_path, CPU)
    before = load_state(tmp_path)
    train(LineTask(), replace(SETTINGS, max_steps=6), tmp_path, CPU)
    after = load_state(tmp_path)
    assert (before.step, after.step) == (4, 6)
    assert after.elapsed_s > before.elapsed_s


def test_a_resumed_run_equals_one_without_a_break(tmp_path: Path):
    train(LineTask(), SETTINGS, tmp_path / "broken", CPU)
    train(LineTask(), replace(SETTINGS, max_steps=8), tmp_path / "broken", CPU)
    train(LineTask(), replace(SETTINGS, max_steps=8), tmp_path / "whole", CPU)
    broken, whole = load_state(tmp_path / "broken"), load_state(tmp_path / "whole")
    for name, weights in whole.weights.items():
        torch.testing.assert_close(broken.weights[name], weights, rtol=1e-5, atol=1e-6)


def test_a_finished_run_changes_nothing_when_it_is_started_again(tmp_path: Path):
    train(LineTask(), SETTINGS, tmp_path, CPU)
    before = load_state(tmp_path).weights["weight"]
    train(LineTask(), SETTINGS, tmp_path, CPU)
    assert torch.equal(load_state(tmp_path).weights["weight"], before)


def test_every_step_takes_all_micro_batches_once(tmp_path: Path):
    task = LineTask()
    train(task, replace(SETTINGS, micro_batches=5), tmp_path, CPU)
    assert len(task.seen) == len(set(task.seen)) == 4 * 5


def test_averaged_weights_lag_behind_the_learnt_ones(tmp_path: Path):
    train(LineTask(), replace(SETTINGS, max_steps=20), tmp_path, CPU)
    learnt = load_state(tmp_path).weights["weight"]
    averaged = averaged_weights(tmp_path)["weight"]
    assert abs(averaged - 2) > abs(learnt - 2)


def test_frozen_weights_stay_as_they_are(tmp_path: Path):
    task = LineTask()
    task.module.bias.requires_grad_(False)
    bias = task.module.bias.clone()
    train(task, SETTINGS, tmp_path, CPU)
    assert torch.equal(averaged_weights(tmp_path)["bias"], bias)


def test_a_run_ends_with_a_sheet_and_figures(tmp_path: Path):
    train(LineTask(), SETTINGS, tmp_path, CPU)
    assert (tmp_path / "sheets" / "000004.png").exists()
    assert "weight" in logged(tmp_path)[-1]


def test_a_resumed_run_logs_no_step_twice(tmp_path: Path):
    train(LineTask(), SETTINGS, tmp_path, CPU)
    saved = (tmp_path / "state.pt").read_bytes()
    train(LineTask(), replace(SETTINGS, max_steps=6), tmp_path, CPU)
    (tmp_path / "state.pt").write_bytes(saved)
    train(LineTask(), replace(SETTINGS, max_steps=6), tmp_path, CPU)
    assert [entry["step"] for entry in logged(tmp_path) if "loss" in entry] == [1, 2, 3, 4, 5, 6]


def test_losses_are_plotted_as_they_fall(tmp_path: Path):
    train(LineTask(), SETTINGS, tmp_path, CPU)
    assert (tmp_path / "losses.png").exists()


def test_both_sides_of_a_contest_learn(tmp_path: Path):
    settings = replace(SETTINGS, max_steps=150, opponent_rate=0.05)
    train(TugTask(), settings, tmp_path, CPU)
    state = load_state(tmp_path)
    assert state.opponent is not None
    assert float(state.weights["weight"]) == pytest.approx(1, abs=0.1)
    assert float(state.opponent["weights"]["weight"]) == pytest.approx(1, abs=0.1)


def test_an_opponent_goes_on_where_it_was(tmp_path: Path):
    train(TugTask(), SETTINGS, tmp_path / "broken", CPU)
    train(TugTask(), replace(SETTINGS, max_steps=8), tmp_path / "broken", CPU)
    train(TugTask(), replace(SETTINGS, max_steps=8), tmp_path / "whole", CPU)
    broken, whole = (
        load_state(tmp_path / "broken").opponent,
        load_state(tmp_path / "whole").opponent,
    )
    assert broken is not None and whole is not None
    torch.testing.assert_close(broken["weights"], whole["weights"], rtol=1e-5, atol=1e-6)


def test_only_the_learner_of_a_contest_is_averaged_and_examined(tmp_path: Path):
    train(TugTask(), SETTINGS, tmp_path, CPU)
    assert list(averaged_weights(tmp_path)) == ["weight"]
    assert logged(tmp_path)[-1]["parts"] == 1


def test_a_task_may_follow_the_budget(tmp_path: Path):
    task = TugTask()
    train(task, SETTINGS, tmp_path, CPU)
    assert [step for step, _ in task.followed] == [0, 1, 2, 3]
    assert task.followed == sorted(task.followed) and task.followed[0][1] == 0


def test_the_pause_of_a_stopped_process_costs_as_much_as_a_step():
    assert charged_s(500.0, [1.0, 1.2, 1.1]) == 1.1


def test_a_slow_step_costs_what_it_took():
    assert charged_s(9.0, [1.0, 1.2, 1.1]) == 9.0
    assert charged_s(9.0, []) == 9.0


def test_an_unfinished_save_leaves_the_last_whole_state(tmp_path: Path):
    train(LineTask(), SETTINGS, tmp_path, CPU)
    (tmp_path / "state.pt.unfinished").write_bytes(b"half of a state")
    assert load_state(tmp_path).step == 4


def test_a_missing_state_is_named(tmp_path: Path):
    assert not has_state(tmp_path)
    with pytest.raises(FileNotFoundError, match="no training state"):
        load_state(tmp_path)


def test_the_rate_warms_up_stays_and_falls():
    settings = replace(SETTINGS, warmup_steps=10, decay_from=0.5, final_rate=0.1)
    assert rate_at(0, 0.0, settings) == pytest.approx(0.1)
    assert rate_at(10, 0.5, settings) == 1.0
    assert rate_at(10, 0.75, settings) == pytest.approx(0.55)
    assert rate_at(10, 1.0, settings) == pytest.approx(0.1)
