"""Two processes learn what one would learn alone."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import torch

from studio.training.checkpoint import load_state
from studio.training.loop import train
from tests.training.test_loop import SETTINGS, LineTask, logged

_ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def started(rank: int, port: int, folder: Path) -> subprocess.Popen[str]:
    place = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    who = {"WORLD_SIZE": "2", "RANK": str(rank), "LOCAL_RANK": str(rank)}
    command = [sys.executable, "-m", "tests.training.one_of_two", str(folder)]
    return subprocess.Popen(
        command, cwd=_ROOT, env=os.environ | place | who, stdout=subprocess.PIPE, text=True
    )


def test_two_processes_share_the_micro_batches_and_learn_as_one(tmp_path: Path):
    port = free_port()
    both = [started(rank, port, tmp_path / "two") for rank in (0, 1)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [int(words.split()[-1]) for words in said] == [
        4 * 2,
        4 * 2,
    ]  # steps × half of the micro-batches

    alone = LineTask()
    torch.nn.init.constant_(alone.module.bias, 0.0)  # as the first of the two begins
    train(alone, SETTINGS, tmp_path / "one", torch.device("cpu"))
    together = load_state(tmp_path / "two")
    for name, weights in load_state(tmp_path / "one").weights.items():
        torch.testing.assert_close(together.weights[name], weights, rtol=1e-5, atol=1e-6)
    assert [entry["step"] for entry in logged(tmp_path / "two")] == [1, 2, 3, 4, 4]
