"""`kill -9` at random moments of drawing, saving and autosaving, and what is left afterwards.

`python -m tests.robustness.kills COUNT [SEED]` prints the figures.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from studio.core.errors import StudioError
from studio.session import files
from studio.session.lost import find_lost
from tests.robustness.artist import PROJECT, sum_of

_ROOT = Path(__file__).parents[2]
LONGEST_LIFE_S = 2.0
LONGEST_SAVE_S = 0.15
_KILLED_WHILE_SAVING = 0.5
"""Share of the kills that wait for a save to begin."""


@dataclass
class Figures:
    kills: int = 0
    while_saving: int = 0
    """Kills between the beginning of a save and its end."""
    recovered: int = 0
    """Journals that were offered; else the project's own file had all of it."""
    strokes: int = 0
    lost_strokes: list[int] = field(default_factory=list)
    """For each kill: 0, or 1 where the last stroke that had ended is missing."""
    faults: list[str] = field(default_factory=list)
    """Where more was lost, or something could not be read."""


@dataclass
class Life:
    """What an artist has said."""

    done: list[str]
    doing: str
    """What the picture is when the stroke that ends just now has ended; empty without one."""
    is_saving: bool
    problems: list[str]


def kill(folder: Path, count: int, seed: int) -> Figures:
    """An artist after the other goes on with the same picture."""
    chance = random.Random(seed)
    figures = Figures()
    before = ""
    for number in range(count):
        life = _life(folder, seed * 1000 + number, chance)
        figures.kills += 1
        figures.while_saving += life.is_saving
        figures.strokes += max(0, len(life.done) - 1)
        figures.faults += [f"{number}: {problem}" for problem in life.problems]
        before = _look(folder, number, life, before, figures)
    return figures


def _life(folder: Path, seed: int, chance: random.Random) -> Life:
    command = [sys.executable, "-m", "tests.robustness.artist", str(folder), str(seed)]
    errors = folder / "errors.txt"
    with errors.open("w") as file:
        artist = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file, cwd=_ROOT)
        with artist:
            assert artist.stdout is not None
            said = _let_live(artist.stdout, chance)
            artist.kill()
            said += artist.stdout.read().decode().splitlines()
    problems = [line for line in said if line.startswith("problem")]
    if "Traceback" in errors.read_text():
        problems.append(errors.read_text())
    return _understood([line.partition(" ")[::2] for line in said], problems)


def _let_live(output: IO[bytes], chance: random.Random) -> list[str]:
    """For some time, or until some time after a save has begun. Returns what was said."""
    said = [output.readline().decode().strip()]
    end = time.monotonic() + chance.uniform(0.05, LONGEST_LIFE_S)
    if chance.random() < _KILLED_WHILE_SAVING:
        while time.monotonic() < end + LONGEST_LIFE_S and said[-1] != "saving":
            said.append(output.readline().decode().strip())
        time.sleep(chance.uniform(0.0, LONGEST_SAVE_S))
    else:
        time.sleep(max(0.0, end - time.monotonic()))
    return said


def _understood(said: Sequence[tuple[str, str]], problems: list[str]) -> Life:
    done = [text for what, text in said if what == "done"]
    last = said[-1] if said else ("", "")
    saving = sum(what == "saving" for what, _ in said) - sum(what == "saved" for what, _ in said)
    return Life(done, last[1] if last[0] == "doing" else "", saving > 0, problems)


def _look(folder: Path, number: int, life: Life, before: str, figures: Figures) -> str:
    """What a studio that starts now has. Returns the sum of its pixels."""
    left = _left(folder, number, figures)
    wanted = [*life.done[-1:], life.doing] if life.done else [before]
    if left in wanted:
        figures.lost_strokes.append(0)
    elif life.done and left in [*life.done[-2:-1], before][:1]:
        figures.lost_strokes.append(1)
    else:
        figures.faults.append(f"{number}: {left or 'nothing'} is left, and {wanted} was there")
    return left


def _left(folder: Path, number: int, figures: Figures) -> str:
    """Of the journal where there is one, else of the project."""
    project = ""
    path = folder / PROJECT
    if path.exists():
        try:
            project = sum_of(files.opened(path, lambda _: None).document)
        except StudioError as error:
            figures.faults.append(f"{number}: {error}")
    found = find_lost(folder / "journals")
    figures.faults += [f"{number}: {problem}" for problem in found.problems]
    if found.lost is None:
        return project
    figures.recovered += 1
    found.lost.claim.give_up(delete=False)
    return sum_of(found.lost.recovered.document)


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as folder:
        figures = kill(Path(folder), count, seed)
    print(  # noqa: T201 - this is what it is for
        f"{figures.kills} kills, {figures.while_saving} of them while saving;"
        f" {figures.strokes} strokes, {figures.recovered} recoveries;"
        f" one stroke lost {sum(figures.lost_strokes)} times,"
        f" {len(figures.faults)} times more than that"
    )
    for fault in figures.faults:
        print(fault)  # noqa: T201


if __name__ == "__main__":
    main()
