"""One of several processes: trains a small task in the folder that it is told."""

import sys
from pathlib import Path

import torch

from studio.training import processes
from studio.training.loop import train
from tests.training.test_loop import SETTINGS, LineTask

if __name__ == "__main__":
    with processes.team():
        task = LineTask()
        torch.nn.init.constant_(task.module.bias, float(processes.rank()))
        train(task, SETTINGS, Path(sys.argv[1]), torch.device("cpu"))
        sys.stdout.write(f"{len(task.seen)}\n")
